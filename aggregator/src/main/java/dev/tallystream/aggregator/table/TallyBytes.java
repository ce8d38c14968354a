package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import java.nio.ByteBuffer;

/** A tally in 16 bytes: micro-credits, then events, both big-endian. */
final class TallyBytes {
    private TallyBytes() {}

    static byte[] encode(Tally tally) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(tally.credits().micros())
                .putLong(tally.events())
                .array();
    }

    static Tally decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Tally(new Credits(buffer.getLong()), buffer.getLong());
    }
}
