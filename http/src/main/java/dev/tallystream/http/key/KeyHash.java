package dev.tallystream.http.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * All that is kept of a key: its SHA-256 in hex. A fast hash is right here, since a secret of 256 random bits cannot be
 * guessed from it.
 */
public record KeyHash(String hex) {
    private static final Pattern SHA_256_HEX = Pattern.compile("[0-9a-f]{64}");

    /** Checks the text: 64 lower-case hex digits. */
    public KeyHash {
        if (!SHA_256_HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a key's hash must be 64 lower-case hex digits");
        }
    }

    static KeyHash of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new KeyHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether both are the same, in time that does not depend on where they differ. */
    boolean matches(KeyHash other) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
    }
}
