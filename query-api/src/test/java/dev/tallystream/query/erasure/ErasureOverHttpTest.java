package dev.tallystream.query.erasure;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.aggregator.view.Reading;
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
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.usage.UsageQueries;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureOverHttpTest {
    private static final ErasureKey KEY = ErasureKey.of(new byte[ErasureKey.LENGTH]);
    private static final String PATH = "/v1/orgs/acme/erasures";
    private static final String USER = "canary-user";

    private final List<String> steps = new CopyOnWriteArrayList<>();
    private QueryServer server = started();

    /** Does what the counting does with the records, at once. */
    private final class Writer implements ErasureWriter {
        @Override
        public CompletableFuture<Void> removeName(OrganizationId organization, UserId user) {
            steps.add("name");
            server.view.unname(organization.value(), DirectoryKind.USER, user.value());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> erase(ErasedUser user, long fingerprint) {
            steps.add("erase");
            assertEquals(KEY.fingerprint(), fingerprint);
            server.view.erase(user, USER);
            return CompletableFuture.completedFuture(null);
        }
    }

    private long named = 2;
    private CountDownLatch reading = new CountDownLatch(0);

    private final class Rejected implements RejectedRecords {
        @Override
        public long clear(OrganizationId organization, UserId user) {
            steps.add("rejected");
            await(reading);
            long cleared = named;
            named = 0;
            return cleared;
        }
    }

    private QueryServer started() {
        QueryServer started = new QueryServer(KEY, new Writer(), new Rejected());
        for (int i = 0; i < 3; i++) {
            started.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u" + i, "" + (i + 1));
        }
        started.view
                .use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", USER, "3")
                .directory("acme", DirectoryKind.USER, USER, DirectoryEntry.named("Canary"));
        return started;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everythingIsClearedInOrderAndTheAnswerSaysWhatAndWhatRemains() {
        String cursor = firstPage().get("next_cursor").asText();

        HttpResponse<String> answer = erase(body(USER));

        assertEquals(200, answer.statusCode(), answer.body());
        JsonNode cleared = QueryServer.json(answer).get("cleared");
        assertAll(
                () -> assertEquals(
                        "{\"rows\":{\"tables\":1,\"crossings\":2},\"name\":true,\"rejected_records\":2,"
                                + "\"waiting_reversals\":0,\"snapshots\":1}",
                        cleared.toString()),
                () -> assertEquals(
                        "credit-events",
                        QueryServer.json(answer).at("/remains/0/where").asText()),
                () -> assertEquals(List.of("name", "erase", "rejected"), steps),
                () -> assertFalse(
                        answer.body().contains("canary") || answer.body().contains("Canary"), answer.body()),
                () -> assertEquals(410, users("limit=2&cursor=" + cursor).statusCode()));
    }

    @Test
    void aSecondTimeAnswersTheSameWithNothing() {
        erase(body(USER));

        assertEquals(
                "{\"rows\":{\"tables\":0,\"crossings\":0},\"name\":false,\"rejected_records\":0,"
                        + "\"waiting_reversals\":0,\"snapshots\":0}",
                QueryServer.json(erase(body(USER))).get("cleared").toString());
    }

    @Test
    void whereIndividualsAreHiddenTheAnswerDoesNotTellHowMuchThereWas() {
        server.view.settings("acme", hidden());

        JsonNode answer = QueryServer.json(erase(body(USER)));

        assertEquals("[\"rows\"]", answer.get("hidden").toString());
        assertTrue(answer.at("/cleared/rows").isMissingNode());
        assertTrue(answer.at("/cleared/waiting_reversals").isMissingNode());
    }

    @Test
    void aListThatWasReadBeforeIsNotGoneOnWithWhereAnotherNodeErased() {
        String cursor = firstPage().get("next_cursor").asText();

        server.view.erase(KEY.erase(new OrganizationId("acme"), new UserId(USER)), USER);

        assertEquals(410, users("limit=2&cursor=" + cursor).statusCode());
        assertFalse(users("limit=2").body().contains(USER), "a list that is shared for a moment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"user_id\":\"u | 400 | malformed-json",
                "[\"u\"] | 400 | malformed-json",
                "null | 400 | malformed-json",
                "{\"user_id\":\"u\"} x | 400 | malformed-json",
                "{} | 422 | missing-field",
                "{\"user_id\":\"\"} | 422 | invalid-id",
                "{\"user_id\":\" \"} | 422 | invalid-id",
                "{\"user_id\":\"a\\u0000\"} | 422 | invalid-id",
                "{\"user_id\":1} | 422 | invalid-id",
                "{\"user_id\":null} | 422 | invalid-id",
                "{\"user_id\":\"u\",\"user_id\":\"v\"} | 400 | duplicate-key",
                "{\"user_id\":\"u\",\"user\":\"v\"} | 422 | unknown-field"
            })
    void aBodyThatIsNotExactlyOneIdErasesNobody(String body, int status, String slug) {
        assertProblem(erase(body), status, slug);
        assertEquals(List.of(), steps);
    }

    @Test
    void anEmptyAndATooLargeBodyEraseNobody() {
        assertProblem(erase(""), 400, "malformed-json");
        assertProblem(erase(body("u".repeat(5_000))), 413, "payload-too-large");
        assertEquals(List.of(), steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void onlyJsonIsRead(String type) {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(PATH))
                .header("Authorization", "Bearer " + server.admin())
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body(USER))));

        assertProblem(answer, 415, "unsupported-media-type");
        assertEquals(List.of(), steps);
    }

    @Test
    void onlyTheOrganizationsAdminMayAndNoKey() {
        assertProblem(erase(body(USER), server.token(Role.BILLING_ADMIN, "acme")), 403, "role-required");
        assertProblem(erase(body(USER), server.token(Role.ORG_ADMIN, "other")), 404, "not-found");
        assertProblem(erase(body(USER), server.usageKey()), 403, "role-required");
        String told = erase(body(USER), server.usageKey()).body();
        assertTrue(told.contains("\"detail\":\"This is for an org_admin of the organization.\""), told);
        assertProblem(erase(body(USER), server.eventsKey()), 403, "role-required");
        assertProblem(erase(body(USER), "nobody"), 401, "unauthenticated");
        assertEquals(List.of(), steps);
    }

    @Test
    void aNodeWithoutAnErasureKeySaysSo() {
        try (QueryServer without = new QueryServer()) {
            assertProblem(erase(without, PATH, body(USER), without.admin()), 501, "erasure-not-configured");
        }
    }

    @Test
    void aParameterIsNotKnown() {
        assertProblem(erase(server, PATH + "?user_id=u", body(USER), server.admin()), 400, "unknown-parameter");
        assertEquals(List.of(), steps);
    }

    @Test
    void whileTheTablesAreNotThereNothingIsBegun() {
        server.view.unavailable(Reading.Reason.RESTORING);

        assertProblem(erase(body(USER)), 503, "restoring");
        assertEquals(List.of(), steps);
    }

    @Test
    void whatTakesLongGoesOnAndWhoeverAsksAgainGetsItsAnswer() {
        UserErasures erasures = new UserErasures(
                server.view,
                server.context().getBean(UsageQueries.class),
                new Writer(),
                new Rejected(),
                KEY,
                Duration.ofMillis(50));
        reading = new CountDownLatch(1);
        SignedIn caller = new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);
        OrganizationId acme = new OrganizationId("acme");

        assertEquals(new ErasureOutcome.GoesOn(), erasures.erase(caller, acme, new UserId(USER)));
        assertEquals(new ErasureOutcome.GoesOn(), erasures.erase(caller, acme, new UserId(USER)));
        reading.countDown();

        ErasureOutcome outcome = erasures.erase(caller, acme, new UserId(USER));
        while (outcome instanceof ErasureOutcome.GoesOn) {
            outcome = erasures.erase(caller, acme, new UserId(USER));
        }
        assertTrue(
                outcome instanceof ErasureOutcome.Erased(var cleared) && cleared.rejectedRecords() == 2,
                outcome::toString);
        assertEquals(List.of("name", "erase", "rejected"), steps);
    }

    private JsonNode firstPage() {
        return QueryServer.json(users("limit=2"));
    }

    private HttpResponse<String> users(String query) {
        return server.get("/v1/orgs/acme/credits-usage/users?" + query, server.admin());
    }

    private HttpResponse<String> erase(String body) {
        return erase(body, server.admin());
    }

    private HttpResponse<String> erase(String body, String token) {
        return erase(server, PATH, body, token);
    }

    private static HttpResponse<String> erase(QueryServer server, String path, String body, String token) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String body(String user) {
        return "{\"user_id\":\"" + user + "\"}";
    }

    private static OrganizationSettings hidden() {
        return OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("/problems/" + slug, QueryServer.json(response).get("type").asText());
    }
}
