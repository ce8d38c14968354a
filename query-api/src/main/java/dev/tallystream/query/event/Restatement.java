package dev.tallystream.query.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.EventType;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The reversal of an event, made of the event: its data restated, as text so that no number changes, and an identity
 * that is made of the original's, so that whoever asks twice publishes the same event twice, which counts once.
 */
record Restatement(EventIdentity identity, byte[] bytes) {
    /** Of every reversal that is made here. */
    static final String SOURCE = "/tallystream/reversals";

    private static final JsonFactory JSON = new JsonFactory();

    /** What makes the content of an event; everything else in its data is not restated. */
    private static final List<String> MEMBERS =
            List.of("feature", "team_id", "user_id", "actor_type", "quantity", "credits");

    /** The reversal of usage that was read. */
    static Restatement of(OrganizationId organization, Event.CreditsConsumed original, Instant time, byte[] bytes) {
        EventIdentity identity = identityOf(original.identity());
        byte[] composed = compose(
                organization,
                identity,
                original.identity(),
                time,
                EventMembers.of(bytes).data());
        boolean sound = EventCodec.decode(composed) instanceof Decoded.Accepted(Event.CreditsReversed reversal)
                && reversal.reverses().equals(original.identity())
                && reversal.restated().equals(original.content());
        if (!sound) {
            throw new IllegalStateException("an event that was counted can be restated");
        }
        return new Restatement(identity, composed);
    }

    /** The identity of the reversal of that event. */
    static EventIdentity identityOf(EventIdentity original) {
        var hash = original.toHash();
        return new EventIdentity(SOURCE, "%016x%016x".formatted(hash.high(), hash.low()));
    }

    private static byte[] compose(
            OrganizationId organization,
            EventIdentity identity,
            EventIdentity original,
            Instant time,
            Map<String, String> data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("specversion", EventCodec.SPECVERSION);
            json.writeStringField("id", identity.id());
            json.writeStringField("source", identity.source());
            json.writeStringField("type", EventType.CREDITS_REVERSED.wireName());
            json.writeStringField("subject", organization.value());
            json.writeStringField("time", time.toString());
            json.writeStringField("datacontenttype", "application/json");
            json.writeObjectFieldStart("data");
            for (String member : MEMBERS) {
                String text = data.get(member);
                if (text != null) {
                    json.writeStringField(member, text);
                }
            }
            json.writeObjectFieldStart("reverses");
            json.writeStringField("source", original.source());
            json.writeStringField("id", original.id());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
