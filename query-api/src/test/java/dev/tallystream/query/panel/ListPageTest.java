package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {
    private static final String PANEL = "/admin/acme/credits-usage";
    private static final String TEAMS = PANEL + "/teams";
    private static final String NOVEMBER = "2026-11-20T08:00:00Z";

    private final PageServer pages = new PageServer();

    @AfterEach
    void stopTheServer() {
        pages.close();
    }

    @ParameterizedTest
    @CsvSource({"features, Features, f1, No feature", "teams, Teams, t1, No team", "users, Users, u1, Guests"})
    void everySectionHasItsList(String kind, String title, String id) {
        pages.use(NOVEMBER, "f1", "t1", "u1", "9");

        Document page = pages.page(PANEL + "/" + kind);

        assertEquals(title, page.expectFirst("h1").text());
        String open = "Open " + kind.substring(0, kind.length() - 1);
        assertEquals(
                List.of("1 " + id + " " + open + " " + id + " New 9 100.0%"),
                page.select(".chunk tr").eachText());
        assertEquals(
                "1 " + kind.substring(0, kind.length() - 1),
                page.expectFirst(".summary strong").text());
        assertEquals(
                "The only " + kind.substring(0, kind.length() - 1),
                page.expectFirst("#more").text());
        assertEquals(
                List.of("Analytics", "AI credits usage"),
                page.select(".trail li").eachText());
        assertEquals(PANEL, page.expectFirst("a.back").attr("href"));
    }

    @Test
    void aWholeListAddsUpWithTheMutedLineAndStatesItsEnd() {
        for (int i = 1; i <= 7; i++) {
            pages.use(NOVEMBER, "f", "t" + i, "u", "1");
        }
        pages.use(NOVEMBER, "f", null, "u", "0.001");

        Document page = pages.page(TEAMS);

        assertEquals("No team 0.001 <0.1%", page.select("tfoot tr").text());
        assertEquals("1.000", page.expectFirst(".chunk .credits").text());
        int tenths = page.select(".chunk .share").eachText().stream()
                .mapToInt(share -> Integer.parseInt(share.replace("%", "").replace(".", "")))
                .sum();
        assertEquals(1000, tenths);
        assertEquals("All 7 teams shown", page.expectFirst("#more").text());
        assertEquals("7 teams 7 credits", page.expectFirst(".summary p").text());
    }

    @Test
    void theHeadersSortAndOneSaysHow() {
        pages.use(NOVEMBER, "f", "b", "u", "1").use(NOVEMBER, "f", "a", "u", "2");

        Document byCredits = pages.page(TEAMS);
        Document byName = pages.page(TEAMS + "?sort=name");

        assertEquals(List.of("2", "1"), byCredits.select(".chunk td.credits").eachText());
        assertEquals("descending", byCredits.select("[aria-sort]").attr("aria-sort"));
        assertEquals("Credits", byCredits.select("[aria-sort]").text());
        assertEquals(
                TEAMS + "?sort=credits", byCredits.expectFirst("#sort-credits").attr("href"));
        assertEquals(TEAMS + "?sort=name", byCredits.expectFirst("#sort-name").attr("href"));
        assertEquals(
                List.of("a", "b"), byName.select(".chunk .who > a > bdi.name").eachText());
        assertEquals(1, byName.select("[aria-sort]").size());
        assertEquals("ascending", byName.select("[aria-sort]").attr("aria-sort"));
        assertEquals(TEAMS + "?sort=-name", byName.expectFirst("#sort-name").attr("href"));
        assertEquals(TEAMS, byName.expectFirst("#sort-credits").attr("href"));
    }

    @Test
    void aSearchKeepsPeriodAndOrderAndIsInTheAddress() {
        pages.use(NOVEMBER, "f", "t1", "u", "3").use(NOVEMBER, "f", "t2", "u", "1");
        pages.view()
                .directory("acme", DirectoryKind.TEAM, "t1", DirectoryEntry.named("Montréal"))
                .directory("acme", DirectoryKind.TEAM, "t2", DirectoryEntry.named("Oslo"));

        Document page = pages.page(TEAMS + "?granularity=month&q=MONTREAL&sort=name");

        assertEquals(
                List.of("1 Montréal Open team Montréal New 3 75.0%"),
                page.select(".chunk tr").eachText());
        assertEquals("The only match", page.expectFirst("#more").text());
        assertEquals(
                "All 2 matches shown",
                pages.page(TEAMS + "?q=o").expectFirst("#more").text());
        assertEquals("MONTREAL", page.expectFirst("#q").attr("value"));
        assertEquals("Search teams", page.expectFirst("label[for=q]").text());
        assertEquals(TEAMS, page.expectFirst("form[role=search]").attr("action"));
        assertEquals(
                List.of("granularity=month", "sort=name"),
                page.select("form input[type=hidden]").stream()
                        .map(input -> input.attr("name") + "=" + input.attr("value"))
                        .toList());
        assertEquals(
                TEAMS + "?granularity=day&q=MONTREAL&sort=name",
                page.expectFirst("#period-day").attr("href"));
        assertEquals(
                TEAMS + "?granularity=month&period=2026-10&q=MONTREAL&sort=name",
                page.expectFirst("#previous-period").attr("href"));
        assertEquals(PANEL + "?granularity=month", page.expectFirst("a.back").attr("href"));
    }

    @Test
    void theEndOfALongSearchIsTheEndOfTheMatches() {
        for (int i = 0; i < 60; i++) {
            pages.use(NOVEMBER, "f", "t%02d".formatted(i), "u", "1").use(NOVEMBER, "f", "x" + i, "u", "1");
        }

        Document first = pages.page(TEAMS + "?q=t");
        Document last = pages.page(first.expectFirst("#more a").attr("href"));

        assertEquals(10, last.select(".chunk tr").size());
        assertEquals("End of the list: 60 matches", last.expectFirst("#more").text());
    }

    @Test
    void noMatchIsSaidWithTheSearchAsText() {
        pages.use(NOVEMBER, "f", "t1", "u", "3");

        Document page = pages.page(TEAMS + "?q=%3Cb%3Ex%22");

        assertEquals("No teams match \"<b>x\"\".", page.expectFirst("p.nothing").text());
        assertEquals("<b>x\"", page.expectFirst("#q").attr("value"));
        assertEquals(TEAMS, page.expectFirst("p.nothing a").attr("href"));
        assertEquals(0, page.select("#panel b").size());
    }

    @Test
    void fiftyRowsAPageAndALinkToTheNextUntilTheEndIsStated() {
        for (int i = 0; i < 120; i++) {
            pages.use(NOVEMBER, "f", "t%03d".formatted(i), "u", Integer.toString(1000 - i));
        }

        List<String> seen = new ArrayList<>();
        Document page = pages.page(TEAMS);
        assertNull(page.selectFirst(".summary a:not(.csv)"));
        for (int size : List.of(50, 50, 20)) {
            assertEquals(size, page.select(".chunk tr").size());
            assertEquals("120 teams", page.expectFirst(".summary strong").text());
            seen.addAll(page.select(".chunk bdi").eachText());
            if (size == 50) {
                Element more = page.expectFirst("#more a");
                assertEquals("Load more", more.text());
                assertEquals(
                        " of 120 teams; the CSV has all",
                        page.expectFirst("#more .on-paper").wholeText());
                page = pages.page(more.attr("href"));
                assertEquals(TEAMS, page.expectFirst(".summary a:not(.csv)").attr("href"));
                assertNull(page.selectFirst("#live"), "a later page belongs to the moment of the first");
            }
        }

        assertEquals(120, new HashSet<>(seen).size());
        assertEquals("t000", seen.getFirst());
        assertEquals("t119", seen.getLast());
        assertEquals("End of the list: 120 teams", page.expectFirst("#more").text());
        assertEquals(0, page.select("#more .on-paper").size());
    }

    @Test
    void aTeamOpensWhereTheDirectorySaysUnlessThatIsNoAddress() {
        List<String> urls = List.of(
                "https://example.com/t/1", "/teams/2", "javascript:alert(1)", "//attacker.example", "data:text/html,x");
        for (int i = 0; i < urls.size(); i++) {
            pages.use(NOVEMBER, "f", "t" + i, "u", Integer.toString(9 - i));
            pages.view()
                    .directory("acme", DirectoryKind.TEAM, "t" + i, new DirectoryEntry("T" + i, urls.get(i), false));
        }

        Document page = pages.page(TEAMS);

        assertEquals(
                List.of("https://example.com/t/1", "/teams/2", TEAMS + "/t2", TEAMS + "/t3", TEAMS + "/t4"),
                page.select(".chunk a.visit").eachAttr("href"));
        assertEquals("Open team T0", page.expectFirst(".chunk a.visit").text());
    }

    @Test
    void anEmptyPeriodHasNoTable() {
        Document page = pages.page(TEAMS);

        assertEquals(
                "No credit used in the selected period yet.",
                page.expectFirst("#panel").text());
        assertFalse(page.html().contains("<table"));
        assertTrue(page.select("nav[aria-label=Time period] a").size() == 4);
    }

    @Test
    void aRowHasItsTrendItsChangeAndItsOwnPage() {
        pages.use("2026-08-01T08:00:00Z", "f", "t1", "u", "10")
                .use("2026-07-02T08:00:00Z", "f", "t1", "u", "10")
                .use("2026-08-30T08:00:00Z", "f", "t1", "u", "70") // later in its quarter than today in ours
                .use("2026-10-01T08:00:00Z", "f", "t1", "u", "15")
                .use("2026-11-22T08:00:00Z", "f", "t1", "u", "500"); // today, which is not over

        Document page = pages.page(TEAMS);

        Element row = page.expectFirst(".chunk tr");
        assertEquals("−25.0%", row.expectFirst(".changed").text());
        assertEquals(TEAMS + "/t1", row.expectFirst("a.name-link").attr("href"));
        assertEquals(
                "Q1 2025 to Q4 2026, most in Q4 2026: 515",
                row.expectFirst("svg.trend").attr("aria-label"));
        assertEquals(2, row.select("svg.trend path").size());
        assertTrue(
                page.expectFirst(".zone")
                        .text()
                        .startsWith("Change compares the first 52 days with the first 52 days of Q3 2026."),
                page.expectFirst(".zone").text());
    }

    @Test
    void whatTheChangesCompareIsExchangedTogetherWithThem() {
        pages.use("2026-08-30T08:00:00Z", "f", "t1", "u", "70").use(NOVEMBER, "f", "t1", "u", "70");

        Document page = pages.page(TEAMS);

        String note = "#" + page.expectFirst(".zone:contains(Change compares)").id();
        String exchanged = page.expectFirst(".page").attr("hx-select-oob");
        assertTrue(List.of(exchanged.split(",")).contains(note), "only " + exchanged + " beside the list");
    }

    @Test
    void theVersionChangesWithWhatTheChangesCompare() {
        pages.use("2026-11-01T08:00:00Z", "f", "t1", "u", "70");
        String before =
                pages.page(TEAMS + "?granularity=month").expectFirst("#panel").attr("data-version");

        pages.server.clock.advance(Duration.ofDays(1));

        Document page = pages.page(TEAMS + "?granularity=month");
        assertTrue(page.expectFirst(".zone").text().contains("first 22 days"), page.text());
        assertNotEquals(before, page.expectFirst("#panel").attr("data-version"));
    }

    @Test
    void whereNoRowMatchesNoChangeIsExplained() {
        pages.use("2026-08-30T08:00:00Z", "f", "t1", "u", "70").use(NOVEMBER, "f", "t1", "u", "70");

        Document page = pages.page(TEAMS + "?q=nobody");

        assertEquals(
                "Periods follow the time zone UTC.", page.expectFirst(".zone").text());
    }

    @Test
    void aPeriodThatIsOverIsComparedWhole() {
        pages.use("2026-08-30T08:00:00Z", "f", "t1", "u", "70").use("2026-05-30T08:00:00Z", "f", "t1", "u", "100");

        Document page = pages.page(TEAMS + "?period=2026-Q3");

        assertEquals("−30.0%", page.expectFirst(".chunk .changed").text());
        assertTrue(page.expectFirst(".zone").text().startsWith("Change compares with all of Q2 2026."));
        assertEquals(
                TEAMS + "/t1?period=2026-Q3", page.expectFirst("a.name-link").attr("href"));
    }

    @Test
    void aRunningDayHasNothingToCompare() {
        pages.use("2026-11-22T08:00:00Z", "f", "t1", "u", "5").use("2026-11-21T08:00:00Z", "f", "t1", "u", "4");

        Document page = pages.page(TEAMS + "?granularity=day");

        assertEquals("–", page.expectFirst(".chunk .changed").text());
        assertFalse(page.expectFirst(".zone").text().contains("Change"));
    }

    @Test
    void twoOfTheSameNameAreToldApartByTheirIds() {
        pages.use(NOVEMBER, "f", "t1", "u", "3")
                .use(NOVEMBER, "f", "t2", "u", "2")
                .use(NOVEMBER, "f", "t3", "u", "1");
        pages.view()
                .directory("acme", DirectoryKind.TEAM, "t1", new DirectoryEntry("Design", null, true))
                .directory("acme", DirectoryKind.TEAM, "t2", DirectoryEntry.named("Design"))
                .directory("acme", DirectoryKind.TEAM, "t3", DirectoryEntry.named("Sales"));

        Document page = pages.page(TEAMS);

        assertEquals(
                List.of("Design t1 Deleted", "Design t2", "Sales"),
                page.select(".chunk .who").eachText().stream()
                        .map(text -> text.substring(0, text.indexOf(" Open team")))
                        .toList());
        assertEquals(
                List.of(TEAMS + "/t1", TEAMS + "/t2", TEAMS + "/t3"),
                page.select("a.name-link").eachAttr("href"));
    }

    @ParameterizedTest
    @CsvSource({
        "features?team_id=t1, Features of Design, /teams/t1, Design",
        "users?team_id=t1, Users of Design, /teams/t1, Design",
        "teams?feature=f, Teams using Slides, /features/f, Slides",
        "features?user_id=u, Features of Ada, /users/u, Ada"
    })
    void aNarrowedListSaysOfWhomAndLeadsBackThere(String list, String title, String member, String name) {
        pages.use(NOVEMBER, "f", "t1", "u", "3").use(NOVEMBER, "g", "t2", "v", "4");
        pages.view()
                .directory("acme", DirectoryKind.TEAM, "t1", DirectoryEntry.named("Design"))
                .directory("acme", DirectoryKind.FEATURE, "f", DirectoryEntry.named("Slides"))
                .directory("acme", DirectoryKind.USER, "u", DirectoryEntry.named("Ada"));

        Document page = pages.page(PANEL + "/" + list + "&granularity=month");

        assertEquals(title, page.expectFirst("h1").text());
        assertEquals(title + " · acme · Tallystream", page.title());
        assertEquals(1, page.select(".chunk tr").size());
        assertEquals("100.0%", page.expectFirst(".chunk .share").text());
        assertEquals("New", page.expectFirst(".chunk .changed").text());
        assertEquals(
                PANEL + member + "?granularity=month",
                page.expectFirst("a.back").attr("href"));
        String above = member.substring(0, member.lastIndexOf('/'));
        String listOfMembers = above.substring(1, 2).toUpperCase(Locale.ROOT) + above.substring(2);
        assertEquals(
                List.of("Analytics", "AI credits usage", listOfMembers, name),
                page.select(".trail li").eachText());
        assertEquals(
                List.of(
                        "/admin/acme/analytics",
                        PANEL + "?granularity=month",
                        PANEL + above + "?granularity=month",
                        PANEL + member + "?granularity=month"),
                page.select(".trail a").eachAttr("href"));
        String filter = list.substring(list.indexOf('?') + 1);
        assertTrue(page.expectFirst("#sort-name").attr("href").contains(filter));
        assertTrue(page.expectFirst("#previous-period").attr("href").contains(filter));
        assertTrue(page.expectFirst("a.csv").attr("href").contains(filter));
        assertEquals(
                filter,
                page.select("form input[name=team_id], form input[name=feature], form input[name=user_id]").stream()
                        .map(input -> input.attr("name") + "=" + input.attr("value"))
                        .findFirst()
                        .orElse(""));
    }

    @Test
    void theFileHasEveryRowOfTheSameListAndNothingThatASpreadsheetRuns() {
        for (int i = 0; i < 60; i++) {
            pages.use(NOVEMBER, "f", "t%02d".formatted(i), "u", Integer.toString(100 - i));
        }
        pages.view().directory("acme", DirectoryKind.TEAM, "t00", DirectoryEntry.named("=HYPERLINK(\"x\")"));

        Document page = pages.page(TEAMS + "?sort=credits");
        HttpResponse<String> file = pages.get(page.expectFirst("a.csv").attr("href"));

        assertEquals(
                TEAMS + "?sort=credits&format=csv", page.expectFirst("a.csv").attr("href"));
        assertEquals(200, file.statusCode());
        assertEquals(
                "attachment; filename=\"acme-credits-teams-2026-Q4.csv\"",
                file.headers().firstValue("Content-Disposition").orElseThrow());
        assertTrue(file.headers().firstValue("Content-Type").orElseThrow().startsWith("text/csv"));
        List<String> lines = file.body().lines().toList();
        assertEquals(61, lines.size());
        assertEquals("1,t00,\"'=HYPERLINK(\"\"x\"\")\",,100,0.0236,1", lines.getLast());
        assertEquals(403, pages.asMember(TEAMS + "?format=csv").statusCode());
        assertEquals(400, pages.get(TEAMS + "?format=xml").statusCode());
        assertEquals(400, pages.get(TEAMS + "?format=csv&cursor=x").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "granularity=year",
                "period=2026-13",
                "sort=share",
                "q=%00",
                "team_id=",
                "team_id=t1",
                "x=1",
                "cursor=abc",
                "include=all",
                "feature=a&feature=b"
            })
    void aWrongAddressLeadsToTheDefaultList(String query) {
        HttpResponse<String> response = pages.get(TEAMS + "?" + query);

        assertEquals(400, response.statusCode());
        assertEquals(TEAMS, PageServer.parse(response).expectFirst("main a").attr("href"));
    }

    @Test
    void aListThatIsGoneGoesOnFromTheLastRowSeenInOneOfNow() {
        for (int i = 0; i < 120; i++) {
            pages.use(NOVEMBER, "f", "t%03d".formatted(i), "u", Integer.toString(1000 - i));
        }
        Document first = pages.page(TEAMS);
        String more = first.expectFirst("#more a").attr("href");
        pages.server.clock.advance(Duration.ofMinutes(6));
        pages.use(NOVEMBER, "f", "t110", "u", "5000") // rose past the reader
                .use(NOVEMBER, "f", "new", "u", "940.5"); // came where the reader has not been

        Document next = pages.page(more);

        List<String> rows = next.select(".chunk .who .name").eachText();
        assertEquals(50, rows.size());
        assertEquals("t050", rows.getFirst());
        assertTrue(rows.contains("new"));
        assertFalse(rows.contains("t110"));
        assertTrue(next.expectFirst("#more a").attr("href").contains("cursor="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "-name", "credits", "-credits"})
    void inNoOrderIsARowRepeatedOrLeftOutWhereTheListIsGoneAfterEveryPage(String sort) {
        for (int i = 0; i < 170; i++) {
            pages.use(NOVEMBER, "f", "t%03d".formatted(i), "u", Integer.toString(1 + i / 10)); // many ties
        }
        List<String> seen = new ArrayList<>();
        Document page = pages.page(TEAMS + "?sort=" + sort);
        while (true) {
            seen.addAll(page.select(".chunk .who .name").eachText());
            Element more = page.selectFirst("#more a");
            if (more == null) {
                break;
            }
            pages.server.clock.advance(Duration.ofMinutes(6));
            page = pages.page(more.attr("href"));
        }

        assertEquals(170, seen.size());
        assertEquals(170, new HashSet<>(seen).size());
    }
}
