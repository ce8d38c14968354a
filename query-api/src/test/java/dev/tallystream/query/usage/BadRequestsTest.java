package dev.tallystream.query.usage;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the reading side does with requests that are wrong, odd or too many, in one table over the real server. What the
 * publishing side does is in the table {@code EventCases}, which drives the decoder, the door and the topology.
 *
 * <p>Not here, because it takes several nodes or tables that are built anew: a standby that answers while the owner is
 * away, and a node that starts after an internal topic was deleted.
 */
class BadRequestsTest {
    private static final String U = "/v1/orgs/acme/credits-usage";
    private static final String E = "/v1/orgs/acme/events";
    private static final String R = "/v1/orgs/acme/rejected-events";
    private static final int WALKS = 1_000;

    private final QueryServer server = new QueryServer();

    @BeforeEach
    void useSomething() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u-secret", "3")
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t2", "u2", "1")
                .use("other", "2026-11-20T08:00:00Z", "f", "t", "u", "9");
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    /** Who asks. */
    private enum As {
        ADMIN,
        MEMBER,
        BILLING_ADMIN,
        OTHER_ADMIN,
        INGEST_KEY,
        NOBODY
    }

    /**
     * A line of the table.
     *
     * @param slug of the problem; null where there is none
     */
    private record Row(
            As as,
            String method,
            String path,
            @Nullable String accept,
            int body,
            int status,
            @Nullable String slug) {}

    private static Row get(String path, int status, @Nullable String slug) {
        return new Row(As.ADMIN, "GET", path, null, 0, status, slug);
    }

    private static Row as(As as, String path, int status, String slug) {
        return new Row(as, "GET", path, null, 0, status, slug);
    }

    private static Row method(String method, String path, int status, @Nullable String slug) {
        return new Row(As.ADMIN, method, path, null, 0, status, slug);
    }

    private static Row accept(String accept, String path, int status, @Nullable String slug) {
        return new Row(As.ADMIN, "GET", path, accept, 0, status, slug);
    }

    private static Row body(int bytes, int status, @Nullable String slug) {
        return new Row(As.ADMIN, "GET", U, null, bytes, status, slug);
    }

    private static final List<Row> TABLE = List.of(
            as(As.NOBODY, U, 401, "unauthenticated"),
            as(As.MEMBER, U, 403, "role-required"),
            as(As.BILLING_ADMIN, U + "/users", 403, "role-required"),
            as(As.INGEST_KEY, U + "/teams", 403, "role-required"),
            as(As.OTHER_ADMIN, U, 404, "not-found"),
            as(As.OTHER_ADMIN, "/v1/orgs/nobody/credits-usage", 404, "not-found"),
            get(U + "?period=BAD", 400, "invalid-parameter"),
            get(U + "?period=", 400, "invalid-parameter"),
            get(U + "?period=2026-Q3&period=2026-Q4", 400, "invalid-parameter"),
            get(U + "?granularity=day&period=2026-02-30", 400, "invalid-parameter"),
            get(U + "?period=0000", 400, "invalid-parameter"),
            get(U + "?period=9999-Q1", 400, "invalid-parameter"),
            get(U + "?period=2031-Q1", 400, "invalid-parameter"),
            get(U + "/teams?limit=0", 400, "invalid-parameter"),
            get(U + "/teams?limit=-1", 400, "invalid-parameter"),
            get(U + "/teams?limit=501", 400, "invalid-parameter"),
            get(U + "/teams?limit=x", 400, "invalid-parameter"),
            get(U + "/teams?limit=99999999999", 400, "invalid-parameter"),
            get(U + "/teams?limit=", 400, "invalid-parameter"),
            get(U + "/teams?limit=1&limit=1", 400, "invalid-parameter"),
            get(U + "/teams?colour=red", 400, "unknown-parameter"),
            get(U + "/teams?cursor=garbage", 400, "invalid-cursor"),
            get(U + "/teams?sort=users%3Bdrop", 400, "invalid-parameter"),
            get(U + "/teams?sort=-foo", 400, "invalid-parameter"),
            get(U + "/teams?q=%3Cscript%3E", 200, null),
            get(U + "?min_position=1:0", 400, "invalid-parameter"),
            get(U + "/query?from=2026-10-02&to=2026-11-01", 422, "range-not-aligned"),
            as(As.NOBODY, E + "?source=s&id=e", 401, "unauthenticated"),
            as(As.BILLING_ADMIN, E + "?source=s&id=e", 403, "role-required"),
            as(As.INGEST_KEY, E + "?source=s&id=e", 403, "role-required"),
            as(As.OTHER_ADMIN, E + "?source=s&id=e", 404, "not-found"),
            get(E, 400, "invalid-parameter"),
            get(E + "?id=e", 400, "invalid-parameter"),
            get(E + "?source=s", 400, "invalid-parameter"),
            get(E + "?source=s&id=", 400, "invalid-parameter"),
            get(E + "?source=s&id=%20", 400, "invalid-parameter"),
            get(E + "?source=s&id=a%00", 400, "invalid-parameter"),
            get(E + "?source=s&id=" + "a".repeat(256), 400, "invalid-parameter"),
            get(E + "?source=s&id=e&id=f", 400, "invalid-parameter"),
            get(E + "?source=s&id=e&user_id=u", 400, "unknown-parameter"),
            get(E + "?source=s&id=e&min_position=1:0", 400, "invalid-parameter"),
            get(E + "?source=s&id=e&wait_ms=5", 400, "invalid-parameter"),
            get(E + "?source=s&id=%3Cscript%3E", 404, "not-found"),
            accept("text/xml", E + "?source=s&id=e", 406, "not-acceptable"),
            method("HEAD", E + "?source=s&id=e", 404, null),
            method("POST", E + "?source=s&id=e", 405, "method-not-allowed"),
            as(As.NOBODY, R, 401, "unauthenticated"),
            as(As.MEMBER, R, 403, "role-required"),
            as(As.INGEST_KEY, R, 403, "role-required"),
            as(As.OTHER_ADMIN, R, 404, "not-found"),
            get(R + "?limit=0", 400, "invalid-parameter"),
            get(R + "?limit=501", 400, "invalid-parameter"),
            get(R + "?limit=1&limit=1", 400, "invalid-parameter"),
            get(R + "?cursor=garbage", 400, "invalid-cursor"),
            get(R + "?cursor=a&cursor=b", 400, "invalid-parameter"),
            get(R + "?reason=id-conflict", 400, "unknown-parameter"),
            get(R + "?min_position=1:0", 400, "invalid-parameter"),
            accept("text/csv", R, 406, "not-acceptable"),
            method("DELETE", R, 405, "method-not-allowed"),
            accept("text/xml", U, 406, "not-acceptable"),
            accept("text/xml", U + "/teams", 406, "not-acceptable"),
            accept("text/xml", U + "/stream", 406, "not-acceptable"),
            accept("text/csv", U, 406, "not-acceptable"),
            method("HEAD", U, 200, null),
            method("HEAD", U + "/teams", 200, null),
            method("OPTIONS", U, 204, null),
            method("TRACE", U, 405, "method-not-allowed"),
            method("DELETE", U, 405, "method-not-allowed"),
            method("POST", U + "/query", 405, "method-not-allowed"),
            body(1_024, 200, null),
            body(1_025, 413, "payload-too-large"),
            get("/beans", 404, "not-found"),
            get("/env", 404, "not-found"),
            get("/routes", 404, "not-found"),
            get("/loggers", 404, "not-found"),
            get("/heapdump", 404, "not-found"));

    @TestFactory
    List<DynamicTest> everyLineOfTheTable() {
        return TABLE.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.method + " " + row.path + " as " + row.as + " is " + row.status, () -> check(row)))
                .toList();
    }

    private void check(Row row) {
        HttpResponse<String> response = ask(row);
        assertEquals(row.status, response.statusCode(), response.body());
        if (row.slug == null) {
            return;
        }
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("/problems/" + row.slug, json(response).get("type").asText());
        for (String leak : List.of("u-secret", "Exception", "java.", "<script>", "garbage")) {
            assertFalse(response.body().contains(leak), response.body());
        }
    }

    private HttpResponse<String> ask(Row row) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(row.path))
                .method(
                        row.method,
                        row.body == 0 ? BodyPublishers.noBody() : BodyPublishers.ofString("x".repeat(row.body)));
        String token = switch (row.as) {
            case ADMIN -> server.admin();
            case MEMBER -> server.token(Role.MEMBER, "acme");
            case BILLING_ADMIN -> server.token(Role.BILLING_ADMIN, "acme");
            case OTHER_ADMIN -> server.token(Role.ORG_ADMIN, "other");
            case INGEST_KEY -> server.eventsKey();
            case NOBODY -> null;
        };
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (row.accept != null) {
            request.header("Accept", row.accept);
        }
        return server.send(request);
    }

    @Test
    void whereUsersAreHiddenNoRouteTellsOfThem() {
        HttpResponse<String> before = server.get(U, server.admin());
        assertTrue(before.body().contains("u-secret"));

        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        for (Row row : List.of(
                get(U + "/users", 403, "user-breakdown-hidden"),
                get(U + "/users?format=csv", 403, "user-breakdown-hidden"),
                get(U + "/users?team_id=t1", 403, "user-breakdown-hidden"),
                get(U + "/features?user_id=u-secret", 403, "user-breakdown-hidden"),
                get(U + "/query?from=2026-10-01&to=2027-01-01&group_by=user_id", 403, "user-breakdown-hidden"))) {
            check(row);
        }
        HttpResponse<String> after = server.send(HttpRequest.newBuilder(server.uri(U))
                .header("Authorization", "Bearer " + server.admin())
                .header("If-None-Match", before.headers().firstValue("ETag").orElseThrow()));
        assertEquals(200, after.statusCode());
        assertFalse(after.body().contains("u-secret"), after.body());
        assertEquals("by_user", json(after).at("/hidden/0").asText());
    }

    @Test
    void aNodeThatIsNotReadyIsNeverAnEmptyAnswer() {
        server.view.unavailable(Reading.Reason.RESTORING);

        for (String path : List.of(
                "",
                "/teams",
                "/teams?format=csv",
                "/history",
                "/history?format=csv",
                "/stream",
                "/query?from=2026-10-01&to=2027-01-01")) {
            check(get(U + path, 503, "restoring"));
        }
    }

    @Test
    void aThousandWalksAtOnceAreAnsweredOrRefusedAndAnotherOrganizationIsAnswered() throws Exception {
        String acme = server.admin();
        String other = server.token(Role.ORG_ADMIN, "other");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> walks = new ArrayList<>();
            for (int i = 0; i < WALKS; i++) {
                walks.add(threads.submit(
                        () -> server.get(U + "/teams?limit=1", acme).statusCode()));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        200,
                        server.get("/v1/orgs/other/credits-usage/teams", other).statusCode());
            }
            Set<Integer> statuses = new TreeSet<>();
            for (Future<Integer> walk : walks) {
                statuses.add(walk.get(60, TimeUnit.SECONDS));
            }
            assertTrue(Set.of(200, 429).containsAll(statuses) && statuses.contains(200), statuses.toString());
        }
    }
}
