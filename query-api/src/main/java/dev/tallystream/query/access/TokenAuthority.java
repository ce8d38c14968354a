package dev.tallystream.query.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Issues and verifies the bearer tokens of people: JWT, HS256 with a key of this installation and nothing else.
 *
 * <pre>
 * {"alg":"HS256","typ":"JWT"}
 * {"iss":"tallystream","aud":"tallystream","iat":…,"exp":…,"role":"org_admin","organizations":["acme"]}
 * </pre>
 *
 * Whoever may see every organization has {@code "all_organizations":true} instead. Thread-safe.
 */
public final class TokenAuthority {
    private static final String NAME = "tallystream";
    private static final String ROLE = "role";
    private static final String ORGANIZATIONS = "organizations";
    private static final String ALL_ORGANIZATIONS = "all_organizations";
    /** A header with anything more ({@code kid}, {@code jku}, {@code crit} …) is not of our making. */
    private static final Set<String> HEADER = Set.of("alg", "typ");

    private final byte[] key;
    private final InstantSource clock;

    /** Signs with a key that is derived from the installation's. */
    public TokenAuthority(SigningKey installation, InstantSource clock) {
        this.key = installation.derive("tallystream token");
        this.clock = clock;
    }

    /** A token that proves to be that principal for so long. */
    public String issue(SignedIn principal, Duration lifetime) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(NAME)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .claim(ROLE, principal.role().wireName());
        switch (principal.organizations()) {
            case OrganizationScope.All() -> claims.claim(ALL_ORGANIZATIONS, true);
            case OrganizationScope.Only(var organizations) -> claims.claim(ORGANIZATIONS, sortedIds(organizations));
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, claims.build());
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a 256-bit key signs with HS256", e);
        }
        return token.serialize();
    }

    /** Whom the token proves, or empty where it proves nobody; never says why. */
    public Optional<SignedIn> verify(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            boolean ours = JWSAlgorithm.HS256.equals(header.getAlgorithm())
                    && JOSEObjectType.JWT.equals(header.getType())
                    && header.getIncludedParams().equals(HEADER)
                    && token.verify(new MACVerifier(key));
            return ours ? principal(token.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException notAToken) {
            return Optional.empty();
        }
    }

    private Optional<SignedIn> principal(JWTClaimsSet claims) throws ParseException {
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        Instant now = clock.instant();
        boolean valid = NAME.equals(claims.getIssuer())
                && claims.getAudience().equals(List.of(NAME))
                && expires != null
                && now.isBefore(expires.toInstant())
                && (begins == null || !now.isBefore(begins.toInstant()));
        String role = claims.getStringClaim(ROLE);
        if (!valid || role == null) {
            return Optional.empty();
        }
        return Role.fromWireName(role)
                .flatMap(known -> organizations(claims).map(organizations -> new SignedIn(organizations, known)));
    }

    private static Optional<OrganizationScope> organizations(JWTClaimsSet claims) {
        if (Boolean.TRUE.equals(claims.getClaim(ALL_ORGANIZATIONS))) {
            return Optional.of(new OrganizationScope.All());
        }
        if (!(claims.getClaim(ORGANIZATIONS) instanceof List<?> ids) || ids.isEmpty()) {
            return Optional.empty();
        }
        Set<OrganizationId> organizations = new HashSet<>();
        for (Object id : ids) {
            if (!(id instanceof String text
                    && OrganizationIdConverter.read(text)
                            .map(organizations::add)
                            .isPresent())) {
                return Optional.empty();
            }
        }
        return Optional.of(new OrganizationScope.Only(organizations));
    }

    private static List<String> sortedIds(Set<OrganizationId> organizations) {
        return new TreeSet<>(organizations).stream().map(OrganizationId::value).toList();
    }
}
