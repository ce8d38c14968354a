package dev.tallystream.contract.billing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The JSON of what was agreed with an organization; every record carries both lists whole:
 *
 * <pre>
 * {"version":2,
 *  "allocations":[{"effective_from":"2026-01-01","credits":"250000"}],
 *  "calendars":[{"billing_day":1},{"effective_from":"2026-12-15","billing_day":15}]}
 * </pre>
 */
public final class BillingTermsCodec {
    /** Bytes of the longest record that is read; the longest lists of ours come to half of it. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private BillingTermsCodec() {}

    /** The terms' bytes. */
    public static byte[] encode(BillingTerms terms) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", terms.version());
            json.writeArrayFieldStart("allocations");
            for (Allocation allocation : terms.allocations()) {
                json.writeStartObject();
                json.writeStringField(
                        "effective_from", allocation.effectiveFrom().toString());
                json.writeStringField("credits", allocation.credits().toDecimal());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("calendars");
            json.writeStartObject();
            write(json, terms.calendar().first());
            for (BillingCalendar.Change change : terms.calendar().changes()) {
                json.writeStartObject();
                json.writeStringField("effective_from", change.effectiveFrom().toString());
                write(json, change.day());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The terms, or empty where the bytes are not exactly that: what was agreed is never guessed. */
    public static Optional<BillingTerms> decode(byte[] bytes) {
        return bytes.length > MAX_BYTES ? Optional.empty() : BillingTermsReader.read(bytes);
    }

    private static void write(JsonGenerator json, BillingDay day) throws IOException {
        json.writeNumberField("billing_day", day.day());
        json.writeEndObject();
    }
}
