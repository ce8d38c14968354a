package dev.tallystream.query;

import dev.tallystream.query.access.AllowedOrigins;
import dev.tallystream.query.access.IdentityProvider;
import dev.tallystream.query.access.SigningKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the reading side is told.
 *
 * @param signingKey signs tokens, cookies and cursors; nodes that answer for one another share it
 * @param sessionLifetime how long a browser stays signed in
 * @param provider whose tokens are accepted beside this installation's own
 * @param origins whose pages may ask from a browser
 */
public record QueryConfig(
        SigningKey signingKey,
        Duration sessionLifetime,
        @Nullable IdentityProvider provider,
        AllowedOrigins origins) {
    /** How long a browser stays signed in where nothing else is said: a working day. */
    public static final Duration DEFAULT_SESSION_LIFETIME = Duration.ofHours(12);

    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(1);
    private static final Duration LONGEST_SESSION = Duration.ofDays(30);

    /** Checks the lifetime. */
    public QueryConfig {
        if (sessionLifetime.compareTo(SHORTEST_SESSION) < 0 || sessionLifetime.compareTo(LONGEST_SESSION) > 0) {
            throw new IllegalArgumentException("sessionLifetime " + sessionLifetime + " must be from "
                    + SHORTEST_SESSION + " to " + LONGEST_SESSION);
        }
    }

    /** The defaults with that key. */
    public static QueryConfig of(SigningKey signingKey) {
        return new QueryConfig(signingKey, DEFAULT_SESSION_LIFETIME, null, AllowedOrigins.NONE);
    }

    /** The same, for the tokens of that provider, too, and for the pages of those origins. */
    public QueryConfig with(@Nullable IdentityProvider newProvider, AllowedOrigins newOrigins) {
        return new QueryConfig(signingKey, sessionLifetime, newProvider, newOrigins);
    }
}
