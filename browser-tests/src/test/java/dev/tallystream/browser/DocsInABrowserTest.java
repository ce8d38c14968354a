package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description as a page, under its content security policy. */
class DocsInABrowserTest {
    private static final Path SCREENSHOT = Path.of("target", "screenshots", "docs.png");
    private static final int EVENTS = 1_000;

    @TempDir
    private static Path directory;

    private static Demo demo;
    private static Chromium chromium;

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

    @Test
    void anybodyReadsTheDescriptionAndSendsARequestAndNothingIsBlocked() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = context.newPage();
            // Violations of the content security policy and scripts that fail are written to the console.
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);

            page.navigate(demo.url("/docs"));
            Locator publish = page.locator("#operations-Events-publishEvents");
            publish.getByRole(AriaRole.BUTTON).first().click();
            assertThat(publish.getByText("Durable.")).isVisible();
            // The event's schema is another file, which is read as well.
            publish.getByText("Schema", new Locator.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            assertThat(publish.getByText("Credit event").first()).isVisible();

            Locator alive = page.locator("#operations-Operation-isAlive");
            alive.getByRole(AriaRole.BUTTON).first().click();
            alive.getByText("Try it out").click();
            alive.getByText("Execute").click();
            assertThat(alive.getByText("\"live\"").first()).isVisible();

            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOT));
        }
        assertEquals(List.of(), complaints);
    }
}
