package dev.tallystream.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.usage.SettableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenAuthorityTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
    private static final SignedIn ADMIN = new SignedIn(
            new OrganizationScope.Only(Set.of(new OrganizationId("acme"), new OrganizationId("b c"))), Role.ORG_ADMIN);

    private final SettableClock clock = new SettableClock(NOW.toString());
    private final TokenAuthority authority = new TokenAuthority(KEY, clock);

    @ParameterizedTest
    @EnumSource(Role.class)
    void aTokenProvesThePrincipalItWasIssuedTo(Role role) {
        SignedIn some = new SignedIn(ADMIN.organizations(), role);
        SignedIn every = new SignedIn(new OrganizationScope.All(), role);

        assertEquals(Optional.of(some), authority.verify(authority.issue(some, Duration.ofHours(1))));
        assertEquals(Optional.of(every), authority.verify(authority.issue(every, Duration.ofHours(1))));
    }

    @Test
    void aTokenProvesNothingFromItsExpiryOn() {
        String token = authority.issue(ADMIN, Duration.ofHours(1));

        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertEquals(Optional.of(ADMIN), authority.verify(token));
        clock.advance(Duration.ofMillis(1));
        assertEquals(Optional.empty(), authority.verify(token));
    }

    @Test
    void anotherInstallationsTokenProvesNothing() {
        String token = new TokenAuthority(SigningKey.generate(), clock).issue(ADMIN, Duration.ofHours(1));

        assertEquals(Optional.empty(), authority.verify(token));
    }

    @Test
    void aKeyThatWasKeptInHexIsTheSameKey() {
        String token = authority.issue(ADMIN, Duration.ofHours(1));

        assertEquals(Optional.of(ADMIN), new TokenAuthority(SigningKey.parse(KEY.reveal()), clock).verify(token));
        assertFalse(KEY.toString().contains(KEY.reveal()));
        assertNotEquals(
                Base64.getEncoder().encodeToString(KEY.cursorKey()),
                Base64.getEncoder().encodeToString(KEY.derive("tallystream token")));
    }

    @Test
    void aTokenWithOneLetterChangedProvesNothing() {
        String token = authority.issue(ADMIN, Duration.ofHours(1));

        // The last letter's lowest two bits belong to no byte.
        for (int at = 0; at < token.length() - 1; at++) {
            char changed = token.charAt(at) == 'A' ? 'B' : 'A';
            String tampered = token.substring(0, at) + changed + token.substring(at + 1);
            assertEquals(Optional.empty(), authority.verify(tampered), tampered);
        }
    }

    @Test
    void theControlOfTheCasesBelowIsAccepted() throws Exception {
        assertEquals(Optional.of(acme(Role.ORG_ADMIN)), authority.verify(signed(header(), claims())));
    }

    static Stream<String> forged() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        byte[] publicKey = rsa.getPublic().getEncoded();
        String good = signed(header(), claims());
        String[] parts = good.split("\\.", -1);
        return Stream.of(
                new PlainJWT(claims().build()).serialize(),
                base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
                base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2],
                base64("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                signed(rsaHeader(), claims(), new RSASSASigner(rsa.getPrivate())),
                signed(header(), claims(), new MACSigner(publicKey)),
                signed(new JWSHeader.Builder(JWSAlgorithm.HS512).type(JOSEObjectType.JWT), claims(), wideSigner()),
                signed(new JWSHeader.Builder(JWSAlgorithm.HS256), claims()),
                signed(new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("at+jwt")), claims()),
                signed(header().keyID("1"), claims()),
                signed(header().jwkURL(URI.create("https://attacker.example/jwks")), claims()),
                signed(header().criticalParams(Set.of("exp")).customParam("exp", 1), claims()),
                signed(header(), claims().issuer("other")),
                signed(header(), claims().issuer(null)),
                signed(header(), claims().audience("other")),
                signed(header(), claims().audience(List.of("tallystream", "other"))),
                signed(header(), claims().audience((String) null)),
                signed(header(), claims().expirationTime(null)),
                signed(header(), claims().expirationTime(Date.from(NOW))),
                signed(header(), claims().notBeforeTime(Date.from(NOW.plusSeconds(1)))),
                signed(header(), claims().claim("role", null)),
                signed(header(), claims().claim("role", "root")),
                signed(header(), claims().claim("role", 1)),
                signed(header(), claims().claim("organizations", null)),
                signed(header(), claims().claim("organizations", List.of())),
                signed(header(), claims().claim("organizations", "acme")),
                signed(header(), claims().claim("organizations", List.of("acme", 7))),
                signed(header(), claims().claim("organizations", List.of(" "))),
                signed(header(), claims().claim("organizations", null).claim("all_organizations", "true")),
                "",
                ".",
                "..",
                "a.b.c",
                "ck_1_secret");
    }

    @ParameterizedTest
    @MethodSource("forged")
    void whatWasNotIssuedHereProvesNothing(String token) {
        assertEquals(Optional.empty(), authority.verify(token));
    }

    private static SignedIn acme(Role role) {
        return new SignedIn(new OrganizationScope.Only(Set.of(new OrganizationId("acme"))), role);
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT);
    }

    private static JWSHeader.Builder rsaHeader() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("tallystream")
                .audience("tallystream")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .claim("role", "org_admin")
                .claim("organizations", List.of("acme"));
    }

    private static MACSigner wideSigner() throws Exception {
        byte[] wide = new byte[64];
        System.arraycopy(KEY.derive("tallystream token"), 0, wide, 0, 32);
        return new MACSigner(wide);
    }

    private static String signed(JWSHeader.Builder header, JWTClaimsSet.Builder claims) throws Exception {
        return signed(header, claims, new MACSigner(KEY.derive("tallystream token")));
    }

    private static String signed(JWSHeader.Builder header, JWTClaimsSet.Builder claims, JWSSigner signer)
            throws Exception {
        SignedJWT token = new SignedJWT(header.build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
