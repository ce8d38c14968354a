package dev.tallystream.query.settings;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsChange;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.body.Applied;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsOverHttpTest {
    private static final String PATH = "/v1/orgs/acme/analytics-settings";
    private static final String AMSTERDAM = """
            {"user_analytics":"exclude","time_zone":"Europe/Amsterdam","week_start":"sunday",\
            "fiscal_year_start_month":4}""";
    private static final OrganizationSettings ANOTHERS = OrganizationSettings.DEFAULT.next(
            UserAnalytics.EXCLUDE,
            CalendarHistory.DEFAULT,
            List.of(new SettingsChange(
                    "org_admin", Instant.parse("2026-11-22T10:15:30Z"), "user_analytics", "include", "exclude")));

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void anOrganizationThatDecidedNothingHasTheDefaults() throws Exception {
        HttpResponse<String> response = server.get(PATH, server.admin());

        assertEquals(200, response.statusCode());
        assertEquals("\"0\"", response.headers().firstValue("ETag").orElseThrow());
        assertEquals(new ObjectMapper().readTree("""
                {"organization_id":"acme","user_analytics":"include","time_zone":"UTC","week_start":"monday",
                 "fiscal_year_start_month":1,
                 "calendars":[{"time_zone":"UTC","week_start":"monday","fiscal_year_start_month":1}],"log":[],
                 "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:0"}}"""), json(response));
    }

    @Test
    void aDecisionIsAnsweredWithWhatStandsFromThenOn() throws Exception {
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");

        HttpResponse<String> response = put("\"0\"", AMSTERDAM);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals("\"1\"", response.headers().firstValue("ETag").orElseThrow());
        assertEquals(new ObjectMapper().readTree("""
                {"organization_id":"acme","user_analytics":"exclude","time_zone":"Europe/Amsterdam",
                 "week_start":"sunday","fiscal_year_start_month":4,
                 "calendars":[{"time_zone":"UTC","week_start":"monday","fiscal_year_start_month":1},
                  {"effective_from":"2026-11-23T00:00:00Z","time_zone":"Europe/Amsterdam","week_start":"sunday",
                   "fiscal_year_start_month":1},
                  {"effective_from":"2026-12-31T23:00:00Z","time_zone":"Europe/Amsterdam","week_start":"sunday",
                   "fiscal_year_start_month":4}],
                 "log":[
                  {"who":"org_admin","when":"2026-11-22T10:15:30.412Z","field":"user_analytics","from":"include",
                   "to":"exclude"},
                  {"who":"org_admin","when":"2026-11-22T10:15:30.412Z","field":"time_zone","from":"UTC",
                   "to":"Europe/Amsterdam"},
                  {"who":"org_admin","when":"2026-11-22T10:15:30.412Z","field":"week_start","from":"monday",
                   "to":"sunday"},
                  {"who":"org_admin","when":"2026-11-22T10:15:30.412Z","field":"fiscal_year_start_month","from":"1",
                   "to":"4"}],
                 "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:1"}}"""), json(response));
        assertEquals(response.body(), server.get(PATH, server.admin()).body());
    }

    @Test
    void beforeAnyUsageARuleHoldsFromTheBeginning() {
        put("\"0\"", AMSTERDAM);

        assertEquals(
                CalendarHistory.always(server.view.settings("acme").calendars().last()),
                server.view.settings("acme").calendars());
    }

    @Test
    void theSameAgainIsNoDecision() {
        put("\"0\"", AMSTERDAM);

        HttpResponse<String> again = put("\"1\"", AMSTERDAM);

        assertEquals(200, again.statusCode());
        assertEquals("\"1\"", again.headers().firstValue("ETag").orElseThrow());
        assertEquals(1, server.view.settings("acme").version());
    }

    @Test
    void aDecisionNeedsTheVersionThatItIsMadeOver() {
        assertProblem(send(server.change("PUT", PATH, server.admin(), AMSTERDAM)), 428, "precondition-required");
        for (String tag : List.of("\"1\"", "W/\"0\"", "*", "0", "\"0\", \"1\"", "\"99999999999999999999\"")) {
            assertProblem(put(tag, AMSTERDAM), 412, "precondition-failed");
        }
        assertEquals(OrganizationSettings.DEFAULT, server.view.settings("acme"));
    }

    @Test
    void ofTwoDecisionsOverOneVersionTheSecondIsToldSo() {
        server.owner.beforeNext(() -> server.view.settings("acme", ANOTHERS));

        HttpResponse<String> second = put("\"0\"", AMSTERDAM);

        assertProblem(second, 412, "precondition-failed");
        assertEquals(ANOTHERS, server.view.settings("acme"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"exclude\"|\"hidden\"|invalid-value|/user_analytics",
                "\"exclude\"|true|invalid-value|/user_analytics",
                "\"exclude\"|\"EXCLUDE\"|invalid-value|/user_analytics",
                "Europe/Amsterdam|Europe/Atlantis|invalid-value|/time_zone",
                "Europe/Amsterdam|+05:30|invalid-value|/time_zone",
                "sunday|someday|invalid-value|/week_start",
                ":4|:13|invalid-value|/fiscal_year_start_month",
                ":4|:0|invalid-value|/fiscal_year_start_month",
                ":4|:1.5|invalid-value|/fiscal_year_start_month",
                ":4|:99999999999|invalid-value|/fiscal_year_start_month",
                ":4|:\"4\"|invalid-value|/fiscal_year_start_month",
                ":4|:null|missing-field|/fiscal_year_start_month",
                ":4|:4,\"role\":\"org_admin\"|unknown-field|/role",
                ":4|:4,\"a/b~\":1|unknown-field|/a~1b~0",
                "\"week_start\":\"sunday\",||missing-field|/week_start",
            })
    void whatIsWrongIsNamedWithItsPlace(String from, String to, String slug, String pointer) {
        HttpResponse<String> response = put("\"0\"", AMSTERDAM.replace(from, to == null ? "" : to));

        assertProblem(response, 422, slug);
        assertEquals(pointer, json(response).get("errors").get(0).get("pointer").asText());
        assertEquals(slug, json(response).get("errors").get(0).get("code").asText());
        assertEquals(0, server.view.settings("acme").version());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\'',
            value = {
                "''~400~malformed-json",
                "{~400~malformed-json",
                "[]~400~malformed-json",
                "null~400~malformed-json",
                "{}{}~400~malformed-json",
                "{\"time_zone\":\"UTC\",\"time_zone\":\"UTC\"}~400~duplicate-key",
            })
    void whatIsNoObjectIsMalformed(String body, int status, String slug) {
        assertProblem(put("\"0\"", body), status, slug);
    }

    @Test
    void onlyJsonInUtf8AndNotMuchOfItIsRead() {
        HttpRequest.Builder form = HttpRequest.newBuilder(server.uri(PATH))
                .header("Authorization", "Bearer " + server.admin())
                .header("If-Match", "\"0\"")
                .header("Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString(AMSTERDAM));
        assertProblem(send(form), 415, "unsupported-media-type");
        assertProblem(put("\"0\"", AMSTERDAM + " ".repeat(8 * 1024)), 413, "payload-too-large");
        HttpRequest.Builder utf16 = server.change("PUT", PATH, server.admin(), "")
                .header("If-Match", "\"0\"")
                .PUT(BodyPublishers.ofByteArray(AMSTERDAM.getBytes(StandardCharsets.UTF_16)));
        assertProblem(send(utf16), 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://attacker.example", "null", "http://127.0.0.1:1", "not a url"})
    void anotherSitesPageDecidesNothing(String origin) {
        HttpRequest.Builder request = server.change("PUT", PATH, server.admin(), AMSTERDAM)
                .header("If-Match", "\"0\"")
                .header("Origin", origin);

        assertProblem(send(request), 403, "cross-site");
        assertEquals(0, server.view.settings("acme").version());
    }

    @Test
    void aPageOfOursDecides() {
        String origin = "http://" + server.uri("/").getAuthority();
        HttpRequest.Builder request = server.change("PUT", PATH, server.admin(), AMSTERDAM)
                .header("If-Match", "\"0\"")
                .header("Origin", origin);

        assertEquals(200, send(request).statusCode());
    }

    @Test
    void aBrokerThatIsAwayIsToldApartFromAnOwnerThatIs() {
        SettingsDesk desk =
                new SettingsDesk(server.owner, new Applied(server.view, Duration.ofMillis(50)), server.clock);
        SettingsRequest request = SettingsRequest.parse(AMSTERDAM.getBytes(StandardCharsets.UTF_8));
        SignedIn admin = new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);
        OrganizationId acme = new OrganizationId("acme");

        server.owner.stopApplying();
        assertEquals(
                "restoring",
                assertThrows(ProblemException.class, () -> desk.decide(admin, acme, 0, request))
                        .problem()
                        .type()
                        .slug());
        server.owner.stopStoring();
        assertEquals(
                "broker-unavailable",
                assertThrows(ProblemException.class, () -> desk.decide(admin, acme, 0, request))
                        .problem()
                        .type()
                        .slug());
    }

    @Test
    void aNodeThatIsNotReadySaysWhenToAskAgain() {
        server.view.unavailable(Reading.Reason.REBALANCING);

        HttpResponse<String> response = put("\"0\"", AMSTERDAM);

        assertProblem(response, 503, "rebalancing");
        assertTrue(response.headers().firstValue("Retry-After").isPresent());
    }

    @Test
    void whoWentOnFromADecisionDoesNotUndoItsAnswer() {
        SettingsChange later = new SettingsChange(
                "org_admin", Instant.parse("2026-11-22T10:15:31Z"), "user_analytics", "exclude", "include");
        SettingsWriterThatIsOvertaken overtaken = new SettingsWriterThatIsOvertaken(later);
        SettingsDesk desk = new SettingsDesk(overtaken, new Applied(server.view, Duration.ofSeconds(5)), server.clock);
        SettingsRequest request = SettingsRequest.parse(AMSTERDAM.getBytes(StandardCharsets.UTF_8));

        OrganizationSettings stands = desk.decide(
                        new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN),
                        new OrganizationId("acme"),
                        0,
                        request)
                .value();

        assertEquals(2, stands.version());
    }

    @Test
    void theCalendarInForceIsTheViewsAndNotTheDecisions() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");
        put("\"0\"", AMSTERDAM);

        String zone = json(server.get("/v1/orgs/acme/credits-usage?granularity=day", server.admin()))
                .get("period")
                .get("time_zone")
                .asText();

        assertEquals("UTC", zone);
        assertFalse(
                server.get("/v1/orgs/acme/credits-usage", server.admin()).body().contains("by_user\":{"));
    }

    /** Applies what is written, and at once what somebody decided over it. */
    private final class SettingsWriterThatIsOvertaken implements SettingsWriter {
        private final SettingsChange later;

        SettingsWriterThatIsOvertaken(SettingsChange later) {
            this.later = later;
        }

        @Override
        public CompletableFuture<Void> write(OrganizationId organization, OrganizationSettings settings) {
            server.view.settings(
                    organization.value(),
                    settings.next(UserAnalytics.INCLUDE, CalendarHistory.always(CalendarRule.DEFAULT), List.of(later)));
            return CompletableFuture.completedFuture(null);
        }
    }

    private HttpResponse<String> put(String version, String body) {
        return send(server.change("PUT", PATH, server.admin(), body).header("If-Match", version));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return server.send(request);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("/problems/" + slug, json(response).get("type").asText());
    }
}
