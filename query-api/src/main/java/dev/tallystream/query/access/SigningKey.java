package dev.tallystream.query.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of an installation, 256 bits. Nothing is signed with it directly: every purpose has a key of its own that
 * is derived from it.
 */
public final class SigningKey {
    /** Bytes of the secret. */
    public static final int LENGTH = 32;

    private static final String HMAC = "HmacSHA256";

    private final byte[] secret;

    private SigningKey(byte[] secret) {
        this.secret = secret;
    }

    /** A new secret. */
    public static SigningKey generate() {
        byte[] secret = new byte[LENGTH];
        new SecureRandom().nextBytes(secret);
        return new SigningKey(secret);
    }

    /**
     * The secret that {@link #reveal} spelled.
     *
     * @throws IllegalArgumentException where the text is not 64 hex digits
     */
    public static SigningKey parse(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new IllegalArgumentException("a signing key must be " + 2 * LENGTH + " hex digits");
        }
        return new SigningKey(HexFormat.of().parseHex(hex));
    }

    /** The secret in hex, to be kept where only its owner reads it. */
    public String reveal() {
        return HexFormat.of().formatHex(secret);
    }

    /** The 256-bit key for that purpose. */
    byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** The key that signs the cursors of lists. */
    public byte[] cursorKey() {
        return derive("tallystream cursor");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SigningKey";
    }
}
