package dev.tallystream.query.access;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.metrics.StillPartitions;
import io.micronaut.web.router.Router;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix of who may call what; a route that is not in it fails the test. */
class EveryRouteTest {
    private static final String CANARY = "canary-of-other";
    private static QueryServer server;

    /** One route of acme, and what a caller other than its admin is told there. */
    record Route(
            String method,
            String path,
            String body,
            int member,
            int foreigner,
            int usageKey,
            int backfillKey,
            int directoryKey) {
        Route(String path, int member, int foreigner, int usageKey, int backfillKey) {
            this("GET", path, "", member, foreigner, usageKey, backfillKey, 403);
        }

        /** A route for whoever names teams, users and features. */
        static Route naming(String method, String path, String body) {
            return new Route(method, path, body, 403, 404, 403, 403, 200);
        }
    }

    private static final String SETTINGS = """
            {"user_analytics":"include","time_zone":"UTC","week_start":"monday","fiscal_year_start_month":1}""";

    private static final List<Route> GUARDED = List.of(
            new Route("/v1/orgs", 403, 200, 200, 403),
            new Route("/v1/orgs/acme/credits-usage", 403, 404, 200, 403),
            new Route("/v1/orgs/acme/credits-usage/features", 403, 404, 200, 403),
            new Route("/v1/orgs/acme/credits-usage/teams", 403, 404, 200, 403),
            new Route("/v1/orgs/acme/credits-usage/users", 403, 404, 200, 403),
            new Route("/v1/orgs/acme/credits-usage/history", 403, 404, 200, 403),
            new Route("/v1/orgs/acme/credits-usage/query?from=2026-10-01&to=2027-01-01", 403, 404, 200, 403),
            new Route("/v1/orgs/acme/reconciliation", 403, 404, 200, 403),
            new Route("/v1/orgs/acme/backfills/b1", 403, 404, 403, 200),
            new Route("/v1/orgs/acme/analytics-settings", 403, 404, 403, 403),
            new Route("PUT", "/v1/orgs/acme/analytics-settings", SETTINGS, 403, 404, 403, 403, 403),
            Route.naming("GET", "/v1/orgs/acme/directory/teams/t1", ""),
            Route.naming("PUT", "/v1/orgs/acme/directory/teams/t1", "{\"name\":\"Design\"}"),
            Route.naming("POST", "/v1/orgs/acme/directory", "[{\"kind\":\"users\",\"id\":\"u1\",\"name\":\"A\"}]"));

    private static final List<String> OPEN = List.of(
            "/health/live", "/health/ready", "/openapi.yaml", "/asyncapi.yaml", "/schemas/credit-event.json", "/docs");

    static List<Route> guarded() {
        return GUARDED;
    }

    @BeforeAll
    static void startTheServer() {
        server = new QueryServer(new StillPartitions(), new StillPartitions.Figures());
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3")
                .use("other", "2026-11-20T08:00:00Z", CANARY, CANARY, CANARY, "1")
                .backfill("acme", "b1", new BackfillTally(3, 2, 1, true))
                .directory("acme", DirectoryKind.TEAM, "t1", DirectoryEntry.named("Design"));
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void itsAdminIsAnswered(Route route) {
        assertEquals(200, status(route, server.admin()));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void nobodyIsToldNothing(Route route) {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(route.path()))
                .method(route.method(), BodyPublishers.ofString(route.body())));

        assertProblem(response, 401, "unauthenticated");
        assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aMemberAndABillingAdminLackTheRole(Route route) {
        assertEquals(route.member(), status(route, server.token(Role.MEMBER, "acme")));
        assertEquals(route.member(), status(route, server.token(Role.BILLING_ADMIN, "acme")));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void anotherOrganizationsAdminFindsWhatAnUnknownOrganizationHas(Route route) {
        HttpResponse<String> foreign = ask(route, route.path(), server.token(Role.ORG_ADMIN, "other"));
        HttpResponse<String> unknown =
                ask(route, route.path().replace("acme", "zzzz"), server.token(Role.ORG_ADMIN, "other"));

        assertEquals(route.foreigner(), foreign.statusCode());
        assertEquals(unknown.body().replace("zzzz", "acme"), foreign.body());
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aMemberOfAnotherOrganizationFindsNothingEither(Route route) {
        int expected = route.foreigner() == 404 ? 404 : route.member();

        assertEquals(expected, status(route, server.token(Role.MEMBER, "other")));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aKeyOpensWhatItsScopeSays(Route route) {
        assertEquals(route.usageKey(), status(route, server.usageKey()));
        assertEquals(route.backfillKey(), status(route, server.backfillKey()));
        assertEquals(route.directoryKey(), status(route, server.directoryKey()));
        assertEquals(403, status(route, server.eventsKey()));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void nothingOfAnotherOrganizationIsInAnyAnswer(Route route) {
        for (String token : List.of(server.admin(), server.usageKey(), server.backfillKey(), server.directoryKey())) {
            assertFalse(ask(route, route.path(), token).body().contains(CANARY), route.path());
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void anAnswerIsKeptNowhere(Route route) {
        HttpResponse<String> response = ask(route, route.path(), server.admin());

        assertEquals("private, no-store", header(response, "Cache-Control"));
        assertEquals("nosniff", header(response, "X-Content-Type-Options"));
        assertEquals("same-origin", header(response, "Referrer-Policy"));
    }

    @Test
    void onlyAnAdminErasesUsersAndForNobodyElseTheRouteIsAnotherThanForAnUnknownOrganization() {
        String path = "/v1/orgs/acme/erasures";
        String foreigner = server.token(Role.ORG_ADMIN, "other");

        // This node has no erasure key; whoever is told so was let in.
        assertProblem(erase(path, server.admin()), 501, "erasure-not-configured");
        for (String token : List.of(
                server.token(Role.MEMBER, "acme"),
                server.token(Role.BILLING_ADMIN, "acme"),
                server.usageKey(),
                server.backfillKey(),
                server.eventsKey(),
                server.metricsKey())) {
            assertProblem(erase(path, token), 403, "role-required");
        }
        assertProblem(erase(path, foreigner), 404, "not-found");
        assertEquals(
                erase(path.replace("acme", "zzzz"), foreigner).body().replace("zzzz", "acme"),
                erase(path, foreigner).body());
        assertProblem(server.ask("POST", path, "nobody"), 401, "unauthenticated");
        assertProblem(server.get(path, server.admin()), 405, "method-not-allowed");
    }

    private static HttpResponse<String> erase(String path, String token) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user_id\":\"u1\"}")));
    }

    @Test
    void metricsAreForAKeyThatMayReadThemAndForNobodyOfAnOrganization() {
        assertEquals(200, server.get("/metrics", server.metricsKey()).statusCode());
        for (String token : List.of(
                server.admin(),
                server.token(Role.MEMBER, "acme"),
                server.usageKey(),
                server.backfillKey(),
                server.eventsKey())) {
            assertProblem(server.get("/metrics", token), 403, "role-required");
        }
        assertProblem(server.get("/metrics", null), 401, "unauthenticated");
        assertProblem(server.get("/v1/orgs/acme/credits-usage", server.metricsKey()), 403, "role-required");
    }

    @Test
    void healthAndTheDescriptionAreOpen() {
        for (String path : OPEN) {
            assertEquals(200, server.get(path, null).statusCode(), path);
        }
    }

    @Test
    void everyRouteOfTheProcessIsInThisMatrix() {
        Set<String> known = new TreeSet<>();
        OPEN.forEach(path -> known.add("GET " + path));
        known.addAll(List.of(
                "GET /sign-in",
                "GET /assets/{version}/{name}",
                "GET /metrics",
                "GET /v1/orgs/{org}/credits-usage/stream",
                "POST /v1/orgs/{org}/erasures"));
        // Of no organization: PartitionExportTest walks it.
        known.add("GET /v1/operator/partitions/{partition}/cut");
        GUARDED.forEach(route -> known.add(route.method() + " "
                + route.path()
                        .replaceFirst("\\?.*", "")
                        .replace("/acme", "/{org}")
                        .replace("/teams/t1", "/{kind}/{id}")
                        .replace("/b1", "/{backfillid}")));

        Set<String> routes = server.context()
                .getBean(Router.class)
                .uriRoutes()
                .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                .filter(route -> !route.getUriMatchTemplate().toString().startsWith("/admin"))
                .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(known, routes);
    }

    @Test
    void anUnknownRouteIsNotToldToNobody() {
        assertProblem(server.get("/v1/nothing", null), 401, "unauthenticated");
        assertProblem(server.get("/v1/nothing", server.admin()), 404, "not-found");
        for (String path : List.of("/beans", "/env", "/routes", "/loggers", "/heapdump")) {
            assertProblem(server.get(path, server.admin()), 404, "not-found");
        }
    }

    @Test
    void aPathThatBendsAwayFromAnOpenOneIsNotOpen() {
        for (String path : List.of(
                "/health/live/../../v1/orgs/acme/credits-usage",
                "/health/live/%2e%2e/%2e%2e/v1/orgs/acme/credits-usage",
                "//v1/orgs/acme/credits-usage",
                "/v1/orgs/acme/credits-usage/",
                "/v1/orgs/acme/credits-usage;health/live")) {
            HttpResponse<String> response = server.get(path, null);

            assertTrue(Set.of(401, 404).contains(response.statusCode()), path + " " + response.statusCode());
            assertFalse(response.body().contains("total_credits"), path);
        }
    }

    @Test
    void anOrganizationThatCannotBeIsNotFound() {
        String token = server.token(new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN));

        for (String organization : List.of("%00", "%20", "a".repeat(256), "%0d%0aSet-Cookie:x=1")) {
            assertProblem(server.get("/v1/orgs/" + organization + "/credits-usage", token), 404, "not-found");
        }
        assertEquals(200, server.get("/v1/orgs/a%20b%2Fc/credits-usage", token).statusCode());
    }

    @Test
    void whoMaySeeEverythingFindsEveryOrganizationListed() {
        String everyone = server.token(new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN));

        assertEquals(
                "[{\"id\":\"acme\"},{\"id\":\"other\"}]",
                json(server.get("/v1/orgs", everyone)).get("items").toString());
        assertEquals(
                "[{\"id\":\"acme\"}]",
                json(server.get("/v1/orgs", server.admin())).get("items").toString());
    }

    @Test
    void otherMethodsAreNotAllowed() {
        String path = "/v1/orgs/acme/credits-usage";

        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "TRACE")) {
            HttpResponse<String> response = server.ask(method, path, server.admin());

            assertProblem(response, 405, "method-not-allowed");
            assertTrue(header(response, "Allow").contains("GET"), method);
        }
        HttpResponse<String> head = server.ask("HEAD", path, server.admin());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals("3:1", header(head, "Tallystream-Position"));
    }

    private static int status(Route route, String token) {
        return ask(route, route.path(), token).statusCode();
    }

    /** Changes nothing by its settings: they are the defaults. */
    private static HttpResponse<String> ask(Route route, String path, String token) {
        return route.method().equals("GET")
                ? server.get(path, token)
                : server.send(
                        server.change(route.method(), path, token, route.body()).header("If-Match", "\"0\""));
    }

    private static String header(HttpResponse<String> response, String name) {
        assertEquals(1, response.headers().allValues(name).size(), name + " of " + response.headers());
        return response.headers().firstValue(name).orElseThrow();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", header(response, "Content-Type"));
        assertEquals("/problems/" + slug, json(response).get("type").asText());
    }
}
