package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The full lists while numbers and settings change, and when somebody comes back to them. */
@ExtendWith(Stage.Resolver.class)
class LiveListsInABrowserTest {
    private static final String HIDDEN = "Individual usage is hidden for this organization.";

    private final Stage stage;

    LiveListsInABrowserTest(Stage stage) {
        this.stage = stage;
    }

    @Test
    @DisplayName("UI-70: a row and the file's link keep the focus while numbers move")
    void aRowKeepsTheFocus() {
        stage.use("row", "ai_slides", "1");
        try (Visit visit = stage.visit().open(usersOf("row"))) {
            Page page = visit.page();
            visit.awaitStream();
            for (String link : new String[] {".chunk .name-link", ".chunk .visit", "a.csv"}) {
                Locator focused = page.locator(link).first();
                String credits = page.locator(".chunk .credits").first().innerText();
                focused.focus();

                stage.use("row", "ai_slides", "5");

                assertThat(page.locator(".chunk .credits").first()).not().hasText(credits);
                assertThat(focused).isFocused();
            }
        }
    }

    @Test
    @DisplayName("UI-52: a list of users that is open is taken away, whole and without a name, and comes back")
    void anOpenListFollowsThePrivacySwitch() {
        stage.use("list-switched", "ai_slides", "1");
        try (Visit list = stage.visit().open(usersOf("list-switched"));
                Visit user = stage.visit().open(usersOf("list-switched") + "/amelie")) {
            for (Visit visit : new Visit[] {list, user}) {
                visit.awaitStream();
                assertThat(visit.page().locator("main")).containsText("amelie");
            }

            stage.userAnalytics("list-switched", "exclude");

            for (Visit visit : new Visit[] {list, user}) {
                assertThat(visit.page().locator("main")).containsText(HIDDEN);
                assertThat(visit.page().locator("main")).not().containsText("amelie");
                assertThat(visit.page().locator("#search, .zone")).hasCount(0);
                assertThat(visit.page()).not().hasTitle(Pattern.compile("amelie"));
            }
            list.screenshotOfWindow("list-hidden-while-open");
            stage.userAnalytics("list-switched", "include");
            assertThat(list.page().locator(".chunk .name")).hasText("amelie");
            assertThat(user.page().locator("h1")).hasText("amelie");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("UI-52: so is one that was scrolled, whose rows belong to one moment, also where no stream can be had")
    void aScrolledListFollowsThePrivacySwitch(boolean hasStream) {
        String organization = hasStream ? "scrolled-switched" : "polled-switched";
        stage.useByMany(organization, 120);
        try (Visit visit = stage.visit()) {
            Page page = visit.page();
            if (!hasStream) {
                page.route("**/stream", route -> route.fulfill(new Route.FulfillOptions().setStatus(429)));
            }
            visit.open(usersOf(organization));
            visit.awaitStream();
            assertThat(page.locator(".summary strong")).hasText("120 users");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Load more"))
                    .click();
            assertThat(page.locator(".chunk").nth(1)).isVisible();

            stage.userAnalytics(organization, "exclude");

            assertThat(page.locator("main")).containsText(HIDDEN);
            assertThat(page.locator("body")).not().containsText("crowd-");
        }
    }

    @Test
    @DisplayName("UI-70: a page that got less than the stream has told asks again until it has that")
    void aPageThatIsBehindAsksAgain() {
        stage.use("behind", "ai_slides", "1");
        try (Visit visit = stage.visit()) {
            Page page = visit.page();
            // A stream that tells of more than there will be.
            page.addInitScript("""
                    EventSource = class extends EventTarget {
                      constructor() { super(); window.stream = this; }
                      close() {}
                    }""");
            visit.open(usersOf("behind"));
            visit.forgetAsked();

            page.evaluate("""
                    () => {
                      const { position, settings } = document.getElementById('live').dataset;
                      const [partition, offset] = position.split(':');
                      const data = JSON.stringify({ position: `${partition}:${Number(offset) + 1_000_000}`, lag_ms: 5,
                          settings_version: Number(settings), as_of: document.getElementById('as-of').dateTime });
                      window.stream.dispatchEvent(new MessageEvent('usage.updated', { data }));
                    }""");

            // Sooner than a silent stream is taken for dead, which asks as well.
            page.waitForCondition(
                    () -> visit.askedForNumbers() >= 3, new Page.WaitForConditionOptions().setTimeout(20_000));
        }
    }

    @Test
    @DisplayName("UI-42: whoever comes back from a row finds the list as it was left")
    void backLeadsToThePlaceInTheList() {
        stage.useByMany("returning", 400);
        try (Visit visit = stage.visit().open(usersOf("returning"))) {
            Page page = visit.page();
            assertThat(page.locator(".summary strong")).hasText("400 users"); // from here on nobody changes place
            while (page.locator(".chunk").count() < 6) {
                int before = page.locator(".chunk").count();
                page.mouse().wheel(0, 3_000);
                page.waitForCondition(() -> page.locator(".chunk").count() > before
                        || page.locator("#more p").isVisible());
            }
            Locator row = page.locator(".chunk").nth(4).locator("tr").nth(20).locator(".name-link");
            row.scrollIntoViewIfNeeded();
            String name = row.innerText();
            Object place = page.evaluate("Math.round(scrollY)");
            row.click();
            assertThat(page.locator("h1")).hasText(name);

            page.goBack();

            assertThat(page.locator(".chunk").nth(4)).isVisible();
            page.waitForCondition(() -> place.equals(page.evaluate("Math.round(scrollY)")));
            assertThat(page.getByText(name, new Page.GetByTextOptions().setExact(true))
                            .first())
                    .isInViewport();
            assertEquals(0, page.locator("#status .toast").count());
        }
    }

    private static String usersOf(String organization) {
        return "/admin/" + organization + "/credits-usage/users";
    }
}
