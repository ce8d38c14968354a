package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages in somebody else's frame: UI-78. */
class EmbeddedPageTest {
    private static final String PANEL = "/admin/acme/credits-usage";

    private final QueryServer server = new QueryServer(
            new PanelLinks(null, null, List.of("https://app.example.com", "https://other.example.com:8443")));

    @BeforeEach
    void someUsage() {
        for (int i = 0; i < 60; i++) {
            server.view.use("acme", "2026-11-20T08:00:00Z", "f" + i, "t" + i, "u" + i, Integer.toString(i + 1));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aKeyThatReadsUsageMakesALinkThatShowsThePanelWithoutChromeInTheConfiguredFrames() {
        HttpResponse<String> made = server.ask("POST", "/v1/orgs/acme/embed-links?minutes=5", server.usageKey());

        assertEquals(201, made.statusCode());
        assertEquals(
                server.clock.instant().plus(Duration.ofMinutes(5)).getEpochSecond(),
                Instant.parse(QueryServer.json(made).get("expires_at").asText()).getEpochSecond());
        HttpResponse<String> panel =
                server.get(QueryServer.json(made).get("path").asText(), null);
        assertEquals(200, panel.statusCode());
        Document page = PageServer.parse(panel);
        assertTrue(page.select(".top, .side, .avatar, .skip").isEmpty());
        assertTrue(page.text().contains("By teams"));
        assertTrue(policy(panel)
                .endsWith("frame-ancestors 'self' https://app.example.com https://other.example.com:8443"));
        assertTrue(panel.headers().allValues("Set-Cookie").isEmpty());
    }

    @Test
    void everyWayOnwardStaysEmbeddedAndIsAnswered() {
        Deque<String> ahead = new ArrayDeque<>(List.of(path(Duration.ofHours(1))));
        Set<String> seen = new LinkedHashSet<>();
        while (!ahead.isEmpty() && seen.size() < 80) {
            String path = ahead.poll();
            if (!seen.add(path)) {
                continue;
            }
            HttpResponse<String> response = server.get(path, null);
            assertEquals(200, response.statusCode(), path);
            if (!response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
                continue;
            }
            Document page = PageServer.parse(response);
            assertTrue(page.select(".side, .top").isEmpty(), path);
            onward(page).forEach(href -> {
                assertTrue(href.contains("embed=1&link="), path + " leads to " + href);
                assertEquals(href.indexOf("embed=1"), href.lastIndexOf("embed=1"), href);
                ahead.add(href);
            });
        }
        assertTrue(seen.size() > 20, "pages walked: " + seen.size());
        assertTrue(seen.stream().anyMatch(path -> path.startsWith(PANEL + "/users")));
        assertTrue(seen.stream().anyMatch(path -> path.startsWith("/admin/acme/subscription")));
        assertFalse(seen.stream().anyMatch(path -> path.startsWith("/admin/acme/settings")));
    }

    @ParameterizedTest
    @CsvSource({"credits-usage?x=1, 400", "credits-usage/teams/nobody?, 404", "settings?, 403", "nothing?, 404"})
    void theWayOnFromAProblemStaysEmbeddedUntilThereIsAPage(String page, int status) {
        String link = path(Duration.ofHours(1));
        String proof = link.substring(link.indexOf('?') + 1);
        HttpResponse<String> problem = server.get("/admin/acme/" + page + "&" + proof, null);
        assertEquals(status, problem.statusCode());

        String onward = onward(PageServer.parse(problem)).findFirst().orElseThrow();
        HttpResponse<String> followed = server.get(onward, null);
        for (int steps = 0; followed.statusCode() == 303 && steps < 5; steps++) {
            onward = followed.headers().firstValue("Location").orElseThrow();
            assertTrue(onward.contains(proof), "led out of the frame: " + onward);
            followed = server.get(onward, null);
        }

        assertEquals(200, followed.statusCode(), onward);
        assertTrue(PageServer.parse(followed).select(".side, .top").isEmpty());
    }

    @Test
    void aSearchWithoutScriptStaysEmbedded() {
        Document page = PageServer.parse(
                server.get(path(Duration.ofHours(1)).replace("credits-usage", "credits-usage/teams"), null));

        assertEquals("1", page.expectFirst("#search [name=embed]").attr("value"));
        assertFalse(page.expectFirst("#search [name=link]").attr("value").isEmpty());
    }

    @Test
    void aLinkThatIsOverEndsInAPageThatSaysSo() {
        String path = path(Duration.ofMinutes(5));
        server.clock.advance(Duration.ofMinutes(5));

        HttpResponse<String> response =
                server.send(HttpRequest.newBuilder(server.uri(path)).header("Accept", "text/html"));

        assertEquals(401, response.statusCode());
        Document page = PageServer.parse(response);
        assertEquals("This view has ended", page.expectFirst("h1").text());
        assertTrue(page.select("main a").isEmpty());
        assertTrue(policy(response).contains("https://app.example.com"));
    }

    @Test
    void nothingButALinkOfItsOrganizationShowsAnEmbeddedPage() {
        String link = path(Duration.ofHours(1));
        String cookie = "tallystream_session=" + server.admin();

        HttpResponse<String> byCookie = server.send(
                HttpRequest.newBuilder(server.uri(PANEL + "?embed=1")).header("Cookie", cookie));
        HttpResponse<String> wrongByCookie = server.send(
                HttpRequest.newBuilder(server.uri(PANEL + "?embed=1&link=x")).header("Cookie", cookie));
        HttpResponse<String> byToken = server.get(PANEL + "?embed=1", server.admin());
        HttpResponse<String> withoutEmbed = server.get(link.replace("embed=1&", ""), null);

        for (HttpResponse<String> response : List.of(byCookie, wrongByCookie, byToken)) {
            assertEquals(401, response.statusCode());
            assertFalse(response.body().contains("By teams"));
        }
        assertEquals(401, withoutEmbed.statusCode());
        assertEquals(
                401, server.get(PANEL + "?embed=1&link=" + server.admin(), null).statusCode());
        assertEquals(404, server.get(link.replace("acme", "other"), null).statusCode());
        assertEquals(
                403, server.get(link.replace("credits-usage", "settings"), null).statusCode());
        assertEquals(
                401,
                server.get("/v1/orgs/acme/credits-usage?" + link.substring(link.indexOf('?') + 1), null)
                        .statusCode());
        String proof = link.substring(link.indexOf("link=") + 5);
        assertEquals(401, server.get("/v1/orgs/acme/credits-usage", proof).statusCode(), "a link is no token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minutes=0", "minutes=1441", "minutes=x", "minutes=-1", "hours=1"})
    void aLifetimeIsBounded(String query) {
        assertEquals(
                400,
                server.ask("POST", "/v1/orgs/acme/embed-links?" + query, server.admin())
                        .statusCode());
    }

    @Test
    void aPageThatIsNotEmbeddedIsFramedByNobodyElse() {
        assertTrue(policy(server.get(PANEL, server.admin())).endsWith("frame-ancestors 'self'"));
    }

    @Test
    void aMemberMakesNoLink() {
        assertEquals(
                403,
                server.ask("POST", "/v1/orgs/acme/embed-links", server.token(Role.MEMBER, "acme"))
                        .statusCode());
        assertEquals(
                404,
                server.ask("POST", "/v1/orgs/acme/embed-links", server.token(Role.ORG_ADMIN, "other"))
                        .statusCode());
    }

    private String path(Duration lifetime) {
        EmbedLinks links = server.context().getBean(EmbedLinks.class);
        return PANEL + "?" + links.make(new OrganizationId("acme"), lifetime).query();
    }

    private static Stream<String> onward(Document page) {
        return Stream.of("href", "hx-get", "action")
                .flatMap(attribute ->
                        page.select("[" + attribute + "]").stream().map(element -> address(element, attribute)))
                .filter(address -> address.startsWith("/admin"));
    }

    private static String address(Element element, String attribute) {
        return element.attr(attribute);
    }

    private static String policy(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Security-Policy").orElseThrow();
    }
}
