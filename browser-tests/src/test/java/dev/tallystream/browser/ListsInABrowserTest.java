package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The full lists, the pages behind their rows, and the spikes, as a person sees and uses them. */
@ExtendWith(Stage.Resolver.class)
class ListsInABrowserTest {
    private static final String PANEL = "/admin/acme/credits-usage";
    private static final int CROWD = 3_000;

    /** Of a long list, this much of its rows is in the document at most. */
    private static final int MAX_ROWS = 1_000;

    private static final int MAX_HTML = 2 * 1024 * 1024;

    private final Stage stage;

    ListsInABrowserTest(Stage stage) {
        this.stage = stage;
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "teams", "users"})
    @DisplayName("UI-10: a list's URL, opened cold by another admin, shows the same list, period, search and order")
    void aListOpensColdAsItIs(String kind) {
        String url;
        List<String> rows;
        try (Visit visit = stage.visit().open(PANEL)) {
            Page page = visit.page();
            page.locator("h2 a[href$='/credits-usage/" + kind + "']").click();
            assertThat(page).hasURL(stage.url(PANEL + "/" + kind));
            visit.period("Monthly").click();
            assertThat(page).hasURL(Pattern.compile("granularity=month"));
            page.locator("#previous-period").click();
            assertThat(page).hasURL(Pattern.compile("period="));
            page.locator("#sort-name").click();
            assertThat(page.locator("th[aria-sort=ascending]")).hasText("Name");
            page.locator("#q").fill("e");
            assertThat(page).hasURL(Pattern.compile("[?&]q=e(&|$)"));
            url = page.url();
            rows = names(page);
        }
        try (Visit another = stage.visit()) {
            another.page().navigate(url);

            assertEquals(rows, names(another.page()));
            assertThat(another.period("Monthly")).hasAttribute("aria-current", "true");
            assertThat(another.page().locator("#q")).hasValue("e");
            assertThat(another.page().locator("[aria-sort]")).hasText("Name");
        }
    }

    @Test
    @DisplayName("UI-15: the period is kept from the panel to a list, to a team, to its features, and back")
    void thePeriodIsKeptAllTheWayDownAndBack() {
        try (Visit visit = stage.visit().open(PANEL + "?granularity=month")) {
            Page page = visit.page();
            page.locator("#previous-period").click();
            assertThat(page).hasURL(Pattern.compile("period=\\d{4}-\\d{2}$"));
            String period = page.locator(".shown").innerText();
            String query = page.url().substring(page.url().indexOf('?'));

            page.locator("#by-team").click();
            assertThat(page).hasURL(stage.url(PANEL + "/teams" + query));
            assertThat(page.locator(".shown")).hasText(period);
            Locator team = page.locator(".chunk a.name-link").first();
            String name = team.innerText();
            team.click();
            assertThat(page.locator("h1")).hasText(name);
            assertThat(page.locator(".shown")).hasText(period);
            String teamUrl = page.url();
            page.locator("#by-feature").click();
            assertThat(page.locator("h1")).hasText("Features of " + name);
            assertThat(page.locator(".shown")).hasText(period);
            page.locator("a.back").click();
            assertThat(page).hasURL(teamUrl);
            page.locator("a.back").click();
            assertThat(page).hasURL(stage.url(PANEL + "/teams" + query));
            page.locator("a.back").click();
            assertThat(page).hasURL(stage.url(PANEL + query));
            page.goBack();
            page.goBack();
            assertThat(page).hasURL(teamUrl);
            assertThat(page.locator(".shown")).hasText(period);
        }
    }

    @Test
    @DisplayName("UI-40: name, trend, change, credits and share; two headers toggle, one aria-sort, in the URL")
    void theColumnsAndTheirOrder() {
        try (Visit visit = stage.visit().open(PANEL + "/teams")) {
            Page page = visit.page();
            assertThat(page.locator("#list thead th"))
                    .hasText(new String[] {"Rank", "Name", "Trend", "Change", "Credits", "Share"});
            assertThat(page.locator(".chunk tr").first().locator("svg.trend")).isVisible();
            assertThat(page.locator(".chunk tr").first().locator(".changed"))
                    .hasText(Pattern.compile("^[+−][\\d,.]+%$"));
            for (String[] step : new String[][] {
                {"credits", "ascending", "?sort=credits"},
                {"credits", "descending", ""},
                {"name", "ascending", "?sort=name"},
                {"name", "descending", "?sort=-name"}
            }) {
                page.locator("#sort-" + step[0]).click();
                assertThat(page).hasURL(stage.url(PANEL + "/teams" + step[2]));
                assertThat(page.locator("[aria-sort]")).hasCount(1);
                assertThat(page.locator("[aria-sort=" + step[1] + "] #sort-" + step[0]))
                        .isVisible();
                assertThat(page.locator("#sort-" + step[0])).isFocused();
            }
            visit.open(PANEL + "/teams");
            page.mouse().move(700, 480);
            visit.screenshotOfWindow("list-trend-and-change");
        }
    }

    @Test
    @DisplayName("UI-41: the search is labelled, has a key, waits, knows no accents, and says when nothing matches")
    void theSearch() {
        try (Visit visit = stage.visit().open(PANEL + "/teams")) {
            Page page = visit.page();
            page.keyboard().press("/");
            assertThat(page.getByLabel("Search teams")).isFocused();
            assertThat(page.getByLabel("Search teams")).hasValue("");
            visit.forgetAsked();

            // Within the page: over the wire, a busy machine types too slowly.
            page.getByLabel("Search teams").evaluate("""
                    field => {
                        for (const letter of 'equipe') {
                            field.value += letter;
                            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
                        }
                    }""");

            assertThat(page.locator(".chunk .name").first()).hasText("Équipe Produit");
            assertThat(page).hasURL(Pattern.compile("[?&]q=equipe$"));
            assertEquals(
                    1,
                    visit.chosen().stream().filter(url -> url.contains("q=")).count(),
                    "six letters typed at once are one question");
            assertThat(page.getByLabel("Search teams")).isFocused();
            page.getByLabel("Search teams").fill("x<b>y");
            assertThat(page.locator("p.nothing").first()).hasText("No teams match \"x<b>y\".");
            visit.screenshot("list-no-match");
        }
    }

    @Test
    @DisplayName("UI-41: a late answer never overwrites a newer one")
    void aLateAnswerIsForgotten() {
        try (Visit visit = stage.visit().open(PANEL + "/teams")) {
            Page page = visit.page();
            List<Route> held = new ArrayList<>();
            page.route(Pattern.compile("q=sa$"), held::add);
            page.locator("#q").fill("sa");
            page.waitForCondition(() -> !held.isEmpty());

            page.locator("#q").fill("brand");
            assertThat(page.locator(".chunk .name")).hasText(new String[] {"Brand Studio"});
            held.forEach(Route::resume);

            page.waitForRequest(Pattern.compile("credits-usage"), () -> page.evaluate("fetch(location.href)"));
            assertThat(page.locator(".chunk .name")).hasText(new String[] {"Brand Studio"});
            assertThat(page).hasURL(Pattern.compile("q=brand$"));
        }
    }

    @Test
    @DisplayName("UI-42: scrolled to the end while numbers change, nobody is repeated or left out, in a small document")
    void aLongListIsScrolledToItsEnd() {
        stage.useByMany("crowd", CROWD);
        try (Visit visit = stage.visit()) {
            Page page = visit.page();
            page.navigate(stage.url("/admin/crowd/credits-usage/users"));
            assertThat(page.locator(".summary strong")).hasText("3,000 users");
            TreeMap<Integer, String> seen = new TreeMap<>();
            int most = 0;
            for (int step = 0; !page.locator("#more p").isVisible(); step++) {
                assertTrue(step < 600, "the list must come to its end; seen " + seen.size());
                collect(page, seen);
                most = Math.max(most, page.locator(".chunk tr").count());
                if (step % 10 == 5) {
                    stage.use("crowd", "f", "t", "crowd-%04d".formatted(CROWD - step), "5000", Instant.now());
                    stage.use("crowd", "f", "t", "newcomer-" + step, "0.5", Instant.now());
                }
                int last = seen.size();
                page.mouse().wheel(0, 3_000);
                if (page.locator("#more a").isVisible()) {
                    page.waitForCondition(() -> collect(page, seen) > last
                            || page.locator("#more p").isVisible());
                }
            }
            collect(page, seen);

            assertThat(page.locator("#more p")).hasText("End of the list: 3,000 users");
            assertEquals(CROWD, seen.size(), "every rank was there");
            assertEquals(CROWD, seen.lastKey());
            assertEquals(CROWD, new HashSet<>(seen.values()).size(), "and nobody twice");
            assertTrue(most <= MAX_ROWS, most + " rows in the document");
            int html = ((Number) page.evaluate("document.documentElement.outerHTML.length")).intValue();
            assertTrue(html < MAX_HTML, html + " characters of document");
            page.evaluate("scrollTo(0, document.getElementById('list').offsetHeight / 2)");
            int middle = CROWD / 2;
            assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(seen.get(middle)))
                            .first())
                    .isVisible();
            visit.screenshotOfWindow("list-scrolled-back");
        }
    }

    /** Remembers whose rank is which; answers how many are known. */
    private static int collect(Page page, Map<Integer, String> seen) {
        @SuppressWarnings("unchecked")
        List<List<String>> rows = (List<List<String>>) page.evaluate("""
                [...document.querySelectorAll('.chunk tr:has(.name)')].map(row =>
                    [row.querySelector('.rank').textContent, row.querySelector('.name').textContent])""");
        for (List<String> row : rows) {
            String before = seen.put(Integer.parseInt(row.getFirst().replace(",", "")), row.getLast());
            assertTrue(before == null || before.equals(row.getLast()), "two have the rank " + row.getFirst());
        }
        return seen.size();
    }

    @Test
    @DisplayName("UI-42, UI-62: without script, Load more is a link and the end is stated")
    void withoutScriptTheNextPageIsALink() {
        try (Visit visit = stage.visit(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = visit.open(PANEL + "/users").page();
            assertThat(page.locator(".chunk tr")).hasCount(50);
            String first = page.locator(".chunk .name").first().innerText();

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Load more"))
                    .click();

            assertThat(page.locator(".chunk .rank").first()).hasText("51");
            page.getByText("Back to the start of the list").click();
            assertThat(page.locator(".chunk .name").first()).hasText(first);
            page.locator("#q").fill("equipe");
            page.locator("#q").press("Enter");
            assertThat(page).hasURL(Pattern.compile("q=equipe"));
        }
    }

    @Test
    @DisplayName("UI-43: Open team on hover, on focus and always on touch; to its address or our own page; Deleted")
    void openTeam() {
        stage.use("doors", "f", "t1", "u", "9", Instant.now());
        stage.use("doors", "f", "t2", "u", "5", Instant.now());
        stage.use("doors", "f", "gone/for ever", "u", "3", Instant.now());
        stage.name("doors", "teams", "t1", "Design", "https://teams.example.com/t1", false);
        stage.name("doors", "teams", "t2", "Sales", "", false);
        stage.name("doors", "teams", "gone/for ever", "Design", "", true);
        try (Visit visit = stage.visit().open("/admin/doors/credits-usage/teams")) {
            Page page = visit.page();
            assertThat(page.locator(".chunk tr")).hasCount(3);
            Locator first = page.locator(".visit").first();
            assertThat(first).hasCSS("opacity", "0");
            page.locator(".chunk tr").first().hover();
            assertThat(first).hasCSS("opacity", "1");
            page.mouse().move(2, 2);
            assertThat(first).hasCSS("opacity", "0");
            first.focus();
            assertThat(first).hasCSS("opacity", "1");
            assertThat(first).hasAttribute("href", "https://teams.example.com/t1");
            assertThat(first).hasAccessibleName("Open team Design");
            assertThat(page.locator(".visit").nth(1)).hasAttribute("href", "/admin/doors/credits-usage/teams/t2");
            visit.screenshot("list-two-of-one-name");

            page.locator(".visit").last().focus();
            page.keyboard().press("Enter");

            assertThat(page.locator("h1")).hasText("Design");
            assertThat(page.locator(".title .tag")).hasText("Deleted");
            assertThat(page.locator(".of-id dd")).hasText("gone/for ever");
            assertThat(page.locator(".big")).hasText("3");
            visit.screenshot("member-deleted");
        }
        try (Visit touch =
                stage.visit(new Browser.NewContextOptions().setHasTouch(true).setIsMobile(true))) {
            touch.open("/admin/doors/credits-usage/teams");
            assertThat(touch.page().locator(".visit").first()).hasCSS("opacity", "1");
        }
    }

    @Test
    @DisplayName("UI-46: the file has every row of the same list, under its name, and nothing that a spreadsheet runs")
    void theFile() throws IOException {
        stage.use("files", "f", "t1", "u", "9.5", Instant.now());
        stage.use("files", "f", "t2", "u", "5", Instant.now());
        stage.name("files", "teams", "t1", "=1+1", "", false);
        try (Visit visit = stage.visit().open("/admin/files/credits-usage/teams?period=2026-Q4")) {
            Page page = visit.page();
            visit.open("/admin/files/credits-usage/teams?sort=credits");
            assertThat(page.locator(".chunk tr")).hasCount(2);

            Download file =
                    page.waitForDownload(() -> page.getByText("Download CSV").click());

            assertTrue(
                    Pattern.matches("files-credits-teams-\\d{4}-Q\\d\\.csv", file.suggestedFilename()),
                    file.suggestedFilename());
            assertEquals(
                    List.of(
                            "rank,id,name,deleted,credits,share,event_count",
                            "2,t2,t2,,5,0.3448,1",
                            "1,t1,'=1+1,,9.5,0.6552,1"),
                    Files.readAllLines(file.path()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/teams",
                "/users?q=nobody-like-this",
                "/teams/team-18",
                "/features/create_image",
                "/users/user-0001",
                "/features?team_id=team-18",
                "/teams/team-18?period=2019-Q1",
                "/teams/nobody",
                "?granularity=day"
            })
    @DisplayName("UI-63: lists and the pages behind them break no rule of accessibility, light, dark and on a phone")
    void everyPageIsAccessible(String path) {
        String name = "lists" + path.replaceAll("[^a-z0-9]+", "-");
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1280, 390}) {
                try (Visit visit = stage.visit(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme))) {
                    visit.open(PANEL + path);
                    visit.assertAccessible(scheme + " " + width);
                    visit.screenshot(name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
                }
            }
        }
    }

    @Test
    @DisplayName("UI-72: the planted day is marked with its feature and team, in words, and no other day is")
    void theSpike() {
        try (Visit visit = stage.visit().open(PANEL + "?granularity=day")) {
            Page page = visit.page();
            page.locator("#history-summary").click();
            Locator marked = page.locator("#history-table .spike");
            assertThat(marked).hasCount(1);
            assertThat(marked)
                    .hasText(Pattern.compile("^Spike \\d+(\\.\\d)? times a usual Wednesday, most of the rise from"
                            + " .?Create image.? in .?Brand Studio.?$"));
            assertThat(page.locator("#history-chart")).hasAccessibleName(Pattern.compile("Spike: .*Brand Studio"));
            visit.screenshot("spike-table");
            page.locator("#history-summary").click();
            int at = ((Number)
                            page.evaluate(
                                    "[...document.querySelectorAll('#history-table tbody tr')].findIndex(row => row.dataset.spike)"))
                    .intValue();
            page.locator("#history-chart").focus();
            page.keyboard().press("Home");
            for (int i = 0; i < at; i++) {
                page.keyboard().press("ArrowRight");
            }
            assertThat(page.locator("#history-tip")).containsText("Spike: ");
            assertThat(page.locator("#history-tip")).containsText("Brand Studio");
            visit.screenshotOfWindow("spike-chart");
        }
    }

    @Test
    @DisplayName("B4: whatever a name is, it is text: in lists, rankings, legend, title, tooltip and file")
    void hostileNamesAreText() {
        List<String> names = List.of(
                "<img src=x onerror=alert(1)>",
                "\"><svg/onload=alert(1)>",
                "{{7*7}} ${7*7}",
                "</script><script>alert(1)</script>",
                "\u202Egnp.exe",
                "Z\u0351\u036b\u0343\u0332\u0311".repeat(40),
                "👩‍👩‍👧‍👦 Family",
                "   ",
                "\u200b\u202e",
                "a very long name ".repeat(14));
        for (int i = 0; i < names.size(); i++) {
            stage.use("hostile", "f" + i, "t" + i, "u" + i, Integer.toString(90 - i), Instant.now());
            stage.name("hostile", "teams", "t" + i, names.get(i), "", i % 2 == 0);
            stage.name("hostile", "features", "f" + i, names.get(i), "", false);
            stage.name("hostile", "users", "u" + i, names.get(i), "", false);
        }
        String panel = "/admin/hostile/credits-usage";
        for (int width : new int[] {1280, 390}) {
            try (Visit visit = stage.visit(new Browser.NewContextOptions().setViewportSize(width, 900))) {
                Page page = visit.page();
                List<String> dialogs = new ArrayList<>();
                page.onDialog(dialog -> {
                    dialogs.add(dialog.message());
                    dialog.dismiss();
                });
                for (String path : List.of(
                        "",
                        "/teams",
                        "/features",
                        "/users",
                        "/teams/t0",
                        "/features/f3",
                        "/users/u4",
                        "/teams/t7",
                        "/features?team_id=t1",
                        "/teams?q=" + encoded(names.getFirst()))) {
                    visit.open(panel + path);
                    assertThat(page.locator("h1")).isVisible();
                    assertEquals(
                            0,
                            page.locator("img, svg[onload], script:not([src])").count(),
                            path);
                    assertEquals(0, page.locator("a[href^='javascript']").count(), path);
                    assertEquals(
                            page.evaluate("document.documentElement.clientWidth"),
                            page.evaluate("document.documentElement.scrollWidth"),
                            path + " is no wider than the window");
                }
                visit.open(panel + "/teams");
                assertThat(page.locator(".chunk .name").first()).hasText(names.getFirst());
                assertThat(page.locator(".chunk .nameless")).hasCount(2);
                assertEquals("isolate", page.evaluate("getComputedStyle(document.querySelector('bdi')).unicodeBidi"));
                visit.screenshot("hostile-list-" + width);
                visit.open(panel + "/teams/t9");
                visit.assertAccessible("hostile " + width);
                visit.screenshot("hostile-member-" + width);
                visit.open(panel);
                visit.screenshot("hostile-panel-" + width);
                assertEquals(List.of(), dialogs);
            }
        }
    }

    private static List<String> names(Page page) {
        return page.locator(".chunk .who .name").allInnerTexts();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
