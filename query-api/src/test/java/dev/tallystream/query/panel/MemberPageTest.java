package dev.tallystream.query.panel;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.access.Role;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberPageTest {
    private static final String PANEL = "/admin/acme/credits-usage";
    private static final String NOVEMBER = "2026-11-20T08:00:00Z";

    private final PageServer pages = new PageServer();

    @AfterEach
    void stopTheServer() {
        pages.close();
    }

    @Test
    void aTeamHasItsTotalItsShareItsHistoryAndWhatItConsistsOf() {
        for (int i = 1; i <= 7; i++) {
            pages.use(NOVEMBER, "f" + i, "t1", i == 7 ? null : "u" + i, Integer.toString(i));
        }
        pages.use(NOVEMBER, "f1", "t2", "u1", "12").use("2026-07-10T08:00:00Z", "f1", "t1", "u1", "14");
        pages.view().directory("acme", DirectoryKind.TEAM, "t1", new DirectoryEntry("Design", null, true));

        Document page = pages.page(PANEL + "/teams/t1");

        assertEquals("Design", page.expectFirst("h1").text());
        assertEquals("Deleted", page.expectFirst(".title .tag").text());
        assertEquals("28", page.expectFirst(".big").text());
        assertEquals(
                "+100.0% over the first 52 days, against the first 52 days of Q3 2026",
                page.expectFirst(".figure .note").text());
        assertEquals(
                List.of("Share of all credits 70.0%", "Events 7", "ID t1"),
                page.select(".facts > div").eachText());
        assertEquals(8, page.select("#history-table tbody tr").size());
        assertEquals(
                "14",
                page.select("#history-table tbody tr")
                        .get(6)
                        .expectFirst(".number")
                        .text());
        assertEquals(List.of("By feature 7", "By users 6"), page.select("h2 a").eachText());
        Element features = page.expectFirst("section[aria-label=By feature]");
        assertEquals("f7 7 25.0%", features.expectFirst("li").text());
        assertEquals(
                "Others · 2 more 3 10.7%",
                requireNonNull(features.select("li").last()).text());
        assertEquals(
                PANEL + "/features?team_id=t1",
                features.select("li").last().expectFirst("a").attr("href"));
        assertEquals(PANEL + "/features/f7", features.expectFirst("li a").attr("href"));
        assertTrue(page.text().contains("Guests, services and unknown 7 25.0%"));
        assertEquals(
                List.of("Analytics", "AI credits usage", "Teams"),
                page.select(".trail li").eachText());
    }

    @Test
    void whatHasNoChangeIsComparedWithNothing() {
        pages.use("2026-09-29T08:00:00Z", "f", "t1", "u", "3").use("2026-11-22T08:00:00Z", "f", "t1", "u", "5");

        Document page = pages.page(PANEL + "/teams/t1");

        assertEquals("5", page.expectFirst(".big").text());
        assertNull(page.selectFirst(".figure .note"), page.text());
    }

    @Test
    void aFeatureHasItsTeamsAndAUserTheirFeatures() {
        pages.use(NOVEMBER, "f1", "t1", "u1", "3").use(NOVEMBER, "f2", null, "u1", "4");

        Document feature = pages.page(PANEL + "/features/f1");
        Document user = pages.page(PANEL + "/users/u1");

        assertEquals(List.of("By teams 1"), feature.select("h2 a").eachText());
        assertEquals(PANEL + "/teams?feature=f1", feature.expectFirst("h2 a").attr("href"));
        assertEquals(List.of("By feature 2"), user.select("h2 a").eachText());
        assertEquals(PANEL + "/features?user_id=u1", user.expectFirst("h2 a").attr("href"));
    }

    @Test
    void thePeriodGoesWithEveryLink() {
        pages.use("2026-08-20T08:00:00Z", "f1", "t1", "u1", "3");

        Document page = pages.page(PANEL + "/teams/t1?granularity=month&period=2026-08");

        String period = "?granularity=month&period=2026-08";
        assertEquals(
                List.of("/admin/acme/analytics", PANEL + period, PANEL + "/teams" + period),
                page.select(".trail a").eachAttr("href"));
        assertEquals(
                PANEL + "/features" + period + "&team_id=t1",
                page.expectFirst("h2 a").attr("href"));
        assertEquals(
                PANEL + "/features/f1" + period,
                page.expectFirst("li a.name-link").attr("href"));
        assertEquals(
                PANEL + "/teams/t1?granularity=month&period=2026-07",
                page.expectFirst("#previous-period").attr("href"));
        assertEquals(
                PANEL + "/teams/t1?granularity=day",
                page.expectFirst("#period-day").attr("href"));
        assertEquals(
                PANEL + "/teams/t1?granularity=month",
                requireNonNull(page.select("#history-table a").last())
                        .attr("href")
                        .replace("&period=2026-08", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "..",
                ".",
                "~x",
                "~",
                "a b",
                "a+b",
                "100%",
                "%2F",
                "a%2Fb",
                "?q=1",
                "#x",
                "\\",
                "ü/😀",
                "a;b=c",
                "<script>",
                "{id}",
                "teams"
            })
    void everyIdHasAPage(String id) {
        pages.use(NOVEMBER, "f", id, "u", "3");

        Document list = pages.page(PANEL + "/teams");
        Document page = pages.page(list.expectFirst("a.name-link").attr("href"));

        assertEquals(id, page.expectFirst("h1").text());
        assertEquals(
                PANEL + "/features?team_id=",
                page.expectFirst("h2 a").attr("href").substring(0, 43));
        assertEquals(
                1,
                pages.page(page.expectFirst("h2 a").attr("href"))
                        .select(".chunk tr")
                        .size());
    }

    @ParameterizedTest
    @CsvSource({
        "/teams/nobody, 404",
        "/teams/~, 404",
        "/teams/~!!, 404",
        "/teams/~YQ, 404", // a, which is written a
        "/teams/%20, 404",
        "/teams/%00, 404",
        "/teams/t1?granularity=year, 400",
        "/teams/t1?sort=name, 400",
        "/teams/t1/x, 404"
    })
    void whatIsNoPageSaysSo(String path, int status) {
        pages.use(NOVEMBER, "f", "t1", "u", "3").use(NOVEMBER, "f", "a", "u", "3");

        HttpResponse<String> response = pages.get(PANEL + path);

        assertEquals(status, response.statusCode());
        assertTrue(response.body().contains("<h1>"), response.body());
    }

    @Test
    void aTeamThatUsedNothingInThePeriodSaysSoAndIsStillThere() {
        pages.use("2019-11-20T08:00:00Z", "f", "old", "u", "3");
        pages.view().directory("acme", DirectoryKind.TEAM, "quiet", new DirectoryEntry("Quiet", null, true));

        Document quiet = pages.page(PANEL + "/teams/quiet");
        Document old = pages.page(PANEL + "/teams/old?granularity=day");

        assertEquals(
                "No credit used in the selected period yet.",
                quiet.expectFirst(".empty").text());
        assertEquals("Deleted", quiet.expectFirst(".title .tag").text());
        assertEquals(List.of("ID quiet"), quiet.select(".facts > div").eachText());
        assertEquals("old", old.expectFirst("h1").text());
        assertNull(old.selectFirst(".figure .note"));
    }

    @Test
    void hiddenUsersHaveNoPageAndATeamNoUsers() {
        pages.use(NOVEMBER, "f", "t1", "secret-user", "3");
        pages.view()
                .directory("acme", DirectoryKind.USER, "secret-user", DirectoryEntry.named("Secret Name"))
                .settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        HttpResponse<String> user = pages.get(PANEL + "/users/secret-user");
        HttpResponse<String> team = pages.get(PANEL + "/teams/t1");

        assertEquals(403, user.statusCode());
        assertTrue(user.body().contains("Individual usage is hidden for this organization."));
        assertFalse(user.body().contains("Secret Name"));
        assertEquals(PANEL, PageServer.parse(user).expectFirst("main a").attr("href"));
        assertEquals(200, team.statusCode());
        assertEquals(
                List.of("By feature 1"), PageServer.parse(team).select("h2 a").eachText());
        assertFalse(team.body().toLowerCase(Locale.ROOT).contains("user"), "no word of users");
        assertEquals(403, pages.get(PANEL + "/users/nobody").statusCode(), "nor whether there is such a user");
    }

    @Test
    void anAddressThatIsNoneIsRefusedAndAnotherIsAButton() {
        pages.use(NOVEMBER, "f", "t1", "u", "3").use(NOVEMBER, "f", "t2", "u", "3");
        pages.view()
                .directory("acme", DirectoryKind.TEAM, "t1", new DirectoryEntry("A", "javascript:alert(1)", false))
                .directory("acme", DirectoryKind.TEAM, "t2", new DirectoryEntry("B", "https://example.com/b", false));

        Document refused = pages.page(PANEL + "/teams/t1");
        Document shown = pages.page(PANEL + "/teams/t2");

        assertNull(refused.selectFirst(".title a"));
        assertFalse(refused.html().contains("javascript:"));
        assertEquals("https://example.com/b", shown.expectFirst(".title a").attr("href"));
        assertEquals("Open team", shown.expectFirst(".title a").text());
    }

    @Test
    void aBreakdownWhoseDaysAreGoneIsNotShownAsNothing() {
        pages.use("2026-11-10T08:00:00Z", "f", "t1", "u", "3");
        pages.view().keepDaysFrom("acme", LocalDate.parse("2026-11-15"));

        Document page = pages.page(PANEL + "/teams/t1?granularity=week&period=2026-W46");

        assertEquals("3", page.expectFirst(".big").text());
        assertEquals(
                "What this period consists of is no longer kept.",
                page.expectFirst(".empty").text());
    }

    @Test
    void onlyAnAdminOfTheOrganizationSeesIt() {
        pages.use(NOVEMBER, "f", "t1", "u", "3");

        assertEquals(403, pages.asMember(PANEL + "/teams/t1").statusCode());
        String foreign = pages.server.token(Role.ORG_ADMIN, "other");
        for (String path : List.of("/teams/t1", "/teams/nobody", "/users/u", "/features/f")) {
            assertEquals(404, pages.server.get(PANEL + path, foreign).statusCode(), path);
        }
    }
}
