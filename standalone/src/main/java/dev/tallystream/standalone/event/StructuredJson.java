package dev.tallystream.standalone.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystream.contract.event.EventType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a CloudEvent in structured mode: first the attributes that every event has, then its own members. */
final class StructuredJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_BYTES = 512;

    private StructuredJson() {}

    /** The members that only this kind of event has. */
    interface Members {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static byte[] write(OutgoingEvent event, EventType type, Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", event.identity().id());
            json.writeStringField("source", event.identity().source());
            json.writeStringField("type", type.wireName());
            json.writeStringField("subject", event.organization().value());
            members.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
