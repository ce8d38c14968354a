package dev.tallystream.query.openmeter;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Role;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetersOverHttpTest {
    private static final String METERS = "/api/v1/meters";
    private static final String QUERY = METERS + "/ai_credits_total/query";
    private static final String QUARTER =
            QUERY + "?subject=acme&from=2026-10-01T00:00:00.000Z&to=2027-01-01T00:00:00.000Z";
    private static final String AUTUMN = QUERY + "?subject=acme&from=2026-09-01&to=2026-12-01";

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void theMeterIsTheDocumentedJson() throws Exception {
        String meter = """
                {"id":"00000000000000000000000001","slug":"ai_credits_total","name":"AI credits",
                 "description":"Credits used by AI features, after reversals and adjustments.",
                 "aggregation":"SUM","eventType":"ai.credits.consumed.v1","valueProperty":"$.credits",
                 "groupBy":{"feature":"$.feature","team_id":"$.team_id","user_id":"$.user_id"},
                 "createdAt":"1970-01-01T00:00:00Z","updatedAt":"1970-01-01T00:00:00Z"}""";

        assertEquals(tree("[" + meter + "]"), get(METERS));
        assertEquals(tree("[" + meter + "]"), get(METERS + "?page=1&pageSize=1&order=ASC&orderBy=slug"));
        assertEquals(tree("[]"), get(METERS + "?page=2"));
        assertEquals(tree(meter), get(METERS + "/ai_credits_total"));
        assertEquals(tree(meter), get(METERS + "/00000000000000000000000001"));
    }

    @Test
    void aQueryIsTheDocumentedJson() throws Exception {
        amsterdam();
        server.view
                .use("acme", "2026-10-20T08:00:00Z", "ai_slides", "t1", "u1", "12.33")
                .use("acme", "2026-10-20T08:00:00Z", "ai_slides", null, "u1", "1");
        String windows = "subject=acme&from=2026-09-30T22:00:00.000Z&to=2026-10-31T23:00:00Z&windowSize=MONTH";

        assertEquals(tree("""
                        {"from":"2026-09-30T22:00:00Z","to":"2026-10-31T23:00:00Z","windowSize":"MONTH","data":[
                         {"value":1,"windowStart":"2026-09-30T22:00:00Z","windowEnd":"2026-10-31T23:00:00Z",
                          "subject":"acme","groupBy":{"team_id":null}},
                         {"value":12.33,"windowStart":"2026-09-30T22:00:00Z","windowEnd":"2026-10-31T23:00:00Z",
                          "subject":"acme","groupBy":{"team_id":"t1"}}]}
                        """), get(QUERY + "?" + windows + "&groupBy=team_id&groupBy=subject"));
        assertEquals(tree("""
                        {"from":"2026-09-30T22:00:00Z","to":"2026-10-31T23:00:00Z","windowSize":"MONTH","data":[
                         {"value":13.33,"windowStart":"2026-09-30T22:00:00Z","windowEnd":"2026-10-31T23:00:00Z",
                          "subject":"acme","groupBy":{}}]}
                        """), get(QUERY + "?" + windows + "&clientId=f74e58ed&windowTimeZone=Europe/Amsterdam"));
    }

    @Test
    void withoutAWindowSizeTheRangeIsOneWindow() throws Exception {
        useAutumn();

        assertEquals(tree("""
                        {"from":"2026-09-01T00:00:00Z","to":"2026-12-01T00:00:00Z","data":[
                         {"value":2,"windowStart":"2026-09-01T00:00:00Z","windowEnd":"2026-12-01T00:00:00Z",
                          "subject":"acme","groupBy":{"feature":"f2"}},
                         {"value":7.25,"windowStart":"2026-09-01T00:00:00Z","windowEnd":"2026-12-01T00:00:00Z",
                          "subject":"acme","groupBy":{"feature":"f1"}}]}
                        """), get(AUTUMN + "&groupBy=feature"));
        assertEquals(List.of("9.25"), values(AUTUMN));
        assertEquals(List.of("7.25"), values(QUARTER));
        assertEquals(List.of("4"), values(QUERY + "?subject=acme&from=2026-11-16&to=2026-11-23"));
        assertEquals(List.of("4"), values(QUERY + "?subject=acme&from=2026-11-20&to=2026-11-21"));
        assertEquals(List.of(), values(QUERY + "?subject=acme&from=2026-11-21&to=2026-11-22"));
    }

    @ParameterizedTest
    @CsvSource({
        "&windowSize=DAY, 2 3.25 4",
        "&windowSize=WEEK&from=2026-08-31&to=2026-11-30, 2 3.25 4",
        "&windowSize=MONTH, 2 3.25 4",
        "&windowSize=QUARTER&from=2026-07-01&to=2027-01-01, 2 7.25",
        "&windowSize=MONTH&filterGroupBy[feature]=f1, 3.25 4",
        "&windowSize=MONTH&filterGroupBy[team_id]=t2, 4",
        "&windowSize=MONTH&filterGroupBy[team_id]=t1&filterGroupBy[feature]=f1, 3.25",
        "&windowSize=MONTH&filterGroupBy[team_id]=t1&groupBy=feature, 2 3.25",
        "&windowSize=MONTH&filterGroupBy[team_id]=t1&groupBy=user_id, 2 3.25",
        "&filterGroupBy[feature]=f1&groupBy=team_id, 3.25 4",
        "&filterGroupBy[feature]=nothing, ''",
    })
    void windowsWithoutUsageHaveNoRow(String asked, String expected) {
        useAutumn();
        String range = asked.contains("from=") ? "?subject=acme" : "?subject=acme&from=2026-09-01&to=2026-12-01";

        String path = QUERY + range + asked.replace("[", "%5B").replace("]", "%5D");

        assertEquals(expected, String.join(" ", values(path)));
    }

    @ParameterizedTest
    @CsvSource({"999999.999999,9", "0.000001,9", "-0.000001,1", "1000000,1", "900719.925475,3"})
    void aValueIsWrittenWithEveryDigitAndWithoutExponent(String credits, int times) {
        server.view.use("acme", "2026-10-20T08:00:00Z", "f1", "t1", "u1", credits);
        for (int i = 1; i < times; i++) {
            server.view.use("acme", "2026-11-20T08:00:00Z", "f1", "t1", "u1", credits);
        }
        String exact = new BigDecimal(credits)
                .multiply(BigDecimal.valueOf(times))
                .stripTrailingZeros()
                .toPlainString();

        for (String path : List.of(QUARTER + "&windowSize=QUARTER", QUARTER, AUTUMN)) {
            String body = server.get(path, server.admin()).body();
            assertTrue(body.contains("\"value\":" + exact + ","), path + ": " + exact + " is not in " + body);
        }
    }

    static Stream<Arguments> posted() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("&windowSize=MONTH", ",\"windowSize\":\"MONTH\""),
                Arguments.of("&windowTimeZone=Etc/UTC", ",\"windowTimeZone\":\"Etc/UTC\""),
                Arguments.of("&groupBy=feature", ",\"groupBy\":[\"feature\"],\"clientId\":\"x\""),
                Arguments.of("&groupBy=subject", ",\"groupBy\":[\"subject\"]"),
                Arguments.of("", ",\"groupBy\":[],\"filterGroupBy\":{},\"windowSize\":null,\"filterCustomerId\":null"),
                Arguments.of("&filterGroupBy%5Bteam_id%5D=t2", ",\"filterGroupBy\":{\"team_id\":[\"t2\"]}"));
    }

    @ParameterizedTest
    @MethodSource("posted")
    void whatIsPostedIsAnsweredAsWhatIsInTheUrl(String parameters, String members) {
        useAutumn();

        HttpResponse<String> response = post("""
                {"subject":["acme"],"from":"2026-09-01T00:00:00Z","to":"2026-12-01T00:00:00Z"%s}""".formatted(members));

        assertEquals(200, response.statusCode(), response.body());
        assertFalse(json(response).get("data").isEmpty());
        assertEquals(get(AUTUMN + parameters), json(response));
        assertEquals(
                "3:3", response.headers().firstValue("Tallystream-Position").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?from=2026-10-01&to=2027-01-01 | invalid-parameter | subject must name exactly one organization",
                "?subject=&from=2026-10-01&to=2027-01-01 | invalid-parameter | subject must be an organization's id",
                "?subject=acme&subject=other&from=2026-10-01&to=2027-01-01 | invalid-parameter | exactly one",
                "?subject=acme | invalid-parameter | from must be given. The parameter to must be given",
                "?subject=acme&from=2026-10-01&to=2026-10-01 | invalid-parameter | later than from",
                "?subject=acme&from=yesterday&to=2026-10-01 | invalid-parameter | from must be a date",
                "A&from=2026-10-01 | invalid-parameter | from must be given once",
                "A&windowSize=HOUR | invalid-parameter | hours and minutes cannot be asked",
                "A&windowSize=MINUTE | invalid-parameter | must be DAY, WEEK, MONTH or QUARTER",
                "A&windowSize=month | invalid-parameter | windowSize",
                "A&windowSize=DAY&windowSize=DAY | invalid-parameter | windowSize must be given once",
                "A&windowTimeZone=Europe/Amsterdam | invalid-parameter | windowTimeZone must be the time zone of the",
                "A&windowTimeZone=Nowhere | invalid-parameter | must be a time zone such as",
                "A&windowTimeZone= | invalid-parameter | windowTimeZone",
                "A&groupBy=colour | invalid-parameter | groupBy must be one of feature, team_id and user_id",
                "A&groupBy=feature&groupBy=team_id | invalid-parameter | groupBy must be one of",
                "A&filterGroupBy%5Bmodel%5D=gpt | invalid-parameter | filterGroupBy can be by feature and team_id",
                "A&filterGroupBy=gpt | invalid-parameter | filterGroupBy can be by",
                "A&filterGroupBy%5Buser_id%5D=u1 | invalid-parameter | cannot be by user_id",
                "A&filterGroupBy%5Bfeature%5D=f1&groupBy=user_id | invalid-parameter | where users are listed",
                "A&filterGroupBy%5Bfeature%5D=f1&filterGroupBy%5Bfeature%5D=f2 | invalid-parameter | one value",
                "A&filterGroupBy%5Bfeature%5D= | invalid-parameter | filterGroupBy must be an id",
                "A&filterCustomerId=c1 | invalid-parameter | no customers",
                "A&advancedMeterGroupByFilters%5Bfeature%5D%5B$eq%5D=f1 | invalid-parameter | filterGroupBy takes",
                "A&granularity=day | unknown-parameter | granularity is not a parameter",
                "A&group_by=feature | unknown-parameter | group_by is not a parameter",
                "A&team_id=t1 | unknown-parameter | team_id is not a parameter",
            })
    void badQuestionsAreToldWhatIsWrong(String asked, String slug, String part) {
        String path = QUERY + asked.replaceFirst("^A", "?subject=acme&from=2026-10-01&to=2027-01-01");

        assertProblem(server.get(path, server.admin()), 400, slug, part);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | invalid-parameter | subject must name exactly one",
                "{'subject':[]} | 400 | invalid-parameter | exactly one",
                "{'subject':['acme','other']} | 400 | invalid-parameter | exactly one",
                "{'subject':[1]} | 400 | invalid-parameter | subject must be a text or a list of texts",
                "{'subject':{'a':'b'}} | 400 | unknown-parameter | is not a parameter",
                "{'windowSize':['DAY','DAY']} | 400 | invalid-parameter | windowSize must be given once",
                "{'filterGroupBy':{'feature':{'x':'y'}}} | 400 | invalid-parameter | one value for each",
                "{'filterGroupBy':{'feature':[]}} | 400 | invalid-parameter | one value for each",
                "{'advancedMeterGroupByFilters':{'feature':{'$eq':'a'}}} | 400 | invalid-parameter | not answered",
                "{'colour':'red'} | 400 | unknown-parameter | colour is not a parameter",
                "{'subject':['acme'],'subject':['acme']} | 400 | duplicate-key | twice",
                "[] | 400 | malformed-json | JSON",
                "'' | 400 | malformed-json | JSON",
                "{ | 400 | malformed-json | JSON",
            })
    void badBodiesAreToldWhatIsWrong(String body, int status, String slug, String part) {
        assertProblem(post(body.replace('\'', '"')), status, slug, part);
    }

    @Test
    void aBodyThatIsTooLargeOrOfAnotherTypeIsRefused() {
        assertProblem(post("{\"clientId\":\"" + "x".repeat(17_000) + "\"}"), 413, "payload-too-large", "");
        HttpResponse<String> form = server.send(server.change("POST", QUERY, server.admin(), "subject=acme")
                .setHeader("Content-Type", "application/x-www-form-urlencoded"));
        assertProblem(form, 415, "unsupported-media-type", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?colour=red", "?page=0", "?page=x", "?page=1&page=2"})
    void badListingsAreRefused(String asked) {
        assertEquals(400, server.get(METERS + asked, server.admin()).statusCode());
    }

    @Test
    void otherMetersAreNotThere() {
        for (String path : List.of("/tokens_total", "/tokens_total/query?subject=acme", "/ai_credits_total/subjects")) {
            assertProblem(server.get(METERS + path, server.admin()), 404, "not-found", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "&windowSize=MONTH&from=2026-10-02&to=2026-11-01",
        "&windowSize=MONTH&from=2026-10-01T00:00:00Z&to=2026-11-01",
        "&from=2026-10-01T12:00:00Z&to=2026-10-02",
    })
    void aRangeThatCutsAPeriodIsToldTheOneAroundIt(String asked) {
        amsterdam();

        HttpResponse<String> response = server.get(QUERY + "?subject=acme" + asked, server.admin());

        assertProblem(response, 422, "range-not-aligned", "must begin and end with a period");
        assertEquals(
                "2026-10-01T00:00:00+02:00", json(response).at("/aligned/from").asText(), response.body());
    }

    @Test
    void hiddenUsersAreNoGrouping() {
        server.view.use("acme", "2026-10-20T08:00:00Z", "f1", "t1", "u1", "1");
        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        assertProblem(server.get(QUARTER + "&groupBy=user_id", server.admin()), 403, "user-breakdown-hidden", "");
        assertEquals(List.of("1"), values(QUARTER + "&groupBy=feature"));
    }

    @Test
    void anotherOrganizationIsAsUnknownAsOneThatDoesNotExist() {
        server.view.use("other", "2026-10-20T08:00:00Z", "f1", "t1", "u1", "1");

        HttpResponse<String> foreign = server.get(QUARTER.replace("acme", "other"), server.usageKey());
        HttpResponse<String> unknown = server.get(QUARTER.replace("acme", "nobody"), server.usageKey());

        assertProblem(foreign, 404, "not-found", "");
        assertEquals(unknown.body(), foreign.body());
        assertProblem(server.get(QUARTER, server.eventsKey()), 403, "role-required", "");
        assertProblem(server.get(QUARTER, server.token(Role.MEMBER, "acme")), 403, "role-required", "");
        assertEquals(200, server.get(QUARTER, server.usageKey()).statusCode());
    }

    @Test
    void anAnswerIsKnownAgainAndSaysHowFreshItIs() {
        server.view.use("acme", "2026-10-20T08:00:00Z", "f1", "t1", "u1", "1");

        HttpResponse<String> first = server.get(QUARTER, server.usageKey());
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpRequest.Builder again = HttpRequest.newBuilder(server.uri(QUARTER))
                .header("Authorization", "Bearer " + server.usageKey())
                .header("If-None-Match", tag);

        assertEquals("3:1", first.headers().firstValue("Tallystream-Position").orElseThrow());
        assertEquals(
                "2026-11-22T10:15:30.412Z",
                first.headers().firstValue("Tallystream-As-Of").orElseThrow());
        assertEquals(304, server.send(again).statusCode());
        assertEquals(
                200,
                server.send(server.change("POST", QUERY, server.usageKey(), """
                                {"subject":["acme"],"from":"2026-10-01","to":"2027-01-01"}""").header("If-None-Match", tag))
                        .statusCode());
    }

    private void useAutumn() {
        server.view
                .use("acme", "2026-09-20T08:00:00Z", "f2", "t1", "u1", "2")
                .use("acme", "2026-10-20T08:00:00Z", "f1", "t1", "u2", "3.25")
                .use("acme", "2026-11-20T08:00:00Z", "f1", "t2", "u1", "4");
    }

    private void amsterdam() {
        server.view.settings(
                "acme",
                OrganizationSettings.first(
                        UserAnalytics.INCLUDE,
                        new CalendarRule(ZoneId.of("Europe/Amsterdam"), DayOfWeek.MONDAY, Month.JANUARY)));
    }

    private HttpResponse<String> post(String body) {
        return server.send(server.change("POST", QUERY, server.admin(), body));
    }

    private JsonNode get(String path) {
        HttpResponse<String> response = server.get(path, server.admin());
        assertEquals(200, response.statusCode(), path + ": " + response.body());
        return json(response);
    }

    private List<String> values(String path) {
        List<String> values = new ArrayList<>();
        get(path).get("data").forEach(row -> values.add(row.get("value").asText()));
        return values;
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug, String part) {
        assertEquals(status, response.statusCode(), response.body());
        // OpenMeter's clients read a problem of exactly this type only.
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        JsonNode problem = json(response);
        assertEquals("/problems/" + slug, problem.get("type").asText(), response.body());
        assertTrue(problem.get("detail").asText().contains(part), response.body());
    }

    private static JsonNode tree(String json) throws Exception {
        return new ObjectMapper().readTree(json);
    }
}
