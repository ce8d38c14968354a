package dev.tallystream.query.directory;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.body.Applied;
import dev.tallystream.query.directory.DirectoryRequest.Named;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryOverHttpTest {
    private static final String ROOT = "/v1/orgs/acme/directory";
    private static final String TEAM = ROOT + "/teams/t1";

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void aNameIsShownByEveryAnswerFromThenOn() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");

        HttpResponse<String> response = put(TEAM, "{\"name\":\"Design\",\"url\":\"/teams/t1\"}");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "{\"organization_id\":\"acme\",\"kind\":\"teams\",\"id\":\"t1\",\"name\":\"Design\","
                        + "\"url\":\"/teams/t1\",\"deleted\":false,\"freshness\":"
                        + "{\"as_of\":\"2026-11-22T10:15:30.412Z\",\"lag_ms\":0,\"position\":\"3:1\"}}",
                response.body());
        assertEquals(response.body(), server.get(TEAM, server.directoryKey()).body());
        JsonNode row = json(server.get("/v1/orgs/acme/credits-usage/teams", server.admin()))
                .get("items")
                .get(0);
        assertEquals("Design", row.get("name").asText());
    }

    @Test
    void aDeletedOneKeepsItsLastNameWhereNoneIsGiven() {
        put(TEAM, "{\"name\":\"Design\",\"url\":\"/teams/t1\"}");

        JsonNode deleted = json(put(TEAM, "{\"deleted\":true}"));
        JsonNode renamed = json(put(TEAM, "{\"name\":\"Old design\",\"deleted\":true}"));
        JsonNode never = json(put(ROOT + "/teams/t9", "{\"deleted\":true}"));

        assertEquals("Design", deleted.get("name").asText());
        assertEquals("/teams/t1", deleted.get("url").asText());
        assertEquals(true, deleted.get("deleted").asBoolean());
        assertEquals("Old design", renamed.get("name").asText());
        assertFalse(renamed.has("url"));
        assertEquals("t9", never.get("name").asText());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErasedUserGetsNoNameAndTheOthersOfTheSameRequestDo(boolean moved) {
        ErasureKey erasureKey = ErasureKey.of(new byte[ErasureKey.LENGTH]);
        OrganizationId acme = new OrganizationId("acme");
        try (QueryServer node = new QueryServer(erasureKey)) {
            ErasedUser erased = erasureKey.erase(acme, new UserId("u1"));
            if (moved) {
                node.view.erase(erased, "u1");
            } else {
                node.view.erasing(erased);
            }

            HttpResponse<String> alone = node.send(HttpRequest.newBuilder(node.uri(ROOT + "/users/u1"))
                    .header("Authorization", "Bearer " + node.admin())
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"Canary\"}")));
            HttpResponse<String> many = node.send(HttpRequest.newBuilder(node.uri(ROOT))
                    .header("Authorization", "Bearer " + node.admin())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("[{\"kind\":\"users\",\"id\":\"u1\",\"name\":\"Canary\"},"
                            + "{\"kind\":\"users\",\"id\":\"u2\",\"name\":\"Ben\"}]")));

            assertEquals(404, alone.statusCode(), alone.body());
            assertEquals(1, json(many).get("written").asInt());
            assertEquals(404, node.get(ROOT + "/users/u1", node.admin()).statusCode());
            assertEquals(
                    "Ben",
                    json(node.get(ROOT + "/users/u2", node.admin())).get("name").asText());
        }
    }

    @Test
    void anIdMayHoldWhatAPathMayNot() {
        put(ROOT + "/features/a%2Fb%20c", "{\"name\":\"Odd\"}");

        assertEquals(
                "a/b c",
                json(server.get(ROOT + "/features/a%2Fb%20c", server.admin()))
                        .get("id")
                        .asText());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertProblem(server.get(TEAM, server.admin()), 404, "not-found");
        assertProblem(put(ROOT + "/groups/t1", "{\"name\":\"x\"}"), 404, "not-found");
        assertProblem(put(ROOT + "/teams/%00", "{\"name\":\"x\"}"), 404, "not-found");
        assertProblem(put(ROOT + "/teams/" + "x".repeat(256), "{\"name\":\"x\"}"), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{}~missing-field~/name",
                "{\"deleted\":false}~missing-field~/name",
                "{\"name\":1}~invalid-value~/name",
                "{\"name\":\"a\\u0000b\"}~invalid-value~/name",
                "{\"name\":\"\\ud800\"}~invalid-value~/name",
                "{\"name\":\"x\",\"deleted\":\"yes\"}~invalid-value~/deleted",
                "{\"name\":\"x\",\"role\":\"y\"}~unknown-field~/role",
                "{\"name\":\"x\",\"url\":\"javascript:alert(1)\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"JavaScript:alert(1)\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"//attacker.example\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"/\\\\attacker.example\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"teams/1\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"data:text/html,x\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"ftp://x.example\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"https:\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"https:///x\"}~invalid-value~/url",
                "{\"name\":\"x\",\"url\":\"\"}~invalid-value~/url",
            })
    void whatIsWrongIsNamedWithItsPlace(String body, String slug, String pointer) {
        HttpResponse<String> response = put(TEAM, body);

        assertProblem(response, 422, slug);
        assertEquals(pointer, json(response).get("errors").get(0).get("pointer").asText());
        assertEquals(List.of(), server.owner.written());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://x.example/teams/1?a=b#c", "http://x.example:8080", "/teams/1", "/"})
    void aPageOnTheWebOrHereIsAUrl(String url) {
        assertEquals(
                url,
                json(put(TEAM, "{\"name\":\"x\",\"url\":\"" + url + "\"}"))
                        .get("url")
                        .asText());
    }

    @Test
    void manyAreWrittenAtOnceOrNone() {
        String good = "[{\"kind\":\"teams\",\"id\":\"t1\",\"name\":\"Design\"},"
                + "{\"kind\":\"users\",\"id\":\"u1\",\"name\":\"A\"},{\"kind\":\"teams\",\"id\":\"t1\",\"name\":\"Web\"}]";

        JsonNode written = json(post(good));
        HttpResponse<String> bad = post(good.replace("\"users\"", "\"people\"").replace("\"id\":\"u1\",", ""));

        assertEquals(2, written.get("written").asInt());
        assertEquals("Web", json(server.get(TEAM, server.admin())).get("name").asText());
        assertProblem(bad, 422, "invalid-value");
        assertEquals(
                "[{\"pointer\":\"/1/kind\",\"code\":\"invalid-value\"},{\"pointer\":\"/1/id\",\"code\":\"missing-field\"}]",
                json(bad).get("errors").toString());
        assertEquals(2, server.owner.written().size());
    }

    @Test
    void aThousandEntriesOfAMegabyteAreTheMost() {
        assertEquals(200, post(entries(1_000)).statusCode());
        assertProblem(post(entries(1_001)), 422, "batch-too-large");
        assertProblem(post("[]"), 422, "empty-batch");
        assertProblem(post("{}"), 400, "malformed-json");
        assertProblem(post("[1]"), 400, "malformed-json");
        assertProblem(post(entries(1) + " ".repeat(1024 * 1024)), 413, "payload-too-large");
    }

    @Test
    void aHiddenUsersNameLeavesHereNoMoreThanAnywhere() {
        server.view
                .directory("acme", DirectoryKind.USER, "u1", DirectoryEntry.named("canary"))
                .settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        HttpResponse<String> read = server.get(ROOT + "/users/u1", server.admin());
        HttpResponse<String> deleted = put(ROOT + "/users/u1", "{\"deleted\":true}");

        assertProblem(read, 403, "user-breakdown-hidden");
        assertEquals(200, deleted.statusCode());
        assertFalse(deleted.body().contains("canary"), deleted.body());
    }

    @Test
    void anotherSitesPageNamesNobody() {
        assertProblem(
                server.send(
                        server.change("POST", ROOT, server.admin(), entries(1)).header("Sec-Fetch-Site", "cross-site")),
                403,
                "cross-site");
    }

    @Test
    void whatIsStoredAndNotShownIsToldToBeAskedAgain() {
        DirectoryDesk desk =
                new DirectoryDesk(server.owner, new Applied(server.view, Duration.ofMillis(50)), Optional.empty());
        server.owner.stopApplying();

        ProblemException problem = assertThrows(
                ProblemException.class,
                () -> desk.write(
                        new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN),
                        new OrganizationId("acme"),
                        new Named(DirectoryKind.TEAM, "t1"),
                        new DirectoryRequest("x", null, false)));

        assertEquals("restoring", problem.problem().type().slug());
    }

    private static String entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"kind\":\"features\",\"id\":\"f" + i + "\",\"name\":\"n\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private HttpResponse<String> put(String path, String body) {
        return server.send(server.change("PUT", path, server.directoryKey(), body));
    }

    private HttpResponse<String> post(String body) {
        return server.send(server.change("POST", ROOT, server.directoryKey(), body));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("/problems/" + slug, json(response).get("type").asText());
    }
}
