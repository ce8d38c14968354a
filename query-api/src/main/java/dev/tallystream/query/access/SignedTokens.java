package dev.tallystream.query.access;

import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;

/**
 * Which tokens were found to be signed, and by which key, so that an open page or stream does not have its signature
 * computed at every question: a millisecond with some algorithms. Nothing else is remembered of a token; that it has
 * expired, or that its key was withdrawn, is seen each time. Thread-safe.
 */
final class SignedTokens {
    /** The tokens of some thousands of people at once; 200 bytes each. */
    static final int MOST = 4_096;

    /** The token's hash, since whoever has a token can use it. */
    private final LinkedHashMap<String, ProviderKey> byHash = new LinkedHashMap<>(16, 0.75f, true);

    private final int most;

    /** Remembers at most so many. */
    SignedTokens(int most) {
        this.most = most;
    }

    /** Whether the key signed the token. */
    boolean isSigned(SignedJWT token, ProviderKey key) {
        String hash = hash(token.getParsedString());
        synchronized (byHash) {
            if (key.equals(byHash.get(hash))) {
                return true;
            }
        }
        if (!key.signed(token)) {
            return false;
        }
        synchronized (byHash) {
            byHash.put(hash, key);
            if (byHash.size() > most) {
                var _ = byHash.pollFirstEntry();
            }
        }
        return true;
    }

    /** How many are remembered. */
    int size() {
        synchronized (byHash) {
            return byHash.size();
        }
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
