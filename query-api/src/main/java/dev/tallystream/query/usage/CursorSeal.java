package dev.tallystream.query.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes cursors and knows its own. The signature covers the question that the cursor belongs to without repeating it,
 * and the last row is named by a mark that tells nobody whose it is:
 *
 * <pre>
 * base64url( place | first 20 bytes of HMAC-SHA-256(place | question) )
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

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PLACE_LENGTH = 3 * Long.BYTES + Integer.BYTES;
    /** 48 bytes in all are 64 letters with no bit to spare, so that no two cursors mean the same. */
    private static final int SIGNATURE_LENGTH = 20;

    /** Of another length than a place, so that no mark is a signature. */
    private static final byte[] MARK = {'m'};

    private static final int TEXT_LENGTH = (PLACE_LENGTH + SIGNATURE_LENGTH) * 4 / 3;

    private final SecretKeySpec key;

    CursorSeal(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String seal(Place place, String question) {
        byte[] bytes = ByteBuffer.allocate(PLACE_LENGTH)
                .putLong(place.listId())
                .putInt(place.row())
                .putLong(place.micros())
                .putLong(place.mark())
                .array();
        byte[] cursor = ByteBuffer.allocate(PLACE_LENGTH + SIGNATURE_LENGTH)
                .put(bytes)
                .put(signature(bytes, question))
                .array();
        return Base64.getUrlEncoder().encodeToString(cursor);
    }

    /** The place, or empty where the cursor is none of ours or belongs to another question. */
    Optional<Place> open(String cursor, String question) {
        if (cursor.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        byte[] place = Arrays.copyOf(bytes, PLACE_LENGTH);
        byte[] signature = Arrays.copyOfRange(bytes, PLACE_LENGTH, bytes.length);
        if (!MessageDigest.isEqual(signature, signature(place, question))) {
            return Optional.empty();
        }
        ByteBuffer parts = ByteBuffer.wrap(place);
        return Optional.of(new Place(parts.getLong(), parts.getInt(), parts.getLong(), parts.getLong()));
    }

    /** What a row is known by in a cursor, which outlives the privacy switch and must not hold an id. */
    long mark(String id) {
        return ByteBuffer.wrap(hmac(MARK, id)).getLong();
    }

    private byte[] signature(byte[] place, String question) {
        return Arrays.copyOf(hmac(place, question), SIGNATURE_LENGTH);
    }

    private byte[] hmac(byte[] prefix, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(prefix);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
