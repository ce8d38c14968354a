package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UI-61: whatever goes wrong is said in words of its own, and what may still be shown is. */
@ExtendWith(Stage.Resolver.class)
class FailingDetailsInABrowserTest {
    private static final String PANEL = "/admin/failing/credits-usage";
    private static final String PAGES = "**/credits-usage*";

    private final Stage stage;

    FailingDetailsInABrowserTest(Stage stage) {
        this.stage = stage;
        stage.use("failing", "ai_slides", "7");
    }

    @ParameterizedTest
    @DisplayName("UI-61: the old numbers stay with a line that says why, and new ones come when they can be had")
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | Too many requests right now. Trying again in a moment.",
                "500 | The server could not make this page. Trying again.",
                "502 | The server could not make this page. Trying again.",
                "503 | The numbers are being read back from storage. Trying again.",
            })
    void aStatusIsSaidAndGotOver(int status, String text) {
        try (Visit visit = withoutStream()) {
            // Only a person asks sooner than these two say; after the others the page asks by itself.
            boolean waits = status == 429 || status == 503;
            Map<String, String> headers = waits ? Map.of("Retry-After", "600") : Map.of();
            answer(
                    visit,
                    route -> route.fulfill(
                            new Route.FulfillOptions().setStatus(status).setHeaders(headers)));

            assertThat(line(visit)).containsText(text);
            assertThat(visit.page().locator(".hero .big")).hasText(Pattern.compile("\\d+"));
            visit.assertAccessible("status " + status);
            visit.screenshotOfWindow("details-status-" + status);
            visit.page().unroute(PAGES);
            if (waits) {
                retry(visit).click();
            }
            assertThat(line(visit)).isEmpty();
        }
    }

    @Test
    @DisplayName("UI-61: an answer that is no page")
    void aBrokenAnswerIsNotShown() {
        try (Visit visit = withoutStream()) {
            answer(
                    visit,
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setStatus(200)
                            .setContentType("text/html")
                            .setBody("{\"broken\":")));

            assertThat(line(visit)).containsText("The answer could not be read. Trying again.");
            assertThat(visit.page().locator(".hero .big")).hasText(Pattern.compile("\\d+"));
            visit.page().unroute(PAGES);
            assertThat(line(visit)).isEmpty();
        }
    }

    @Test
    @DisplayName("UI-61: a server that cannot be reached, and a browser that is offline")
    void offlineIsToldFromAServerThatIsGone() {
        try (Visit visit = withoutStream()) {
            answer(visit, route -> route.abort("connectionrefused"));
            assertThat(line(visit)).containsText("The server cannot be reached. Trying again.");
            visit.page().unroute(PAGES);
            assertThat(line(visit)).isEmpty();

            visit.context().setOffline(true);
            assertThat(line(visit)).containsText("You are offline. The numbers go on when you are back.");
            visit.screenshotOfWindow("details-offline");
            visit.context().setOffline(false);
            assertThat(line(visit)).isEmpty();
        }
    }

    @Test
    @DisplayName("UI-61: a slow answer is said to be slow after 5 s and given up after 30 s")
    void aSlowAnswerIsSaidToBeSlow() {
        try (Visit visit = withoutStream()) {
            List<Route> held = new CopyOnWriteArrayList<>();
            answer(visit, held::add);

            assertThat(line(visit)).containsText("This takes longer than usual. Still waiting.");
            assertThat(visit.page().locator(".hero .big")).hasText(Pattern.compile("\\d+"));
            assertThat(line(visit)).containsText("No answer within 30 seconds. Trying again.");
            visit.page().unroute(PAGES);
            assertThat(line(visit)).isEmpty();
        }
    }

    @Test
    @DisplayName("UI-61: 401: signed out, with the way back in; nothing is asked any more")
    void whoeverIsSignedOutIsToldSo() {
        try (Visit visit = withoutStream()) {
            answer(visit, route -> route.fulfill(new Route.FulfillOptions().setStatus(401)));

            assertThat(line(visit)).containsText("You are signed out. These numbers are no longer updated.");
            visit.screenshotOfWindow("details-signed-out");
            visit.page().unroute(PAGES);
            visit.context().clearCookies();
            visit.page()
                    .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            assertThat(visit.page()).hasURL(Pattern.compile(".*/sign-in\\?return=.*failing.*"));
        }
    }

    @Test
    @DisplayName("UI-61: who is signed out and asks for what is not theirs loses the numbers, too")
    void whoIsSignedOutLosesWhatIsNoLongerTheirs() {
        try (Visit visit = withoutStream()) {
            answer(visit, route -> route.fulfill(new Route.FulfillOptions().setStatus(401)));
            assertThat(line(visit)).containsText("You are signed out.");
            visit.page().unroute(PAGES);
            answerOf(visit, "**/credits-usage?granularity=month", 403);

            visit.period("Monthly").click();

            assertThat(visit.page().locator("main"))
                    .containsText("You need organization admin access to see AI credit usage.");
            assertThat(visit.page().locator(".hero")).hasCount(0);
        }
    }

    @ParameterizedTest
    @DisplayName("UI-61: 403 and 404: what is no longer theirs to see is taken away, and why is said")
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | You need organization admin access to see AI credit usage.",
                "404 | There is no such page, or it is not yours to see.",
            })
    void whatIsNoLongerTheirsIsTakenAway(int status, String text) {
        try (Visit visit = withoutStream()) {
            answer(visit, route -> route.fulfill(new Route.FulfillOptions().setStatus(status)));

            assertThat(visit.page().locator("main")).containsText(text);
            assertThat(visit.page().locator(".hero")).hasCount(0);
            assertThat(visit.page().locator("main")).not().containsText("ai_slides");
            visit.screenshotOfWindow("details-refused-" + status);
            visit.page().unroute(PAGES);
            visit.page()
                    .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Try again"))
                    .click();
            assertThat(visit.page().locator(".hero")).isVisible();
        }
    }

    @Test
    @DisplayName("UI-61: a period that was asked for and failed is asked for again, not the one before")
    void whatWasAskedForIsAskedForAgain() {
        try (Visit visit = withoutStream()) {
            answerOf(visit, "**/credits-usage?granularity=month", 503);

            visit.period("Monthly").click();
            assertThat(line(visit)).containsText("The numbers are being read back from storage.");
            assertThat(visit.page()).hasURL(stage.url(PANEL));
            visit.page().unroute("**/credits-usage?granularity=month");

            assertThat(visit.page()).hasURL(stage.url(PANEL + "?granularity=month"));
            assertThat(visit.page().getByText("Last 12 months")).isVisible();
            assertThat(line(visit)).isEmpty();
        }
    }

    /** A page that asks every two seconds. */
    private Visit withoutStream() {
        Visit visit = stage.visit();
        visit.page().route("**/stream", Route::abort);
        visit.open(PANEL);
        assertThat(visit.page().locator("#history-table.ready")).isVisible();
        assertEquals(0, line(visit).innerText().length());
        return visit;
    }

    private static void answer(Visit visit, Consumer<Route> answer) {
        visit.page().route(PAGES, answer);
    }

    private static void answerOf(Visit visit, String address, int status) {
        visit.page().route(address, route -> route.fulfill(new Route.FulfillOptions().setStatus(status)));
    }

    private static Locator line(Visit visit) {
        return visit.page().locator("#status");
    }

    private static Locator retry(Visit visit) {
        return visit.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again"));
    }
}
