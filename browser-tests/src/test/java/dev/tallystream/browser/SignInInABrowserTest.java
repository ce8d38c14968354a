package dev.tallystream.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** UI-12: who is shown pages, and what everybody else is shown instead. */
@ExtendWith(Stage.Resolver.class)
class SignInInABrowserTest {
    private static final String DEEP = "/admin/acme/credits-usage/teams?granularity=month&sort=name&q=a";

    /** Of acme's demo. */
    private static final String TEAM = "Brand Studio";

    private final Stage stage;

    SignInInABrowserTest(Stage stage) {
        this.stage = stage;
    }

    @Test
    @DisplayName("UI-12: not signed in, sign in, and back to the whole address")
    void signingInLeadsBackToTheWholeAddress() {
        try (Visit visit = stage.visitOfNobody()) {
            visit.open(DEEP);
            assertThat(visit.page()).hasURL(Pattern.compile(".*/sign-in.*|.*/credits-usage/teams.*"));
            assertThat(visit.page().getByText(TEAM)).hasCount(0);
            visit.assertAccessible("sign-in");

            visit.page().getByLabel("Sign-in token").fill("no such token");
            visit.page().getByText("Sign in").last().click();
            assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("That token is not valid");
            visit.page().getByLabel("Sign-in token").fill(stage.signInToken());
            visit.page().getByText("Sign in").last().click();

            assertThat(visit.page()).hasURL(stage.url(DEEP));
            assertThat(visit.page().getByText(TEAM).first()).isVisible();
        }
    }

    @Test
    @DisplayName("UI-12: without the admin's role no page has data, and a billing admin has the subscription alone")
    void withoutTheRoleThereIsNoData() {
        try (Visit visit = stage.visitAs("acme", "member")) {
            for (String path :
                    List.of("analytics", "credits-usage", "credits-usage/teams", "subscription", "settings")) {
                visit.open("/admin/acme/" + path);

                assertThat(visit.page().getByText("You need organization admin access to see AI credit usage."))
                        .isVisible();
                assertThat(visit.page().getByText(TEAM)).hasCount(0);
            }
            visit.assertAccessible("403");
            visit.screenshot("not-your-role");
        }
        try (Visit visit = stage.visitAs("acme", "billing_admin")) {
            visit.open("/admin/acme/credits-usage");
            assertThat(visit.page().getByText("You need organization admin access to see AI credit usage."))
                    .isVisible();
            visit.open("/admin/acme/subscription");
            assertThat(visit.page().getByText("Unused credits do not roll over."))
                    .isVisible();
        }
    }

    @Test
    @DisplayName("UI-12: another organization is not found, as one that there is not")
    void anotherOrganizationIsNotFound() {
        try (Visit visit = stage.visitAs("globex", "org_admin")) {
            for (String path :
                    List.of("analytics", "credits-usage", "credits-usage/users", "subscription", "settings")) {
                for (String organization : List.of("acme", "no-such-organization")) {
                    visit.open("/admin/" + organization + "/" + path);

                    assertThat(visit.page().getByText("There is no such page, or it is not yours to see."))
                            .isVisible();
                }
            }
            visit.assertAccessible("404");
            visit.screenshot("not-found");
        }
    }
}
