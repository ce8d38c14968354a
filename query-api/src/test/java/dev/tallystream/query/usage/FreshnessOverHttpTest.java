package dev.tallystream.query.usage;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.aggregator.view.KnownEvent;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.QueryServer;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshnessOverHttpTest {
    private static final String ORGANIZATION = "/v1/orgs/acme";
    private static final String PANEL = ORGANIZATION + "/credits-usage";
    private static final String TEAMS = PANEL + "/teams";
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    /** What the variables of a route are in this test, and what a route cannot do without. */
    private static final Map<String, String> VARIABLES =
            Map.of("org", "acme", "backfillid", "b1", "kind", "features", "id", "ai_images");

    private static final Map<String, String> REQUIRED = Map.of(
            PANEL + "/query", "?from=2026-10-01&to=2026-11-01&granularity=month",
            ORGANIZATION + "/events", "?source=s&id=e1");

    /** Streams say it event by event; their own test looks. */
    private static final Set<String> STREAMS = Set.of(PANEL + "/stream");

    private final QueryServer server = new QueryServer();

    @BeforeEach
    void useSomething() {
        server.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3")
                .use("acme", "2026-11-20T08:00:00Z", "ai_images", "t2", "u2", "1")
                .directory("acme", DirectoryKind.FEATURE, "ai_images", DirectoryEntry.named("Images"))
                .event(
                        "acme",
                        new EventIdentity("s", "e1"),
                        new KnownEvent(
                                KnownEvent.State.COUNTED, new Hash128(1, 2), Instant.EPOCH, 3, 1, Instant.EPOCH));
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void everyGetOfAnOrganizationSaysHowFreshItIsInBodyAndHeaders() {
        Set<String> paths = paths();
        assertTrue(paths.size() >= 5, paths.toString());

        for (String path : paths) {
            HttpResponse<String> response = server.get(path, server.admin());

            assertEquals(200, response.statusCode(), path + ": " + response.body());
            JsonNode freshness = json(response).get("freshness");
            assertTrue(freshness != null, path + " has no freshness in its body");
            assertEquals("2026-11-22T10:15:30.412Z", freshness.get("as_of").asText(), path);
            assertEquals(freshness.get("as_of").asText(), header(response, "Tallystream-As-Of"), path);
            assertEquals(freshness.get("lag_ms").asText(), header(response, "Tallystream-Lag-Ms"), path);
            assertEquals("3:2", freshness.get("position").asText(), path);
            assertEquals("3:2", header(response, "Tallystream-Position"), path);
        }
    }

    @Test
    void everyGetOfUsageKnowsItsAnswerAgain() {
        for (String path : usagePaths()) {
            String tag = header(server.get(path, server.admin()), "ETag");
            assertTrue(tag.matches("W/\"[A-Za-z0-9_-]{22}\""), tag);
            server.clock.advance(Duration.ofSeconds(3));

            HttpResponse<String> again = conditional(path, tag);

            assertEquals(304, again.statusCode(), path);
            assertEquals("", again.body());
            assertEquals(tag, header(again, "ETag"));
            assertEquals(server.clock.instant().toString(), header(again, "Tallystream-As-Of"), path);
            assertEquals("3:2", header(again, "Tallystream-Position"));
        }
    }

    @Test
    void aTagIsComparedWeaklyAmongSeveralAndAnotherOneIsNotKnown() {
        String tag = header(server.get(PANEL, server.admin()), "ETag");

        for (String known : List.of(tag, tag.substring(2), "\"x\", " + tag, "*")) {
            assertEquals(304, conditional(PANEL, known).statusCode(), known);
        }
        for (String unknown : List.of("\"x\"", "", tag.replace("\"", ""), "W/\"\"")) {
            assertEquals(200, conditional(PANEL, unknown).statusCode(), unknown);
        }
    }

    @Test
    void rowsNamesCalendarAndPrivacySwitchEachMakeAnotherTag() {
        String before = header(server.get(TEAMS, server.admin()), "ETag");

        server.view.directory("acme", DirectoryKind.TEAM, "t1", DirectoryEntry.named("Design"));
        String named = changed(TEAMS, before);
        server.clock.advance(Duration.ofSeconds(2));
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "1");
        String counted = changed(TEAMS, named);
        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));
        String hidden = changed(TEAMS, counted);
        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.INCLUDE, CalendarRule.DEFAULT));
        String shown = changed(TEAMS, hidden);
        CalendarRule tokyo = new CalendarRule(
                ZoneId.of("Asia/Tokyo"), CalendarRule.DEFAULT.weekStart(), CalendarRule.DEFAULT.fiscalYearStart());
        server.clock.advance(Duration.ofSeconds(2));
        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.INCLUDE, tokyo));
        changed(TEAMS, shown);
    }

    @Test
    void theOldTagOfThePanelIsAnsweredWithoutUsersOnceTheyAreHidden() {
        String tag = header(server.get(PANEL, server.admin()), "ETag");

        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));
        HttpResponse<String> response = conditional(PANEL, tag);

        assertEquals(200, response.statusCode());
        assertFalse(json(response).has("by_user"));
        assertEquals("user-breakdown-hidden", slug(conditional(PANEL + "/users", "*")));
    }

    @Test
    void whoeverIsToldNotModifiedCanGoOnFromTheAnswerThatTheyKept() {
        String path = TEAMS + "?limit=1";
        HttpResponse<String> first = server.get(path, server.admin());
        String cursor = json(first).get("next_cursor").asText();
        for (int minute = 0; minute < 12; minute += 4) {
            server.clock.advance(Duration.ofMinutes(4));
            assertEquals(304, conditional(path, header(first, "ETag")).statusCode());
        }

        JsonNode next = json(server.get(path + "&cursor=" + cursor, server.admin()));

        assertEquals("t2", next.at("/items/0/id").asText(), next.toString());
    }

    @Test
    void anAnswerWaitsForThePositionThatIsAskedFor() throws Exception {
        server.get(TEAMS + "?limit=1", server.admin());
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                () -> server.get(TEAMS + "?limit=1&min_position=3:3&wait_ms=10000", server.admin()));
        assertEquals("3:2", header(server.get(TEAMS + "?limit=1", server.admin()), "Tallystream-Position"));
        assertFalse(waiting.isDone());

        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t3", "u1", "9");

        HttpResponse<String> answer = waiting.get(9, TimeUnit.SECONDS);
        assertEquals("3:3", header(answer, "Tallystream-Position"));
        assertEquals("t3", json(answer).at("/items/0/id").asText());
    }

    @Test
    void anAnswerThatWaitedInVainSaysHowFreshItIs() {
        for (String path : usagePaths()) {
            String mark = path.contains("?") ? "&" : "?";
            HttpResponse<String> answer = server.get(path + mark + "min_position=3:9&wait_ms=0", server.admin());

            assertEquals(200, answer.statusCode(), path + answer.body());
            assertEquals("3:2", header(answer, "Tallystream-Position"));
        }
        assertEquals(
                200,
                server.get(PANEL + "?min_position=3:9&wait_ms=30", server.admin())
                        .statusCode());
    }

    @Test
    void manyWhoWaitKeepNobodyElseWaiting() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                waiting.add(CompletableFuture.supplyAsync(
                        () -> server.get(PANEL + "?min_position=3:3&wait_ms=10000", server.admin()), threads));
            }

            assertEquals(200, server.get(PANEL, server.admin()).statusCode());
            assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
            server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t3", "u1", "9");
            for (CompletableFuture<HttpResponse<String>> one : waiting) {
                assertEquals("3:3", header(one.get(9, TimeUnit.SECONDS), "Tallystream-Position"));
            }
        }
    }

    @Test
    void aPositionOfAnotherPartitionIsAMistake() {
        HttpResponse<String> answer = server.get(PANEL + "?min_position=2:0", server.admin());

        assertEquals(400, answer.statusCode());
        assertEquals("invalid-parameter", slug(answer));
        assertEquals("invalid-parameter", slug(server.get(PANEL + "?wait_ms=5", server.admin())));
    }

    private String changed(String path, String tag) {
        HttpResponse<String> response = conditional(path, tag);
        assertEquals(200, response.statusCode());
        assertNotEquals(tag, header(response, "ETag"));
        assertEquals(304, conditional(path, header(response, "ETag")).statusCode());
        return header(response, "ETag");
    }

    /** What is counted; settings, names and what was agreed have versions and owners of their own. */
    private Set<String> usagePaths() {
        return paths().stream()
                .filter(path -> !path.contains("/analytics-settings") && !path.contains("/directory/"))
                .filter(path -> !path.endsWith("/allocations") && !path.endsWith("/billing-calendar"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every GET below an organization, with this test's values for its variables. */
    private Set<String> paths() {
        return server.context()
                .getBean(Router.class)
                .uriRoutes()
                .filter(route -> route.getHttpMethod() == HttpMethod.GET)
                .map(route -> route.getUriMatchTemplate().toString())
                .filter(template -> template.startsWith("/v1/orgs/{org}/"))
                .map(template -> VARIABLE.matcher(template).replaceAll(FreshnessOverHttpTest::value))
                .filter(path -> !STREAMS.contains(path))
                .map(path -> path + REQUIRED.getOrDefault(path, ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(MatchResult variable) {
        String value = VARIABLES.get(variable.group(1));
        assertTrue(value != null, "a new route variable needs a value in this test: " + variable.group(1));
        return Matcher.quoteReplacement(value);
    }

    private HttpResponse<String> conditional(String path, String tag) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + server.admin())
                .header("If-None-Match", tag));
    }

    private static String header(HttpResponse<String> response, String name) {
        assertEquals(1, response.headers().allValues(name).size(), name + " of " + response.headers());
        return response.headers().firstValue(name).orElseThrow();
    }

    private static String slug(HttpResponse<String> response) {
        return json(response).get("type").asText().replace("/problems/", "");
    }
}
