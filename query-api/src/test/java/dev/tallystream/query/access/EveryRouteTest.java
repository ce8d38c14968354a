package dev.tallystream.query.access;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.KnownEvent;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Route.Caller;
import dev.tallystream.query.metrics.StillPartitions;
import io.micronaut.web.router.Router;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Routes} is the table of who may call what; here every caller of three organizations asks for every row. */
class EveryRouteTest {
    private static final List<String> ORGANIZATIONS = List.of("acme", "other", "third");
    private static final List<Caller> OF_AN_ORGANIZATION =
            Stream.of(Caller.values()).filter(Caller::isOfAnOrganization).toList();

    private static QueryServer server;
    private static Map<Caller, Map<String, String>> tokens;
    private static String operator;

    static List<Route> routes() {
        return Routes.all();
    }

    @BeforeAll
    static void startTheServer() {
        server = new QueryServer(new StillPartitions(), new StillPartitions.Figures());
        ORGANIZATIONS.forEach(EveryRouteTest::fill);
        tokens = OF_AN_ORGANIZATION.stream()
                .collect(Collectors.toMap(
                        caller -> caller,
                        caller -> ORGANIZATIONS.stream().collect(Collectors.toMap(of -> of, of -> token(caller, of)))));
        operator = server.token(new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN));
    }

    /** Everything that can have a name has one with the organization's canary in it. */
    private static void fill(String organization) {
        String canary = canary(organization);
        server.view
                .use(organization, "2026-11-20T08:00:00Z", canary + "-feature", canary + "-team", canary + "-user", "3")
                .use(organization, "2026-11-20T09:00:00Z", "f1", "t1", "u1", "2")
                .use(organization, "2026-08-20T09:00:00Z", "f1", null, null, "2")
                .event(organization, new EventIdentity("s", "e1"), reversed())
                .backfill(organization, "b1", new BackfillTally(3, 2, 1, true))
                .directory(organization, DirectoryKind.TEAM, "t1", new DirectoryEntry(canary, "/" + canary, true))
                .directory(organization, DirectoryKind.USER, "u1", DirectoryEntry.named(canary + " person"))
                .directory(organization, DirectoryKind.FEATURE, "f1", DirectoryEntry.named(canary + " made"));
        server.journal.reject(
                organization, 1, "id-conflict", canary, "{\"source\":\"" + canary + "\",\"id\":\"" + canary + "\"}");
    }

    private static KnownEvent reversed() {
        return new KnownEvent(KnownEvent.State.REVERSED, new Hash128(1, 2), Instant.EPOCH, 3, 1, Instant.EPOCH);
    }

    private static String canary(String organization) {
        return "canary-of-" + organization;
    }

    private static String tokenOf(Caller caller, String organization) {
        Map<String, String> byOrganization = Objects.requireNonNull(tokens.get(caller));
        return Objects.requireNonNull(byOrganization.get(organization));
    }

    private static String token(Caller caller, String organization) {
        return switch (caller) {
            case ORG_ADMIN -> server.token(Role.ORG_ADMIN, organization);
            case BILLING_ADMIN -> server.token(Role.BILLING_ADMIN, organization);
            case MEMBER -> server.token(Role.MEMBER, organization);
            case USAGE_KEY -> server.key(KeyScope.USAGE_READ, organization);
            case BACKFILL_KEY -> server.key(KeyScope.BACKFILL, organization);
            case DIRECTORY_KEY -> server.key(KeyScope.DIRECTORY_WRITE, organization);
            case ALLOCATIONS_KEY -> server.key(KeyScope.ALLOCATIONS_WRITE, organization);
            case EVENTS_KEY -> server.key(KeyScope.EVENTS_WRITE, organization);
            case METRICS_KEY -> server.key(KeyScope.METRICS_READ, organization);
            case OPERATOR, NOBODY -> throw new IllegalArgumentException(caller + " is of no organization");
        };
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void everyRouteOfTheProcessIsInTheTable() {
        Set<String> known = new TreeSet<>();
        for (Route route : Routes.all()) {
            route.methods().forEach(method -> known.add(method + " " + route.template()));
        }
        known.add("GET " + Routes.STREAM.template());
        known.add("GET " + Routes.PAGES_STREAM.template());

        Set<String> routes = server.context()
                .getBean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(known, routes);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyCallerIsAnsweredAsTheTableSaysAndShownNothingOfOthers(Route route) {
        for (String target : route.isOfAnOrganization() ? ORGANIZATIONS : List.of("acme")) {
            for (String method : route.methods()) {
                for (Caller caller : OF_AN_ORGANIZATION) {
                    for (String of : ORGANIZATIONS) {
                        HttpResponse<String> response = ask(route, method, target, tokenOf(caller, of));

                        String what = method + " " + route.at(target) + " by " + caller + " of " + of;
                        assertEquals(route.expected(caller, target.equals(of)), response.statusCode(), what);
                        assertNothingOfOthers(response, of, what);
                        assertFormOf(route, response, what);
                    }
                }
                HttpResponse<String> asked = ask(route, method, target, operator);
                assertEquals(route.expected(Caller.OPERATOR, true), asked.statusCode(), route + " by the operator");
                HttpResponse<String> nobody = ask(route, method, target, null);
                assertEquals(route.expected(Caller.NOBODY, false), nobody.statusCode(), route + " by nobody");
                assertNothingOfOthers(nobody, "nobody", route + " by nobody");
                assertFormOf(route, nobody, route + " by nobody");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anotherOrganizationIsLikeOneThatThereIsNot(Route route) {
        if (!route.isOfAnOrganization()) {
            return;
        }
        for (Caller caller : OF_AN_ORGANIZATION) {
            String token = tokenOf(caller, "other");
            HttpResponse<String> foreign = ask(route, route.method(), "acme", token);
            HttpResponse<String> unknown = ask(route, route.method(), "zzzz", token);

            assertEquals(unknown.body().replace("zzzz", "acme"), foreign.body(), route + " by " + caller);
            assertEquals(names(unknown), names(foreign), route + " by " + caller);
        }
    }

    private static Set<String> names(HttpResponse<String> response) {
        return response.headers().map().keySet();
    }

    static List<Route> streams() {
        return List.of(Routes.STREAM, Routes.PAGES_STREAM);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamTellsNothingOfOthers(Route stream) throws Exception {
        for (String target : ORGANIZATIONS) {
            for (Caller caller : OF_AN_ORGANIZATION) {
                for (String of : ORGANIZATIONS) {
                    int expected = stream.expected(caller, target.equals(of));
                    try (Listened listened = Listened.to(server, stream.at(target), tokenOf(caller, of))) {
                        String what = "the stream of " + target + " for " + caller + " of " + of;
                        assertEquals(expected, listened.status(), what);
                        String said = listened.firstLines(expected == 200 ? 4 : 1);
                        if (expected == 200) {
                            assertTrue(said.contains("\"organization_id\":\"" + of + "\""), said);
                        }
                        assertFalse(said.contains("canary-of-"), what + ": " + said);
                    }
                }
            }
        }
    }

    /** A HEAD is the GET without its body; what is refused is a problem of ours or a page of ours; nothing is kept. */
    private static void assertFormOf(Route route, HttpResponse<String> response, String what) {
        String type = response.headers().firstValue("Content-Type").orElse("none");
        if (response.request().method().equals("HEAD")) {
            assertEquals("", response.body(), what);
        } else if (response.statusCode() >= 400 && route.isPage()) {
            assertEquals("text/html; charset=utf-8", type, what);
            assertTrue(response.body().contains("<main"), what);
        } else if (response.statusCode() >= 400) {
            assertEquals("application/problem+json", type, what);
            assertTrue(json(response).path("type").asText().startsWith("/problems/"), what);
        }
        assertFalse(response.body().contains("_embedded"), what);
        assertEquals(
                response.statusCode() == 401 ? List.of("Bearer") : List.of(),
                response.headers().allValues("WWW-Authenticate"),
                what);
        if (!route.isOpen() || response.statusCode() >= 400) {
            assertTrue(header(response, "Cache-Control").contains("no-store"), what);
        }
        assertEquals("nosniff", header(response, "X-Content-Type-Options"), what);
        assertEquals("same-origin", header(response, "Referrer-Policy"), what);
    }

    /** In the body and in every header; a refused caller is not shown anything of their own either. */
    private static void assertNothingOfOthers(HttpResponse<String> response, String of, String what) {
        String all = response.body() + response.headers().map();
        for (String organization : ORGANIZATIONS) {
            if (!organization.equals(of) || response.statusCode() >= 400) {
                assertFalse(all.contains(canary(organization)), what + ": " + all);
            }
        }
    }

    @Test
    void theCanariesAreInTheAnswersOfTheirOwnOrganization() {
        for (String path : List.of(
                "/v1/orgs/acme/credits-usage",
                "/v1/orgs/acme/credits-usage/teams",
                "/v1/orgs/acme/rejected-events",
                "/admin/acme/credits-usage",
                "/admin/acme/credits-usage/users")) {
            assertTrue(server.get(path, server.admin()).body().contains(canary("acme")), path);
        }
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
                "[{\"id\":\"acme\"},{\"id\":\"other\"},{\"id\":\"third\"}]",
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
        assertEquals("3:3", header(head, "Tallystream-Position"));
    }

    private static HttpResponse<String> ask(Route route, String method, String target, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(route.at(target)))
                .method(
                        method,
                        route.body().isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(route.bodyFor(target)));
        if (!route.body().isEmpty()) {
            boolean json = route.body().startsWith("{") || route.body().startsWith("[");
            request.header("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded")
                    .header("If-Match", "\"0\"");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return server.send(request);
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
