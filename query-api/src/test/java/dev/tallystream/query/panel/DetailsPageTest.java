package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The details panel, from the URL to the HTML. It is 22 November 2026, a Sunday. */
class DetailsPageTest {
    private static final String PANEL = "/admin/acme/credits-usage";
    private static final String NOVEMBER = "2026-11-20T08:00:00Z";
    private static final String AUGUST = "2026-08-20T08:00:00Z";

    private final PageServer pages = new PageServer();

    @AfterEach
    void stopTheServer() {
        pages.close();
    }

    @Test
    void itOpensOnTheRunningQuarter() {
        pages.use(NOVEMBER, "ai_slides", "t1", "u1", "1234.5").use(AUGUST, "ai_slides", "t1", "u1", "2000");

        Document page = pages.page(PANEL);

        assertAll(
                () -> assertEquals("AI credits usage", page.expectFirst("h1").text()),
                () -> assertEquals("Q4 2026, 1 Oct – 31 Dec 2026", text(page, ".shown")),
                () -> assertEquals("1,234.5", text(page, ".big")),
                () -> assertEquals("−38.3% compared with the same point of Q3 2026 (2,000)", text(page, ".hero .note")),
                () -> assertEquals("en", page.expectFirst("html").attr("lang")),
                () -> assertEquals("acme · Tallystream", text(page, "main > .on-paper")),
                () -> assertEquals("AI credits usage · acme · Tallystream", page.title()));
    }

    @ParameterizedTest
    @CsvSource({
        "'', , Last 8 quarters, ",
        "granularity=day, , Last 30 days, ",
        "period=2026-Q3, 'Back to the current quarter', 8 quarters to Q3 2026, ''",
        "granularity=month&period=2026-10, Back to the current month, 12 months to October 2026, ?granularity=month",
        "granularity=week&period=2026-W46, Back to the current week, '13 weeks to Week 46, 9 – 15 Nov 2026', ?granularity=week",
        "granularity=day&period=2026-11-20, Back to today, '30 days to Fri, 20 Nov 2026', ?granularity=day",
    })
    void aPastPeriodSaysWhereItsChartEndsAndLeadsBackToNow(
            String query, @Nullable String back, String span, @Nullable String href) {
        pages.use(NOVEMBER, "f", "t1", "u1", "30");

        Document page = pages.page(PANEL + "?" + query);

        assertEquals(span, text(page, ".history .card-head .note"));
        assertEquals(back == null ? "" : back, page.select("#current-period").text());
        assertEquals(
                href == null ? "" : PANEL + href, page.select("#current-period").attr("href"));
    }

    @Test
    @DisplayName("UI-75: a running period is compared with the same point of the one before")
    void aRunningPeriodIsComparedWithTheSamePointOfTheOneBefore() {
        pages.use(NOVEMBER, "f", "t1", "u1", "30")
                .use("2026-08-20T08:00:00Z", "f", "t1", "u1", "20")
                .use("2026-09-29T08:00:00Z", "f", "t1", "u1", "500");

        Document page = pages.page(PANEL);

        assertEquals("+50.0% compared with the same point of Q3 2026 (20)", text(page, ".hero .note"));
        assertEquals("30 +50.0% so far", rowOf(page, "2026-Q4"));
    }

    @Test
    @DisplayName("UI-75: nothing at the same point, nothing kept of it, nothing used: no change is made up")
    void whereThereIsNothingToCompareWithThereIsNoChange() {
        pages.use("2026-09-29T08:00:00Z", "f", "t1", "u1", "500");
        assertEquals(0, pages.page(PANEL).select(".hero .note").size());
        assertEquals("0 – so far", rowOf(pages.page(PANEL), "2026-Q4"));

        pages.use(NOVEMBER, "f", "t1", "u1", "30");
        assertEquals("Nothing was used at the same point of Q3 2026", text(pages.page(PANEL), ".hero .note"));
        assertEquals("30 – so far", rowOf(pages.page(PANEL), "2026-Q4"));

        pages.view().keepDaysFrom("acme", LocalDate.of(2026, 10, 1));
        assertEquals("Q3 2026 in full: 500", text(pages.page(PANEL), ".hero .note"));
        assertEquals("30 – so far", rowOf(pages.page(PANEL), "2026-Q4"));
    }

    @Test
    @DisplayName("UI-75: a complete period is compared with the whole one before")
    void aCompletePeriodIsComparedWithTheOneBefore() {
        pages.use("2026-05-20T08:00:00Z", "f", "t1", "u1", "1000").use(AUGUST, "f", "t1", "u1", "1250");

        Document page = pages.page(PANEL + "?period=2026-Q3");

        assertEquals("+25.0% compared with Q2 2026 (1,000)", text(page, ".hero .note"));
    }

    @Test
    void theSelectorHasFourLinksAndDefaultsAreNotWritten() {
        Document page = pages.page(PANEL + "?granularity=week");

        Elements links = page.select("nav[aria-label=Time period] a");
        assertEquals(List.of("Daily", "Weekly", "Monthly", "Quarterly"), links.eachText());
        assertEquals(
                List.of(PANEL + "?granularity=day", PANEL + "?granularity=week", PANEL + "?granularity=month", PANEL),
                links.eachAttr("href"));
        assertEquals(List.of("Weekly"), page.select("nav [aria-current=true]").eachText());
        assertEquals("Quarterly", text(pages.page(PANEL), "nav[aria-label=Time period] [aria-current=true]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "day     |            | Sun, 22 Nov 2026                  | 2026-11-21 |            | 30",
                "day     | 2026-11-20 | Fri, 20 Nov 2026                  | 2026-11-19 | 2026-11-21 | 30",
                "week    |            | Week 47, 16 – 22 Nov 2026         | 2026-W46   |            | 13",
                "week    | 2020-W53   | Week 53, 28 Dec 2020 – 3 Jan 2021 | 2020-W52   | 2021-W01   | 13",
                "week    | 2026-W05   | Week 5, 26 Jan – 1 Feb 2026       | 2026-W04   | 2026-W06   | 13",
                "month   |            | November 2026                     | 2026-10    |            | 12",
                "month   | 2026-09    | September 2026                    | 2026-08    | 2026-10    | 12",
                "month   | 2026-10    | October 2026                      | 2026-09    | running    | 12",
                "quarter |            | Q4 2026, 1 Oct – 31 Dec 2026      | 2026-Q3    |            | 8",
                "quarter | 2026-Q3    | Q3 2026, 1 Jul – 30 Sep 2026      | 2026-Q2    | running    | 8",
                "quarter | previous   | Q3 2026, 1 Jul – 30 Sep 2026      | 2026-Q2    | running    | 8",
                "quarter | 2026-Q4    | Q4 2026, 1 Oct – 31 Dec 2026      | 2026-Q3    |            | 8",
                "quarter | 2027-Q1    | Q1 2027, 1 Jan – 31 Mar 2027      | 2026-Q4    |            | 8",
            })
    void everyPeriodHasItsNameItsNeighboursAndItsHistory(
            String granularity,
            @Nullable String period,
            String name,
            String previous,
            @Nullable String next,
            int bars) {
        String running = granularity.equals("quarter") ? PANEL : PANEL + "?granularity=" + granularity;
        String periodOf = running + (granularity.equals("quarter") ? "?" : "&") + "period=";

        Document page = pages.page(period == null ? running : periodOf + period);

        assertEquals(name, text(page, ".shown"));
        assertEquals(periodOf + previous, page.expectFirst("#previous-period").attr("href"));
        Element nextLink = page.selectFirst("#next-period");
        String expected = next == null || !next.equals("running") ? periodOf + next : running;
        assertEquals(next == null ? null : expected, nextLink == null ? null : nextLink.attr("href"));
        assertEquals(bars, page.select("#history-table tbody tr").size());
    }

    @Test
    @DisplayName("UI-02, UI-32, UI-34: the history is a table that links to every period, and its chart has a name")
    void theHistoryIsATableThatLinksToEveryPeriod() {
        pages.use(NOVEMBER, "f", "t1", "u1", "10.5")
                .use(AUGUST, "f", "t1", "u1", "40")
                .use("2026-05-20T08:00:00Z", "f", "t1", "u1", "50");

        Document page = pages.page(PANEL);

        Elements rows = page.select("#history-table tbody tr");
        assertEquals(
                List.of(
                        "Q1 2025, 1 Jan – 31 Mar 2025 0.0 –",
                        "Q2 2025, 1 Apr – 30 Jun 2025 0.0 –",
                        "Q3 2025, 1 Jul – 30 Sep 2025 0.0 –",
                        "Q4 2025, 1 Oct – 31 Dec 2025 0.0 –",
                        "Q1 2026, 1 Jan – 31 Mar 2026 0.0 –",
                        "Q2 2026, 1 Apr – 30 Jun 2026 50.0 –",
                        "Q3 2026, 1 Jul – 30 Sep 2026 40.0 −20.0%",
                        "Q4 2026, 1 Oct – 31 Dec 2026 10.5 −73.8% so far"),
                rows.eachText());
        assertEquals(PANEL + "?period=2026-Q3", rows.get(6).expectFirst("a").attr("href"));
        assertEquals(PANEL, rows.get(7).expectFirst("a").attr("href"));
        assertEquals(List.of("2026-Q4"), page.select("tr.running").eachAttr("data-period"));
        assertEquals(
                List.of("history-2026-Q4"),
                page.select("#history-table [aria-current]").eachAttr("id"));
        assertEquals(
                "Bar chart of the credits used in 8 quarters. Highest: Q2 2026, 1 Apr – 30 Jun 2026, 50.0. "
                        + "Shown: Q4 2026, 1 Oct – 31 Dec 2026, 10.5 so far.",
                page.expectFirst("canvas[role=img]").attr("aria-label"));
    }

    @Test
    @DisplayName("UI-02: periods before the edge of what is kept are not kept, not 0")
    void whatIsNoLongerKeptIsNotShownAsNothing() {
        pages.use("2026-02-20T08:00:00Z", "f", "t1", "u1", "70").use("2026-05-20T08:00:00Z", "f", "t1", "u1", "50");
        pages.view().keepFrom("acme", Granularity.QUARTER, LocalDate.of(2026, 4, 1));

        Document page = pages.page(PANEL + "?period=2026-Q2");

        assertEquals("not kept –", rowOf(page, "2026-Q1"));
        assertEquals("50 –", rowOf(page, "2026-Q2"));
        Element gone = page.expectFirst("[data-period=2026-Q1]");
        assertAll(
                () -> assertFalse(gone.hasAttr("data-value")),
                () -> assertEquals(0, gone.select("a").size()),
                () -> assertEquals(0, page.select("a#previous-period").size()),
                () -> assertEquals(0, page.select(".hero .note").size()),
                () -> assertFalse(page.text().contains("70")));
        HttpResponse<String> asked = pages.get(PANEL + "?period=2026-Q1");
        assertEquals(404, asked.statusCode());
        assertEquals("No longer kept", PageServer.parse(asked).expectFirst("h1").text());
    }

    @Test
    @DisplayName("UI-32: a chart without usage has no highest bar")
    void aChartOfNothingSaysOnlyWhatItIs() {
        Document page = pages.page(PANEL);

        assertEquals(
                "Bar chart of the credits used in 8 quarters. Shown: Q4 2026, 1 Oct – 31 Dec 2026, 0 so far.",
                page.expectFirst("canvas").attr("aria-label"));
        assertFalse(page.text().contains("%"));
    }

    @Test
    @DisplayName("UI-61: while counting is behind, the page says up to when it is complete")
    void numbersThatAreBehindSaySo() {
        pages.use(NOVEMBER, "f", "t1", "u1", "5");
        assertEquals(0, pages.page(PANEL).select(".stale").size());

        pages.view().lag(Duration.ofMinutes(12));
        assertEquals("Catching up, complete up to 10:03", text(pages.page(PANEL), ".stale"));
        assertEquals("5", text(pages.page(PANEL), ".big"));

        pages.view().lag(Duration.ofDays(1));
        assertEquals("Catching up, complete up to 21 Nov 2026, 10:15", text(pages.page(PANEL), ".stale"));
    }

    @Test
    @DisplayName("UI-70: the page knows what its numbers are of, so that no news are none")
    void thePageKnowsItsPositionAndItsSettings() {
        pages.use(NOVEMBER, "f", "t1", "u1", "5");
        pages.view().settings("acme", OrganizationSettings.first(UserAnalytics.INCLUDE, CalendarRule.DEFAULT));

        Element live = pages.page(PANEL + "?granularity=week").expectFirst("#live");

        assertEquals("3:1", live.attr("data-position"));
        assertEquals("1", live.attr("data-settings"));
        assertEquals(PANEL + "?granularity=week", live.attr("hx-get"));
    }

    @Test
    @DisplayName("UI-03, UI-35: the top five stand before the Others and every share adds up")
    void theTopFiveStandBeforeTheOthersAndEveryShareAddsUp() {
        for (int i = 1; i <= 7; i++) {
            pages.use(NOVEMBER, "f" + i, "t" + i, "u" + i, Integer.toString(10 + i));
        }
        pages.use(NOVEMBER, "f7", null, null, "3");

        Document page = pages.page(PANEL);

        assertEquals(
                List.of(
                        "f7 20 19.8%",
                        "f6 16 15.8%", "f5 15 14.8%", "f4 14 13.9%", "f3 13 12.9%", "Others · 2 more 23 22.8%"),
                section(page, "By feature").select("ol li").eachText());
        Element teams = section(page, "By teams");
        assertEquals(
                List.of(
                        "t7 17 16.8%",
                        "t6 16 15.8%", "t5 15 14.8%", "t4 14 13.9%", "t3 13 12.9%", "Others · 2 more 23 22.8%"),
                teams.select("ol li").eachText());
        assertEquals("No team 3 3.0%", teams.select("p.unattributed").text());
        assertEquals(
                "Guests, services and unknown 3 3.0%",
                section(page, "By users").select("p.unattributed").text());
        for (Element section : page.select("section:has(ol)")) {
            assertEquals(1000, sumOfTenths(section.select(".share")), section.attr("aria-label"));
        }
    }

    @Test
    void fiveOrFewerHaveNoOthers() {
        for (int i = 1; i <= 5; i++) {
            pages.use(NOVEMBER, "f", "t" + i, "u1", "1");
        }

        Document page = pages.page(PANEL);

        assertFalse(page.text().contains("Others"));
        assertEquals(
                List.of("t1", "t2", "t3", "t4", "t5"),
                section(page, "By teams").select("bdi").eachText());
    }

    @Test
    @DisplayName("UI-37: a heading opens its list for the same period")
    void aHeadingOpensItsListForTheSamePeriod() {
        for (int i = 1; i <= 14; i++) {
            pages.use(AUGUST, "f", "t" + i, "u1", "1");
        }

        Document page = pages.page(PANEL + "?granularity=month&period=2026-08");

        String period = "?granularity=month&period=2026-08";
        assertEquals(
                List.of("By feature, open the feature", "By teams, open all 14 teams", "By users, open the user"),
                page.select("h2 a").eachAttr("aria-label"));
        assertEquals(
                List.of(PANEL + "/features" + period, PANEL + "/teams" + period, PANEL + "/users" + period),
                page.select("h2 a").eachAttr("href"));
        assertEquals(
                PANEL + "/teams" + period,
                section(page, "By teams").expectFirst("ol a:not(.name-link)").attr("href"));
    }

    @Test
    @DisplayName("UI-38: nothing used is said, and the sections are absent")
    void nothingUsedIsSaidAndTheSectionsAreAbsent() {
        pages.use(AUGUST, "f", "t1", "u1", "5");

        Document page = pages.page(PANEL);

        assertEquals("No credit used in the selected period yet.", text(page, ".empty"));
        for (String absent : List.of("By feature", "By teams", "By users", "%", "NaN")) {
            assertFalse(page.expectFirst("main").text().contains(absent), absent);
        }
        assertEquals(8, page.select("#history-table tbody tr").size());
        assertEquals(4, page.select("nav[aria-label=Time period] a").size());
    }

    @Test
    void hiddenUsersAreNowhere() {
        pages.use(NOVEMBER, "f", "t1", "user_2291", "5");
        pages.view().directory("acme", DirectoryKind.USER, "user_2291", DirectoryEntry.named("Jasmijn"));
        pages.view().settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        String page = pages.get(PANEL).body();

        for (String absent : List.of("user", "User", "Jasmijn", "2291")) {
            assertFalse(page.contains(absent), absent);
        }
        assertTrue(page.contains("By teams"));
    }

    @Test
    void aNameIsShownAndWithoutOneTheIdAndDeletedTeamsSaySo() {
        pages.use(NOVEMBER, "f", "t1", "u1", "9")
                .use(NOVEMBER, "f", "t2", "u1", "8")
                .use(NOVEMBER, "f", "t3", "u1", "7");
        pages.view()
                .directory("acme", DirectoryKind.TEAM, "t1", DirectoryEntry.named("Design"))
                .directory(
                        "acme",
                        DirectoryKind.TEAM,
                        "t2",
                        DirectoryEntry.named("Sales").toDeleted());

        Elements names = section(pages.page(PANEL), "By teams").select(".who");

        assertEquals(List.of("Design", "Sales Deleted", "t3"), names.eachText());
    }

    @Test
    @DisplayName("UI-39: Last updated is the organization's time and needs no browser's clock")
    void lastUpdatedIsTheOrganizationsTimeAndNeedsNoBrowsersClock() {
        pages.view()
                .settings(
                        "acme",
                        OrganizationSettings.first(
                                UserAnalytics.INCLUDE,
                                new CalendarRule(ZoneId.of("Asia/Kolkata"), DayOfWeek.MONDAY, Month.APRIL)));

        Document page = pages.page(PANEL);

        Element time = page.expectFirst("time#as-of");
        assertEquals("2026-11-22T10:15:30.412Z", time.attr("datetime"));
        assertEquals("22 Nov 2026, 15:45:30 (Asia/Kolkata)", time.attr("title"));
        assertEquals("22 Nov 2026, 15:45", time.text());
        assertEquals("0", time.attr("data-age"));
        assertEquals("Q3 FY2026, 1 Oct – 31 Dec 2026", text(page, ".shown"));
        assertEquals("Asia/Kolkata", time.attr("data-zone"));
        assertEquals("Periods follow the time zone Asia/Kolkata. Open subscription page", text(page, ".zone"));
    }

    @Test
    void theVersionChangesWithTheNumbersAndNotWithTheTime() {
        pages.use(NOVEMBER, "f", "t1", "u1", "9");
        String before = pages.page(PANEL).expectFirst("#panel").attr("data-version");

        pages.server.clock.advance(Duration.ofSeconds(5));
        String later = pages.page(PANEL).expectFirst("#panel").attr("data-version");
        pages.use(NOVEMBER, "f", "t1", "u1", "1");
        String changed = pages.page(PANEL).expectFirst("#panel").attr("data-version");

        assertEquals(before, later);
        assertNotEquals(before, changed);
    }

    @Test
    void aDeepLinkShowsTheSamePageToAnotherAdmin() {
        pages.use(AUGUST, "f", "t1", "u1", "9");
        String link = PANEL + "?granularity=month&period=2026-08";

        assertEquals(pages.get(link).body(), pages.get(link).body());
        assertEquals("9", text(pages.page(link), ".big"));
    }

    /** What the table says of a period after its name. */
    private static String rowOf(Document page, String period) {
        return page.select("[data-period=" + period + "] td").text().strip();
    }

    private static String text(Document page, String selector) {
        return page.expectFirst(selector).text();
    }

    private static Element section(Document page, String name) {
        return page.select("section[aria-label]").stream()
                .filter(section -> section.attr("aria-label").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no section " + name + " in " + page.body()));
    }

    private static int sumOfTenths(Elements shares) {
        return shares.eachText().stream()
                .mapToInt(share -> Integer.parseInt(share.replace("%", "").replace(".", "")))
                .sum();
    }
}
