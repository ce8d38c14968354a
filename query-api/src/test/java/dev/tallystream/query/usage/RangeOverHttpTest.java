package dev.tallystream.query.usage;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.QueryServer;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeOverHttpTest {
    private static final String PANEL = "/v1/orgs/acme/credits-usage";

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void theHistoryIsTheDocumentedJson() throws Exception {
        amsterdam();
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "12.33")
                .use("acme", "2026-09-20T08:00:00Z", "ai_slides", "t1", "u1", "1");

        JsonNode history = get("/history?granularity=month&periods=3");

        assertEquals(new ObjectMapper().readTree("""
                        {"organization_id":"acme","granularity":"month","items":[
                         {"id":"2026-09","start":"2026-09-01T00:00:00+02:00","end":"2026-10-01T00:00:00+02:00",
                          "credits":"1","event_count":1,"complete":true},
                         {"id":"2026-10","start":"2026-10-01T00:00:00+02:00","end":"2026-11-01T00:00:00+01:00",
                          "credits":"0","event_count":0,"complete":true},
                         {"id":"2026-11","start":"2026-11-01T00:00:00+01:00","end":"2026-12-01T00:00:00+01:00",
                          "credits":"12.33","event_count":1,"complete":false}],
                         "total_credits":"13.33","event_count":2,
                         "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:2"}}
                        """), history);
    }

    @Test
    void theHistoryGoesBackAsFarAsIsAskedAndEndsWhereThePeriodsDo() {
        server.view.use("acme", "1999-05-01T08:00:00Z", "ai_slides", "t1", "u1", "5");

        assertEquals(8, get("/history").get("items").size());
        JsonNode days = get("/history?granularity=day&periods=1000&period=1999-06-30");
        assertEquals(1_000, days.get("items").size());
        assertEquals("5", days.get("total_credits").asText());
        JsonNode quarters = get("/history?periods=1000");
        assertEquals("1970-Q1", quarters.at("/items/0/id").asText());
        assertEquals("5", quarters.get("total_credits").asText());
    }

    @Test
    void daysThatAreNoLongerKeptAreNotInTheHistory() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "5");
        server.view.keepDaysFrom("acme", LocalDate.parse("2026-11-21"));

        JsonNode history = get("/history?granularity=day&periods=5");

        assertEquals(2, history.get("items").size());
        assertEquals("0", history.get("total_credits").asText());
        assertEquals("not-found", problem("/query?granularity=day&from=2026-11-20&to=2026-11-22", 404));
    }

    @Test
    void aQueryIsTheDocumentedJson() throws Exception {
        amsterdam();
        server.view
                .use("acme", "2026-10-20T08:00:00Z", "ai_slides", "t1", "u1", "12.33")
                .use("acme", "2026-10-20T08:00:00Z", "ai_slides", null, "u1", "1");

        JsonNode answer =
                get("/query?from=2026-10-01T00:00:00%2B02:00&to=2026-11-01&granularity=month&group_by=team_id");

        assertEquals(new ObjectMapper().readTree("""
                        {"organization_id":"acme","granularity":"month",
                         "from":"2026-10-01T00:00:00+02:00","to":"2026-11-01T00:00:00+01:00","data":[
                         {"period":"2026-10","window_start":"2026-10-01T00:00:00+02:00",
                          "window_end":"2026-11-01T00:00:00+01:00","credits":"1","event_count":1,
                          "group_by":{"team_id":null}},
                         {"period":"2026-10","window_start":"2026-10-01T00:00:00+02:00",
                          "window_end":"2026-11-01T00:00:00+01:00","credits":"12.33","event_count":1,
                          "group_by":{"team_id":"t1"}}],
                         "total_credits":"13.33","event_count":2,
                         "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:2"}}
                        """), answer);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyWayToAskForTheSameRangeComesToTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            server.view.use(
                    "acme",
                    Instant.parse("2026-07-01T00:00:00Z")
                            .plusSeconds(random.nextInt(92 * 86_400))
                            .toString(),
                    "f" + random.nextInt(3),
                    random.nextInt(6) == 0 ? null : "t" + random.nextInt(4),
                    random.nextInt(6) == 0 ? null : "u" + random.nextInt(9),
                    random.nextInt(1, 500) + ".5");
        }
        String range = "/query?from=2026-07-01&to=2026-10-01";
        Credits quarter = total(get(range));
        for (String granularity : List.of("day", "month", "quarter")) {
            String asked = range + "&granularity=" + granularity;
            assertEquals(quarter, total(get(asked)));
            for (String group : List.of("feature", "team_id", "user_id")) {
                JsonNode grouped = get(asked + "&group_by=" + group);
                assertEquals(quarter, total(grouped));
                assertEquals(quarter, sum(grouped));
            }
            Credits features = Credits.ZERO;
            for (String feature : List.of("f0", "f1", "f2")) {
                Credits alone = total(get(asked + "&feature=" + feature));
                features = features.plus(alone);
                assertEquals(alone, total(get(asked + "&group_by=feature&feature=" + feature)));
                assertEquals(alone, total(get(asked + "&group_by=team_id&feature=" + feature)));
                Credits both = total(get(asked + "&feature=" + feature + "&team_id=t1"));
                assertEquals(both, total(get(asked + "&group_by=feature&feature=" + feature + "&team_id=t1")));
                assertEquals(both, total(get(asked + "&group_by=team_id&feature=" + feature + "&team_id=t1")));
            }
            assertEquals(quarter, features);
            Credits team = total(get(asked + "&team_id=t1"));
            assertEquals(team, total(get(asked + "&team_id=t1&group_by=feature")));
            assertEquals(team, total(get(asked + "&team_id=t1&group_by=user_id")));
        }
    }

    @Test
    void aPeriodWithoutUsageHasARowOnlyWhereNothingIsGrouped() {
        server.view.use("acme", "2026-10-20T08:00:00Z", "ai_slides", "t1", "u1", "3");
        String range = "/query?from=2026-09-01&to=2026-12-01&granularity=month";

        assertEquals(List.of("0", "3", "0"), credits(get(range)));
        assertEquals(List.of("0", "3", "0"), credits(get(range + "&feature=ai_slides")));
        assertEquals(List.of("0", "0", "0"), credits(get(range + "&team_id=nobody&feature=ai_slides")));
        assertEquals(List.of("3"), credits(get(range + "&group_by=feature")));
        assertEquals(List.of(), credits(get(range + "&group_by=feature&feature=nothing")));
    }

    @ParameterizedTest
    @CsvSource({
        "from=2026-10-02&to=2026-11-01&granularity=month",
        "from=2026-10-01&to=2026-10-31&granularity=month",
        "from=2026-10-31T22:59:59Z&to=2026-10-31T23:00:01Z&granularity=month",
        "from=2026-09-30T22:00:01Z&to=2026-10-31T23:00:00Z&granularity=month",
        "from=2026-10-01T00:00:00Z&to=2026-11-01&granularity=month",
    })
    void aRangeThatCutsAPeriodIsToldTheOneAroundIt(String range) {
        amsterdam();
        HttpResponse<String> response = server.get(PANEL + "/query?" + range, server.admin());

        assertEquals(422, response.statusCode(), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        JsonNode aligned = json(response).get("aligned");
        String from = aligned.get("from").asText();
        String to = aligned.get("to").asText();
        assertEquals("2026-10-01T00:00:00+02:00", from);
        assertTrue(
                List.of("2026-11-01T00:00:00+01:00", "2026-12-01T00:00:00+01:00")
                        .contains(to),
                to);
        JsonNode answer =
                get("/query?granularity=month&from=" + from.replace("+", "%2B") + "&to=" + to.replace("+", "%2B"));
        assertEquals(to, answer.get("to").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "/query, invalid-parameter",
        "/query?from=2026-10-01, invalid-parameter",
        "/query?from=2026-10-01&to=2026-10-01, invalid-parameter",
        "/query?from=2026-10-01&to=2026-07-01, invalid-parameter",
        "/query?from=2026-02-30&to=2026-07-01, invalid-parameter",
        "/query?from=0000-01-01&to=2026-07-01, invalid-parameter",
        "/query?from=+292278994-01-01&to=2026-07-01, invalid-parameter",
        "/query?from=2026-10-01T00:00:00&to=2027-01-01, invalid-parameter",
        "/query?from=2026-10-01T00:00:00+02:00&to=2027-01-01, invalid-parameter",
        "/query?from=1790812800&to=2027-01-01, invalid-parameter",
        "/query?from=1990-01-01&to=2026-10-01&granularity=day, invalid-parameter",
        "/query?from=2026-01-01&to=2026-10-01&granularity=day&team_id=t1&group_by=feature, invalid-parameter",
        "/query?from=2026-07-01&to=2026-10-01&group_by=colour, invalid-parameter",
        "/query?from=2026-07-01&to=2026-10-01&group_by=, invalid-parameter",
        "/query?from=2026-07-01&to=2026-10-01&group_by=feature&group_by=team_id, invalid-parameter",
        "/query?from=2026-07-01&to=2026-10-01&group_by=user_id&feature=f1, invalid-parameter",
        "/query?from=2026-07-01&to=2026-10-01&group_by=user_id&feature=f1&team_id=t1, invalid-parameter",
        "/query?from=2026-07-01&to=2026-10-01&user_id=u1, unknown-parameter",
        "/query?from=2026-07-01&to=2026-10-01&period=2026-Q3, unknown-parameter",
        "/history?periods=0, invalid-parameter",
        "/history?periods=1001, invalid-parameter",
        "/history?periods=x, invalid-parameter",
        "/history?period=BAD, invalid-parameter",
        "/history?team_id=t1, unknown-parameter",
    })
    void badRangesAreNamed(String path, String slug) {
        assertEquals(slug, problem(path, 400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "quarter", "week"})
    void oneMemberOfAnotherIsReadAlone(String granularity) {
        server.view
                .use("acme", "2026-07-08T08:00:00Z", "f1", "t1", "u1", "1")
                .use("acme", "2026-07-09T08:00:00Z", "f1", "t2", "u1", "2")
                .use("acme", "2026-07-09T08:00:00Z", "f2", "t1", "u2", "4");
        String range = granularity.equals("week") ? "from=2026-07-06&to=2026-07-13" : "from=2026-07-01&to=2026-10-01";
        String query = "/query?" + range + "&granularity=" + granularity;

        assertEquals(
                "1", get(query + "&team_id=t1&feature=f1").get("total_credits").asText());
        assertEquals(
                "0", get(query + "&team_id=t2&feature=f2").get("total_credits").asText());
        assertEquals(List.of("1"), credits(get(query + "&team_id=t1&feature=f1&group_by=feature")));
        assertEquals(List.of(), credits(get(query + "&team_id=t2&feature=f2&group_by=feature")));
        assertEquals(0, server.view.listings("acme"));
    }

    @Test
    void hiddenUsersAreNoGrouping() {
        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        assertEquals("user-breakdown-hidden", problem("/query?from=2026-07-01&to=2026-10-01&group_by=user_id", 403));
        assertEquals(
                0,
                get("/query?from=2026-07-01&to=2026-10-01&group_by=feature")
                        .get("data")
                        .size());
    }

    private void amsterdam() {
        server.view.settings(
                "acme",
                OrganizationSettings.first(
                        UserAnalytics.INCLUDE,
                        new CalendarRule(ZoneId.of("Europe/Amsterdam"), DayOfWeek.MONDAY, Month.JANUARY)));
    }

    private JsonNode get(String path) {
        HttpResponse<String> response = server.get(PANEL + path, server.admin());
        assertEquals(200, response.statusCode(), path + ": " + response.body());
        return json(response);
    }

    private String problem(String path, int status) {
        HttpResponse<String> response = server.get(PANEL + path, server.admin());
        assertEquals(status, response.statusCode(), path + ": " + response.body());
        return json(response).get("type").asText().replace("/problems/", "");
    }

    private static Credits total(JsonNode answer) {
        return Credits.parse(answer.get("total_credits").asText());
    }

    private static Credits sum(JsonNode answer) {
        return credits(answer).stream().map(Credits::parse).reduce(Credits.ZERO, Credits::plus);
    }

    private static List<String> credits(JsonNode answer) {
        List<String> credits = new ArrayList<>();
        answer.get("data").forEach(row -> credits.add(row.get("credits").asText()));
        return credits;
    }
}
