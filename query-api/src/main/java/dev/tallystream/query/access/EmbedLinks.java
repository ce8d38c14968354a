package dev.tallystream.query.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tallystream.contract.id.OrganizationId;
import io.micronaut.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Links that show one organization's pages in somebody else's frame, without a cookie and for a while: {@code
 * ?embed=1&link=…}. What proves them is a JWT (HS256) of a key of its own, so no token of a person is a link and no link
 * is a token. Thread-safe.
 */
public final class EmbedLinks {
    /** Where nothing else is asked for: as long as somebody looks at a dashboard. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);

    /** A link that leaks is worth no more than a day; whoever embeds makes a new one for each visit. */
    public static final Duration LONGEST_LIFETIME = Duration.ofHours(24);

    private static final String EMBED = "embed";
    private static final String LINK = "link";
    private static final String NAME = "tallystream";
    private static final String AUDIENCE = "tallystream-embed";
    private static final Set<String> HEADER = Set.of("alg");

    private final byte[] key;
    private final InstantSource clock;

    /** Signs with a key that is derived from the installation's. */
    public EmbedLinks(SigningKey installation, InstantSource clock) {
        this.key = installation.derive("tallystream embed link");
        this.clock = clock;
    }

    /** A link in the making. */
    public record Made(String query, Instant expires) {}

    /** What a page's address of that organization must carry for so long, without the question mark. */
    public Made make(OrganizationId organization, Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException(
                    "lifetime " + lifetime + " must be positive and at most " + LONGEST_LIFETIME);
        }
        // A JWT counts in seconds.
        Instant expires = Instant.ofEpochSecond(clock.instant().plus(lifetime).getEpochSecond());
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer(NAME)
                        .audience(AUDIENCE)
                        .subject(organization.value())
                        .expirationTime(Date.from(expires))
                        .build());
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a 256-bit key signs with HS256", e);
        }
        return new Made(query(token.serialize()), expires);
    }

    /** What every link within an embedded page carries on. */
    public static String query(String link) {
        return EMBED + "=1&" + LINK + "=" + URLEncoder.encode(link, StandardCharsets.UTF_8);
    }

    /** Whether the request says that it is for somebody else's frame, whatever it proves. */
    public static boolean isEmbedded(HttpRequest<?> request) {
        return request.getParameters().contains(EMBED);
    }

    /** The request's parameters without those that only prove that a page may be embedded. */
    public static Map<String, List<String>> ownParameters(HttpRequest<?> request) {
        Map<String, List<String>> parameters =
                new LinkedHashMap<>(request.getParameters().asMap());
        if (Callers.isPage(request.getPath())) {
            parameters.keySet().removeAll(Set.of(EMBED, LINK));
        }
        return parameters;
    }

    /** Whom the request's link proves, or empty where it proves nobody, or nobody any more; never says why. */
    Optional<Principal.Embedded> find(HttpRequest<?> request) {
        List<String> links = request.getParameters().getAll(LINK);
        boolean plain = request.getParameters().getAll(EMBED).equals(List.of("1")) && links.size() == 1;
        return plain ? verify(links.getFirst()) : Optional.empty();
    }

    private Optional<Principal.Embedded> verify(String link) {
        try {
            SignedJWT token = SignedJWT.parse(link);
            boolean ours = JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
                    && token.getHeader().getIncludedParams().equals(HEADER)
                    && token.verify(new MACVerifier(key));
            return ours ? embedded(token.getJWTClaimsSet(), link) : Optional.empty();
        } catch (ParseException | JOSEException noLink) {
            return Optional.empty();
        }
    }

    private Optional<Principal.Embedded> embedded(JWTClaimsSet claims, String link) {
        Date expires = claims.getExpirationTime();
        boolean valid = NAME.equals(claims.getIssuer())
                && claims.getAudience().equals(List.of(AUDIENCE))
                && expires != null
                && clock.instant().isBefore(expires.toInstant());
        String organization = claims.getSubject();
        return valid && organization != null
                ? OrganizationIdConverter.read(organization).map(id -> new Principal.Embedded(id, link))
                : Optional.empty();
    }
}
