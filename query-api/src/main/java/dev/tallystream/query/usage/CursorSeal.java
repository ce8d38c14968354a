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
 * Makes cursors and knows its own. The signature covers the question that the cursor belongs to without repeating it:
 *
 * <pre>
 * base64url( list id, 8 bytes | next row, 4 bytes | first 18 bytes of HMAC-SHA-256(list id | next row | question) )
 * </pre>
 */
final class CursorSeal {
    /** Where a page starts. */
    record Place(long listId, int row) {}

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PLACE_LENGTH = Long.BYTES + Integer.BYTES;
    /** 30 bytes in all are 40 letters with no bit to spare, so that no two cursors mean the same. */
    private static final int SIGNATURE_LENGTH = 18;

    private static final int TEXT_LENGTH = (PLACE_LENGTH + SIGNATURE_LENGTH) * 4 / 3;

    private final SecretKeySpec key;

    CursorSeal(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String seal(Place place, String question) {
        byte[] bytes = ByteBuffer.allocate(PLACE_LENGTH)
                .putLong(place.listId())
                .putInt(place.row())
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
        return Optional.of(new Place(parts.getLong(), parts.getInt()));
    }

    private byte[] signature(byte[] place, String question) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(place);
            return Arrays.copyOf(mac.doFinal(question.getBytes(StandardCharsets.UTF_8)), SIGNATURE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
