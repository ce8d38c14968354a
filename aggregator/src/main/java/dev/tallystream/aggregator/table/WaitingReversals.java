package dev.tallystream.aggregator.table;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.bytes.KeyReader;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Reversals that arrived before what they take back: where they lie, in case they turn out to be wrong. Their bytes stay
 * in the journal alone, because they may name a person whom no table knows: a guest, or the caller of a service.
 */
public final class WaitingReversals {
    private static final int ARRIVAL_LENGTH = Integer.BYTES + 2 * Long.BYTES;

    private static final byte[] NO_ID = new byte[0];

    private final PendingStore<byte[]> store;

    /** Kept in that store. */
    public WaitingReversals(PendingStore<byte[]> store) {
        this.store = store;
    }

    /**
     * A reversal that waits.
     *
     * @param id its own CloudEvents id; null where it might name somebody who was erased
     */
    public record Waiting(
            OrganizationId organization,
            Arrival arrival,
            @Nullable String id) {}

    /** Keeps the reversal until its original arrives. */
    public void keep(EventIdentity original, Waiting waiting) {
        Arrival arrival = waiting.arrival();
        byte[] id = waiting.id() == null ? NO_ID : waiting.id().getBytes(StandardCharsets.UTF_8);
        byte[] value = ByteBuffer.allocate(ARRIVAL_LENGTH + id.length)
                .putInt(arrival.partition())
                .putLong(arrival.offset())
                .putLong(arrival.appended().toEpochMilli())
                .put(id)
                .array();
        store.put(Identities.key(waiting.organization(), original), value);
    }

    /** Takes out the reversal that waits for that original; null where none does. */
    public @Nullable Waiting take(OrganizationId organization, EventIdentity original) {
        return take(Identities.key(organization, original));
    }

    /** Takes out the reversal that waits for the original of that key; null where none does. */
    @Nullable
    Waiting take(Bytes key) {
        byte[] value = store.get(key);
        if (value == null) {
            return null;
        }
        store.put(key, null);
        ByteBuffer buffer = ByteBuffer.wrap(value);
        Arrival arrival = new Arrival(buffer.getInt(), buffer.getLong(), Instant.ofEpochMilli(buffer.getLong()));
        OrganizationId organization = new OrganizationId(new KeyReader(key.get()).text());
        String id =
                buffer.hasRemaining() ? StandardCharsets.UTF_8.decode(buffer).toString() : null;
        return new Waiting(organization, arrival, id);
    }

    /** Forgets the ids of all that wait in the organization; returns how many. Everything pending must be written back. */
    long forgetIds(OrganizationId organization) {
        List<KeyValue<Bytes, byte[]>> withId = new ArrayList<>();
        Bytes first = Bytes.wrap(new KeyWriter().text(organization.value()).toBytes());
        Bytes last = Bytes.wrap(new KeyWriter().text(organization.value()).toUpperBound(Hash128.LENGTH + 1));
        try (KeyValueIterator<Bytes, byte[]> rows = store.writtenBack().range(first, last)) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                if (row.value.length > ARRIVAL_LENGTH) {
                    withId.add(row);
                }
            }
        }
        withId.forEach(row -> store.put(row.key, Arrays.copyOf(row.value, ARRIVAL_LENGTH)));
        return withId.size();
    }
}
