package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Ledger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A ledger in bytes: its eight numbers, then a partition and an offset for each partition that passed records on. */
final class LedgerBytes {
    private static final int NUMBERS = 8;
    private static final int PASSED_ON = Integer.BYTES + Long.BYTES;

    private LedgerBytes() {}

    static byte[] encode(Ledger ledger) {
        ByteBuffer bytes =
                ByteBuffer.allocate(NUMBERS * Long.BYTES + ledger.reroutedUpTo().size() * PASSED_ON);
        bytes.putLong(ledger.consumed())
                .putLong(ledger.reroutedIn())
                .putLong(ledger.counted())
                .putLong(ledger.duplicate())
                .putLong(ledger.rejected())
                .putLong(ledger.reroutedOut())
                .putLong(ledger.nextOffset())
                .putLong(ledger.appended());
        ledger.reroutedUpTo()
                .forEach((partition, offset) -> bytes.putInt(partition).putLong(offset));
        return bytes.array();
    }

    static Ledger decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        long[] numbers = new long[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = bytes.getLong();
        }
        Map<Integer, Long> reroutedUpTo = new HashMap<>();
        while (bytes.hasRemaining()) {
            reroutedUpTo.put(bytes.getInt(), bytes.getLong());
        }
        return new Ledger(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                reroutedUpTo);
    }
}
