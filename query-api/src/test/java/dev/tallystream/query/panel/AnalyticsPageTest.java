package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingDay;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.access.Role;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Analytics page: UI-14, UI-16, UI-20. It is 22 November 2026. */
class AnalyticsPageTest {
    private static final String PAGE = "/admin/acme/analytics";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final PageServer pages = new PageServer();

    @AfterEach
    void stop() {
        pages.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 30, 90})
    void activePeopleAndTeamsAreThoseOfExactlyTheseDays(int days) {
        // given use on random days of half a year by random people, of whom some teams and people are in every range
        Random random = new Random(days);
        Set<String> people = new HashSet<>();
        Set<String> teams = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            LocalDate date = TODAY.minusDays(random.nextInt(180));
            String team = random.nextInt(10) == 0 ? null : "t" + random.nextInt(60);
            String user = random.nextInt(10) == 0 ? null : "u" + random.nextInt(200);
            pages.use(date + "T08:00:00Z", "f", team, user, "1");
            if (ChronoUnit.DAYS.between(date, TODAY) < days) {
                if (team != null) {
                    teams.add(team);
                }
                if (user != null) {
                    people.add(user);
                }
            }
        }

        Document page = pages.page(PAGE + "?days=" + days);

        assertEquals(
                Integer.toString(people.size()),
                page.expectFirst("#active-people").text());
        assertEquals(
                Integer.toString(teams.size()),
                page.expectFirst("#active-teams").text());
        assertEquals(
                days + " days",
                page.expectFirst(".activity [aria-current=true]").text());
    }

    @Test
    void theFirstAndTheLastDayAreInTheRangeAndTheDaysAroundItAreNot() {
        pages.use("2026-11-15T23:59:59Z", "f", "early", "early", "1")
                .use("2026-11-16T00:00:00Z", "f", "first", "first", "1")
                .use("2026-11-22T10:00:00Z", "f", "last", "last", "1");

        Document page = pages.page(PAGE + "?days=7");

        assertEquals("2", page.expectFirst("#active-people").text());
        assertEquals("16 – 22 Nov 2026", page.expectFirst(".activity .note").text());
    }

    @Test
    void theRangeGovernsItsBlockAndNothingOfTheSectionAboutUsage() {
        pages.use("2026-10-02T08:00:00Z", "f", "t1", "u1", "40").use("2026-11-20T08:00:00Z", "f", "t2", "u2", "2");

        Document week = pages.page(PAGE + "?days=7");
        Document quarter = pages.page(PAGE + "?days=90");

        assertEquals("1", week.expectFirst("#active-teams").text());
        assertEquals("2", quarter.expectFirst("#active-teams").text());
        assertEquals("42", week.expectFirst("#usage-total").text());
        assertEquals(
                week.expectFirst(".usage").html(), quarter.expectFirst(".usage").html());
        assertEquals(
                List.of("/admin/acme/credits-usage"),
                week.select("#to-details").eachAttr("href"),
                "the range is carried nowhere");
    }

    @Test
    void theWayInAndOnIsOnThePage() {
        pages.use("2026-11-20T08:00:00Z", "f", "t2", "u2", "2");

        Document page = pages.page(PAGE);

        assertEquals("/admin/acme", page.expectFirst(".avatar .menu a").attr("href"));
        assertEquals(
                "/sign-out", page.expectFirst(".avatar .menu form[method=post]").attr("action"));
        assertEquals("Sign out", page.expectFirst(".avatar .menu button").text());
        assertEquals(
                List.of("Analytics", "Subscription", "Settings"),
                page.select(".side a").eachText());
        assertEquals(
                "AI",
                page.expectFirst("nav[aria-label=Analytics] [aria-current=page]")
                        .text());
        assertEquals(
                "/admin/acme/settings",
                page.expectFirst(".cogwheel[aria-label=Settings]").attr("href"));
        assertEquals(
                "Open AI credits usage details", page.expectFirst("#to-details").attr("aria-label"));
        assertEquals(
                "Open subscription page", page.expectFirst("#to-subscription").text());
        assertEquals(
                "/admin/acme/subscription", page.expectFirst("#to-subscription").attr("href"));
        assertEquals(
                "Q4 2026, 1 Oct – 31 Dec 2026",
                page.expectFirst("#usage-period").text());
        assertEquals(8, page.select("#history-table tbody tr").size());
        assertFalse(page.select("#as-of").isEmpty());
    }

    @Test
    void aBillingPeriodThatIsNotTheQuarterIsStatedBesideIt() {
        pages.use("2026-10-20T08:00:00Z", "f", "t", "u", "40").use("2026-11-20T08:00:00Z", "f", "t", "u", "2");
        pages.view()
                .billingTerms(
                        "acme",
                        BillingTerms.NONE
                                .withAllocations(List.of(new Allocation(LocalDate.of(2026, 1, 1), Credits.parse("50"))))
                                .withCalendar(BillingCalendar.always(new BillingDay(15))));

        Document page = pages.page(PAGE);

        assertEquals("42", page.expectFirst("#usage-total").text());
        assertEquals("15 Nov – 14 Dec 2026", page.expectFirst("#usage-billing").text());
        assertEquals("2", page.expectFirst(".usage .facts dd").text());
    }

    @Test
    void whereIndividualsAreHiddenNobodyCountsThem() {
        pages.use("2026-11-20T08:00:00Z", "f", "t2", "u2", "2");
        pages.view().settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        Document page = pages.page(PAGE);

        assertNull(page.selectFirst("#active-people"));
        assertEquals("1", page.expectFirst("#active-teams").text());
        assertFalse(page.text().toLowerCase(Locale.ROOT).contains("people"));
    }

    @Test
    void aRangeThatIsNotOfferedIsRefusedWithAWayBack() {
        for (String wrong : List.of("?days=8", "?days=", "?days=7&days=30", "?range=7")) {
            HttpResponse<String> response = pages.get(PAGE + wrong);

            assertEquals(400, response.statusCode(), wrong);
            assertEquals(PAGE, PageServer.parse(response).expectFirst("main a").attr("href"));
        }
    }

    @Test
    void aBillingAdminIsLedToTheSubscriptionAndSeesNoUsage() {
        String billing = pages.server.token(Role.BILLING_ADMIN, "acme");

        HttpResponse<String> home = pages.server.get("/admin/acme", billing);
        HttpResponse<String> analytics = pages.server.get(PAGE, billing);
        Document subscription = PageServer.parse(pages.server.get("/admin/acme/subscription", billing));

        assertEquals(
                "/admin/acme/subscription",
                home.headers().firstValue("Location").orElseThrow());
        assertEquals(403, analytics.statusCode());
        assertTrue(analytics.body().contains("You need organization admin access to see AI credit usage."));
        assertEquals(List.of("Subscription"), subscription.select(".side a").eachText());
    }
}
