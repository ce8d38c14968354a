package dev.tallystream.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * One person at one browser window. Closing it fails the test where a script failed or the content security policy was
 * violated.
 */
final class Visit implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** What browser and htmx write of an answer that failed, which is what some tests are about. */
    private static final Pattern EXPECTED = Pattern.compile(
            "^(Failed to load resource|Response Status Error Code|htmx:(afterRequest|sendError|timeout|sendAbort))");

    private final Stage stage;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private boolean refusals;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> chosen = new CopyOnWriteArrayList<>();

    Visit(Stage stage, BrowserContext context) {
        this.stage = stage;
        this.context = context;
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !EXPECTED.matcher(message.text()).find()) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            asked.add(request.url());
            if (!"live".equals(request.headers().get("hx-trigger"))) {
                chosen.add(request.url());
            }
        });
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Opens that path. */
    Visit open(String path) {
        page.navigate(stage.url(path));
        forgetAsked();
        return this;
    }

    /** What the browser refuses is what this visit is about. */
    void expectComplaints() {
        refusals = true;
    }

    /** Addresses that were asked for since the page was opened, or since {@link #forgetAsked}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Those of them that a person asked for: that the page follows the numbers by itself does not count. */
    List<String> chosen() {
        return List.copyOf(chosen);
    }

    /** How often the page, its neighbours or their numbers were asked for; the stream does not count. */
    long askedForNumbers() {
        return asked.stream()
                .filter(url -> url.contains("/credits-usage") && !url.endsWith("/stream"))
                .count();
    }

    /** The page listens, so that what comes next is news. */
    void awaitStream() {
        page.waitForCondition(
                () -> asked.stream().anyMatch(url -> url.contains("/stream")),
                new Page.WaitForConditionOptions().setTimeout(60_000));
    }

    void forgetAsked() {
        asked.clear();
        chosen.clear();
    }

    Locator heading(String start) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(Pattern.compile("^" + start)));
    }

    Locator period(String name) {
        return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Time period"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    /** Nothing of the page breaks a rule of accessibility. */
    void assertAccessible(String what) {
        assertEquals(
                List.of(),
                new AxeBuilder(page).withTags(RULES).analyze().getViolations(),
                () -> what + " at " + page.url());
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** What is in the window, as it is scrolled. */
    void screenshotOfWindow(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        context.close();
        assertEquals(refusals, !complaints.isEmpty(), complaints::toString);
    }
}
