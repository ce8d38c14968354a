package dev.tallystream.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal.SignedIn;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
    private static final SignedIn EVERYONE = new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);
    private static final SignedIn ACME =
            new SignedIn(new OrganizationScope.Only(Set.of(new OrganizationId("acme"))), Role.ORG_ADMIN);
    private static QueryServer server;

    @BeforeAll
    static void startTheServer() {
        server = new QueryServer(new PageProbe.Switch());
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void aLinkSetsTheCookieAndGoesOnToThePage() {
        String token = server.links().create(EVERYONE);

        HttpResponse<String> response = signIn(token, "/admin/acme/credits-usage?period=2026-Q3&q=%C3%A9");

        assertEquals(303, response.statusCode());
        assertEquals("/admin/acme/credits-usage?period=2026-Q3&q=%C3%A9", header(response, "Location"));
        assertEquals("no-store", header(response, "Cache-Control"));
        String cookie = header(response, "Set-Cookie");
        assertTrue(cookie.startsWith("tallystream_session=ey"), cookie);
        List<String> attributes =
                Stream.of(cookie.split("; ")).skip(1).map(String::trim).toList();
        assertTrue(attributes.containsAll(List.of("Path=/", "HTTPOnly", "SameSite=Lax", "Max-Age=43200")), cookie);
        assertFalse(cookie.contains(token));
    }

    @Test
    void theCookieOpensPagesOfItsOrganizationsOnly() {
        String acme = session(server.links().create(ACME));
        String everyone = session(server.links().create(EVERYONE));

        assertEquals(200, withCookie("/admin/acme/probe", acme).statusCode());
        assertEquals(404, withCookie("/admin/other/probe", acme).statusCode());
        assertEquals(200, withCookie("/admin/other/probe", everyone).statusCode());
    }

    @Test
    void signingOutTakesTheCookieAndLeadsToTheForm() {
        String session = session(server.links().create(ACME));

        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/sign-out"))
                .header("Cookie", session)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", server.uri("").toString())
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertEquals(303, response.statusCode());
        assertEquals("/sign-in", header(response, "Location"));
        assertEquals("no-store", header(response, "Cache-Control"));
        String cookie = header(response, "Set-Cookie");
        assertTrue(cookie.startsWith("tallystream_session=;"), cookie);
        assertTrue(cookie.contains("Max-Age=0"), cookie);
        assertTrue(cookie.contains("Path=/"), cookie);
    }

    @ParameterizedTest
    @CsvSource({"Origin, https://attacker.example", "Origin, null", "Sec-Fetch-Site, cross-site"})
    void nobodyElsesPageSignsAnybodyOut(String name, String value) {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/sign-out"))
                .header("Cookie", session(server.links().create(ACME)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(name, value)
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertEquals(403, response.statusCode());
        assertTrue(response.headers().firstValue("Set-Cookie").isEmpty());
    }

    @Test
    void aLinkSignsNobodyOut() {
        assertEquals(405, server.get("/sign-out", null).statusCode());
    }

    @Test
    void theCookieDoesNotOpenTheApi() {
        String everyone = session(server.links().create(EVERYONE));

        assertEquals(401, withCookie("/v1/orgs/acme/credits-usage", everyone).statusCode());
        assertEquals(401, withCookie("/v1/orgs", everyone).statusCode());
    }

    @Test
    void pagesTakeTheBearerTokenToo() {
        assertEquals(200, server.get("/admin/acme/probe", server.admin()).statusCode());
        assertEquals(401, server.get("/admin/acme/probe", null).statusCode());
        assertEquals(
                403,
                server.get("/admin/acme/probe", server.token(Role.MEMBER, "acme"))
                        .statusCode());
        assertEquals(404, server.get("/admin/other/probe", server.admin()).statusCode());
    }

    @Test
    void aWrongTokenIsNotMadeGoodByACookie() {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/admin/acme/probe"))
                .header("Cookie", session(server.links().create(EVERYONE)))
                .header("Authorization", "Bearer wrong");

        assertEquals(401, server.send(request).statusCode());
    }

    @Test
    void aSessionEnds() {
        String acme = session(server.links().create(ACME));

        server.clock.advance(Duration.ofHours(12));

        assertEquals(401, withCookie("/admin/acme/probe", acme).statusCode());
    }

    @Test
    void aLinkThatWasNeverMadeSignsNobodyIn() {
        String real = server.links().create(EVERYONE);

        for (String wrong : List.of("", "x", real.substring(1), real + "A")) {
            HttpResponse<String> response = signIn(wrong, "/admin");

            assertEquals(401, response.statusCode(), wrong);
            assertTrue(response.headers().firstValue("Set-Cookie").isEmpty());
            assertFalse(response.body().contains(real.substring(1)));
        }
    }

    @Test
    void everyLinkIsAnother() {
        assertNotEquals(server.links().create(EVERYONE), server.links().create(EVERYONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example/admin",
                "//attacker.example/admin",
                "/\\attacker.example/admin",
                "/admin\\..\\..\\x",
                "/administrator",
                "/admin/../v1/orgs",
                "/admin/./../x",
                "/v1/orgs",
                "admin",
                "javascript:alert(1)",
                "/admin/a b",
                "/admin/\r\nSet-Cookie: x=1",
                "",
            })
    void nobodyIsSentElsewhere(String target) {
        HttpResponse<String> response = signIn(server.links().create(EVERYONE), target);

        assertEquals(303, response.statusCode());
        assertEquals("/admin", header(response, "Location"));
    }

    @Test
    void withoutATokenThePageSaysHowToSignInAndGoesOnToOurPagesOnly() {
        HttpResponse<String> page = server.get("/sign-in?return=/admin/acme/analytics", null);

        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("value=\"/admin/acme/analytics\""));
        assertFalse(
                server.get("/sign-in?return=//attacker.example", null).body().contains("attacker"));
    }

    private static HttpResponse<String> signIn(String token, String target) {
        return server.get("/sign-in?token=" + encode(token) + "&return=" + encode(target), null);
    }

    /** The cookie as a browser sends it back. */
    private static String session(String linkToken) {
        return header(signIn(linkToken, "/admin"), "Set-Cookie").split(";", 2)[0];
    }

    private static HttpResponse<String> withCookie(String path, String cookie) {
        return server.send(HttpRequest.newBuilder(server.uri(path)).header("Cookie", cookie));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError(response.headers()));
    }
}
