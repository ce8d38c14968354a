package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The history chart: what it tells, by pointer, keyboard and finger, and where it leads. */
@ExtendWith(Stage.Resolver.class)
class HistoryChartInABrowserTest {
    private static final String PANEL = "/admin/acme/credits-usage";

    private final Stage stage;

    HistoryChartInABrowserTest(Stage stage) {
        this.stage = stage;
    }

    @Test
    @DisplayName("UI-32: the chart's name says its kind, how many bars, the highest and the current")
    void theChartHasANameForScreenReaders() {
        try (Visit visit = stage.visit().open(PANEL)) {
            assertThat(chart(visit))
                    .hasAccessibleName(Pattern.compile("^Bar chart of the credits used in 8 quarters\\. "
                            + "Highest: Q\\d \\d{4}, .+, [\\d,.]+\\. Shown: Q\\d \\d{4}, .+ so far\\.$"));
        }
    }

    @Test
    @DisplayName("UI-33: hover and focus give the same tooltip, which Esc hides")
    void hoverAndFocusGiveTheSameTooltip() {
        try (Visit visit = stage.visit().open(PANEL)) {
            Page page = visit.page();
            Locator tip = page.locator("#history-tip");
            point(visit, 6);
            assertThat(tip)
                    .hasText(Pattern.compile(
                            "^Q\\d \\d{4}, \\d.+ \\d{4}\\s*[\\d,.]+ credits\\s*[+−][\\d,.]+% from the period before$"));
            String hovered = tip.innerText();
            visit.screenshotOfWindow("details-tooltip");

            page.keyboard().press("Escape");
            assertThat(tip).isHidden();
            page.mouse().move(2, 2);
            chart(visit).focus();
            page.keyboard().press("End");
            assertThat(tip).containsText("so far");
            page.keyboard().press("ArrowLeft");
            assertEquals(hovered, tip.innerText());
            page.keyboard().press("Escape");
            assertThat(tip).isHidden();
            assertThat(chart(visit)).isFocused();
        }
    }

    @Test
    @DisplayName("UI-33: a tap gives the tooltip, a second one opens the period")
    void aTapGivesTheTooltipAndASecondOneOpensThePeriod() {
        Browser.NewContextOptions phone = new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setIsMobile(true);
        try (Visit visit = stage.visit(phone).open(PANEL)) {
            Page page = visit.page();
            page.evaluate("document.getElementById('history-chart').scrollIntoView({ block: 'center' })");
            double[] bar = place(visit, 6);

            page.touchscreen().tap(bar[0], bar[1]);

            assertThat(page.locator("#history-tip")).containsText("credits");
            assertThat(page).hasURL(stage.url(PANEL));
            visit.screenshotOfWindow("details-tap");
            page.touchscreen().tap(bar[0], bar[1]);
            assertThat(page).hasURL(Pattern.compile(".*\\?period=\\d{4}-Q\\d$"));
        }
    }

    @Test
    @DisplayName("UI-34, UI-76: a past period opens from its bar, by keyboard and by mouse")
    void aPastPeriodOpensFromItsBar() {
        try (Visit visit = stage.visit().open(PANEL)) {
            Page page = visit.page();
            Pattern past = Pattern.compile(".*\\?period=\\d{4}-Q\\d$");
            chart(visit).focus();
            page.keyboard().press("End");
            page.keyboard().press("ArrowLeft");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(past);
            assertThat(page.getByText("Credits used", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();

            page.navigate(stage.url(PANEL));
            double[] bar = place(visit, 5);
            page.mouse().click(bar[0], bar[1]);
            assertThat(page).hasURL(past);
        }
    }

    @Test
    @DisplayName("UI-33, UI-70: the bar that was chosen by keyboard stays chosen while numbers move")
    void newsDoesNotMoveTheChosenBar() {
        stage.use("chosen", "ai_slides", "1");
        try (Visit visit = stage.visit().open("/admin/chosen/credits-usage?granularity=day")) {
            Page page = visit.page();
            Locator tip = page.locator("#history-tip");
            visit.awaitStream();
            chart(visit).focus();
            page.keyboard().press("End");
            for (int i = 0; i < 5; i++) {
                page.keyboard().press("ArrowLeft");
            }
            String fifth = tip.innerText();

            stage.use("chosen", "ai_slides", "5");
            assertThat(page.locator(".hero .big")).hasText("6");

            assertThat(chart(visit)).isFocused();
            assertEquals(fifth, tip.innerText());
            page.keyboard().press("ArrowRight");
            assertThat(tip).not().hasText(fifth);
            page.keyboard().press("ArrowLeft");
            assertEquals(fifth, tip.innerText());
            page.keyboard().press("Escape");
            stage.use("chosen", "ai_slides", "5");
            assertThat(page.locator(".hero .big")).hasText("11");
            assertThat(tip).isHidden();
        }
    }

    @Test
    @DisplayName("UI-34: a past period opens from Show as table by keyboard, and previous and next are links")
    void aPastPeriodOpensFromTheTableByKeyboard() {
        try (Visit visit = stage.visit().open(PANEL)) {
            Page page = visit.page();
            Locator rows = page.locator("#history-table tbody a");
            assertThat(rows.first()).isHidden();

            page.getByText("Show as table").press("Enter");
            page.keyboard().press("Tab");

            assertThat(rows.first()).isFocused();
            visit.screenshot("details-table");
            String oldest = rows.first().getAttribute("href");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(stage.url(oldest));
            String name = page.locator(".shown").innerText();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next quarter"))
                    .click();
            assertThat(page.locator(".shown")).not().hasText(name);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Previous quarter"))
                    .click();
            assertThat(page.locator(".shown")).hasText(name);
        }
    }

    @Test
    @DisplayName(
            "UI-70: the table that is opened at the very moment of an update stays open, with the focus where it was")
    void aTableOpenedDuringAnUpdateStaysOpen() {
        stage.use("opened", "ai_slides", "1");
        try (Visit visit = stage.visit().open("/admin/opened/credits-usage")) {
            Page page = visit.page();
            visit.awaitStream();
            page.locator("#history-summary").focus();
            page.evaluate("""
                    window.addEventListener('htmx:beforeSwap', function open(event) {
                      if (!event.detail.serverResponse.includes('data-value="8"')) return;
                      window.removeEventListener('htmx:beforeSwap', open, true);
                      document.getElementById('history-summary').click();
                    }, true)""");

            stage.use("opened", "ai_slides", "7");

            assertThat(page.locator(".hero .big")).hasText("8");
            assertThat(page.locator("#history-table tbody a").last()).isVisible();
            assertThat(page.locator("#history-summary")).isFocused();
            page.keyboard().press("Tab");
            assertThat(page.locator("#history-table tbody a").first()).isFocused();
        }
    }

    private static Locator chart(Visit visit) {
        return visit.page().locator("#history-chart");
    }

    private static void point(Visit visit, int bar) {
        double[] place = place(visit, bar);
        visit.page().mouse().move(place[0], place[1]);
    }

    /** The middle of a bar, in the window. */
    private static double[] place(Visit visit, int bar) {
        assertThat(visit.page().locator("#history-table.ready")).isVisible();
        Object place = visit.page().evaluate("""
                index => {
                  const canvas = document.getElementById('history-chart'), box = canvas.getBoundingClientRect();
                  const bar = Chart.getChart(canvas).getDatasetMeta(0).data[index];
                  return [box.x + bar.x, box.y + (bar.y + bar.base) / 2];
                }""", bar);
        List<?> coordinates = (List<?>) place;
        return new double[] {((Number) coordinates.get(0)).doubleValue(), ((Number) coordinates.get(1)).doubleValue()};
    }
}
