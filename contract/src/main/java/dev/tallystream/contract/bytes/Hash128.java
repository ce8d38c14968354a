package dev.tallystream.contract.bytes;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 128 bits of a SHA-256: short enough to keep for every event, and nobody can craft two events that share
 * one.
 */
public record Hash128(long high, long low) {
    /** Bytes of a hash. */
    public static final int LENGTH = 16;

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Hash128::sha256);

    /** The hash of {@code bytes}. */
    public static Hash128 of(byte[] bytes) {
        ByteBuffer digest = ByteBuffer.wrap(SHA_256.get().digest(bytes));
        return new Hash128(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
