package dev.tallystream.query.event;

import dev.tallystream.contract.id.OrganizationId;
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
 * Makes cursors of places and knows its own, of the same organization:
 *
 * <pre>
 * base64url( timestamp, 8 bytes | partition, 4 | offset, 8 | first 16 bytes of HMAC-SHA-256(these | organization) )
 * </pre>
 */
final class RejectedCursor {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "rejected-events ";
    private static final int PLACE_LENGTH = 2 * Long.BYTES + Integer.BYTES;

    /** 36 bytes in all are 48 letters with no bit to spare, so that no two cursors mean the same. */
    private static final int SIGNATURE_LENGTH = 16;

    private static final int TEXT_LENGTH = (PLACE_LENGTH + SIGNATURE_LENGTH) * 4 / 3;

    private final SecretKeySpec key;

    RejectedCursor(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String seal(RejectedPlace place, OrganizationId organization) {
        byte[] bytes = ByteBuffer.allocate(PLACE_LENGTH)
                .putLong(place.timestamp())
                .putInt(place.partition())
                .putLong(place.offset())
                .array();
        return Base64.getUrlEncoder()
                .encodeToString(ByteBuffer.allocate(PLACE_LENGTH + SIGNATURE_LENGTH)
                        .put(bytes)
                        .put(signature(bytes, organization))
                        .array());
    }

    /** The place, or empty where the cursor is none of ours or another organization's. */
    Optional<RejectedPlace> open(String cursor, OrganizationId organization) {
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
        if (!MessageDigest.isEqual(signature, signature(place, organization))) {
            return Optional.empty();
        }
        ByteBuffer parts = ByteBuffer.wrap(place);
        return Optional.of(new RejectedPlace(parts.getLong(), parts.getInt(), parts.getLong()));
    }

    private byte[] signature(byte[] place, OrganizationId organization) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(place);
            byte[] whole = mac.doFinal((PURPOSE + organization.value()).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(whole, SIGNATURE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
