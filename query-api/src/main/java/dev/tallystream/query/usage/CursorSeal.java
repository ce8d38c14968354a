package dev.tallystream.query.usage;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes cursors of lists and knows its own. The last row is named by a mark that tells nobody whose it is, and the
 * period by two: a cursor is taken with the period as it was asked for, such as {@code current}, and with its id, which
 * the answer says.
 *
 * <pre>
 * place = list id, 8 bytes | next row, 4 bytes | last row's credits, 8 bytes | last row's mark, 8 bytes
 *         | mark of the period as asked, 4 bytes | mark of its id, 4 bytes
 * </pre>
 */
final class CursorSeal {
    /**
     * Where a page starts.
     *
     * @param micros the credits of the row before, which the page goes on from where the list is gone
     * @param mark of the row before
     */
    record Place(long listId, int row, long micros, long mark) {}

    private static final int PLACE_LENGTH = 3 * Long.BYTES + 3 * Integer.BYTES;
    private static final int SIGNATURE_LENGTH = 21;

    /** Of another length than a place, so that no mark is a signature. */
    private static final byte[] MARK = {'m'};

    private static final byte[] PERIOD_MARK = {'p'};

    private final PlaceSeal seal;

    CursorSeal(byte[] key) {
        this.seal = new PlaceSeal(key, PLACE_LENGTH, SIGNATURE_LENGTH);
    }

    /**
     * The cursor of that place.
     *
     * @param question everything that decides the rows but the period
     */
    String seal(Place place, String question, PeriodName asked, String periodId) {
        byte[] bytes = ByteBuffer.allocate(PLACE_LENGTH)
                .putLong(place.listId())
                .putInt(place.row())
                .putLong(place.micros())
                .putLong(place.mark())
                .putInt(periodMark(asked.text()))
                .putInt(periodMark(periodId))
                .array();
        return seal.seal(bytes, question);
    }

    /** The place, or empty where the cursor is none of ours or belongs to another question or period. */
    Optional<Place> open(String cursor, String question, PeriodName asked) {
        return seal.open(cursor, question).flatMap(bytes -> {
            Place place = new Place(bytes.getLong(), bytes.getInt(), bytes.getLong(), bytes.getLong());
            int mark = periodMark(asked.text());
            boolean asAsked = bytes.getInt() == mark;
            boolean byId = bytes.getInt() == mark;
            return asAsked || byId ? Optional.of(place) : Optional.empty();
        });
    }

    private int periodMark(String text) {
        return ByteBuffer.wrap(seal.hmac(PERIOD_MARK, text)).getInt();
    }

    /** What a row is known by in a cursor, which outlives the privacy switch and must not hold an id. */
    long mark(String id) {
        return ByteBuffer.wrap(seal.hmac(MARK, id)).getLong();
    }
}
