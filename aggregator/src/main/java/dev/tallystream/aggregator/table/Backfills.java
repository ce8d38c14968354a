package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Loads of history: what became of each one's events, and whether it is closed, which is remembered for ever. */
public final class Backfills {
    private static final int LENGTH = 3 * Long.BYTES + 1;

    private Backfills() {}

    /** The backfill's tally, empty where none of its events arrived. */
    public static Optional<BackfillTally> find(
            Function<Bytes, byte @Nullable []> store, OrganizationId organization, BackfillId backfill) {
        return Optional.ofNullable(decode(store.apply(key(organization, backfill))));
    }

    /** The row's key. */
    public static Bytes key(OrganizationId organization, BackfillId backfill) {
        return Bytes.wrap(new KeyWriter()
                .text(organization.value())
                .text(backfill.value())
                .toBytes());
    }

    /** The row's value. */
    public static byte[] encode(BackfillTally tally) {
        return ByteBuffer.allocate(LENGTH)
                .putLong(tally.counted())
                .putLong(tally.duplicate())
                .putLong(tally.rejected())
                .put((byte) (tally.closed() ? 1 : 0))
                .array();
    }

    private static @Nullable BackfillTally decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new BackfillTally(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.get() != 0);
    }
}
