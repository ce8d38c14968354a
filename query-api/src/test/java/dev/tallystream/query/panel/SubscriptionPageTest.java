package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingDay;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Role;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The Subscription page: UI-21, UI-22. It is 22 November 2026. */
class SubscriptionPageTest {
    private static final String PAGE = "/admin/acme/subscription";

    private final QueryServer server = new QueryServer(new PanelLinks(
            URI.create("https://shop.example.com/credits?a=1&b=2"),
            URI.create("https://shop.example.com/costs"),
            List.of()));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("UI-21: By feature leads to what features cost, where that is configured")
    void featuresLeadToWhatTheyCost() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "f", "t", "u", "20");

        String panel = server.get("/admin/acme/credits-usage", server.admin()).body();

        assertTrue(panel.contains("<a id=\"credit-costs\" href=\"https://shop.example.com/costs\">"), panel);
    }

    @Test
    void whatIsLeftOfTheBillingPeriodIsSaidWithItsDates() {
        sell("50.5");
        server.view
                .use("acme", "2026-11-14T22:00:00Z", "f", "t", "u", "30") // the billing period before
                .use("acme", "2026-11-20T08:00:00Z", "f", "t", "u", "20");

        Document page = page(Role.ORG_ADMIN);

        assertEquals("50.5", page.expectFirst("#allocated").text());
        assertEquals("20", page.expectFirst("#used").text());
        assertEquals("30.5", page.expectFirst("#available").text());
        assertEquals("15 Nov – 14 Dec 2026", page.expectFirst("#billing-period").text());
        assertEquals("15 Dec 2026", page.expectFirst("#reset").text());
        assertTrue(page.text().contains("Unused credits do not roll over."));
        assertEquals(
                "https://shop.example.com/credits?a=1&b=2",
                page.expectFirst("#buy").attr("href"));
        assertNull(page.selectFirst("#over"));
    }

    @Test
    void aboveTheAllocationNothingIsAvailableAndTheRestIsSaid() {
        sell("50");
        server.view.use("acme", "2026-11-20T08:00:00Z", "f", "t", "u", "1284.5");

        Document page = page(Role.BILLING_ADMIN);

        assertEquals("0", page.expectFirst("#available").text());
        assertEquals("over by 1,234.5", page.expectFirst("#over").text());
    }

    @Test
    void whereNothingWasSoldThatIsSaid() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "f", "t", "u", "7");

        Document page = page(Role.ORG_ADMIN);

        assertEquals("7", page.expectFirst("#used").text());
        assertNull(page.selectFirst("#allocated"));
        assertTrue(page.text().contains("No credits are allocated to this organization."));
    }

    @Test
    void aMemberSeesNothingOfIt() {
        assertEquals(403, server.get(PAGE, server.token(Role.MEMBER, "acme")).statusCode());
        assertEquals(
                404, server.get(PAGE, server.token(Role.ORG_ADMIN, "other")).statusCode());
    }

    private Document page(Role role) {
        return PageServer.parse(server.get(PAGE, server.token(role, "acme")));
    }

    private void sell(String credits) {
        LocalDate since = LocalDate.of(2026, 1, 1);
        server.view.billingTerms(
                "acme",
                BillingTerms.NONE
                        .withAllocations(List.of(new Allocation(since, Credits.parse(credits))))
                        .withCalendar(BillingCalendar.always(new BillingDay(15))));
    }
}
