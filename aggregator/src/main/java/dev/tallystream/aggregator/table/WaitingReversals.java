package dev.tallystream.aggregator.table;

import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reversals that arrived before what they take back: where they lie, in case they turn out to be wrong. Their bytes stay
 * in the journal alone, because they may name a person whom no table knows: a guest, or the caller of a service.
 */
public final class WaitingReversals {
    private static final int ARRIVAL_LENGTH = Integer.BYTES + 2 * Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;

    /** Kept in that store. */
    public WaitingReversals(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * A reversal that waits.
     *
     * @param id its own CloudEvents id
     */
    public record Waiting(Arrival arrival, String id) {}

    /** Keeps the reversal until its original arrives. */
    public void keep(OrganizationId organization, EventIdentity original, Waiting waiting) {
        Arrival arrival = waiting.arrival();
        byte[] id = waiting.id().getBytes(StandardCharsets.UTF_8);
        byte[] value = ByteBuffer.allocate(ARRIVAL_LENGTH + id.length)
                .putInt(arrival.partition())
                .putLong(arrival.offset())
                .putLong(arrival.appended().toEpochMilli())
                .put(id)
                .array();
        store.put(Identities.key(organization, original), value);
    }

    /** Takes out the reversal that waits for that original; null where none does. */
    public @Nullable Waiting take(OrganizationId organization, EventIdentity original) {
        byte[] value = store.delete(Identities.key(organization, original));
        if (value == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        Arrival arrival = new Arrival(buffer.getInt(), buffer.getLong(), Instant.ofEpochMilli(buffer.getLong()));
        return new Waiting(arrival, StandardCharsets.UTF_8.decode(buffer).toString());
    }
}
