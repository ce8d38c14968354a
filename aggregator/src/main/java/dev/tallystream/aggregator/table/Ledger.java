package dev.tallystream.aggregator.table;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What became of every record of a partition, written in the same transaction as its effect:
 * {@code consumed + reroutedIn = counted + duplicate + rejected + reroutedOut}.
 *
 * @param consumed records read from the partition of the events topic
 * @param reroutedIn records that other partitions passed on to this one
 * @param counted events that were added to the tables, and marks that were heeded
 * @param duplicate events that were known
 * @param rejected records that went to the rejected topic
 * @param reroutedOut records that were passed on to the partition of their organization
 * @param nextOffset every record of the partition before this offset is in here
 * @param appended the append time of the last of them, in milliseconds since 1970
 */
public record Ledger(
        long consumed,
        long reroutedIn,
        long counted,
        long duplicate,
        long rejected,
        long reroutedOut,
        long nextOffset,
        long appended) {
    /** Nothing read. */
    public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0, 0, 0);

    private static final Bytes KEY = Bytes.wrap(new byte[] {0});
    private static final int FIELDS = 8;

    /** What one record became. */
    public enum Outcome {
        /** Its effect is in the tables. */
        COUNTED,
        /** It was known. */
        DUPLICATE,
        /** It went to the rejected topic. */
        REJECTED,
        /** It was passed on to the partition of its organization. */
        REROUTED
    }

    /** Whether every record has exactly one outcome. */
    public boolean balances() {
        return consumed + reroutedIn == counted + duplicate + rejected + reroutedOut;
    }

    /** With one more record of the partition itself. */
    public Ledger plusConsumed(long offset, Instant appendTime, Outcome outcome) {
        return plus(outcome, 1, 0, offset + 1, appendTime.toEpochMilli());
    }

    /** With one more record that another partition passed on. */
    public Ledger plusRerouted(Outcome outcome) {
        return plus(outcome, 0, 1, nextOffset, appended);
    }

    /** With one record that was counted and turned out to be none: a reversal that waited for something else. */
    public Ledger reconsidered() {
        return new Ledger(
                consumed, reroutedIn, counted - 1, duplicate, rejected + 1, reroutedOut, nextOffset, appended);
    }

    private Ledger plus(Outcome outcome, long own, long passedOn, long newNextOffset, long newAppended) {
        return new Ledger(
                consumed + own,
                reroutedIn + passedOn,
                counted + (outcome == Outcome.COUNTED ? 1 : 0),
                duplicate + (outcome == Outcome.DUPLICATE ? 1 : 0),
                rejected + (outcome == Outcome.REJECTED ? 1 : 0),
                reroutedOut + (outcome == Outcome.REROUTED ? 1 : 0),
                newNextOffset,
                newAppended);
    }

    /** The ledger in the store; {@link #EMPTY} where nothing was read yet. */
    public static Ledger read(KeyValueStore<Bytes, byte[]> store) {
        byte @Nullable [] bytes = store.get(KEY);
        if (bytes == null) {
            return EMPTY;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Ledger(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong());
    }

    /** Writes the ledger to the store. */
    public void write(KeyValueStore<Bytes, byte[]> store) {
        store.put(
                KEY,
                ByteBuffer.allocate(FIELDS * Long.BYTES)
                        .putLong(consumed)
                        .putLong(reroutedIn)
                        .putLong(counted)
                        .putLong(duplicate)
                        .putLong(rejected)
                        .putLong(reroutedOut)
                        .putLong(nextOffset)
                        .putLong(appended)
                        .array());
    }
}
