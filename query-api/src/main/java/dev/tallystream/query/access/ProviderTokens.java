package dev.tallystream.query.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tallystream.query.access.Principal.SignedIn;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Verifies the tokens of an identity provider: its issuer, our audience, in their time, signed by one of its keys that
 * the header names by {@code kid}. Where keys are is never learned from a token. Thread-safe.
 */
public final class ProviderTokens implements AutoCloseable {
    /** How far the provider's clock may be from ours. */
    static final Duration SKEW = Duration.ofSeconds(30);

    /** Header members that bring a key along or say where one is, and the one that changes what the others mean. */
    private static final Set<String> REFUSED = Set.of("jku", "jwk", "x5u", "x5c", "crit");

    /** RFC 9068 calls access tokens at+jwt; whatever is called otherwise was made for something else. */
    private static final Set<JOSEObjectType> TYPES =
            Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    private final IdentityProvider provider;
    private final ProviderKeys keys;
    private final SignedTokens signed = new SignedTokens(SignedTokens.MOST);
    private final InstantSource clock;

    /** Begins to read the provider's keys. */
    public ProviderTokens(IdentityProvider provider, InstantSource clock) {
        this.provider = provider;
        this.keys = new ProviderKeys(provider.keys(), clock);
        this.clock = clock;
    }

    /** Whom the token proves by the keys that are known now. */
    Verdict verify(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!isAcceptable(header)) {
                return new Verdict.Nobody();
            }
            Optional<SignedIn> claimed = principal(token.getJWTClaimsSet());
            if (claimed.isEmpty()) {
                return new Verdict.Nobody();
            }
            return keys.find(header.getKeyID(), header.getAlgorithm())
                    .<Verdict>map(key ->
                            signed.isSigned(token, key) ? new Verdict.Proven(claimed.get()) : new Verdict.Nobody())
                    .orElseGet(Verdict.KeyUnknown::new);
        } catch (ParseException notAToken) {
            return new Verdict.Nobody();
        }
    }

    /** Ends, never with a failure, when the keys are as new as they may be. */
    CompletionStage<Void> readKeysAgain() {
        return keys.readAgain();
    }

    /** Whether the provider's keys could ever be read. */
    boolean hasKeys() {
        return keys.areKnown();
    }

    private static boolean isAcceptable(JWSHeader header) {
        return ProviderKey.ALLOWED.contains(header.getAlgorithm())
                && header.getKeyID() != null
                && (header.getType() == null || TYPES.contains(header.getType()))
                && Collections.disjoint(header.getIncludedParams(), REFUSED);
    }

    private Optional<SignedIn> principal(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        boolean valid = provider.issuer().equals(claims.getIssuer())
                && claims.getAudience().contains(provider.audience())
                && expires != null
                && now.isBefore(expires.toInstant().plus(SKEW))
                && (begins == null || !now.isBefore(begins.toInstant().minus(SKEW)));
        return valid ? provider.claims().read(claims) : Optional.empty();
    }

    @Override
    public void close() {
        keys.close();
    }
}
