package dev.tallystream.contract.erasure;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns a user's id into what is kept of an erased one: the first 128 bits of HMAC-SHA256. An unkeyed hash would not
 * do, because ids are few enough to try them all. The key is the installation's for ever: with another one, erased
 * users would come back.
 */
public final class ErasureKey {
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    private static final byte[] FINGERPRINT = "tallystream erasure key".getBytes(StandardCharsets.US_ASCII);
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private ErasureKey(byte[] key) {
        this.key = key;
    }

    /** The key of those bytes; refuses any but {@link #LENGTH}. */
    public static ErasureKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an erasure key must have " + LENGTH + " bytes, not " + bytes.length);
        }
        return new ErasureKey(bytes.clone());
    }

    /** The key that is written in hexadecimal digits, or empty where the text is none. */
    public static Optional<ErasureKey> parse(String hex) {
        try {
            return Optional.of(of(HexFormat.of().parseHex(hex.strip())));
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    /** What stands for the user. */
    public ErasedUser erase(OrganizationId organization, UserId user) {
        byte[] text =
                new KeyWriter().text(organization.value()).text(user.value()).toBytes();
        ByteBuffer hash = ByteBuffer.wrap(mac().doFinal(text));
        return new ErasedUser(organization, new Hash128(hash.getLong(), hash.getLong()));
    }

    /** Tells this key from another without giving it away. */
    public long fingerprint() {
        return ByteBuffer.wrap(mac().doFinal(FINGERPRINT)).getLong();
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ErasureKey that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ErasureKey";
    }
}
