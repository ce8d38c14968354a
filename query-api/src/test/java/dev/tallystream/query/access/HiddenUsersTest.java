package dev.tallystream.query.access;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.metrics.StillPartitions;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An organization that hides individuals: their ids and names come out nowhere, whoever asks for whatever. */
class HiddenUsersTest {
    private static final String CANARY = "canary-person";
    private static final String USER = CANARY + "-7f";

    /** What asks about individuals beside the routes as they stand, each of these of acme. */
    private static final List<String> ABOUT_USERS = List.of(
            "/v1/orgs/acme/credits-usage/users?q=" + CANARY,
            "/v1/orgs/acme/credits-usage/users?sort=name&limit=1",
            "/v1/orgs/acme/credits-usage/users?format=csv",
            "/v1/orgs/acme/credits-usage/users?team_id=t1",
            "/v1/orgs/acme/credits-usage/users?team_id=t1&format=csv",
            "/v1/orgs/acme/credits-usage/features?user_id=" + USER,
            "/v1/orgs/acme/credits-usage/features?user_id=" + USER + "&format=csv",
            "/v1/orgs/acme/credits-usage/query?from=2026-10-01&to=2027-01-01&group_by=user_id",
            "/v1/orgs/acme/credits-usage/query?from=2026-10-01&to=2027-01-01&group_by=user_id&team_id=t1",
            "/api/v1/meters/ai_credits_total/query?subject=acme&from=2026-10-01&to=2027-01-01&groupBy=user_id",
            "/admin/acme/credits-usage/users?q=" + CANARY,
            "/admin/acme/credits-usage/users?sort=name");

    /** What does not, and might tell of them all the same. */
    private static final List<String> ABOUT_ALL = List.of(
            "/v1/orgs/acme/credits-usage",
            "/v1/orgs/acme/credits-usage?granularity=day&period=2026-11-20",
            "/v1/orgs/acme/credits-usage/features?q=a",
            "/v1/orgs/acme/credits-usage/features?format=csv",
            "/v1/orgs/acme/credits-usage/teams?feature=f1",
            "/v1/orgs/acme/credits-usage/teams?format=csv",
            "/v1/orgs/acme/credits-usage/history?format=csv",
            "/v1/orgs/acme/credits-usage/query?from=2026-10-01&to=2027-01-01&group_by=team_id",
            "/api/v1/meters/ai_credits_total/query?subject=acme&from=2026-10-01&to=2027-01-01&groupBy=team_id",
            "/v1/orgs/acme/rejected-events",
            "/v1/orgs/acme/reconciliation",
            "/admin/acme/credits-usage",
            "/admin/acme/credits-usage/teams");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.tallystream");
    private final QueryServer server = new QueryServer(new StillPartitions(), new StillPartitions.Figures());
    private final List<String> callers = new ArrayList<>();
    private final List<String> exits = new ArrayList<>();

    @BeforeEach
    void fill() {
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.DEBUG);
        for (int i = 0; i < 3; i++) {
            String user = i == 0 ? USER : CANARY + "-" + i;
            server.view
                    .use("acme", "2026-11-20T08:00:00Z", "f1", "t1", user, "3")
                    .directory("acme", DirectoryKind.USER, user, DirectoryEntry.named(CANARY + " Name " + i));
        }
        server.view.backfill("acme", "b1", new BackfillTally(3, 2, 1, true));
        server.journal.reject(
                "acme",
                1,
                "invalid-credits",
                "of-" + USER,
                "{\"source\":\"s\",\"data\":{\"user_id\":\"" + USER + "\"}}");
        callers.addAll(List.of(
                server.admin(),
                server.usageKey(),
                server.token(new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN))));
    }

    @AfterEach
    void stop() {
        root.detachAppender(logged);
        root.setLevel(null);
        server.close();
    }

    private void hide() {
        OrganizationSettings stands = server.view.settings("acme");
        server.view.settings("acme", stands.next(UserAnalytics.EXCLUDE, stands.calendars(), List.of()));
    }

    @Test
    void beforeTheSwitchTheyAreShown() {
        assertTrue(get("/v1/orgs/acme/credits-usage").body().contains(USER));
        assertTrue(get("/v1/orgs/acme/rejected-events").body().contains(USER));
        for (String path : ABOUT_USERS) {
            HttpResponse<String> response = get(path);

            assertEquals(200, response.statusCode(), path);
            boolean ofOneUser = path.contains("user_id=");
            assertTrue(ofOneUser || response.body().contains(CANARY), path + " " + response.body());
        }
    }

    @Test
    void afterTheSwitchNoExitHasAnIdOrAName() throws Exception {
        String cursor = json(get("/v1/orgs/acme/credits-usage/users?limit=1"))
                .get("next_cursor")
                .asText();
        Map<String, String> tags = new LinkedHashMap<>();
        for (String path : List.of("/v1/orgs/acme/credits-usage", "/v1/orgs/acme/credits-usage/teams")) {
            tags.put(path, tag(get(path)));
        }
        String usersTag = tag(get("/v1/orgs/acme/credits-usage/users"));
        exits.clear();
        logged.list.clear();

        hide();

        for (String caller : callers) {
            for (String path : ABOUT_USERS) {
                HttpResponse<String> response = get(path, caller);
                assertEquals(403, response.statusCode(), path);
                assertTrue(path.startsWith("/admin") || response.body().contains("user-breakdown-hidden"), path);
            }
            for (String path : ABOUT_ALL) {
                assertEquals(200, get(path, caller).statusCode(), path);
            }
            for (Route route : Routes.all()) {
                if (route.method().equals("GET") && !route.namesUsers()) {
                    get(route.at("acme"), caller);
                }
            }
            assertEquals(
                    403,
                    get("/v1/orgs/acme/credits-usage/users?limit=1&cursor=" + cursor, caller)
                            .statusCode());
            assertEquals(
                    403,
                    conditional("/v1/orgs/acme/credits-usage/users", usersTag, caller)
                            .statusCode());
        }
        tags.forEach((path, tag) -> {
            HttpResponse<String> response = conditional(path, tag, server.admin());
            assertEquals(200, response.statusCode(), path);
            assertNotEquals(tag, tag(response), path);
            assertEquals(304, conditional(path, tag(response), server.admin()).statusCode(), path);
        });
        get("/metrics", server.metricsKey());
        try (Listened listened = Listened.to(server, Routes.STREAM.at("acme"), server.admin())) {
            exits.add(listened.firstLines(4));
        }
        exits.add(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1));
        assertNothingOfThem();
        assertEquals(
                "[\"by_user\"]",
                json(get("/v1/orgs/acme/credits-usage")).get("hidden").toString());
        assertTrue(json(get("/v1/orgs/acme/credits-usage")).path("by_user").isMissingNode());
    }

    @Test
    void settingsThatCannotBeReadHideThem() {
        // What the tables keep where no record was ever readable (KeepSettings).
        server.view.settings(
                "acme", new OrganizationSettings(0, UserAnalytics.EXCLUDE, CalendarHistory.DEFAULT, List.of()));

        for (String path : ABOUT_USERS) {
            assertEquals(403, get(path).statusCode(), path);
        }
        ABOUT_ALL.forEach(this::get);
        assertNothingOfThem();
    }

    @Test
    void aNodeThatCannotReadSettingsAnswersNothing() {
        for (Reading.Reason reason : Reading.Reason.values()) {
            server.view.unavailable(reason);

            for (String path : ABOUT_USERS) {
                assertEquals(503, get(path).statusCode(), path);
            }
            for (String path : ABOUT_ALL) {
                assertEquals(503, get(path).statusCode(), path);
            }
        }
        assertNothingOfThem();
    }

    private void assertNothingOfThem() {
        logged.list.forEach(event -> exits.add(event.getFormattedMessage() + event.getKeyValuePairs()));
        for (String exit : exits) {
            assertFalse(exit.contains(CANARY), exit);
        }
    }

    private HttpResponse<String> get(String path) {
        return get(path, server.admin());
    }

    private HttpResponse<String> get(String path, String caller) {
        return keep(server.get(path, caller));
    }

    private HttpResponse<String> conditional(String path, String tag, String caller) {
        return keep(server.send(HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + caller)
                .header("If-None-Match", tag)));
    }

    /** The visitor's own question is not an exit: a page repeats its address in links, a problem its path. */
    private HttpResponse<String> keep(HttpResponse<String> response) {
        exits.add(response.body().replace("q=" + CANARY, "").replace("value=\"" + CANARY + "\"", "")
                + response.headers().map());
        return response;
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }
}
