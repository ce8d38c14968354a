package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.SpikeAnswer;
import dev.tallystream.query.usage.SpikeAnswer.Contributor;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A name is text, whoever wrote it: on every page, in text and in attributes alike. */
@DisplayName("UI-45: every name is escaped and isolated, whoever wrote it")
class HostileNamesTest {
    private static final Set<String> ELEMENTS = Set.of(
            "html", "head", "meta", "title", "link", "script", "body", "a", "header", "svg", "rect", "path", "circle",
            "span", "bdi", "div", "nav", "p", "ul", "ol", "li", "main", "h1", "h2", "time", "section", "dl", "dt", "dd",
            "canvas", "line", "details", "summary", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "strong",
            "form", "label", "input", "kbd", "button");

    private static final String USED = "2026-11-20T08:00:00Z";
    private static QueryServer server;
    private static String everyone;

    static List<String> names() {
        return List.of(
                "<img src=x onerror=alert(1)>",
                "\"><svg/onload=alert(1)>",
                "'><script>alert(1)</script>",
                "</script><script>alert(1)</script>",
                "</title><script>alert(1)</script>",
                "{{7*7}} ${7*7} #{7*7} @{7*7}",
                "javascript:alert(1)",
                "\u202Egnp.live",
                "\u2067rtl\u2069",
                "out\u2069\u2069 and \u202Eback",
                "\u05e9\u05dc\u05d5\u05dd",
                "&lt;b&gt; &amp;",
                "Z\u0351\u036b\u0343\u0332\u0311".repeat(20),
                "👩‍👩‍👧‍👦",
                "a".repeat(255));
    }

    @BeforeAll
    static void startTheServer() {
        server = new QueryServer();
        server.view.use("another", USED, "f", "t", "u", "1");
        everyone = server.token(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN));
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("names")
    void itIsShownAsItIs(String name) {
        server.view.use(name, USED, name, name, name, "5");
        for (DirectoryKind kind : DirectoryKind.values()) {
            server.view.directory(name, kind, "id", new DirectoryEntry(name, "javascript:alert(1)", false));
        }
        server.view.use(name, USED, "id", "id", "id", "4");
        String panel = "/admin/" + encoded(name) + "/credits-usage";

        for (String path : List.of(panel, panel + "/teams", panel + "/users?q=" + encoded(name), "/admin")) {
            Document page = page(path);

            String shown = new Element("bdi").text(name).text();
            assertTrue(page.select("bdi").eachText().contains(shown), path);
            assertOnlyOurMarkup(page);
            assertTurnsNothingAround(page.title(), path);
        }
        for (String path : List.of("/teams/id", "/teams?feature=id", "/users/id")) {
            assertTurnsNothingAround(page(panel + path).title(), path);
        }
    }

    @Test
    void aNameInASentenceTurnsNothingAroundThere() {
        Contributor feature = new Contributor("f", "out\u2069\u2069 and \u202Eback");
        Contributor team = new Contributor("t", "\u05e9\u05dc\u05d5\u05dd");
        HistoryPoint point = new HistoryPoint(
                "2026-11-20",
                "2026-11-20T00:00:00Z",
                "2026-11-21T00:00:00Z",
                "90",
                true,
                new SpikeAnswer("10", feature, team));
        Period day =
                new Period(Granularity.DAY, "2026-11-20", LocalDate.parse("2026-11-20"), LocalDate.parse("2026-11-21"));

        Spike spike = Spike.of(point, day, Texts.forLanguages("en"));

        assertEquals(
                "9 times a usual Friday, most of the rise from out and back in \u2068\u05e9\u05dc\u05d5\u05dd\u2069",
                spike == null ? "" : spike.text());
    }

    /** No embedding and no override; what an isolate opens it closes. */
    private static void assertTurnsNothingAround(String title, String path) {
        assertFalse(title.matches("(?s).*[\u202A-\u202E].*"), path + ": " + title);
        int open = 0;
        for (char character : title.toCharArray()) {
            open += character >= '\u2066' && character <= '\u2068' ? 1 : character == '\u2069' ? -1 : 0;
            assertTrue(open == 0 || open == 1, path + ": " + title);
        }
        assertEquals(0, open, path + ": " + title);
        boolean turns = title.codePoints().anyMatch(point -> Character.getDirectionality(point) == 1);
        assertEquals(turns, title.indexOf('\u2068') >= 0, path + ": " + title);
    }

    @Test
    void aNameThatNobodyCanSeeHasAStandIn() {
        server.view
                .use("blank", USED, "f", "t1", "u", "5")
                .directory("blank", DirectoryKind.TEAM, "t1", DirectoryEntry.named("  "));

        Document page = page("/admin/blank/credits-usage/teams");

        assertEquals("(no name)", page.expectFirst(".chunk bdi").text());
    }

    private static Document page(String path) {
        HttpResponse<String> response = server.get(path, everyone);
        assertEquals(200, response.statusCode(), path);
        return PageServer.parse(response);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Nothing runs: no script of its own text, no handler, no style, no address but ours, no element that we do not write. */
    private static void assertOnlyOurMarkup(Document page) {
        Set<String> elements = page.select("*").stream().map(Element::tagName).collect(Collectors.toSet());
        elements.remove("#root");
        assertTrue(ELEMENTS.containsAll(elements), elements::toString);
        for (Element element : page.select("*")) {
            for (Attribute attribute : element.attributes()) {
                assertFalse(attribute.getKey().startsWith("on"), element::toString);
                assertFalse(attribute.getKey().equals("style"), element::toString);
                if (Set.of("href", "src", "action", "hx-get").contains(attribute.getKey())) {
                    String address = attribute.getValue();
                    assertTrue(
                            address.startsWith("/")
                                    || address.startsWith("#main")
                                    || address.startsWith("data:image/svg"),
                            address);
                }
            }
        }
        for (Element script : page.select("script")) {
            assertEquals("", script.data());
            assertTrue(script.attr("src").startsWith("/assets/"), script::toString);
        }
    }
}
