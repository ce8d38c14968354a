package dev.tallystream.contract.allocation;

import static dev.tallystream.contract.json.ExactJson.canonical;
import static dev.tallystream.contract.json.ExactJson.given;
import static dev.tallystream.contract.json.ExactJson.once;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystream.contract.allocation.CreditTerms.Allocation;
import dev.tallystream.contract.allocation.CreditTerms.BillingDay;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.json.ExactJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an organization's terms; every record carries all of them:
 *
 * <pre>
 * {"version":3,
 *  "allocations":[{"effective_from":"2026-01-01","credits":"100000"},{"effective_from":"2026-11-10","credits":"150000"}],
 *  "billing_days":[{"effective_from":"2026-01-01","day":15}]}
 * </pre>
 */
public final class CreditTermsCodec {
    /** Bytes of the longest record that is read; the longest of ours come to a third of it. */
    public static final int MAX_BYTES = 128 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private CreditTermsCodec() {}

    /** The terms' bytes. */
    public static byte[] encode(CreditTerms terms) {
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
            json.writeArrayFieldStart("billing_days");
            for (BillingDay billing : terms.billingDays()) {
                json.writeStartObject();
                json.writeStringField("effective_from", billing.effectiveFrom().toString());
                json.writeNumberField("day", billing.day());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The terms, or empty where the bytes are not exactly that: terms are never guessed. */
    public static Optional<CreditTerms> decode(byte[] bytes) {
        return bytes.length > MAX_BYTES
                ? Optional.empty()
                : ExactJson.read(bytes, json -> new TermsReader(json).terms());
    }

    private static final class TermsReader {
        private final ExactJson json;
        private @Nullable Long version;
        private @Nullable List<Allocation> allocations;
        private @Nullable List<BillingDay> billingDays;

        TermsReader(ExactJson json) {
            this.json = json;
        }

        CreditTerms terms() throws IOException {
            json.object(this::member);
            return new CreditTerms(given(version), given(allocations), given(billingDays));
        }

        private void member(String name) throws IOException {
            switch (name) {
                case "version" -> version = once(version, json.number());
                case "allocations" ->
                    allocations = once(
                            allocations,
                            json.array(members -> new Allocation(
                                    canonical(members.text("effective_from"), LocalDate::parse),
                                    Credits.parse(members.text("credits")))));
                case "billing_days" ->
                    billingDays = once(
                            billingDays,
                            json.array(members -> new BillingDay(
                                    canonical(members.text("effective_from"), LocalDate::parse),
                                    Math.toIntExact(members.number("day")))));
                default -> throw new IllegalArgumentException("a member is unknown");
            }
        }
    }
}
