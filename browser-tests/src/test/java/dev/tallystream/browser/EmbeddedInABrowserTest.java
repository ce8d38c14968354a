package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** UI-78: pages in another site's frame. */
@ExtendWith(Stage.Resolver.class)
class EmbeddedInABrowserTest {
    private final Stage stage;

    EmbeddedInABrowserTest(Stage stage) {
        this.stage = stage;
    }

    @Test
    @DisplayName("UI-78: a configured site frames pages without chrome, by a signed link alone and without a cookie")
    void aConfiguredSiteShowsThePanel() {
        try (Visit visit = stage.visitOfNobody()) {
            visit.page().navigate(stage.site().framing(stage.embedLink("acme")));
            FrameLocator frame = visit.page().frameLocator("iframe");

            assertThat(frame.locator(".hero .big")).isVisible();
            assertThat(frame.locator("header, .side")).hasCount(0);
            visit.screenshot("embedded");
            frame.locator("#by-teams, a.open").nth(1).click();

            assertThat(frame.getByRole(AriaRole.HEADING, new FrameLocator.GetByRoleOptions().setName("Teams")))
                    .isVisible();
            assertThat(frame.locator("tr .name").first()).isVisible();
            assertThat(frame.locator("header, .side")).hasCount(0);
            frame.locator("#q").fill("brand");
            assertThat(frame.locator(".chunk .name")).hasText(new String[] {"Brand Studio"});
            assertThat(frame.locator("#status")).isEmpty();
            assertEquals(List.of(), visit.context().cookies());
        }
    }

    @Test
    @DisplayName("UI-78: a site that is not configured frames nothing")
    void anotherSiteShowsNothing() throws IOException {
        try (FramingSite other = FramingSite.start();
                Visit visit = stage.visitOfNobody()) {
            visit.expectComplaints();
            visit.page().navigate(other.framing(stage.embedLink("acme")));

            assertThat(visit.page().getByText("Ours")).isVisible();
            assertThat(visit.page().frameLocator("iframe").locator(".hero")).hasCount(0);
        }
    }
}
