package dev.tallystream.query.access;

import static dev.tallystream.query.QueryServer.json;
import static dev.tallystream.query.access.PlayedProvider.AUDIENCE;
import static dev.tallystream.query.access.PlayedProvider.NOW;
import static dev.tallystream.query.access.PlayedProvider.claims;
import static dev.tallystream.query.access.PlayedProvider.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.tallystream.query.QueryServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider's tokens at the real server, which reads the keys from a real one. */
class IdentityProviderTest {
    private static final String PATH = "/v1/orgs/acme/credits-usage";
    private static RSAKey rsa;
    private static RSAKey strangers;
    private static ECKey ec;
    private static KeyPair edwards;
    private static PlayedProvider provider;
    private static QueryServer server;

    @BeforeAll
    static void start() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("rsa-1").keyUse(KeyUse.SIGNATURE).generate();
        strangers = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        RSAKey encrypting = new RSAKeyGenerator(2048)
                .keyID("enc-1")
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
        RSAKey onlyPs = new RSAKey.Builder(rsa)
                .keyID("ps-only")
                .algorithm(JWSAlgorithm.PS256)
                .build();
        provider = new PlayedProvider().publish(rsa, ec, edwards(edwards), encrypting, onlyPs);
        server = trusting(provider);
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    private static QueryServer trusting(PlayedProvider provider) {
        return QueryServer.told(config -> config.with(provider.trusted(), AllowedOrigins.NONE));
    }

    /** A token, and what it is an example of. */
    record Shown(String what, String token) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Shown> good() throws Exception {
        return Stream.of(
                new Shown("RS256", rsa(claims())),
                new Shown("PS256", signed(header(JWSAlgorithm.PS256, "rsa-1"), claims(), new RSASSASigner(rsa))),
                new Shown("ES256", signed(header(JWSAlgorithm.ES256, "ec-1"), claims(), new ECDSASigner(ec))),
                new Shown("EdDSA", signedOnEdwards(claims())),
                new Shown("at+jwt", signed(rsaHeader().type(new JOSEObjectType("at+jwt")), claims())),
                new Shown("no typ", signed(rsaHeader().type(null), claims())),
                new Shown("our audience among several", rsa(claims().audience(List.of("other", AUDIENCE)))),
                new Shown("expired within the skew", rsa(claims().expirationTime(at(-29)))),
                new Shown("begins within the skew", rsa(claims().notBeforeTime(at(29)))),
                new Shown("one organization as a text", rsa(claims().claim("organizations", "acme"))),
                new Shown("our role among others", rsa(claims().claim("role", List.of("offline", "org_admin")))));
    }

    @ParameterizedTest
    @MethodSource("good")
    void itsTokenOpensWhatItsClaimsSay(Shown shown) {
        HttpResponse<String> response = server.get(PATH, shown.token());

        assertEquals(200, response.statusCode(), response.body());
        assertEquals("3", json(response).get("total_credits").asText());
        assertEquals(
                404, server.get(PATH.replace("acme", "other"), shown.token()).statusCode());
        assertEquals(200, server.get("/admin/acme/credits-usage", shown.token()).statusCode());
    }

    @Test
    void whatTheClaimsDoNotSayIsNotOpened() throws Exception {
        assertEquals(
                403, server.get(PATH, rsa(claims().claim("role", "member"))).statusCode());
        assertEquals(
                404,
                server.get(PATH, rsa(claims().claim("organizations", List.of("other"))))
                        .statusCode());
        // No provider speaks for all organizations.
        String everything = rsa(claims().claim("organizations", null).claim("all_organizations", true));
        assertUnauthenticated(server.get("/v1/orgs", everything));
    }

    static Stream<Shown> bad() throws Exception {
        String good = rsa(claims());
        String[] parts = good.split("\\.", -1);
        byte[] pem = rsa.toRSAPublicKey().getEncoded();
        byte[] jwk = rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        JWSHeader.Builder hs = header(JWSAlgorithm.HS256, "rsa-1");
        return Stream.of(
                new Shown("expired", rsa(claims().expirationTime(at(-31)))),
                new Shown("no exp", rsa(claims().expirationTime(null))),
                new Shown("nbf in the future", rsa(claims().notBeforeTime(at(31)))),
                new Shown("alg none", new PlainJWT(claims().build()).serialize()),
                new Shown("alg none over a signature", base64("{\"alg\":\"none\",\"kid\":\"rsa-1\"}") + rest(parts)),
                new Shown("HS256 with the public key", signed(hs, claims(), new MACSigner(pem))),
                new Shown("HS256 with the key as published", signed(hs, claims(), new MACSigner(jwk))),
                new Shown("wrong audience", rsa(claims().audience("other"))),
                new Shown("no audience", rsa(claims().audience((String) null))),
                new Shown("wrong issuer", rsa(claims().issuer("https://id.example"))),
                new Shown("our own name as the issuer", rsa(claims().issuer("tallystream"))),
                new Shown("no issuer", rsa(claims().issuer(null))),
                new Shown("unknown kid", signed(header(JWSAlgorithm.RS256, "rsa-2"), claims())),
                new Shown("no kid", signed(new JWSHeader.Builder(JWSAlgorithm.RS256), claims())),
                new Shown(
                        "another's key under a known kid", signed(rsaHeader(), claims(), new RSASSASigner(strangers))),
                new Shown("jku", signed(rsaHeader().jwkURL(URI.create("http://127.0.0.1:9/jwks")), claims())),
                new Shown("x5u", signed(rsaHeader().x509CertURL(URI.create("http://127.0.0.1:9/x")), claims())),
                new Shown("jwk", signed(rsaHeader().jwk(rsa.toPublicJWK()), claims())),
                new Shown("jwk of a stranger", strangersOwn()),
                new Shown(
                        "crit", signed(rsaHeader().criticalParams(Set.of("exp")).customParam("exp", 1), claims())),
                new Shown("RS384", signed(header(JWSAlgorithm.RS384, "rsa-1"), claims())),
                new Shown("RS256 with a key for PS256", signed(header(JWSAlgorithm.RS256, "ps-only"), claims())),
                new Shown(
                        "ES256 with the kid of an RSA key",
                        signed(header(JWSAlgorithm.ES256, "rsa-1"), claims(), new ECDSASigner(ec))),
                new Shown("a key for encryption", signed(header(JWSAlgorithm.RS256, "enc-1"), claims())),
                new Shown(
                        "a token made for something else",
                        signed(rsaHeader().type(new JOSEObjectType("logout+jwt")), claims())),
                new Shown("no role", rsa(claims().claim("role", null))),
                new Shown("a role that is none", rsa(claims().claim("role", "root"))),
                new Shown("no organization", rsa(claims().claim("organizations", null))),
                new Shown("organizations that are none", rsa(claims().claim("organizations", List.of("acme", 7)))),
                new Shown(
                        "other claims under the signature",
                        parts[0] + "."
                                + base64(claims().claim("organizations", List.of("other"))
                                        .build()
                                        .toString()) + "." + parts[2]),
                new Shown("no signature", parts[0] + "." + parts[1] + "."),
                new Shown("no token", "a.b.c"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void anyOtherTokenIs401AndTheReasonIsToldToNobody(Shown shown) {
        assertUnauthenticated(server.get(PATH, shown.token()));
    }

    @Test
    void withoutATokenNothingIsOpened() {
        assertUnauthenticated(server.get(PATH, null));
    }

    @Test
    void thisInstallationsOwnTokensGoOn() {
        assertEquals(200, server.get(PATH, server.admin()).statusCode());
    }

    @Test
    void itsTokenIsNoCookie() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/admin/acme/credits-usage"))
                .header("Cookie", SessionCookie.NAME + "=" + rsa(claims()));

        assertEquals(401, server.send(request).statusCode());
    }

    @Test
    void aNewKeyIsReadWhenATokenNamesIt() throws Exception {
        RSAKey next = new RSAKeyGenerator(2048).keyID("rsa-2").generate();
        String token = signed(header(JWSAlgorithm.RS256, "rsa-2"), claims(), new RSASSASigner(next));
        try (PlayedProvider rotating = new PlayedProvider().publish(rsa);
                QueryServer rotated = trusting(rotating)) {
            assertEquals(200, rotated.get(PATH, rsa(claims())).statusCode());
            rotating.publish(rsa, next);

            // However many ask within the pause, the provider is not asked again.
            for (int i = 0; i < 20; i++) {
                assertUnauthenticated(rotated.get(PATH, token));
            }
            assertEquals(1, rotating.asked());
            rotated.clock.advance(ProviderKeys.PAUSE);
            assertEquals(200, rotated.get(PATH, token).statusCode());
            assertEquals(2, rotating.asked());
        }
    }

    @Test
    void whileTheProviderIsAwayKnownKeysGoOnAndNoOthersDo() throws Exception {
        String unknown = signed(header(JWSAlgorithm.RS256, "rsa-2"), claims());
        try (PlayedProvider failing = new PlayedProvider().publish(rsa);
                QueryServer lonely = trusting(failing)) {
            assertEquals(200, lonely.get(PATH, rsa(claims())).statusCode());
            failing.fail();
            lonely.clock.advance(ProviderKeys.PAUSE);

            assertUnauthenticated(lonely.get(PATH, unknown));
            assertEquals(2, failing.asked());
            assertEquals(200, lonely.get(PATH, rsa(claims())).statusCode());
        }
    }

    @Test
    void whileTheProviderDoesNotAnswerNobodyWithAKnownKeyWaitsForIt() throws Exception {
        String unknown = signed(header(JWSAlgorithm.RS256, "rsa-2"), claims());
        try (PlayedProvider frozen = new PlayedProvider().publish(rsa);
                QueryServer waiting = trusting(frozen)) {
            assertEquals(200, waiting.get(PATH, rsa(claims())).statusCode());
            frozen.freeze();
            waiting.clock.advance(ProviderKeys.PAUSE);

            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> waiting.get(PATH, unknown));
            for (int i = 0; i < 20; i++) {
                assertEquals(200, waiting.get(PATH, rsa(claims())).statusCode());
            }
            assertUnauthenticated(first.get());
            assertEquals(2, frozen.asked());
        }
    }

    @Test
    void whereNoKeyWasEverReadAGoodTokenIsToldToComeBackAndABadOneIsNot() throws Exception {
        try (PlayedProvider failing = new PlayedProvider();
                QueryServer lonely = trusting(failing)) {
            HttpResponse<String> early = lonely.get(PATH, rsa(claims()));

            assertEquals(503, early.statusCode(), early.body());
            assertEquals(
                    "/problems/identity-provider-unavailable",
                    json(early).get("type").asText());
            assertTrue(early.headers().firstValue("Retry-After").isPresent());
            assertUnauthenticated(lonely.get(PATH, rsa(claims().audience("other"))));
            assertEquals(200, lonely.get(PATH, lonely.admin()).statusCode());
            failing.publish(rsa);
            lonely.clock.advance(ProviderKeys.PAUSE);
            assertEquals(200, lonely.get(PATH, rsa(claims())).statusCode());
        }
    }

    @Test
    void aSetThatIsTooLargeOrNoSetOrElsewhereIsNotRead() throws Exception {
        try (PlayedProvider other = new PlayedProvider().publish(rsa);
                PlayedProvider odd = new PlayedProvider();
                QueryServer lonely = trusting(odd)) {
            byte[] set = new JWKSet(rsa).toString().getBytes(StandardCharsets.UTF_8);
            byte[] large = Arrays.copyOf(set, JwksSource.MAX_BYTES + 1);
            Arrays.fill(large, set.length, large.length, (byte) ' ');
            List<Runnable> ways = List.of(
                    () -> odd.answer(large),
                    () -> odd.answer("<html>".getBytes(StandardCharsets.UTF_8)),
                    () -> odd.answer("{\"keys\":7}".getBytes(StandardCharsets.UTF_8)),
                    () -> odd.redirect(other.url()));
            for (Runnable way : ways) {
                way.run();
                lonely.clock.advance(ProviderKeys.PAUSE);

                assertEquals(
                        503,
                        lonely.get(PATH, rsa(claims().expirationTime(at(3_000))))
                                .statusCode());
            }
            assertEquals(0, other.asked());
            odd.answer(Arrays.copyOf(large, JwksSource.MAX_BYTES));
            lonely.clock.advance(ProviderKeys.PAUSE);
            assertEquals(
                    200,
                    lonely.get(PATH, rsa(claims().expirationTime(at(3_000)))).statusCode());
        }
    }

    @Test
    void claimsMayHaveOtherNamesAndLieDeeper() throws Exception {
        IdentityProvider other = new IdentityProvider(
                PlayedProvider.ISSUER,
                AUDIENCE,
                provider.trusted().keys(),
                new ClaimNames("org_id", "/realm_access/https:~1~1x"));
        String token = rsa(claims().claim("organizations", null)
                .claim("role", null)
                .claim("org_id", "acme")
                .claim("realm_access", Map.of("https://x", List.of("member", "org_admin"))));
        try (QueryServer elsewhere = QueryServer.told(config -> config.with(other, AllowedOrigins.NONE))) {
            assertEquals(200, elsewhere.get(PATH, token).statusCode());
            assertUnauthenticated(elsewhere.get(PATH, rsa(claims())));
        }
    }

    private static void assertUnauthenticated(HttpResponse<String> response) {
        assertEquals(401, response.statusCode(), response.body());
        assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElseThrow());
        assertEquals(
                "{\"type\":\"/problems/unauthenticated\",\"title\":\"Valid credentials are required.\",\"status\":401,"
                        + "\"detail\":\"Send the header field Authorization: Bearer with a token or a key that is valid here.\",\"instance\":\""
                        + response.request().uri().getRawPath() + "\"}",
                response.body());
        assertFalse(response.body().contains("kid"));
    }

    private static Date at(int seconds) {
        Instant second = NOW.truncatedTo(ChronoUnit.SECONDS);
        return Date.from(second.plus(Duration.ofSeconds(seconds)));
    }

    private static JWSHeader.Builder rsaHeader() {
        return header(JWSAlgorithm.RS256, "rsa-1");
    }

    private static String rsa(JWTClaimsSet.Builder claims) throws Exception {
        return signed(rsaHeader(), claims);
    }

    private static String signed(JWSHeader.Builder header, JWTClaimsSet.Builder claims) throws Exception {
        return signed(header, claims, new RSASSASigner(rsa));
    }

    private static String signed(JWSHeader.Builder header, JWTClaimsSet.Builder claims, JWSSigner signer)
            throws Exception {
        SignedJWT token = new SignedJWT(header.build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    /** Brings the key along that made it. */
    private static String strangersOwn() throws Exception {
        return signed(rsaHeader().jwk(strangers.toPublicJWK()), claims(), new RSASSASigner(strangers));
    }

    private static String signedOnEdwards(JWTClaimsSet.Builder claims) throws Exception {
        SignedJWT token = new SignedJWT(header(JWSAlgorithm.EdDSA, "ed-1").build(), claims.build());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(edwards.getPrivate());
        signature.update(token.getSigningInput());
        return new String(token.getSigningInput(), StandardCharsets.UTF_8) + "." + Base64URL.encode(signature.sign());
    }

    private static OctetKeyPair edwards(KeyPair pair) {
        byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                .keyID("ed-1")
                .build();
    }

    private static String base64(String text) {
        return Base64URL.encode(text).toString();
    }

    private static String rest(String[] parts) {
        return "." + parts[1] + "." + parts[2];
    }
}
