package dev.tallystream.query.partition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.PartitionCut;
import dev.tallystream.aggregator.view.UsageRow;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.topic.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A cut as lines of JSON. The last line says how many rows there were, so that whoever reads notices a stream that
 * broke off:
 *
 * <pre>
 * {"partition":2,"position":"2:182736","ledger":{"consumed":182736,…},"edges":{"daily":"2026-01-01"},"erased_users":[…]}
 * {"table":"daily","organization_id":"acme","period_start":"2026-11-22","cell":["total"],"micros":"12500000","events":3}
 * {"table":"daily","organization_id":"acme","period_start":"2026-11-22","cell":["team",null,"user","u1"],…}
 * {"rows":2}
 * </pre>
 *
 * <p>Closing it closes the cut.
 */
public final class CutLines implements Iterator<byte[]>, AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final PartitionCut cut;
    private final Iterator<UsageRow> rows;
    private long written;
    private Next next = Next.HEAD;

    private enum Next {
        HEAD,
        ROW,
        NOTHING
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** Takes over the cut. */
    public CutLines(PartitionCut cut) {
        this.cut = cut;
        this.rows = cut.rows();
    }

    @Override
    public boolean hasNext() {
        return next != Next.NOTHING;
    }

    @Override
    public byte[] next() {
        return switch (next) {
            case HEAD -> {
                next = Next.ROW;
                yield line(this::writeHead);
            }
            case ROW -> {
                if (rows.hasNext()) {
                    UsageRow row = rows.next();
                    written++;
                    yield line(json -> write(json, row));
                }
                next = Next.NOTHING;
                yield line(json -> json.writeNumberField("rows", written));
            }
            case NOTHING -> throw new NoSuchElementException();
        };
    }

    @Override
    public void close() {
        cut.close();
    }

    private static byte[] line(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private void writeHead(JsonGenerator json) throws IOException {
        Ledger ledger = cut.ledger();
        json.writeNumberField("partition", cut.partition());
        json.writeStringField("position", new Position(cut.partition(), ledger.nextOffset()).toString());
        json.writeObjectFieldStart("ledger");
        json.writeNumberField("consumed", ledger.consumed());
        json.writeNumberField("rerouted_in", ledger.reroutedIn());
        json.writeNumberField("counted", ledger.counted());
        json.writeNumberField("duplicate", ledger.duplicate());
        json.writeNumberField("rejected", ledger.rejected());
        json.writeNumberField("rerouted_out", ledger.reroutedOut());
        json.writeStringField(
                "appended", Instant.ofEpochMilli(ledger.appended()).toString());
        json.writeObjectFieldStart("rerouted_up_to");
        for (Map.Entry<Integer, Long> from : ledger.reroutedUpTo().entrySet()) {
            json.writeNumberField(from.getKey().toString(), from.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectFieldStart("edges");
        for (var edge : cut.edges().entrySet()) {
            json.writeStringField(edge.getKey().wireName(), edge.getValue().toString());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("erased_users");
        for (ErasedUser user : cut.erasedUsers()) {
            json.writeStartObject();
            json.writeStringField("organization_id", user.organization().value());
            json.writeStringField(
                    "hash",
                    "%016x%016x".formatted(user.hash().high(), user.hash().low()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, UsageRow row) throws IOException {
        json.writeStringField("table", row.table().wireName());
        json.writeStringField("organization_id", row.organization().value());
        json.writeStringField("period_start", row.periodStart().toString());
        json.writeArrayFieldStart("cell");
        switch (row.cell()) {
            case Cell.Total() -> json.writeString("total");
            case Cell.Hour(int hour) -> {
                json.writeString("hour");
                json.writeNumber(hour);
            }
            case Cell.Part part -> write(json, part.dimension(), part.member());
            case Cell.Crossed crossed -> {
                write(json, crossed.crossing().first(), crossed.first());
                write(json, crossed.crossing().second(), crossed.second());
            }
        }
        json.writeEndArray();
        json.writeStringField("micros", Long.toString(row.tally().credits().micros()));
        json.writeNumberField("events", row.tally().events());
    }

    private static void write(JsonGenerator json, Enum<?> dimension, Member member) throws IOException {
        json.writeString(dimension.name().toLowerCase(Locale.ROOT));
        switch (member) {
            case Member.Named(String id) -> json.writeString(id);
            case Member.Unattributed() -> json.writeNull();
        }
    }
}
