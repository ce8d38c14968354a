package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.QueryServer;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconciliationTest {
    private static final String PATH = "/v1/orgs/acme/reconciliation";
    private final QueryServer server = new QueryServer();

    @BeforeEach
    void use() {
        server.view
                .use("acme", "2026-10-02T08:00:00Z", "ai_slides", "t1", "u1", "3")
                .use("acme", "2026-11-17T08:00:00Z", "ai_slides", "t1", "u1", "0.5")
                .use("acme", "2026-11-18T08:00:00Z", "ai_code", null, "u2", "2")
                .use("acme", "2026-11-20T08:00:00Z", "ai_code", "t2", null, "40")
                .use("other", "2026-11-20T08:00:00Z", "canary", "canary", "canary", "1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everySideOfAQuarterIsItsTotal() {
        JsonNode answer = ask("");

        String side = "{\"credits\":\"45.5\",\"event_count\":4,\"difference\":\"0\",\"event_difference\":0}";
        assertAll(
                () -> assertEquals("45.5", answer.get("total_credits").asText()),
                () -> assertEquals(4, answer.get("event_count").asInt()),
                () -> assertTrue(answer.get("balanced").asBoolean()),
                () -> assertEquals("2026-Q4", answer.at("/period/id").asText()),
                () -> assertEquals(side, answer.get("by_feature").toString()),
                () -> assertEquals(side, answer.get("by_team").toString()),
                () -> assertEquals(side, answer.get("by_user").toString()),
                () -> assertEquals(side, answer.get("by_month").toString()),
                () -> assertFalse(answer.has("by_day") || answer.has("hidden")),
                () -> assertEquals("3:4", answer.at("/freshness/position").asText()));
    }

    @ParameterizedTest
    @CsvSource({"week,2026-W47", "month,2026-11"})
    void theDaysOfAWeekAndOfAMonthAreItsTotal(String granularity, String period) {
        JsonNode answer = ask("?granularity=" + granularity + "&period=" + period);

        assertEquals("42.5", answer.at("/by_day/credits").asText());
        assertEquals(3, answer.at("/by_day/event_count").asInt());
        assertTrue(answer.get("balanced").asBoolean());
        assertFalse(answer.has("by_month"));
    }

    @Test
    void aDayHasNoShorterPeriod() {
        JsonNode answer = ask("?granularity=day&period=2026-11-17");

        assertTrue(answer.get("balanced").asBoolean());
        assertFalse(answer.has("by_day") || answer.has("by_month"));
    }

    @Test
    void daysThatAreNoLongerKeptAreNotSummed() {
        server.view.keepDaysFrom("acme", LocalDate.parse("2026-11-18"));

        assertFalse(ask("?granularity=month&period=2026-11").has("by_day"));
        server.clock.set("2026-12-02T08:00:00Z");
        assertTrue(ask("?granularity=month&period=2026-12").has("by_day"));
    }

    @Test
    void hiddenUsersAreASideThatIsAbsentAndNamed() {
        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        JsonNode answer = ask("");

        assertFalse(answer.has("by_user"));
        assertEquals("[\"by_user\"]", answer.get("hidden").toString());
        assertTrue(answer.get("balanced").asBoolean());
    }

    @Test
    void nothingUsedBalances() {
        JsonNode answer = ask("?period=2020-Q1");

        assertTrue(answer.get("balanced").asBoolean());
        assertEquals("0", answer.at("/by_user/credits").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"period=BAD", "period=", "period=current&period=current", "granularity=year", "period=2026-02-30"
            })
    void aWrongParameterIsRefused(String query) {
        assertProblem(server.get(PATH + "?" + query, server.admin()), "invalid-parameter");
    }

    @Test
    void anUnknownParameterIsRefused() {
        assertProblem(server.get(PATH + "?limit=5", server.admin()), "unknown-parameter");
    }

    @Test
    void aRowThatIsMissingShowsAsTheDifferenceOfItsSide() {
        Tally lost = new Tally(Credits.parse("2"), 1);

        ReconciliationAnswer answer = server.view.readRows(new OrganizationId("acme"), cut -> {
                            LocalDate today = LocalDate.parse("2026-11-22");
                            Period quarter = cut.calendar().periodOf(Granularity.QUARTER, today);
                            PanelRequest request = new PanelRequest(
                                    new OrganizationId("acme"), quarter.granularity(), PeriodName.CURRENT);
                            return new ReconciliationQuery(without(cut, Dimension.TEAM, lost), quarter, today)
                                    .answer(request);
                        })
                        instanceof Reading.Answered<Unstamped<ReconciliationAnswer>>(var unstamped, var freshness)
                ? unstamped.stampedWith(FreshnessAnswer.from(freshness))
                : fail("the tables in memory are always there");

        assertAll(
                () -> assertFalse(answer.balanced()),
                () -> assertEquals("-2", answer.byTeam().difference()),
                () -> assertEquals(-1, answer.byTeam().eventDifference()),
                () -> assertEquals("0", answer.byFeature().difference()));
    }

    /** A cut that lacks that row of that dimension. */
    private static UsageCut without(UsageCut cut, Dimension dimension, Tally lost) {
        return (UsageCut) Proxy.newProxyInstance(
                UsageCut.class.getClassLoader(), new Class<?>[] {UsageCut.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(cut, arguments);
                    if (method.getName().equals("breakdown") && arguments[0] == dimension) {
                        Breakdown whole = (Breakdown) answer;
                        return (Breakdown) () -> StreamSupport.stream(whole.spliterator(), false)
                                .filter(row -> !row.tally().equals(lost))
                                .iterator();
                    }
                    return answer;
                });
    }

    private JsonNode ask(String query) {
        HttpResponse<String> response = server.get(PATH + query, server.admin());
        assertEquals(200, response.statusCode(), response.body());
        assertFalse(response.body().contains("canary"), response.body());
        return QueryServer.json(response);
    }

    private static void assertProblem(HttpResponse<String> response, String slug) {
        assertEquals(400, response.statusCode(), response.body());
        assertEquals("/problems/" + slug, QueryServer.json(response).get("type").asText());
    }
}
