package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PanelInABrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String PANEL = "/admin/acme/credits-usage";
    private static final int EVENTS = 20_000;

    @TempDir
    private static Path directory;

    private static Demo demo;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        demo = Demo.start(directory, EVENTS);
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        demo.close();
    }

    @BeforeEach
    void signIn() {
        open(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page.navigate(demo.signInLink());
    }

    @AfterEach
    void nothingWasBlockedOrFailed() {
        context.close();
        assertEquals(List.of(), complaints);
    }

    private void open(Browser.NewContextOptions options) {
        context = chromium.browser().newContext(options);
        page = context.newPage();
        // Violations of the content security policy and scripts that fail are written to the console.
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @Test
    void theLinkThatTheStartPrintsLeadsToAPanelWithNumbers() {
        page.navigate(demo.url(PANEL));

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("AI credits usage")))
                .isVisible();
        for (String section : List.of("Usage history", "By feature", "By teams", "By users")) {
            assertThat(heading(section)).isVisible();
        }
        assertThat(page.getByText("AI slides").first()).isVisible();
        assertThat(page.getByText("Last updated").first()).isVisible();
        assertThat(page.getByText(Pattern.compile("^Others · \\d+ more$"))).hasCount(3);
        screenshot("panel-light");
    }

    @Test
    void thePeriodIsChosenInTheUrlAndQuarterlyIsTheDefault() {
        page.navigate(demo.url(PANEL));
        assertThat(period("Quarterly")).hasAttribute("aria-current", "true");

        period("Monthly").click();

        assertThat(page).hasURL(demo.url(PANEL + "?granularity=month"));
        assertThat(period("Monthly")).hasAttribute("aria-current", "true");
        assertThat(page.getByText("Last 12 months")).isVisible();
        page.goBack();
        assertThat(page).hasURL(demo.url(PANEL));
        assertThat(period("Quarterly")).hasAttribute("aria-current", "true");
    }

    @Test
    void aPeriodWithoutUsageSaysSoAndHasNoSections() {
        page.navigate(demo.url(PANEL + "?period=2019-Q1"));

        assertThat(page.getByText(
                        "No credit used in the selected period yet.", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        for (String section : List.of("By feature", "By teams", "By users")) {
            assertThat(heading(section)).hasCount(0);
        }
        assertThat(heading("Usage history")).isVisible();
        screenshot("panel-empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "teams", "users"})
    void aSectionLeadsToItsFullList(String kind) {
        page.navigate(demo.url(PANEL));
        page.locator("a[href$='/credits-usage/" + kind + "']").first().click();

        assertThat(page).hasURL(demo.url(PANEL + "/" + kind));
        assertTrue(page.getByRole(AriaRole.ROW).count() > 5);
        screenshot("list-" + kind);
    }

    @Test
    void aListIsSearchedAndSortedInItsUrl() {
        page.navigate(demo.url(PANEL + "/features"));
        page.getByRole(AriaRole.SEARCHBOX).fill("slides");

        assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
        assertThat(page).hasURL(Pattern.compile(".*[?&]q=slides.*"));
        page.navigate(demo.url(PANEL + "/features?q=nothing-like-this"));
        assertThat(page.getByText("No features match \"nothing-like-this\".")).isVisible();
    }

    @Test
    void numbersMoveWhileEventsArriveWithoutAReload() {
        page.navigate(demo.url(PANEL + "?granularity=day"));
        Locator events = page.locator("main");
        String before = events.innerText();

        assertThat(events).not().hasText(before, new LocatorAssertions.HasTextOptions().setTimeout(30_000));
    }

    @Test
    void withoutSigningInThereIsNoData() {
        page.navigate("about:blank"); // a page that is open would go on asking
        context.clearCookies();
        page.navigate(demo.url(PANEL + "?granularity=month"));

        assertThat(page).hasURL(Pattern.compile(".*/sign-in.*"));
        assertThat(page.getByText("AI slides")).hasCount(0);
        screenshot("sign-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {PANEL, PANEL + "/teams", PANEL + "?period=2019-Q1", "/admin"})
    void everyPageIsAccessibleInLightDarkAndOnAPhone(String path) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1280, 390}) {
                page.setViewportSize(width, 900);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.navigate(demo.url(path));
                AxeResults results = new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                        .analyze();
                assertEquals(List.of(), results.getViolations(), () -> path + " " + scheme + " " + width);
                if (path.equals(PANEL)) {
                    screenshot("panel-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
                }
            }
        }
    }

    private Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    private Locator period(String name) {
        return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Time period"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }
}
