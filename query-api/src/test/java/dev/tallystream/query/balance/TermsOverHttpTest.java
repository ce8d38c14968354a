package dev.tallystream.query.balance;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.body.Applied;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermsOverHttpTest {
    private static final String ALLOCATIONS = "/v1/orgs/acme/allocations";
    private static final String CALENDAR = "/v1/orgs/acme/billing-calendar";
    private static final String TWO = """
            {"allocations":[{"effective_from":"2026-01-01","credits":"250000"},\
            {"effective_from":"2026-12-01","credits":400000}]}""";
    private static final String FIFTEENTH = """
            {"calendars":[{"billing_day":1},{"effective_from":"2026-12-15","billing_day":15}]}""";

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void anOrganizationWithoutAnyHasNoneAndItsPeriodsAreTheMonths() throws Exception {
        HttpResponse<String> allocations = server.get(ALLOCATIONS, server.allocationsKey());
        HttpResponse<String> calendar = server.get(CALENDAR, server.allocationsKey());

        assertEquals("\"0\"", tag(allocations));
        assertEquals(new ObjectMapper().readTree("""
                {"organization_id":"acme","allocations":[],
                 "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:0"}}"""), json(allocations));
        assertEquals("\"0\"", tag(calendar));
        assertEquals(new ObjectMapper().readTree("""
                {"organization_id":"acme","calendars":[{"billing_day":1}],
                 "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:0"}}"""), json(calendar));
    }

    @Test
    void aChangeIsAnsweredWithWhatStandsFromThenOn() throws Exception {
        HttpResponse<String> allocated = put(ALLOCATIONS, "\"0\"", TWO);
        HttpResponse<String> billed = put(CALENDAR, "\"1\"", FIFTEENTH);

        assertEquals(200, allocated.statusCode(), allocated.body());
        assertEquals("\"1\"", tag(allocated));
        assertEquals(new ObjectMapper().readTree("""
                [{"effective_from":"2026-01-01","credits":"250000"},
                 {"effective_from":"2026-12-01","credits":"400000"}]"""), json(allocated).get("allocations"));
        assertEquals(200, billed.statusCode(), billed.body());
        assertEquals("\"2\"", tag(billed));
        assertEquals(
                new ObjectMapper()
                        .readTree("[{\"billing_day\":1},{\"effective_from\":\"2026-12-15\",\"billing_day\":15}]"),
                json(billed).get("calendars"));
        assertEquals(billed.body(), server.get(CALENDAR, server.usageKey()).body());
        assertEquals(
                json(allocated).get("allocations"),
                json(server.get(ALLOCATIONS, server.usageKey())).get("allocations"),
                "the calendar leaves them as they are");
        assertEquals("\"2\"", tag(server.get(ALLOCATIONS, server.token(Role.BILLING_ADMIN, "acme"))));
    }

    @Test
    void theSameAgainIsNoChange() {
        put(ALLOCATIONS, "\"0\"", TWO);

        HttpResponse<String> again = put(ALLOCATIONS, "\"1\"", TWO);

        assertEquals(200, again.statusCode());
        assertEquals("\"1\"", tag(again));
    }

    @Test
    void aListCanBeTakenBackWhole() {
        put(ALLOCATIONS, "\"0\"", TWO);

        HttpResponse<String> none = put(ALLOCATIONS, "\"1\"", "{\"allocations\":[]}");

        assertEquals(200, none.statusCode());
        assertEquals(List.of(), server.view.billingTerms("acme").allocations());
    }

    @ParameterizedTest
    @ValueSource(strings = {ALLOCATIONS, CALENDAR})
    void aChangeNeedsTheVersionThatItIsMadeOver(String path) {
        String body = path.equals(CALENDAR) ? FIFTEENTH : TWO;
        assertProblem(
                server.send(server.change("PUT", path, server.allocationsKey(), body)), 428, "precondition-required");
        for (String tag : List.of("\"1\"", "W/\"0\"", "*", "0", "\"0\", \"1\"", "\"99999999999999999999\"")) {
            assertProblem(put(path, tag, body), 412, "precondition-failed");
        }
        assertEquals(BillingTerms.NONE, server.view.billingTerms("acme"));
    }

    @Test
    void ofTwoChangesOverOneVersionTheSecondIsToldSo() {
        BillingTerms others = BillingTerms.NONE.withAllocations(
                List.of(new Allocation(LocalDate.of(2026, 1, 1), Credits.parse("1"))));
        server.owner.beforeNext(() -> server.view.billingTerms("acme", others));

        HttpResponse<String> second = put(ALLOCATIONS, "\"0\"", TWO);

        assertProblem(second, 412, "precondition-failed");
        assertEquals(others, server.view.billingTerms("acme"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"250000\"|\"-1\"|invalid-value|/allocations/0/credits",
                "\"250000\"|\"1e6\"|invalid-value|/allocations/0/credits",
                "\"250000\"|\"1,000\"|invalid-value|/allocations/0/credits",
                "\"250000\"|\"1.0000001\"|invalid-value|/allocations/0/credits",
                "\"250000\"|1.5|invalid-value|/allocations/0/credits",
                "\"250000\"|1e6|invalid-value|/allocations/0/credits",
                "\"250000\"|1000000000000|invalid-value|/allocations/0/credits",
                "\"250000\"|true|invalid-value|/allocations/0/credits",
                "\"250000\"|null|missing-field|/allocations/0/credits",
                ",\"credits\":400000||missing-field|/allocations/1/credits",
                "\"effective_from\":\"2026-01-01\",||missing-field|/allocations/0/effective_from",
                "2026-01-01|2026-1-1|invalid-value|/allocations/0/effective_from",
                "2026-01-01|2026-02-30|invalid-value|/allocations/0/effective_from",
                "2026-01-01|2026-01-01T00:00:00Z|invalid-value|/allocations/0/effective_from",
                "2026-01-01|0001-01-01|invalid-value|/allocations/0/effective_from",
                "2026-01-01|+12026-01-01|invalid-value|/allocations/0/effective_from",
                "2026-12-01|2026-01-01|invalid-value|/allocations/1/effective_from",
                "2026-12-01|2025-12-31|invalid-value|/allocations/1/effective_from",
                "400000|400000,\"note\":1|unknown-field|/allocations/1/note",
                "}]}|}],\"version\":7}|unknown-field|/version",
                "}]}|},7]}|invalid-value|/allocations/2",
                "{\"allocations\":|{\"allocation\":|missing-field|/allocations",
            })
    void whatIsWrongWithAllocationsIsNamedWithItsPlace(String from, String to, String slug, String pointer) {
        assertNamed(put(ALLOCATIONS, "\"0\"", TWO.replace(from, to == null ? "" : to)), slug, pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":15|:0|invalid-value|/calendars/1/billing_day",
                ":15|:32|invalid-value|/calendars/1/billing_day",
                ":15|:1.5|invalid-value|/calendars/1/billing_day",
                ":15|:\"15\"|invalid-value|/calendars/1/billing_day",
                ":15|:4294967311|invalid-value|/calendars/1/billing_day",
                ",\"billing_day\":15||missing-field|/calendars/1/billing_day",
                "\"effective_from\":\"2026-12-15\",||missing-field|/calendars/1/effective_from",
                "2026-12-15|2026-12-32|invalid-value|/calendars/1/effective_from",
                "{\"billing_day\":1}|{\"effective_from\":\"2026-01-01\",\"billing_day\":1}|unknown-field"
                        + "|/calendars/0/effective_from",
                ":15|:15,\"time_zone\":\"UTC\"|unknown-field|/calendars/1/time_zone",
                "}]}|}],\"a/b~\":1}|unknown-field|/a~1b~0",
            })
    void whatIsWrongWithACalendarIsNamedWithItsPlace(String from, String to, String slug, String pointer) {
        assertNamed(put(CALENDAR, "\"0\"", FIFTEENTH.replace(from, to == null ? "" : to)), slug, pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ALLOCATIONS + "|{\"allocations\":{}}",
                ALLOCATIONS + "|{\"allocations\":\"1000\"}",
                CALENDAR + "|{\"calendars\":[]}",
                CALENDAR + "|{\"calendars\":15}",
            })
    void aListMustBeOne(String path, String body) {
        assertNamed(put(path, "\"0\"", body), "invalid-value", path.equals(CALENDAR) ? "/calendars" : "/allocations");
    }

    @Test
    void aListHasItsLimit() {
        LocalDate first = LocalDate.of(2026, 1, 1);
        String longest = IntStream.range(0, BillingTerms.MAX_ALLOCATIONS + 1)
                .mapToObj(i -> "{\"effective_from\":\"%s\",\"credits\":\"1\"}".formatted(first.plusDays(i)))
                .collect(Collectors.joining(",", "{\"allocations\":[", "]}"));

        assertNamed(put(ALLOCATIONS, "\"0\"", longest), "invalid-value", "/allocations");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\'',
            value = {
                "''~malformed-json",
                "{~malformed-json",
                "[]~malformed-json",
                "null~malformed-json",
                "{}{}~malformed-json",
                "{\"allocations\":[],\"allocations\":[]}~duplicate-key",
            })
    void whatIsNoObjectIsMalformed(String body, String slug) {
        assertProblem(put(ALLOCATIONS, "\"0\"", body), 400, slug);
        assertProblem(put(CALENDAR, "\"0\"", body), 400, slug);
    }

    @ParameterizedTest
    @ValueSource(strings = {ALLOCATIONS, CALENDAR})
    void onlyJsonAndNotMuchOfItIsRead(String path) {
        String body = path.equals(CALENDAR) ? FIFTEENTH : TWO;
        HttpRequest.Builder text = HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + server.allocationsKey())
                .header("If-Match", "\"0\"")
                .header("Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString(body));
        assertProblem(server.send(text), 415, "unsupported-media-type");
        assertProblem(put(path, "\"0\"", body + " ".repeat(64 * 1024)), 413, "payload-too-large");
    }

    @Test
    void nobodyOfTheOrganizationGivesItCredits() {
        for (String token : List.of(server.admin(), server.token(Role.BILLING_ADMIN, "acme"), server.usageKey())) {
            assertProblem(
                    server.send(server.change("PUT", ALLOCATIONS, token, TWO).header("If-Match", "\"0\"")),
                    403,
                    "role-required");
        }
        assertEquals(BillingTerms.NONE, server.view.billingTerms("acme"));
    }

    @Test
    void aNodeThatIsNotReadySaysSo() {
        server.view.unavailable(Reading.Reason.REBALANCING);

        assertProblem(put(ALLOCATIONS, "\"0\"", TWO), 503, "rebalancing");
    }

    @Test
    void aBrokerThatIsAwayIsToldApartFromAnOwnerThatIs() {
        TermsDesk desk = new TermsDesk(server.owner, new Applied(server.view, Duration.ofMillis(50)));

        server.owner.stopApplying();
        assertEquals("restoring", refusal(desk));
        server.owner.stopStoring();
        assertEquals("broker-unavailable", refusal(desk));
    }

    private static String refusal(TermsDesk desk) {
        Principal vendor = new Principal.KeyHolder(
                new KeyGrant("k1", new OrganizationScope.All(), Set.of(KeyScope.ALLOCATIONS_WRITE)));
        List<Allocation> one = List.of(new Allocation(LocalDate.of(2026, 1, 1), Credits.parse("1")));
        return assertThrows(
                        ProblemException.class,
                        () -> desk.change(vendor, new OrganizationId("acme"), 0, terms -> terms.withAllocations(one)))
                .problem()
                .type()
                .slug();
    }

    private void assertNamed(HttpResponse<String> response, String slug, String pointer) {
        assertProblem(response, 422, slug);
        assertEquals(pointer, json(response).at("/errors/0/pointer").asText(), response.body());
        assertEquals(slug, json(response).at("/errors/0/code").asText());
        assertEquals(BillingTerms.NONE, server.view.billingTerms("acme"));
    }

    private HttpResponse<String> put(String path, String version, String body) {
        return server.send(
                server.change("PUT", path, server.allocationsKey(), body).header("If-Match", version));
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("/problems/" + slug, json(response).get("type").asText());
    }
}
