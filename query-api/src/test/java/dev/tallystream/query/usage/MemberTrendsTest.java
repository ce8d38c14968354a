package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.query.QueryServer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list says of its rows' trend and change, beside sums by hand. */
class MemberTrendsTest {
    private static final String LISTS = "/v1/orgs/acme/credits-usage/";

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    /** Days in every place of a month, of short and long months, and one on which the period before was shorter. */
    @ParameterizedTest
    @CsvSource({
        "quarter, 2026-10-02, 2026-10-01, 2026-07-01, 2026-10-01",
        "quarter, 2026-10-20, 2026-10-01, 2026-07-01, 2026-10-01",
        "quarter, 2026-11-01, 2026-10-01, 2026-07-01, 2026-10-01",
        "quarter, 2026-11-15, 2026-10-01, 2026-07-01, 2026-10-01",
        "quarter, 2026-12-31, 2026-10-01, 2026-07-01, 2026-10-01",
        "quarter, 2026-06-30, 2026-04-01, 2026-01-01, 2026-04-01",
        "month, 2026-11-22, 2026-11-01, 2026-10-01, 2026-11-01",
        "month, 2026-03-31, 2026-03-01, 2026-02-01, 2026-03-01",
        "week, 2026-11-22, 2026-11-16, 2026-11-09, 2026-11-16"
    })
    void aRunningPeriodComparesTheDaysThatAreOver(
            String granularity, LocalDate today, LocalDate start, LocalDate before, LocalDate beforeEnd) {
        server.clock.set(today + "T23:58:00Z");
        Map<LocalDate, BigDecimal> days = uses(before, today.plusDays(1));
        long over = ChronoUnit.DAYS.between(start, today);
        LocalDate point = before.plusDays(over).isBefore(beforeEnd) ? before.plusDays(over) : beforeEnd;

        for (String list : List.of("teams?", "users?team_id=t1&", "features?user_id=u1&", "teams?feature=f1&")) {
            JsonNode answer = list(list + "granularity=" + granularity + "&include=trend");

            assertEquals(over, answer.get("compared").get("days").asLong(), list);
            JsonNode change = answer.get("items").get(0).get("change");
            assertEquals(
                    sum(days, before, point), new BigDecimal(change.get("from").asText()), list);
            assertEquals(
                    sum(days, start, today), new BigDecimal(change.get("to").asText()), list);
        }
    }

    @Test
    void aTrendHasThePeriodsOfTheChartAndEndsWithTheRow() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "f1", "t1", "u1", "6")
                .use("acme", "2025-02-20T08:00:00Z", "f1", "t1", "u1", "4.5")
                .use("acme", "2026-08-20T08:00:00Z", "f1", "t2", "u1", "9");

        JsonNode list = list("teams?include=trend");

        assertEquals(
                "[\"2025-Q1\",\"2025-Q2\",\"2025-Q3\",\"2025-Q4\",\"2026-Q1\",\"2026-Q2\",\"2026-Q3\",\"2026-Q4\"]",
                list.get("trend_periods").toString());
        assertEquals(
                "[\"4.5\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"6\"]",
                list.get("items").get(0).get("trend").toString());
        assertEquals(
                "{\"previous\":\"2026-Q3\",\"days\":52,\"previous_days\":52}",
                list.get("compared").toString());
    }

    @Test
    void whatIsComparedHasBothLengths() {
        server.clock.set("2027-03-31T12:00:00Z");
        server.view.use("acme", "2027-02-20T08:00:00Z", "f1", "t1", "u1", "6");

        assertEquals(
                "{\"previous\":\"2027-02\",\"days\":30,\"previous_days\":28}",
                list("teams?granularity=month&include=trend").get("compared").toString());
        assertEquals(
                "{\"previous\":\"2027-01\"}",
                list("teams?granularity=month&period=2027-02&include=trend")
                        .get("compared")
                        .toString());
    }

    @Test
    void withoutBeingAskedForNothingIsAddedAndRead() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "f1", "t1", "u1", "6");

        JsonNode list = list("teams");

        assertNull(list.get("trend_periods"));
        assertNull(list.get("compared"));
        assertNull(list.get("items").get(0).get("trend"));
        assertNull(list.get("items").get(0).get("change"));
    }

    @Test
    void daysThatAreNoLongerKeptAreNotComparedAndNotDrawnAsNothing() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "f1", "t1", "u1", "6")
                .use("acme", "2026-11-18T08:00:00Z", "f1", "t1", "u1", "6");
        server.view.keepDaysFrom("acme", LocalDate.parse("2026-11-19"));

        JsonNode days = list("teams?granularity=day&period=2026-11-20&include=trend");
        JsonNode month = list("teams?granularity=month&include=trend");

        assertEquals(
                "[\"2026-11-19\",\"2026-11-20\"]", days.get("trend_periods").toString());
        assertEquals("[\"0\",\"6\"]", days.get("items").get(0).get("trend").toString());
        assertNull(month.get("items").get(0).get("change"), "the days of October are gone");
        assertEquals(12, month.get("trend_periods").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"include=trend&limit=101", "include=all", "include=trend&include=trend", "include="})
    void whatIsAskedWrongIsRefused(String query) {
        assertEquals(400, server.get(LISTS + "teams?" + query, server.admin()).statusCode());
        assertEquals(
                400,
                server.get(LISTS + "teams?format=csv&include=trend", server.admin())
                        .statusCode());
    }

    /** A few uses a day by one member of each dimension. */
    private Map<LocalDate, BigDecimal> uses(LocalDate from, LocalDate to) {
        Random random = new Random(7);
        Map<LocalDate, BigDecimal> days = new TreeMap<>();
        for (LocalDate date = from; !date.isAfter(to); date = date.plusDays(1)) {
            String credits = (1 + random.nextInt(99)) + "." + random.nextInt(1, 10);
            server.view.use("acme", date + "T00:01:00Z", "f1", "t1", "u1", credits);
            days.put(date, new BigDecimal(credits));
        }
        return days;
    }

    private static BigDecimal sum(Map<LocalDate, BigDecimal> days, LocalDate from, LocalDate to) {
        List<BigDecimal> summed = new ArrayList<>();
        days.forEach((date, credits) -> {
            if (!date.isBefore(from) && date.isBefore(to)) {
                summed.add(credits);
            }
        });
        assertTrue(!summed.isEmpty());
        BigDecimal sum =
                summed.stream().reduce(BigDecimal.ZERO, BigDecimal::add).stripTrailingZeros();
        return sum.scale() < 0 ? sum.setScale(0) : sum;
    }

    private JsonNode list(String query) {
        var response = server.get(LISTS + query, server.admin());
        assertEquals(200, response.statusCode(), response.body());
        return QueryServer.json(response);
    }
}
