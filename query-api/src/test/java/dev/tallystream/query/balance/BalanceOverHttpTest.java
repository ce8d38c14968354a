package dev.tallystream.query.balance;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingDay;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Role;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It is Sunday, the 22nd of November 2026, a quarter past ten in UTC. */
class BalanceOverHttpTest {
    private static final String PATH = "/v1/orgs/acme/credits-balance";
    private static final CalendarRule AMSTERDAM =
            new CalendarRule(ZoneId.of("Europe/Amsterdam"), DayOfWeek.MONDAY, Month.JANUARY);

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void whereNothingIsAllocatedWhatIsUsedIsThereStill() throws Exception {
        use("2026-11-20T08:00:00Z", "12.5");
        use("2026-10-31T23:59:59Z", "7");

        HttpResponse<String> response = server.get(PATH, server.token(Role.BILLING_ADMIN, "acme"));

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(new ObjectMapper().readTree("""
                {"organization_id":"acme",
                 "billing_period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z","time_zone":"UTC"},
                 "used":"12.5","resets_at":"2026-12-01T00:00:00Z","forecast":null,
                 "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:2"}}"""), json(response));
    }

    @Test
    void whatIsLeftComesWithItsForecast() throws Exception {
        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.INCLUDE, AMSTERDAM));
        for (int day = 8; day <= 21; day++) {
            use(LocalDate.of(2026, 11, day) + "T12:00:00Z", "24");
        }
        use("2026-11-22T08:00:00Z", "6");
        // Half past midnight of the 15th in Amsterdam, and half past eleven of the evening before.
        use("2026-11-14T23:30:00Z", "1");
        use("2026-11-14T22:30:00Z", "1000");
        allocate(15, "2026-01-01=400");

        HttpResponse<String> response = server.get(PATH, server.admin());

        // 24 on each of seven days, 1 and 6; the means of Saturday and Sunday know of the extra 1,000 and 1.
        assertEquals(new ObjectMapper().readTree("""
                {"organization_id":"acme",
                 "billing_period":{"start":"2026-11-15T00:00:00+01:00","end":"2026-12-15T00:00:00+01:00",
                  "time_zone":"Europe/Amsterdam"},
                 "allocated":"400","used":"175","available":"225","overage":"0",
                 "resets_at":"2026-12-15T00:00:00+01:00",
                 "forecast":{"method":"weekday_weighted_14d","credits_per_day":"95.5","period_end_credits":"2223",
                  "runs_out_at":"2026-11-28T03:00:00+01:00"},
                 "freshness":{"as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:17"}}"""), json(response));
    }

    @Test
    void aboveTheAllocationNothingIsLeftAndTheRestIsOverage() {
        use("2026-11-20T08:00:00Z", "130.25");
        allocate(1, "2026-01-01=100");

        assertBalance("100", "130.25", "0", "30.25");
    }

    @Test
    void atItsEndExactlyNothingIsLeftAndNothingIsOver() {
        use("2026-11-20T08:00:00Z", "100");
        allocate(1, "2026-01-01=100");

        assertBalance("100", "100", "0", "0");
    }

    @Test
    void aNewBillingPeriodHasAllOfItsAllocationAndNothingOfTheLast() {
        use("2026-11-20T08:00:00Z", "30");
        allocate(1, "2026-01-01=100");
        assertBalance("100", "30", "70", "0");

        server.clock.advance(Duration.between(server.clock.instant(), Instant.parse("2026-12-01T00:00:00Z")));

        assertBalance("100", "0", "100", "0");
        assertEquals("2027-01-01T00:00:00Z", balance().get("resets_at").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21, 150, 120",
        "2026-11-22, 150, 120",
        "2026-11-23, 100, 70",
        "2026-11-22, 20, 0",
    })
    void anAllocationThatChangesWithinThePeriodHoldsAtOnce(String from, String allocated, String available) {
        use("2026-11-20T08:00:00Z", "30");
        allocate(1, "2026-01-01=100", from + "=" + (allocated.equals("100") ? "150" : allocated));

        assertBalance(allocated, "30", available, allocated.equals("20") ? "10" : "0");
    }

    @Test
    void aBillingDayThatChangesLeavesNothingOutAndCountsNothingTwice() {
        for (String date : List.of("2026-10-31", "2026-11-01", "2026-11-14", "2026-11-15", "2026-11-22")) {
            use(date + "T08:00:00Z", "10");
        }
        server.view.billingTerms(
                "acme",
                BillingTerms.NONE.withCalendar(new BillingCalendar(
                        BillingDay.FIRST_OF_MONTH,
                        List.of(new BillingCalendar.Change(LocalDate.of(2026, 11, 20), new BillingDay(15))))));

        JsonNode balance = balance();

        assertEquals("40", balance.get("used").asText());
        assertEquals("2026-12-15T00:00:00Z", balance.get("resets_at").asText());
    }

    @Test
    void aMoveToAnotherZoneLeavesNothingOutAndCountsNothingTwice() {
        CalendarRule honolulu = new CalendarRule(ZoneId.of("Pacific/Honolulu"), DayOfWeek.MONDAY, Month.JANUARY);
        CalendarHistory moved = CalendarHistory.always(AMSTERDAM).with(Instant.parse("2026-11-09T23:00:00Z"), honolulu);
        server.view.settings("acme", new OrganizationSettings(2, UserAnalytics.INCLUDE, moved, List.of()));
        use("2026-10-31T22:59:59Z", "1000");
        for (int hour = 0; hour < 21 * 24; hour++) {
            use(
                    Instant.parse("2026-10-31T23:00:00Z")
                            .plus(Duration.ofHours(hour))
                            .toString(),
                    "1");
        }

        JsonNode balance = balance();

        assertEquals("504", balance.get("used").asText());
        assertEquals(
                "2026-11-01T00:00:00+01:00", balance.at("/billing_period/start").asText());
        assertEquals(
                "2026-12-01T00:00:00-10:00", balance.at("/billing_period/end").asText());
        assertEquals("Pacific/Honolulu", balance.at("/billing_period/time_zone").asText());
    }

    @Test
    void aPeriodOfWhichDaysAreNoLongerKeptIsNeverASmallerNumber() {
        use("2026-11-20T08:00:00Z", "30");
        server.view.keepDaysFrom("acme", LocalDate.of(2026, 11, 2));

        HttpResponse<String> response = server.get(PATH, server.admin());

        assertEquals(404, response.statusCode());
        assertEquals("/problems/not-found", json(response).get("type").asText());
    }

    @Test
    void whatIsAgreedMakesAnotherTag() {
        String before = tag();

        allocate(1, "2026-01-01=100");
        String allocated = tag();
        allocate(15, "2026-01-01=100");

        assertFalse(before.equals(allocated) || allocated.equals(tag()) || before.equals(tag()));
    }

    @ParameterizedTest
    @CsvSource({
        "?period=current, unknown-parameter",
        "?min_position=2:1, invalid-parameter",
        "?min_position=x, invalid-parameter",
        "?wait_ms=5, invalid-parameter",
        "?min_position=3:1&min_position=3:1, invalid-parameter",
    })
    void whatIsNoParameterIsToldSo(String query, String slug) {
        HttpResponse<String> response = server.get(PATH + query, server.admin());

        assertEquals(400, response.statusCode(), response.body());
        assertEquals("/problems/" + slug, json(response).get("type").asText());
    }

    @Test
    void nothingOfAnyUserTeamOrFeatureIsInIt() {
        use("2026-11-20T08:00:00Z", "30");
        allocate(1, "2026-01-01=100");

        String body = server.get(PATH, server.admin()).body();

        for (String id : List.of("canary-user", "canary-team", "canary-feature")) {
            assertFalse(body.contains(id), body);
        }
        assertTrue(body.contains("\"used\":\"30\""), body);
    }

    private void use(String time, String credits) {
        server.view.use("acme", time, "canary-feature", "canary-team", "canary-user", credits);
    }

    /** Each as {@code date=credits}. */
    private void allocate(int billingDay, String... allocations) {
        List<Allocation> all = List.of(allocations).stream()
                .map(text -> text.split("=", -1))
                .map(parts -> new Allocation(LocalDate.parse(parts[0]), Credits.parse(parts[1])))
                .toList();
        server.view.billingTerms("acme", new BillingTerms(1, all, BillingCalendar.always(new BillingDay(billingDay))));
    }

    private JsonNode balance() {
        return json(server.get(PATH, server.admin()));
    }

    private String tag() {
        return server.get(PATH, server.admin()).headers().firstValue("ETag").orElseThrow();
    }

    private void assertBalance(String allocated, String used, String available, String overage) {
        JsonNode balance = balance();
        assertEquals(allocated, balance.get("allocated").asText());
        assertEquals(used, balance.get("used").asText());
        assertEquals(available, balance.get("available").asText());
        assertEquals(overage, balance.get("overage").asText());
    }
}
