package dev.tallystream.aggregator.table;

import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Reversals that arrived before what they take back, with their bytes, in case they turn out to be wrong. */
public final class WaitingReversals {
    private static final int ARRIVAL_LENGTH = Integer.BYTES + 2 * Long.BYTES;

    private final PendingStore<byte[]> store;

    /** Kept in that store. */
    public WaitingReversals(PendingStore<byte[]> store) {
        this.store = store;
    }

    /** A reversal as it arrived. */
    public record Waiting(Arrival arrival, byte[] bytes) {}

    /** Keeps the reversal until its original arrives. */
    public void keep(OrganizationId organization, EventIdentity original, Waiting waiting) {
        Arrival arrival = waiting.arrival();
        byte[] value = ByteBuffer.allocate(ARRIVAL_LENGTH + waiting.bytes().length)
                .putInt(arrival.partition())
                .putLong(arrival.offset())
                .putLong(arrival.appended().toEpochMilli())
                .put(waiting.bytes())
                .array();
        store.put(Identities.key(organization, original), value);
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
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new Waiting(arrival, bytes);
    }
}
