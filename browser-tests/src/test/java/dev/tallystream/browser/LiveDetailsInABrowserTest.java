package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The details panel while numbers move: each test in an organization of its own, where nothing else happens. */
@ExtendWith(Stage.Resolver.class)
class LiveDetailsInABrowserTest {
    /** As long as an open page may take to follow the privacy switch. */
    private static final Duration SWITCHED = Duration.ofSeconds(5);

    /** As long as a number may take from the event's acknowledgement to the screen. */
    private static final Duration SHOWN = Duration.ofSeconds(2);

    /** One of five must be fast enough: whoever else uses this machine may be in the way of four. */
    private static final int TRIES = 5;

    private final Stage stage;

    LiveDetailsInABrowserTest(Stage stage) {
        this.stage = stage;
    }

    @Test
    @DisplayName("UI-70: a number is on the screen within 2 s of its event, and focus and scroll stay")
    void aNumberIsOnTheScreenWithinTwoSeconds() {
        stage.use("live", "ai_slides", "1");
        try (Visit visit = stage.visit().open(panelOf("live"))) {
            Page page = visit.page();
            visit.awaitStream();
            page.evaluate("scrollTo(0, 40)");
            page.locator("#by-team").focus();
            page.evaluate("scrollTo(0, 40)");

            Duration fastest = Duration.ofDays(1);
            for (int i = 1; i <= TRIES; i++) {
                stage.use("live", "ai_slides", "100");
                Instant stored = Instant.now();
                assertThat(total(visit))
                        .hasText(Integer.toString(1 + 100 * i).replaceFirst("^(\\d)(\\d{3})$", "$1,$2"));
                Duration took = Duration.between(stored, Instant.now());
                System.out.println("from the acknowledged event to the screen: " + took.toMillis() + " ms");
                fastest = took.compareTo(fastest) < 0 ? took : fastest;
            }

            assertTrue(fastest.compareTo(SHOWN) <= 0, fastest::toString);
            assertThat(page.locator("#by-team")).isFocused();
            assertEquals(40, page.evaluate("Math.round(scrollY)"));
        }
    }

    @Test
    @DisplayName("UI-70: a row of the history's table keeps the focus while numbers move")
    void aRowOfTheTableKeepsTheFocus() {
        stage.use("focused", "ai_slides", "1");
        try (Visit visit = stage.visit().open(panelOf("focused"))) {
            visit.awaitStream();
            Locator row = visit.page().locator("#history-table tbody a").first();
            visit.page().getByText("Show as table").press("Enter");
            row.focus();

            stage.use("focused", "ai_slides", "5");

            assertThat(total(visit)).hasText("6");
            assertThat(row).isFocused();
        }
    }

    @Test
    @DisplayName("UI-70: a name in a ranking keeps the focus while numbers move")
    void aNameKeepsTheFocus() {
        stage.use("named", "ai_slides", "1");
        try (Visit visit = stage.visit().open(panelOf("named"))) {
            visit.awaitStream();
            Locator name = visit.page().locator(".ranking .name-link").last();
            name.focus();

            stage.use("named", "ai_slides", "5");

            assertThat(total(visit)).hasText("6");
            assertThat(name).isFocused();
        }
    }

    @Test
    @DisplayName("UI-61: Catching up goes when counting has caught up, also where no number has moved")
    void catchingUpGoes() {
        stage.use("caught-up", "ai_slides", "1");
        try (Visit visit = stage.visit()) {
            Page page = visit.page();
            // A stream that says what the test says.
            page.addInitScript("""
                    EventSource = class extends EventTarget {
                      constructor() { super(); window.stream = this; }
                      close() {}
                    }""");
            visit.open(panelOf("caught-up"));
            String beat = """
                    () => {
                      const { position, settings } = document.getElementById('live').dataset;
                      const data = JSON.stringify({ position, settings_version: Number(settings), lag_ms: 5,
                                                    as_of: document.getElementById('as-of').dateTime });
                      window.stream.dispatchEvent(new MessageEvent('heartbeat', { data }));
                    }""";
            page.evaluate(beat);
            page.evaluate("""
                    document.getElementById('freshness').insertAdjacentHTML('beforeend', '<span class="stale">Catching up</span>')""");

            page.evaluate(beat);

            // Sooner than a silent stream is taken for dead, which asks as well.
            assertThat(page.locator(".stale")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
        }
    }

    @Test
    @DisplayName("UI-70: however many events there are, the page is asked for once a second at most")
    void manyEventsAreFewQuestions() {
        stage.use("burst", "ai_slides", "1");
        try (Visit visit = stage.visit().open(panelOf("burst"))) {
            visit.awaitStream();
            long begun = System.nanoTime();
            visit.forgetAsked();
            for (int i = 0; i < 60; i++) {
                stage.use("burst", "ai_slides", "1");
            }
            assertThat(total(visit)).hasText("61");

            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            long asked = visit.askedForNumbers();
            System.out.println(asked + " questions for 60 events in " + seconds + " s");
            assertTrue(asked >= 1 && asked <= seconds + 2, asked + " questions in " + seconds + " s");
        }
    }

    @Test
    @DisplayName("UI-70: news never ends what a person asked for, however long its answer takes")
    void newsDoesNotEndWhatAPersonAskedFor() {
        stage.use("asking", "ai_slides", "1");
        try (Visit visit = stage.visit().open(panelOf("asking"))) {
            Page page = visit.page();
            visit.awaitStream();
            List<Route> held = new ArrayList<>();
            page.route("**/credits-usage?granularity=month", held::add);
            stage.use("asking", "ai_slides", "1");
            assertThat(total(visit)).hasText("2");

            stage.use("asking", "ai_slides", "1");
            awaitCounted("asking", "3");
            visit.period("Monthly").click();
            stage.use("asking", "ai_slides", "1");
            page.waitForTimeout(3_000); // as long as news would need to ask for the page: it must not
            assertEquals(1, held.size());
            held.getFirst().resume();

            assertThat(page).hasURL(stage.url(panelOf("asking") + "?granularity=month"));
            assertThat(total(visit)).hasText("4");
        }
    }

    @Test
    @DisplayName("UI-61: what failed is not tried again while a person waits for something else")
    void aRetryDoesNotEndWhatAPersonAskedFor() {
        stage.use("retrying", "ai_slides", "1");
        try (Visit visit = stage.visit().open(panelOf("retrying"))) {
            Page page = visit.page();
            visit.awaitStream();
            List<Route> held = new ArrayList<>();
            page.route(
                    "**/credits-usage?granularity=month",
                    route -> route.fulfill(new Route.FulfillOptions().setStatus(500)));
            page.route("**/credits-usage?granularity=week", held::add);

            visit.period("Monthly").click();
            assertThat(page.locator("#status")).containsText("Trying again");
            visit.period("Weekly").click();
            page.unroute("**/credits-usage?granularity=month");
            page.waitForTimeout(6_000); // longer than until it would be tried again
            assertEquals(1, held.size());
            held.getFirst().resume();

            assertThat(page).hasURL(stage.url(panelOf("retrying") + "?granularity=week"));
        }
    }

    @Test
    @DisplayName("UI-70: a hidden tab asks for nothing and is new when it is looked at again")
    void aHiddenTabIsPaused() {
        stage.use("hidden-tab", "ai_slides", "1");
        try (Visit visit = stage.visit().open(panelOf("hidden-tab"))) {
            Page page = visit.page();
            visit.awaitStream();
            become(page, "hidden");
            visit.forgetAsked();

            stage.use("hidden-tab", "ai_slides", "5");
            awaitCounted("hidden-tab", "6");
            page.waitForTimeout(3_000); // nothing can be waited for: that nothing comes is the point

            assertEquals(0, visit.asked().size(), () -> visit.asked().toString());
            assertThat(total(visit)).hasText("1");
            become(page, "visible");
            assertThat(total(visit)).hasText("6");
        }
    }

    @Test
    @DisplayName("UI-70: where no stream can be had, the page asks every two seconds")
    void withoutAStreamThePageAsks() {
        stage.use("no-stream", "ai_slides", "1");
        try (Visit visit = stage.visit()) {
            visit.page().route("**/stream", route -> route.fulfill(new Route.FulfillOptions().setStatus(429)));
            visit.open(panelOf("no-stream"));

            stage.use("no-stream", "ai_slides", "5");

            assertThat(total(visit)).hasText("6");
            assertTrue(visit.askedForNumbers() >= 1);
        }
    }

    @Test
    @DisplayName("UI-52: the privacy switch takes effect on open pages within 5 s, and back")
    void thePrivacySwitchTakesEffectOnOpenPages() {
        stage.use("switched", "ai_slides", "1");
        try (Visit visit = stage.visit().open(panelOf("switched"))) {
            Page page = visit.page();
            visit.awaitStream();
            assertThat(visit.heading("By users")).isVisible();
            assertThat(page.getByText("amelie")).isVisible();

            Duration fastest = Duration.ofDays(1);
            for (int i = 1; i <= TRIES; i++) {
                stage.userAnalytics("switched", "exclude");
                Instant hidden = Instant.now();
                assertThat(visit.heading("By users")).hasCount(0);
                Duration took = Duration.between(hidden, Instant.now());
                System.out.println("from the switch to open pages: " + took.toMillis() + " ms");
                fastest = took.compareTo(fastest) < 0 ? took : fastest;

                assertThat(page.locator("body")).not().containsText("amelie");
                assertThat(page.locator("body")).not().containsText("Users");
                stage.userAnalytics("switched", "include");
                assertThat(visit.heading("By users")).isVisible();
            }

            assertTrue(fastest.compareTo(SWITCHED) <= 0, fastest::toString);
        }
    }

    @Test
    @DisplayName("UI-39: Last updated ticks without a question to the server; the time itself is in its title")
    void lastUpdatedTicksByItself() {
        stage.use("ticking", "ai_slides", "1");
        try (Visit visit = stage.visit()) {
            // The stream opens and says nothing more, as between two beats.
            visit.page().route("**/stream", route -> {});
            visit.page()
                    .addInitScript(
                            "setInterval = (real => (work, ms) => ms === 2000 ? 0 : real(work, ms))(setInterval)");
            visit.open(panelOf("ticking"));
            Locator time = visit.page().locator("#as-of");
            visit.forgetAsked();

            assertThat(time).hasText(Pattern.compile("[3-9] seconds ago"));

            assertEquals(0, visit.askedForNumbers());
            assertThat(time)
                    .hasAttribute("title", Pattern.compile("\\d{1,2} \\w+ \\d{4}, \\d{2}:\\d{2}:\\d{2} \\(\\S+\\)"));
            assertThat(time).hasAttribute("datetime", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"));
        }
    }

    @Test
    @DisplayName(
            "B4: a browser whose clock is a day off, at +14, shows the server's time and the organization's periods")
    void aBrowsersClockAndZoneMatterNowhere() {
        stage.use("far", "ai_slides", "1");
        Browser.NewContextOptions farAway = new Browser.NewContextOptions()
                .setTimezoneId("Pacific/Kiritimati")
                .setViewportSize(1280, 900);
        try (Visit visit = stage.visit(farAway);
                Visit near = stage.visit()) {
            visit.page().clock().setFixedTime(Date.from(Instant.now().plus(1, ChronoUnit.DAYS)));
            String today = near.open(panelOf("far") + "?granularity=day")
                    .page()
                    .locator(".shown")
                    .innerText();
            visit.open(panelOf("far") + "?granularity=day");

            assertThat(visit.page().locator("#as-of")).hasText(Pattern.compile("now|\\d+ seconds? ago"));
            assertThat(visit.page().locator(".shown")).hasText(today);
            visit.awaitStream();
            stage.use("far", "ai_slides", "5");
            assertThat(total(visit)).hasText("6");
            Matcher title = Pattern.compile(".*, (\\d\\d):(\\d\\d):\\d\\d \\(UTC\\)")
                    .matcher(visit.page().locator("#as-of").getAttribute("title"));
            assertTrue(title.matches());
            assertThat(visit.page().locator("#as-of")).hasText(Pattern.compile("now|\\d+ seconds? ago"));
        }
    }

    @Test
    @DisplayName("UI-60: old numbers are dimmed after 120 ms, nothing moves and nothing spins")
    void loadingDimsWhatIsOld() {
        stage.use("dimmed", "ai_slides", "1");
        try (Visit visit = stage.visit()) {
            Page page = visit.page();
            // Its answer stays away until the test has looked.
            CompletableFuture<Route> held = new CompletableFuture<>();
            page.route("**/credits-usage?granularity=month", held::complete);
            visit.open(panelOf("dimmed"));
            Object before = places(page);
            assertThat(page.locator("#panel")).hasCSS("opacity", "1");

            visit.period("Monthly").click();

            assertThat(page.locator("#panel")).hasCSS("opacity", "0.55");
            assertThat(page.locator("#panel")).hasCSS("transition-delay", "0.12s");
            assertThat(total(visit)).hasText("1");
            assertEquals(before, places(page));
            assertThat(page.locator("[role=progressbar], .spinner")).hasCount(0);
            visit.screenshot("details-loading");
            held.join().resume();
            assertThat(page.getByText("Last 12 months")).isVisible();
            assertThat(page.locator("#panel")).hasCSS("opacity", "1");
        }
    }

    private static String panelOf(String organization) {
        return "/admin/" + organization + "/credits-usage";
    }

    private static Locator total(Visit visit) {
        return visit.page().locator(".hero .big");
    }

    private void awaitCounted(String organization, String credits) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!stage.read(organization, "/credits-usage").contains("\"total_credits\":\"" + credits + "\"")) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + credits);
        }
    }

    /** What a browser does to a page whose tab is left or chosen. */
    private static void become(Page page, String state) {
        page.evaluate("""
                state => {
                  Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' });
                  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
                  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
                }""", state);
    }

    private static Object places(Page page) {
        return page.evaluate("""
                () => [...document.querySelectorAll('.page h1, .page h2, .choices, .zone')].map(element => {
                  const box = element.getBoundingClientRect();
                  return [box.x, box.y, box.width, box.height].map(Math.round).join(' ');
                }).join('; ')""");
    }
}
