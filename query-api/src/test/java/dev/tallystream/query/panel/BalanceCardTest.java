package dev.tallystream.query.panel;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingDay;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import java.time.LocalDate;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The card of what is left, and the pace. It is 22 November 2026, 10:15, a Sunday. */
class BalanceCardTest {
    private static final String PANEL = "/admin/acme/credits-usage";
    private static final LocalDate SINCE = LocalDate.of(2026, 1, 1);

    private final PageServer pages = new PageServer();

    @AfterEach
    void stopTheServer() {
        pages.close();
    }

    @Test
    @DisplayName("Balance card: what is left, the share of the credits against the share of the time, and the reset")
    void itShowsWhatIsLeftAndHowFarTheTimeIs() {
        sold("50000", 1);
        pages.use("2026-11-20T08:00:00Z", "f", "t1", "u1", "18760");

        Element card = pages.page(PANEL).expectFirst(".balance");

        assertAll(
                () -> assertEquals(
                        "1 – 30 Nov 2026", card.expectFirst(".card-head .note").text()),
                () -> assertEquals("31,240", card.expectFirst(".big").text()),
                () -> assertEquals(
                        "37% of the credits used, 71% of the time gone",
                        card.expectFirst(".gauge").attr("aria-label")),
                () -> assertEquals("37.52%", card.expectFirst(".gauge .fill").attr("width")),
                () -> assertEquals("71.00%", card.expectFirst(".gauge .now").attr("x")),
                () -> assertEquals(
                        "18,760 of 50,000 used · resets on 1 Dec 2026",
                        requireNonNull(card.select(".note").last()).text()),
                () -> assertEquals(0, card.select(".warning").size()),
                () -> assertFalse(card.hasClass("warned")));
    }

    @Test
    @DisplayName("Balance card: it warns where the credits run out before the reset, and only there")
    void itWarnsOnlyBeforeTheReset() {
        everyDayOfNovember("100");
        sold("2500", 1);
        assertEquals(
                "At this pace the credits run out on 25 Nov 2026, before the reset",
                pages.page(PANEL).expectFirst(".warned .warning").text());

        sold("4000", 1);
        Document lasting = pages.page(PANEL);
        assertEquals(0, lasting.select(".warned, .warning").size());
        assertEquals(
                "At this pace they last until the reset",
                lasting.select(".balance .note").get(2).text());
    }

    @Test
    @DisplayName("Balance card: used up is 0 left, and by how much it is over")
    void whatIsUsedBeyondTheAllocationIsSaid() {
        pages.use("2026-11-20T08:00:00Z", "f", "t1", "u1", "12.5");
        sold("10", 15);

        Element card = pages.page(PANEL).expectFirst(".balance");

        assertAll(
                () -> assertEquals(
                        "15 Nov – 14 Dec 2026",
                        card.expectFirst(".card-head .note").text()),
                () -> assertEquals("0", card.expectFirst(".big").text()),
                () -> assertEquals(
                        "Over by 2.5 credits", card.expectFirst(".warning").text()),
                () -> assertEquals("100.00%", card.expectFirst(".gauge .fill").attr("width")),
                () -> assertEquals(
                        "125% of the credits used, 24% of the time gone",
                        card.expectFirst(".pace").text()));
    }

    @Test
    @DisplayName("Balance card: absent where nothing was sold")
    void whereNothingWasSoldThereIsNoCard() {
        assertEquals(0, pages.page(PANEL).select(".balance").size());
    }

    @Test
    @DisplayName("UI-71: the pace of the running period is said, drawn, and never without use or in a past period")
    void theRunningPeriodHasAPace() {
        everyDayOfNovember("100");

        Document page = pages.page(PANEL + "?granularity=month");

        Element pace = page.expectFirst(".hero .pace");
        assertEquals("On pace for 3,000 by 30 Nov 2026", pace.text());
        assertEquals("From the last 14 days, each weekday by itself", pace.attr("title"));
        Element running = page.expectFirst("tr.running");
        assertEquals("3000", running.attr("data-pace"));
        assertEquals("so far\nOn pace for 3,000 by 30 Nov 2026", running.attr("data-note"));
        assertEquals(0, pages.page(PANEL + "?period=2026-Q3").select(".pace").size());
        assertEquals(
                0,
                pages.page("/admin/acme/credits-usage?period=2026-Q3")
                        .select("[data-pace]")
                        .size());
    }

    @Test
    @DisplayName("UI-71: a day is on its way to its own end")
    void aDaysPaceNamesNoDate() {
        everyDayOfNovember("100");

        Document page = pages.page(PANEL + "?granularity=day");

        String pace = page.expectFirst(".hero .pace").text();
        assertTrue(pace.startsWith("On pace for ") && pace.endsWith(" by the end of the day"), pace);
    }

    private void everyDayOfNovember(String credits) {
        for (int day = 1; day <= 22; day++) {
            pages.use("2026-11-%02dT08:00:00Z".formatted(day), "f", "t1", "u1", credits);
        }
    }

    private void sold(String credits, int billingDay) {
        pages.view()
                .billingTerms(
                        "acme",
                        BillingTerms.NONE
                                .withAllocations(List.of(new Allocation(SINCE, Credits.parse(credits))))
                                .withCalendar(BillingCalendar.always(new BillingDay(billingDay))));
    }
}
