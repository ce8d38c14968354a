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
 * Makes cursors of places and knows its own. The signature covers the question that a cursor belongs to without
 * repeating it:
 *
 * <pre>
 * base64url( place | first bytes of HMAC-SHA-256(place | question) )
 * </pre>
 *
 * Thread-safe.
 */
public final class PlaceSeal {
    private static final String ALGORITHM = "HmacSHA256";

    /** Three bytes are four letters with no bit to spare, so that no two cursors mean the same. */
    private static final int BYTES_OF_FOUR_LETTERS = 3;

    private final SecretKeySpec key;
    private final int placeLength;
    private final int signatureLength;

    /** For places of so many bytes; together with the signature they must be a multiple of three. */
    public PlaceSeal(byte[] key, int placeLength, int signatureLength) {
        if ((placeLength + signatureLength) % BYTES_OF_FOUR_LETTERS != 0) {
            throw new IllegalArgumentException("place " + placeLength + " and signature " + signatureLength
                    + " must be a multiple of " + BYTES_OF_FOUR_LETTERS + " together");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.placeLength = placeLength;
        this.signatureLength = signatureLength;
    }

    /** The cursor of that place, for that question alone. */
    public String seal(byte[] place, String question) {
        byte[] cursor = ByteBuffer.allocate(placeLength + signatureLength)
                .put(place)
                .put(signature(place, question))
                .array();
        return Base64.getUrlEncoder().encodeToString(cursor);
    }

    /** The place's bytes, or empty where the cursor is none of ours or belongs to another question. */
    public Optional<ByteBuffer> open(String cursor, String question) {
        if (cursor.length() != (placeLength + signatureLength) / BYTES_OF_FOUR_LETTERS * 4) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        byte[] place = Arrays.copyOf(bytes, placeLength);
        byte[] signature = Arrays.copyOfRange(bytes, placeLength, bytes.length);
        return MessageDigest.isEqual(signature, signature(place, question))
                ? Optional.of(ByteBuffer.wrap(place))
                : Optional.empty();
    }

    private byte[] signature(byte[] place, String question) {
        return Arrays.copyOf(hmac(place, question), signatureLength);
    }

    /** The keyed hash of both, whole. */
    byte[] hmac(byte[] prefix, String text) {
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
