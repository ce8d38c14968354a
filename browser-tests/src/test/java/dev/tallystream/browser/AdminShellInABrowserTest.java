package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way in, and the pages around usage. */
@ExtendWith(Stage.Resolver.class)
class AdminShellInABrowserTest {
    private static final String ADMIN = "/admin/acme";

    private final Stage stage;

    AdminShellInABrowserTest(Stage stage) {
        this.stage = stage;
    }

    @Test
    @DisplayName("UI-16: avatar menu, Admin, Analytics, AI, the section's arrow, and the cogwheel, by clicks alone")
    void theWayInIsWalkedByClicks() {
        try (Visit visit = stage.visit()) {
            Page page = visit.open(ADMIN + "/subscription").page();

            page.locator("summary[aria-label='Account menu']").click();
            visit.screenshotOfWindow("shell-menu");
            page.locator(".menu")
                    .getByText("Admin", new Locator.GetByTextOptions().setExact(true))
                    .click();
            page.locator(".side").getByText("Analytics").click();
            assertThat(page).hasURL(stage.url(ADMIN + "/analytics"));
            page.getByRole(
                            AriaRole.NAVIGATION,
                            new Page.GetByRoleOptions().setName("Analytics").setExact(true))
                    .getByText("AI")
                    .click();
            link(page, "Open AI credits usage details").click();

            assertThat(page).hasURL(stage.url(ADMIN + "/credits-usage"));
            page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Breadcrumb"))
                    .getByText("Analytics")
                    .click();
            assertThat(page).hasURL(stage.url(ADMIN + "/analytics"));
            page.locator(".cogwheel").click();
            assertThat(page).hasURL(stage.url(ADMIN + "/settings"));
            assertThat(page.getByText("User privacy")).isVisible();
        }
    }

    @Test
    @DisplayName("UI-14: the page's range and the panel's period never influence each other, also after Back")
    void bothRangesKeepToThemselves() {
        try (Visit visit = stage.visit()) {
            Page page = visit.open(ADMIN + "/analytics").page();
            assertThat(page.locator("#days-30")).hasAttribute("aria-current", "true");

            page.locator("#days-7").click();
            assertThat(page).hasURL(stage.url(ADMIN + "/analytics?days=7"));
            assertThat(page.locator("#days-7")).hasAttribute("aria-current", "true");
            assertThat(page.locator("#days-7")).isFocused();
            assertThat(page.locator("#usage-period")).containsText("Q");
            link(page, "Open AI credits usage details").click();
            assertThat(visit.period("Quarterly")).hasAttribute("aria-current", "true");
            visit.period("Monthly").click();
            assertThat(page).hasURL(stage.url(ADMIN + "/credits-usage?granularity=month"));
            page.goBack();
            page.goBack();

            assertThat(page).hasURL(stage.url(ADMIN + "/analytics?days=7"));
            assertThat(page.locator("#days-7")).hasAttribute("aria-current", "true");
            assertThat(page.locator("#usage-period")).containsText("Q");
            page.goForward();
            assertThat(visit.period("Quarterly")).hasAttribute("aria-current", "true");
        }
    }

    @Test
    @DisplayName("UI-15: the period is kept from the panel to a list and back")
    void thePeriodIsKept() {
        try (Visit visit = stage.visit()) {
            Page page = visit.open(ADMIN + "/credits-usage?granularity=week").page();

            page.locator("a[href*='/credits-usage/teams']").first().click();
            assertThat(page).hasURL(stage.url(ADMIN + "/credits-usage/teams?granularity=week"));
            page.locator(".trail a").last().click();

            assertThat(page).hasURL(stage.url(ADMIN + "/credits-usage?granularity=week"));
        }
    }

    @Test
    @DisplayName(
            "UI-50, UI-52: excluding users takes effect on an open page and in the list; including brings them back")
    void thePrivacySwitchIsSavedAndFollowed() {
        String organization = "shell-privacy";
        stage.use(organization, "ai_slides", "5");
        String home = "/admin/" + organization;
        try (Visit visit = stage.visit();
                Visit other = stage.visit()) {
            Page open = other.open(home + "/analytics").page();
            assertThat(open.locator("#active-people")).hasText("1");
            Page page = visit.open(home + "/settings").page();

            page.getByLabel("Exclude stats and analytics of specific users’ activity")
                    .check();
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Save").setExact(true))
                    .click();

            assertThat(page.getByRole(AriaRole.STATUS)).hasText("Saved.");
            assertThat(page.locator(".log")).containsText("Stats and analytics of specific users excluded");
            visit.screenshot("settings-saved");
            assertThat(open.locator("#active-people")).hasCount(0);
            page.navigate(stage.url(home + "/credits-usage/users"));
            assertThat(page.getByText("Individual usage is hidden for this organization."))
                    .isVisible();
            visit.screenshot("users-hidden");
            page.navigate(stage.url(home + "/settings"));
            page.getByLabel("Include explicit stats and analytics of users’ activity")
                    .check();
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Save").setExact(true))
                    .click();
            assertThat(page.getByRole(AriaRole.STATUS)).hasText("Saved.");
            assertThat(open.locator("#active-people")).hasText("1");
        }
    }

    @Test
    @DisplayName("UI-16: Esc closes the menu and gives the focus back; so does a click elsewhere")
    void theMenuCloses() {
        try (Visit visit = stage.visit().open("/admin/acme")) {
            Page page = visit.page();
            Locator summary = page.locator("summary[aria-label='Account menu']");
            summary.press("Enter");
            page.keyboard().press("Tab");
            assertThat(page.locator(".menu a").first()).isFocused();
            page.keyboard().press("Escape");
            assertThat(page.locator(".menu")).isHidden();
            assertThat(summary).isFocused();

            summary.click();
            assertThat(page.locator(".menu")).isVisible();
            page.locator("h1").click();
            assertThat(page.locator(".menu")).isHidden();
        }
    }

    @Test
    @DisplayName("UI-62: the menu, the range and the form work without script")
    void withoutScript() {
        try (Visit visit = stage.visit(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(1280, 900))) {
            Page page = visit.open(ADMIN + "/analytics").page();

            page.locator("#days-90").click();
            assertThat(page).hasURL(stage.url(ADMIN + "/analytics?days=90"));
            page.locator("summary[aria-label='Account menu']").click();
            assertThat(page.locator(".menu a").first()).isVisible();
            page.navigate(stage.url(ADMIN + "/settings"));
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Save").setExact(true))
                    .click();
            assertThat(page.getByText("Saved.")).isVisible();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"analytics", "subscription", "settings"})
    @DisplayName(
            "UI-63: no rule of accessibility is broken in light, dark and on a phone, and nothing scrolls sideways")
    void everyPageIsAccessible(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1280, 390}) {
                try (Visit visit = stage.visit(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme))) {
                    Page page = visit.open(ADMIN + "/" + name).page();
                    String look = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
                    visit.assertAccessible(look);
                    assertEquals(
                            true,
                            page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
                            look + " scrolls sideways");
                    visit.screenshot("shell-" + look);
                }
            }
        }
    }

    @Test
    @DisplayName("UI-64: a German reader gets German pages")
    void inGerman() {
        try (Visit visit =
                stage.visit(new Browser.NewContextOptions().setLocale("de-DE").setViewportSize(390, 900))) {
            Page page = visit.open(ADMIN + "/settings").page();

            assertThat(page.locator("html")).hasAttribute("lang", "de");
            assertThat(page.getByText("Privatsphäre der Benutzer")).isVisible();
            visit.screenshot("shell-settings-german");
            visit.open(ADMIN + "/analytics");
            visit.screenshot("shell-analytics-german");
        }
    }

    @Test
    @DisplayName("UI-65: the Analytics page has at most 6 requests and 120 KB")
    void thePageIsSmall() {
        try (Visit visit = stage.visit()) {
            List<Response> responses = new ArrayList<>();
            visit.page().onResponse(responses::add);
            // Where requests are routed, nothing comes from the cache.
            visit.page().route("**/assets/**", Route::resume);
            visit.open(ADMIN + "/analytics");
            assertThat(visit.page().locator("#history-table.ready")).hasCount(1);

            long bytes = 0;
            Set<String> files = new HashSet<>();
            for (Response response : List.copyOf(responses)) {
                String url = response.url();
                if (!url.startsWith("data:") && files.add(url)) {
                    bytes += url.endsWith("/stream") ? 0 : response.request().sizes().responseBodySize;
                }
            }
            System.out.println("analytics: " + files.size() + " requests, " + bytes + " bytes");
            assertTrue(files.size() <= 6, files::toString);
            assertTrue(bytes > 10_000 && bytes <= 120 * 1024, "bytes: " + bytes);
        }
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }
}
