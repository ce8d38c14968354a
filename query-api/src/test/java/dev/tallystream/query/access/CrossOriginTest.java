package dev.tallystream.query.access;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal.SignedIn;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other origins may ask for, and what of the answer they may read. */
class CrossOriginTest {
    private static final String PANEL = "/v1/orgs/acme/credits-usage";
    private static final String SETTINGS = "/v1/orgs/acme/analytics-settings";
    private static final String OURS = "https://app.example.com";
    private static final String DECISION = """
            {"user_analytics":"include","time_zone":"UTC","week_start":"monday","fiscal_year_start_month":1}""";

    private static QueryServer server;
    private static QueryServer closed;

    @BeforeAll
    static void start() {
        AllowedOrigins allowed = new AllowedOrigins(Set.of(OURS, "http://localhost:3000"));
        server = QueryServer.told(config -> config.with(null, allowed));
        closed = new QueryServer();
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");
    }

    @AfterAll
    static void stop() {
        server.close();
        closed.close();
    }

    @ParameterizedTest
    @CsvSource({"/v1/orgs/acme/credits-usage,GET", "/v1/orgs/acme/analytics-settings,PUT", "/v1/orgs,GET"})
    void anAllowedOriginIsToldWhatItMayAsk(String path, String method) {
        HttpResponse<String> response = server.send(preflight(server, path, OURS, method));

        assertEquals(204, response.statusCode(), response.body());
        assertEquals(OURS, only(response, "Access-Control-Allow-Origin"));
        assertTrue(list(response, "Access-Control-Allow-Methods").contains(method));
        assertTrue(list(response, "Access-Control-Allow-Headers")
                .containsAll(List.of("Authorization", "Content-Type", "If-Match", "If-None-Match", "Last-Event-ID")));
        assertEquals("600", only(response, "Access-Control-Max-Age"));
        assertTrue(list(response, "Vary").contains("Origin"));
        assertTrue(response.headers()
                .firstValue("Access-Control-Allow-Credentials")
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example",
                "https://app.example.com.attacker.example",
                "https://xapp.example.com",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://APP.example.com",
                "null",
                "*",
                ""
            })
    void anyOtherOriginIsToldNothing(String origin) {
        HttpResponse<String> preflight = server.send(preflight(server, PANEL, origin, "GET"));
        HttpResponse<String> asked = server.send(ask(server, PANEL, origin));

        assertEquals(401, preflight.statusCode());
        assertNoAllowance(preflight);
        assertNoAllowance(asked);
        assertTrue(list(asked, "Vary").contains("Origin"));
    }

    @Test
    void withoutAListNoOriginIsAllowed() {
        HttpResponse<String> preflight = closed.send(preflight(closed, PANEL, OURS, "GET"));

        assertEquals(401, preflight.statusCode());
        assertNoAllowance(preflight);
        assertNoAllowance(closed.send(ask(closed, PANEL, OURS)));
    }

    @Test
    void twoOriginsAreNone() {
        assertNoAllowance(server.send(ask(server, PANEL, OURS).header("Origin", OURS)));
    }

    @Test
    void anAnswerCanBeReadWithWhatItSaysOfItself() {
        HttpResponse<String> response = server.send(ask(server, PANEL, OURS));

        assertEquals(200, response.statusCode());
        assertEquals(OURS, only(response, "Access-Control-Allow-Origin"));
        assertTrue(list(response, "Access-Control-Expose-Headers")
                .containsAll(List.of(
                        "ETag", "Retry-After", "Tallystream-As-Of", "Tallystream-Lag-Ms", "Tallystream-Position")));
        assertTrue(list(response, "Vary").contains("Origin"));
        assertTrue(response.headers()
                .firstValue("Access-Control-Allow-Credentials")
                .isEmpty());
        HttpResponse<String> again =
                server.send(ask(server, PANEL, OURS).header("If-None-Match", only(response, "ETag")));
        assertEquals(304, again.statusCode());
        assertEquals(OURS, only(again, "Access-Control-Allow-Origin"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/orgs/acme/credits-usage,401",
        "GET,/v1/orgs/other/credits-usage,404",
        "GET,/v1/orgs/acme/credits-usage?period=BAD,400",
        "GET,/v1/orgs/acme/nothing,404",
        "DELETE,/v1/orgs/acme/credits-usage,405",
        "GET,/v1/orgs/acme/credits-usage/query?from=2026-10-02&to=2027-01-01,422",
        "PUT,/v1/orgs/acme/analytics-settings,428",
        "GET,/v1/orgs/acme/credits-usage/features,406"
    })
    void aProblemCanBeReadToo(String method, String path, int status) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .header("Origin", OURS)
                .header("Content-Type", "application/json")
                .method(method, method.equals("PUT") ? BodyPublishers.ofString(DECISION) : BodyPublishers.noBody());
        if (status != 401) {
            request.header("Authorization", "Bearer " + server.admin());
        }
        if (status == 406) {
            request.header("Accept", "text/xml");
        }

        HttpResponse<String> response = server.send(request);

        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", only(response, "Content-Type"));
        assertEquals(OURS, only(response, "Access-Control-Allow-Origin"));
        assertTrue(list(response, "Vary").contains("Origin"));
    }

    @Test
    void whatIsRefusedBeforeAnybodyAsksWhoItIsCanBeReadToo() {
        HttpResponse<String> response = server.send(change(OURS).header("Content-Encoding", "gzip"));

        assertEquals(415, response.statusCode());
        assertEquals(OURS, only(response, "Access-Control-Allow-Origin"));
    }

    @Test
    void anAllowedOriginsPageDecidesWithAToken() {
        HttpResponse<String> response = server.send(change(OURS).header("Sec-Fetch-Site", "cross-site"));

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(OURS, only(response, "Access-Control-Allow-Origin"));
    }

    @Test
    void anotherOriginsPageDecidesNothingWithAToken() {
        HttpResponse<String> response = server.send(change("https://attacker.example"));

        assertEquals(403, response.statusCode());
        assertEquals("/problems/cross-site", json(response).get("type").asText());
        assertNoAllowance(response);
    }

    @Test
    void theCookieOpensNothingToAnAllowedOrigin() {
        SignedIn everyone = new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);
        String cookie = SessionCookie.NAME + "=" + server.token(everyone);

        HttpResponse<String> read = server.send(
                HttpRequest.newBuilder(server.uri(PANEL)).header("Origin", OURS).header("Cookie", cookie));
        HttpResponse<String> written = server.send(HttpRequest.newBuilder(server.uri(SETTINGS))
                .header("Origin", OURS)
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"0\"")
                .PUT(BodyPublishers.ofString(DECISION)));
        HttpResponse<String> page = server.send(HttpRequest.newBuilder(server.uri("/admin/acme/credits-usage"))
                .header("Origin", OURS)
                .header("Cookie", cookie));
        HttpResponse<String> form = server.send(HttpRequest.newBuilder(server.uri("/admin/acme/settings"))
                .header("Origin", OURS)
                .header("Cookie", cookie)
                .header("Authorization", "Bearer " + server.admin())
                .POST(BodyPublishers.noBody()));

        assertEquals(401, read.statusCode());
        assertEquals(403, written.statusCode());
        assertEquals(200, page.statusCode());
        assertNoAllowance(page);
        assertEquals(403, form.statusCode());
        assertNoAllowance(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin",
                "/admin/acme/credits-usage",
                "/sign-in",
                "/health/ready",
                "/v1/events",
                "/api/v1/events",
                "/v1/operator/partitions/0/cut"
            })
    void whatIsNotForPagesElsewhereIsNotOfferedToThem(String path) {
        assertNoAllowance(server.send(preflight(server, path, OURS, "GET")));
        assertNoAllowance(server.send(ask(server, path, OURS)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "",
                "app.example.com",
                "//app.example.com",
                "https://",
                "https://*.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://app.example.com?x",
                "https://app.example.com#x",
                "https://me@app.example.com",
                "https://app.example.com, https://b.example.com",
                "ftp://app.example.com",
                "file:///tmp"
            })
    void whatNoBrowserSendsIsNoOrigin(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new AllowedOrigins(Set.of(text)));

        assertTrue(String.valueOf(refused.getMessage()).contains("'" + text + "'"), refused::toString);
    }

    @Test
    void anOriginIsKnownAsBrowsersSpellIt() {
        assertEquals(
                Set.of("https://app.example.com", "http://b:8080", "http://[::1]:3000"),
                new AllowedOrigins(Set.of("HTTPS://App.Example.com:443", "http://B:8080", "http://[::1]:3000"))
                        .origins());
    }

    private static HttpRequest.Builder preflight(QueryServer at, String path, String origin, String method) {
        return HttpRequest.newBuilder(at.uri(path))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization,if-match")
                .method("OPTIONS", BodyPublishers.noBody());
    }

    private static HttpRequest.Builder ask(QueryServer at, String path, String origin) {
        return HttpRequest.newBuilder(at.uri(path))
                .header("Origin", origin)
                .header("Authorization", "Bearer " + at.admin());
    }

    private static HttpRequest.Builder change(String origin) {
        return server.change("PUT", SETTINGS, server.admin(), DECISION)
                .header("If-Match", "\"0\"")
                .header("Origin", origin);
    }

    private static void assertNoAllowance(HttpResponse<String> response) {
        assertFalse(
                response.headers().map().keySet().stream().anyMatch(name -> name.startsWith("access-control-")),
                response.headers()::toString);
    }

    private static Set<String> list(HttpResponse<String> response, String name) {
        Set<String> parts = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().allValues(name).forEach(value -> parts.addAll(Arrays.asList(value.split(", *", -1))));
        return parts;
    }

    private static String only(HttpResponse<String> response, String name) {
        assertEquals(1, response.headers().allValues(name).size(), name + " of " + response.headers());
        return response.headers().firstValue(name).orElseThrow();
    }
}
