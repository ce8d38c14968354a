package dev.tallystream.query.access;

import dev.tallystream.query.access.Principal.SignedIn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Links that sign in whoever opens them, as the one-machine start prints one. Known by their hashes, for as long as the
 * process runs. Thread-safe.
 */
public final class SignInLinks {
    private static final int TOKEN_BYTES = 32;

    private final Map<String, SignedIn> byHash = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** The token of a new link that makes its opener that principal: 256 random bits in base64url. */
    public String create(SignedIn principal) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byHash.put(hash(token), principal);
        return token;
    }

    /** Whom the link's token makes of its opener, or empty where there is no such link. */
    public Optional<SignedIn> find(String token) {
        return Optional.ofNullable(byHash.get(hash(token)));
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
