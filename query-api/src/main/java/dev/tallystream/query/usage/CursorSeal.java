package dev.tallystream.query.usage;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes cursors of lists and knows its own. The last row is named by a mark that tells nobody whose it is:
 *
 * <pre>
 * place = list id, 8 bytes | next row, 4 bytes | last row's credits, 8 bytes | last row's mark, 8 bytes
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

    private static final int PLACE_LENGTH = 3 * Long.BYTES + Integer.BYTES;
    private static final int SIGNATURE_LENGTH = 20;

    /** Of another length than a place, so that no mark is a signature. */
    private static final byte[] MARK = {'m'};

    private final PlaceSeal seal;

    CursorSeal(byte[] key) {
        this.seal = new PlaceSeal(key, PLACE_LENGTH, SIGNATURE_LENGTH);
    }

    String seal(Place place, String question) {
        byte[] bytes = ByteBuffer.allocate(PLACE_LENGTH)
                .putLong(place.listId())
                .putInt(place.row())
                .putLong(place.micros())
                .putLong(place.mark())
                .array();
        return seal.seal(bytes, question);
    }

    /** The place, or empty where the cursor is none of ours or belongs to another question. */
    Optional<Place> open(String cursor, String question) {
        return seal.open(cursor, question)
                .map(place -> new Place(place.getLong(), place.getInt(), place.getLong(), place.getLong()));
    }

    /** What a row is known by in a cursor, which outlives the privacy switch and must not hold an id. */
    long mark(String id) {
        return ByteBuffer.wrap(seal.hmac(MARK, id)).getLong();
    }
}
