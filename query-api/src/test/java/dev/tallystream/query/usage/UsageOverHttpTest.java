package dev.tallystream.query.usage;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.QueryServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageOverHttpTest {
    private static final String PANEL = "/v1/orgs/acme/credits-usage";

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?period=2027-Q1",
                "?period=2999-Q1",
                "?granularity=day&period=2026-11-23",
                "?granularity=week&period=2026-W48",
                "/teams?granularity=month&period=2026-12",
                "/teams?format=csv&granularity=month&period=2026-12",
                "/features?user_id=u&period=2027-Q1",
                "/history?period=2027-Q1",
                "/history?format=csv&period=2027-Q1"
            })
    void aPeriodThatHasNotBegunIsRefused(String query) {
        var response = server.get("/v1/orgs/acme/credits-usage" + query, server.admin());

        assertEquals(400, response.statusCode(), response.body());
        assertEquals("/problems/invalid-parameter", json(response).get("type").asText());
        assertEquals("This period has not begun.", json(response).get("detail").asText());
    }

    @Test
    void theOrganizationsZoneDecidesWhichDayHasBegun() {
        server.clock.set("2026-11-22T22:30:00Z");
        String day = "/v1/orgs/acme/credits-usage?granularity=day&period=2026-11-23";

        assertEquals(400, server.get(day, server.admin()).statusCode());
        server.view.settings(
                "acme",
                OrganizationSettings.first(
                        UserAnalytics.INCLUDE,
                        new CalendarRule(ZoneId.of("Asia/Tokyo"), DayOfWeek.MONDAY, Month.JANUARY)));
        assertEquals(200, server.get(day, server.admin()).statusCode());
        assertEquals(
                400,
                server.get("/v1/orgs/acme/reconciliation?period=2027-Q1", server.admin())
                        .statusCode());
    }

    @Test
    void thePanelIsTheDocumentedJson() throws Exception {
        server.view
                .settings(
                        "acme",
                        OrganizationSettings.first(
                                UserAnalytics.EXCLUDE,
                                new CalendarRule(ZoneId.of("Europe/Amsterdam"), DayOfWeek.MONDAY, Month.JANUARY)))
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "12.33")
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", null, "u1", "0.67")
                .directory("acme", DirectoryKind.TEAM, "t1", new DirectoryEntry("Design", "/teams/t1", true));

        HttpResponse<String> response = server.get(PANEL + "?granularity=quarter&period=2026-Q4", server.admin());

        assertEquals(200, response.statusCode());
        JsonNode panel = json(response);
        assertEquals(8, panel.get("history").size());
        JsonNode expected = new ObjectMapper().readTree("""
                {"organization_id":"acme","granularity":"quarter",
                 "period":{"id":"2026-Q4","start":"2026-10-01T00:00:00+02:00","end":"2027-01-01T00:00:00+01:00",
                   "time_zone":"Europe/Amsterdam","complete":false,"previous":"2026-Q3"},
                 "total_credits":"13","event_count":2,
                 "previous":{"id":"2026-Q3","total_credits":"0","to_same_point":"0"},
                 "history":[{"id":"2026-Q4","start":"2026-10-01T00:00:00+02:00","end":"2027-01-01T00:00:00+01:00",
                   "credits":"13","complete":false}],
                 "by_feature":{"items":[{"rank":1,"id":"ai_slides","name":"ai_slides","credits":"13","share":1.0000,
                   "event_count":2}],"others":null,"total_count":1},
                 "by_team":{"items":[{"rank":1,"id":"t1","name":"Design","deleted":true,"url":"/teams/t1",
                   "credits":"12.33","share":0.9485,"event_count":1}],"others":null,
                   "unattributed":{"credits":"0.67","share":0.0515},"total_count":1},
                 "hidden":["by_user"],
                 "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:2"}}
                """);
        JsonNode last = panel.get("history").get(7);
        ((ArrayNode) panel.get("history")).removeAll().add(last);
        assertEquals(expected, panel);
    }

    @Test
    void aListIsTheDocumentedJsonAndItsCursorLeadsOn() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3")
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t2", "u1", "1");

        HttpResponse<String> response = server.get(PANEL + "/teams?limit=1", server.admin());
        JsonNode first = json(response);
        String cursor = first.get("next_cursor").asText();
        JsonNode second = json(server.get(PANEL + "/teams?limit=1&cursor=" + cursor, server.admin()));

        assertEquals("teams", first.get("kind").asText());
        assertTrue(
                response.body()
                        .contains(
                                "[{\"rank\":1,\"id\":\"t1\",\"name\":\"t1\",\"credits\":\"3\",\"share\":0.7500,\"event_count\":1}]"),
                response.body());
        assertTrue(first.get("has_more").asBoolean());
        assertEquals(2, first.get("total_count").asInt());
        assertEquals("4", first.get("total_credits").asText());
        assertEquals("t2", second.get("items").get(0).get("id").asText());
        assertFalse(second.get("has_more").asBoolean());
        assertFalse(second.has("next_cursor"));
    }

    @Test
    void aPeriodThatIsNoLongerKeptIsNotFoundAndInTheHistoryHasNoCredits() {
        server.view
                .use("acme", "2026-02-20T08:00:00Z", "f", "t1", "u1", "70")
                .use("acme", "2026-05-20T08:00:00Z", "f", "t1", "u1", "50");
        server.view.keepFrom("acme", Granularity.QUARTER, LocalDate.of(2026, 4, 1));

        JsonNode panel = json(server.get(PANEL + "?period=2026-Q2", server.admin()));

        JsonNode history = panel.get("history");
        assertEquals("2026-Q1", history.get(6).get("id").asText());
        assertFalse(history.get(6).has("credits"));
        assertEquals("50", history.get(7).get("credits").asText());
        assertFalse(panel.get("previous").has("total_credits"));
        assertEquals(404, server.get(PANEL + "?period=2026-Q1", server.admin()).statusCode());
    }

    @Test
    void freshnessIsInTheHeadersToo() {
        HttpResponse<String> response = server.get(PANEL, server.admin());

        assertEquals(
                "2026-11-22T10:15:30.412Z",
                response.headers().firstValue("Tallystream-As-Of").orElseThrow());
        assertEquals("0", response.headers().firstValue("Tallystream-Lag-Ms").orElseThrow());
        assertEquals(
                "3:0", response.headers().firstValue("Tallystream-Position").orElseThrow());
    }

    @Test
    void aBackfillsTallyIsToldAndIsZeroWhereNothingArrived() {
        server.view.backfill("acme", "b1", new BackfillTally(3, 2, 1, true));

        assertEquals(
                "{\"organization_id\":\"acme\",\"backfillid\":\"b1\",\"counted\":3,\"duplicate\":2,\"rejected\":1,"
                        + "\"closed\":true,\"freshness\":{\"as_of\":\"2026-11-22T10:15:30.412Z\",\"lag_ms\":0,"
                        + "\"position\":\"3:0\"}}",
                server.get("/v1/orgs/acme/backfills/b1", server.backfillKey()).body());
        JsonNode unknown = json(server.get("/v1/orgs/acme/backfills/b2", server.admin()));
        assertEquals(0, unknown.get("counted").asInt());
        assertFalse(unknown.get("closed").asBoolean());
        assertProblem(server.get("/v1/orgs/acme/backfills/%20", server.admin()), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "?period=BAD, invalid-parameter",
                "?period=, invalid-parameter",
                "?period=2026-Q3&period=2026-Q4, invalid-parameter",
                "?period=2026-02-30&granularity=day, invalid-parameter",
                "?period=0000, invalid-parameter",
                "?period=9999-Q1, invalid-parameter",
                "?granularity=year, invalid-parameter",
                "?granularity=, invalid-parameter",
                "?limit=1, unknown-parameter",
                "?colour=red, unknown-parameter",
                "?%3Cscript%3E=1, unknown-parameter",
                "?access_token=x, unknown-parameter",
                "/teams?limit=0, invalid-parameter",
                "/teams?limit=-1, invalid-parameter",
                "/teams?limit=501, invalid-parameter",
                "/teams?limit=x, invalid-parameter",
                "/teams?limit=99999999999, invalid-parameter",
                "/teams?limit=, invalid-parameter",
                "/teams?limit=5&limit=5, invalid-parameter",
                "/teams?sort=users%3Bdrop, invalid-parameter",
                "/teams?sort=users;drop, unknown-parameter",
                "/teams?sort=-foo, invalid-parameter",
                "/teams?q=%00, invalid-parameter",
                "/features?team_id=, invalid-parameter",
                "/features?team_id=%00, invalid-parameter",
                "/features?team_id=t1&team_id=t1, invalid-parameter",
                "/features?team_id=t1&user_id=u1, invalid-parameter",
                "/features?feature=f1, unknown-parameter",
                "/teams?team_id=t1, unknown-parameter",
                "/teams?user_id=u1, unknown-parameter",
                "/users?feature=f1, unknown-parameter",
                "/users?user_id=u1, unknown-parameter",
                "?team_id=t1, unknown-parameter",
                "/teams?cursor=, invalid-cursor",
                "/teams?cursor=garbage, invalid-cursor",
                "/teams?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, invalid-cursor",
            })
    void badInputIsNamedAndNotRepeated(String tail, String slug) {
        HttpResponse<String> response = server.get(PANEL + tail, server.admin());

        assertProblem(response, 400, slug);
        assertFalse(response.body().contains("script"), response.body());
    }

    @Test
    void everyWrongParameterIsNamedAtOnce() {
        JsonNode problem = json(server.get(PANEL + "/teams?limit=0&sort=up", server.admin()));

        assertEquals(
                "The parameter sort must be -credits, credits, name or -name."
                        + " The parameter limit must be a number from 1 to 500.",
                problem.get("detail").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%3Cscript%3E", "%22%7D", "%25", "%F0%9F%98%80", "a%2Bb"})
    void anySearchIsAnswered(String search) {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3")
                .directory("acme", DirectoryKind.TEAM, "t1", DirectoryEntry.named("<script>\"}%😀a+b"));

        JsonNode list = json(server.get(PANEL + "/teams?q=" + search, server.admin()));

        assertEquals("<script>\"}%😀a+b", list.get("items").get(0).get("name").asText());
    }

    @Test
    void anExpiredCursorIsGoneAndNotWrong() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3")
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t2", "u1", "1");
        String cursor = json(server.get(PANEL + "/teams?limit=1", server.admin()))
                .get("next_cursor")
                .asText();
        String next = PANEL + "/teams?cursor=" + cursor;
        assertEquals(200, server.get(next, server.admin()).statusCode());
        assertProblem(server.get(next + "&sort=name", server.admin()), 400, "invalid-cursor");

        server.clock.advance(Duration.ofMinutes(5));

        assertProblem(server.get(next, server.admin()), 410, "cursor-expired");
    }

    @Test
    void hiddenUsersAreNotListed() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u-secret", "3")
                .settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        HttpResponse<String> users = server.get(PANEL + "/users", server.admin());

        assertProblem(users, 403, "user-breakdown-hidden");
        assertEquals(
                "Individual usage is hidden for this organization.",
                json(users).get("detail").asText());
        for (String path : List.of("", "/teams", "/features", "/users")) {
            assertFalse(server.get(PANEL + path, server.admin()).body().contains("u-secret"), path);
        }
    }

    @Test
    void theFeaturesOfATeamAreTheDocumentedJson() throws Exception {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3")
                .use("acme", "2026-11-20T08:00:00Z", "ai_images", "t1", "u2", "1")
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t2", "u1", "5")
                .directory("acme", DirectoryKind.TEAM, "t1", new DirectoryEntry("Design", "/teams/t1", true));

        JsonNode list = json(server.get(PANEL + "/features?team_id=t1&limit=1", server.admin()));

        assertEquals(new ObjectMapper().readTree("""
                        {"kind":"teams","id":"t1","name":"Design","deleted":true,"credits":"4","event_count":2}
                        """), list.get("within"));
        assertEquals(2, list.get("total_count").asInt());
        assertEquals("4", list.get("total_credits").asText());
        assertEquals("0.75", list.get("items").get(0).get("share").asText());
        String cursor = list.get("next_cursor").asText();
        assertEquals(
                "ai_images",
                json(server.get(PANEL + "/features?team_id=t1&limit=1&cursor=" + cursor, server.admin()))
                        .at("/items/0/id")
                        .asText());
        assertProblem(
                server.get(PANEL + "/features?team_id=t2&limit=1&cursor=" + cursor, server.admin()),
                400,
                "invalid-cursor");
    }

    @Test
    void hiddenUsersAreNoFilterEither() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u-secret", "3")
                .settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        for (String path : List.of("/features?user_id=u-secret", "/features?user_id=nobody", "/users?team_id=t1")) {
            assertProblem(server.get(PANEL + path, server.admin()), 403, "user-breakdown-hidden");
        }
        assertEquals(
                200, server.get(PANEL + "/features?team_id=t1", server.admin()).statusCode());
    }

    @Test
    void aListOfDaysThatAreNoLongerKeptIsNotFoundAndNotWrong() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");
        server.view.keepDaysFrom("acme", LocalDate.parse("2026-11-18"));
        String week = "?granularity=week&period=2026-W47";

        assertEquals(200, server.get(PANEL + "/features" + week, server.admin()).statusCode());
        assertProblem(server.get(PANEL + "/features" + week + "&team_id=t1", server.admin()), 404, "not-found");
        assertProblem(
                server.get(PANEL + "/features?granularity=day&period=2026-11-17", server.admin()), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({"RESTORING,restoring", "REBALANCING,rebalancing"})
    void aNodeThatIsNotReadySaysWhenToAskAgain(Reading.Reason reason, String slug) {
        server.view.unavailable(reason);

        for (String path : List.of(PANEL, PANEL + "/teams", "/v1/orgs/acme/backfills/b1")) {
            HttpResponse<String> response = server.get(path, server.admin());

            assertProblem(response, 503, slug);
            assertTrue(Integer.parseInt(
                            response.headers().firstValue("Retry-After").orElseThrow())
                    > 0);
        }
    }

    @Test
    void onlyJsonCanBeHad() {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(PANEL))
                .header("Authorization", "Bearer " + server.admin())
                .header("Accept", "text/xml");

        assertProblem(server.send(request), 406, "not-acceptable");
    }

    @Test
    void aSmallBodyIsPassedOverAndALargeOneRefused() {
        assertEquals(200, withBody(BodyPublishers.ofString(" ".repeat(1_024))).statusCode());
        assertProblem(withBody(BodyPublishers.ofString(" ".repeat(1_025))), 413, "payload-too-large");
        assertProblem(
                withBody(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1]))),
                413,
                "payload-too-large");
    }

    @Test
    void optionsNameTheMethodsAndAllowNoOtherOrigin() {
        HttpRequest.Builder preflight = HttpRequest.newBuilder(server.uri(PANEL))
                .header("Authorization", "Bearer " + server.admin())
                .header("Origin", "https://attacker.example")
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", BodyPublishers.noBody());

        HttpResponse<String> response = server.send(preflight);

        assertEquals(204, response.statusCode());
        assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElseThrow());
        assertTrue(response.headers().map().keySet().stream().noneMatch(name -> name.startsWith("access-control")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJ0YWxseXN0cmVhbSJ9.",
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.AAAA",
                "ck_unknown_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "x",
            })
    void everyWrongTokenIsToldTheSame(String token) {
        HttpResponse<String> none = server.get(PANEL, null);

        HttpResponse<String> wrong = server.get(PANEL, token);

        assertEquals(401, wrong.statusCode());
        assertEquals(none.body(), wrong.body());
    }

    @Test
    void anExpiredTokenIsToldTheSameToo() {
        String token = server.admin();
        server.clock.advance(Duration.ofHours(1));

        HttpResponse<String> expired = server.get(PANEL, token);

        assertEquals(401, expired.statusCode());
        assertEquals(server.get(PANEL, null).body(), expired.body());
        assertEquals("Bearer", expired.headers().firstValue("WWW-Authenticate").orElseThrow());
    }

    private HttpResponse<String> withBody(BodyPublisher body) {
        return server.send(HttpRequest.newBuilder(server.uri(PANEL))
                .header("Authorization", "Bearer " + server.admin())
                .header("Content-Type", "application/json")
                .method("GET", body));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("/problems/" + slug, json(response).get("type").asText());
    }
}
