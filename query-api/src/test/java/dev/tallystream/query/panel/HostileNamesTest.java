package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A name is text, whoever wrote it: on every page, in text and in attributes alike. */
class HostileNamesTest {
    private static final Set<String> ELEMENTS = Set.of(
            "html", "head", "meta", "title", "link", "script", "body", "a", "header", "svg", "rect", "path", "circle",
            "span", "bdi", "div", "nav", "p", "ul", "ol", "li", "main", "h1", "h2", "time", "section", "dl", "dt", "dd",
            "canvas", "details", "summary", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "strong", "form",
            "label", "input", "kbd");

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
                "&lt;b&gt; &amp;",
                "Z\u0351\u036b\u0343\u0332\u0311".repeat(20),
                "👩‍👩‍👧‍👦",
                "a".repeat(255));
    }

    @ParameterizedTest
    @MethodSource("names")
    void itIsShownAsItIs(String name) {
        try (QueryServer server = new QueryServer()) {
            server.view.use(name, "2026-11-20T08:00:00Z", name, name, name, "5");
            for (DirectoryKind kind : DirectoryKind.values()) {
                server.view.directory(name, kind, name, new DirectoryEntry(name, "javascript:alert(1)", false));
            }
            String token = server.token(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN));
            String panel =
                    "/admin/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") + "/credits-usage";
            String search = "?q=" + URLEncoder.encode(name, StandardCharsets.UTF_8);

            for (String path : List.of(panel, panel + "/teams", panel + "/users" + search, "/admin")) {
                HttpResponse<String> response = server.get(path, token);
                if (response.statusCode() == 303) {
                    continue; // the only organization
                }

                Document page = Jsoup.parse(response.body());
                assertEquals(200, response.statusCode(), path);
                assertTrue(
                        page.select("bdi")
                                .eachText()
                                .contains(Jsoup.parse("<bdi/>")
                                        .expectFirst("bdi")
                                        .text(name)
                                        .text()),
                        path);
                assertOnlyOurMarkup(page);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void anIdWithoutANameIsNoDifferent(String id) {
        try (PageServer pages = new PageServer()) {
            pages.use("2026-11-20T08:00:00Z", id, id, id, "5");

            Document page = pages.page("/admin/acme/credits-usage");

            assertOnlyOurMarkup(page);
            assertEquals(3, page.select("section ol bdi").size());
        }
    }

    @Test
    void aNameThatNobodyCanSeeHasAStandIn() {
        try (PageServer pages = new PageServer()) {
            pages.use("2026-11-20T08:00:00Z", "f", "t1", "u", "5");
            pages.view().directory("acme", DirectoryKind.TEAM, "t1", DirectoryEntry.named("  "));

            Document page = pages.page("/admin/acme/credits-usage/teams");

            assertEquals("(no name)", page.expectFirst("#rows bdi").text());
        }
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
