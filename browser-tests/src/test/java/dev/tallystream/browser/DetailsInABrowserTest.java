package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The details panel as a person sees and uses it. */
@ExtendWith(Stage.Resolver.class)
class DetailsInABrowserTest {
    private static final String PANEL = "/admin/acme/credits-usage";

    /** UI-65: everything that the panel takes, as it comes over the wire. */
    private static final int MAX_BYTES = 120 * 1024;

    private static final int MAX_REQUESTS = 6;

    private final Stage stage;

    DetailsInABrowserTest(Stage stage) {
        this.stage = stage;
    }

    @Test
    @DisplayName("UI-30: the selector is named Time period, has four links and stands at Quarterly")
    void theSelectorHasFourLinksAndStandsAtQuarterly() {
        try (Visit visit = stage.visit().open(PANEL)) {
            Locator links = visit.page()
                    .getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Time period"))
                    .getByRole(AriaRole.LINK);

            assertThat(links).hasText(new String[] {"Daily", "Weekly", "Monthly", "Quarterly"});
            assertThat(visit.page().locator("nav [aria-current=true]")).hasText("Quarterly");
        }
    }

    @Test
    @DisplayName(
            "UI-31: choosing changes every section and the URL in one request, keeps focus and scroll; Back returns")
    void choosingAPeriodIsOneRequestAndMovesNothingElse() {
        try (Visit visit = stage.visit().open(PANEL)) {
            Page page = visit.page();
            String quarter = page.locator(".hero .big").innerText();
            page.evaluate("scrollTo(0, 64)");
            visit.forgetAsked();

            visit.period("Daily").click();

            assertThat(page).hasURL(stage.url(PANEL + "?granularity=day"));
            assertThat(page.locator(".hero .big")).not().hasText(quarter);
            assertThat(page.getByText("Last 30 days")).isVisible();
            assertThat(page.locator("#by-feature")).hasAttribute("href", PANEL + "/features?granularity=day");
            assertEquals(
                    List.of(stage.url(PANEL + "?granularity=day")),
                    visit.chosen().stream()
                            .filter(url -> url.contains("granularity"))
                            .toList());
            assertThat(visit.period("Daily")).isFocused();
            assertEquals(64, page.evaluate("Math.round(scrollY)"));
            page.goBack();
            assertThat(page).hasURL(stage.url(PANEL));
            assertThat(visit.period("Quarterly")).hasAttribute("aria-current", "true");
            assertThat(page.getByText("Last 8 quarters")).isVisible();
        }
    }

    @Test
    @DisplayName("UI-35, UI-37: a donut and ranked bars; Others and the headings lead to the lists")
    void everySectionIsRankedAndLeadsToItsList() {
        try (Visit visit = stage.visit().open(PANEL)) {
            Page page = visit.page();
            assertThat(page.locator(".donut circle")).hasCount(6);
            for (String section : List.of("By feature", "By teams", "By users")) {
                Locator card = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(section));
                assertThat(card.locator("ol li")).hasCount(6);
                assertThat(card.locator("ol li").last()).hasText(Pattern.compile("^\\s*Others · \\d+ more.*"));
            }
            Locator heading = page.getByRole(
                    AriaRole.LINK,
                    new Page.GetByRoleOptions().setName(Pattern.compile("^By teams, open all [\\d,]+ teams$")));

            heading.click();

            assertThat(page).hasURL(stage.url(PANEL + "/teams"));
        }
    }

    @Test
    @DisplayName("UI-38: nothing used: no sections, the exact text, history and selector stay")
    void nothingUsedIsSaid() {
        try (Visit visit = stage.visit().open(PANEL + "?period=2019-Q1")) {
            Page page = visit.page();
            assertThat(page.getByText(
                            "No credit used in the selected period yet.", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            for (String section : List.of("By feature", "By teams", "By users")) {
                assertThat(visit.heading(section)).hasCount(0);
            }
            assertThat(visit.heading("Usage history")).isVisible();
            assertThat(visit.period("Quarterly")).isVisible();
            assertThat(page.locator("main")).not().containsText("NaN");
            visit.assertAccessible("nothing used");
            visit.screenshot("details-empty");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    @DisplayName("UI-63: no violation of axe, in light and dark, on a screen and on a phone")
    void thePanelIsAccessible(ColorScheme scheme) {
        for (int width : new int[] {1280, 390}) {
            Browser.NewContextOptions options =
                    new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme);
            try (Visit visit = stage.visit(options).open(PANEL)) {
                String name = scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
                visit.assertAccessible(name);
                visit.screenshot("details-" + name);
                visit.page().getByText("Show as table").click();
                chart(visit).focus();
                visit.assertAccessible(name + ", everything open");
                // Nothing is wider than the window.
                assertEquals(width, visit.page().evaluate("document.documentElement.scrollWidth"));
            }
        }
    }

    @Test
    @DisplayName("UI-62: without JavaScript there are all numbers, the periods and the history")
    void withoutJavaScriptNothingIsMissing() {
        Browser.NewContextOptions plain =
                new Browser.NewContextOptions().setViewportSize(1280, 900).setJavaScriptEnabled(false);
        try (Visit visit = stage.visit(plain).open(PANEL)) {
            Page page = visit.page();
            assertThat(page.locator("#history-table tbody tr")).hasCount(8);
            assertThat(page.locator("#history-table tbody a").first()).isVisible();
            assertThat(page.locator("canvas")).isHidden();
            assertThat(page.locator("#as-of")).hasText(Pattern.compile("\\d{1,2} \\w{3} \\d{4}, \\d{2}:\\d{2}"));
            visit.screenshot("details-without-script");
            visit.period("Monthly").click();
            assertThat(page).hasURL(stage.url(PANEL + "?granularity=month"));
            assertThat(page.locator("#history-table tbody tr")).hasCount(12);
            page.locator("#by-team").click();
            assertThat(page).hasURL(stage.url(PANEL + "/teams?granularity=month"));
        }
    }

    @Test
    @DisplayName("UI-65: the panel within 120 KB and 6 requests; its times are printed")
    void thePanelIsWithinItsBudget() {
        try (Visit visit = stage.visit()) {
            List<Response> responses = new ArrayList<>();
            visit.page().onResponse(responses::add);
            // Where requests are routed, nothing comes from the cache.
            visit.page().route("**/assets/**", Route::resume);
            visit.open(PANEL);
            assertThat(visit.page().locator("#as-of")).hasText(Pattern.compile("now|ago"));
            assertThat(visit.page().locator("#history-table.ready")).isVisible();

            long bytes = 0;
            List<String> files = new ArrayList<>();
            for (Response response : List.copyOf(responses)) {
                String url = response.url();
                if (url.startsWith("data:") || files.contains(url)) {
                    continue; // the icon; a refetch of the page, which belongs to the time after
                }
                files.add(url);
                bytes += url.endsWith("/stream") ? 0 : response.request().sizes().responseBodySize;
            }
            Object paint = visit.page()
                    .evaluate("Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)");
            System.out.println("panel: " + bytes + " bytes in " + files.size() + " requests, first contentful paint "
                    + paint + " ms, whole page from the server " + millisOf(visit, PANEL) + " ms, list of 50 rows "
                    + millisOf(visit, PANEL + "/users") + " ms");
            assertTrue(bytes <= MAX_BYTES, bytes + " bytes of " + files);
            assertTrue(files.size() <= MAX_REQUESTS, files::toString);
        }
    }

    /** Until the whole page of that address is there, over HTTP: the median of twenty. */
    private static Object millisOf(Visit visit, String path) {
        return visit.page().evaluate("""
                async path => {
                    const times = [];
                    for (let i = 0; i < 20; i++) {
                        const start = performance.now();
                        await (await fetch(path)).text();
                        times.push(performance.now() - start);
                    }
                    return Math.round(times.sort((a, b) => a - b)[10] * 10) / 10;
                }""", path);
    }

    @Test
    @DisplayName("UI-66: on paper there are the numbers, black on white, and nothing to click")
    void thePanelIsPrinted() {
        Browser.NewContextOptions dark =
                new Browser.NewContextOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.DARK);
        try (Visit visit = stage.visit(dark).open(PANEL)) {
            Page page = visit.page();
            assertThat(page.locator("#history-table.ready")).isVisible();
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            assertAll(
                    () -> assertThat(page.locator("canvas")).isHidden(),
                    () -> assertThat(page.locator("#history-table tbody tr").first())
                            .isVisible(),
                    () -> assertThat(visit.period("Monthly")).isHidden(),
                    () -> assertThat(page.locator("body")).hasCSS("background-color", "rgb(255, 255, 255)"),
                    () -> assertThat(page.locator(".hero .big")).hasCSS("color", "rgb(0, 0, 0)"));
            page.setViewportSize(794, 1123);
            visit.screenshot("details-print");
            page.pdf(new Page.PdfOptions().setPath(Path.of("target", "screenshots", "details.pdf")));
        }
    }

    @Test
    @DisplayName("Look: no motion for who does not want any")
    void nothingMovesForWhoDoesNotWantIt() {
        Browser.NewContextOptions still = new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE);
        try (Visit visit = stage.visit(still).open(PANEL)) {
            assertThat(visit.page().locator("#panel")).hasCSS("transition-duration", "0s");
        }
    }

    private static Locator chart(Visit visit) {
        return visit.page().locator("#history-chart");
    }
}
