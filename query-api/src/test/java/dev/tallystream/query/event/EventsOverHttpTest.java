package dev.tallystream.query.event;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.aggregator.view.KnownEvent;
import dev.tallystream.aggregator.view.KnownEvent.State;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsOverHttpTest {
    private static final ErasureKey KEY = ErasureKey.of(new byte[ErasureKey.LENGTH]);
    private static final String EVENTS = "/v1/orgs/acme/events";
    private static final String REJECTED = "/v1/orgs/acme/rejected-events";
    private static final String CANARY = "canary-77";
    private static final Instant TIME = Instant.parse("2026-11-20T23:30:00Z");

    private final QueryServer server = new QueryServer(KEY);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCountedEventIsDescribedWithThePeriodsThatItTouched() {
        know("e1", State.COUNTED, usage("e1", "member", "u1", "1.50"));

        JsonNode answer = json(look("s", "e1"));

        assertEquals(
                "{\"organization_id\":\"acme\",\"source\":\"s\",\"id\":\"e1\",\"outcome\":\"counted\",\"original\":\"read\","
                        + "\"type\":\"ai.credits.consumed.v1\",\"time\":\"2026-11-20T23:30:00Z\",\"origin\":\"3:7\","
                        + "\"appended_at\":\"2026-11-21T08:00:00Z\",\"feature\":\"ai_slides\",\"team_id\":\"t1\","
                        + "\"user_id\":\"u1\",\"actor_type\":\"member\",\"credits\":\"1.5\","
                        + "\"periods\":{\"day\":\"2026-11-20\",\"week\":\"2026-W47\",\"month\":\"2026-11\","
                        + "\"quarter\":\"2026-Q4\"},\"freshness\":{\"as_of\":\"2026-11-22T10:15:30.412Z\","
                        + "\"lag_ms\":0,\"position\":\"3:0\"}}",
                answer.toString());
    }

    @Test
    void periodsAreThoseOfTheOrganizationsOwnCalendar() {
        know("e1", State.COUNTED, usage("e1", "member", "u1", "1"));
        CalendarRule auckland = new CalendarRule(
                java.time.ZoneId.of("Pacific/Auckland"),
                CalendarRule.DEFAULT.weekStart(),
                CalendarRule.DEFAULT.fiscalYearStart());
        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.INCLUDE, auckland));

        assertEquals("2026-11-21", json(look("s", "e1")).at("/periods/day").asText());
    }

    @Test
    void whatChangedNothingTouchedNoPeriod() {
        know("e1", State.COUNTED, usage("e1", "member", "u1", "0"));

        JsonNode answer = json(look("s", "e1"));

        assertEquals("counted", answer.get("outcome").asText());
        assertFalse(answer.has("periods"), answer::toString);
    }

    @Test
    void aReversedEventAndOneThatIsAwaitedSaySo() {
        know("e1", State.REVERSED, usage("e1", "member", "u1", "1"));
        know("e2", State.AWAITED, usage("e2", "member", "u1", "1"));

        JsonNode reversed = json(look("s", "e1"));
        JsonNode awaited = json(look("s", "e2"));

        assertEquals("reversed", reversed.get("outcome").asText());
        assertEquals("2026-11-20", reversed.at("/periods/day").asText());
        assertEquals("awaited", awaited.get("outcome").asText());
        assertFalse(awaited.has("origin") || awaited.has("time") || awaited.has("credits"), awaited::toString);
    }

    @ParameterizedTest
    @CsvSource({"AWAITED,waiting", "REVERSED,counted"})
    void aReversalSaysWhetherItTookSomethingBack(State original, String outcome) {
        know("r1", State.COUNTED, reversal("r1", "e1", "4"));
        know("e1", original, usage("e1", "member", "u1", "4"));

        JsonNode answer = json(look("s", "r1"));

        assertEquals(outcome, answer.get("outcome").asText());
        assertEquals("e1", answer.at("/reverses/id").asText());
        assertEquals(original == State.REVERSED, answer.has("periods"));
    }

    @Test
    void aReversalThatTurnedOutWrongIsRejected() {
        know("r1", State.COUNTED, reversal("r1", "e1", "4"));
        know("e1", State.COUNTED, usage("e1", "member", "u1", "5"));

        JsonNode answer = json(look("s", "r1"));

        assertEquals("rejected", answer.get("outcome").asText());
        assertEquals("reversal-mismatch", answer.at("/rejections/0/reason").asText());
    }

    @Test
    void whatTheJournalNoLongerHasIsNotMadeUp() {
        know("e1", State.COUNTED, usage("e1", "member", "u1", "4"));
        server.journal.keep(7, usage("e1", "member", "u1", "5"));

        JsonNode changed = json(look("s", "e1"));
        server.journal.goAway();
        JsonNode away = json(look("s", "e1"));

        assertEquals("not-kept", changed.get("original").asText());
        assertEquals("unavailable", away.get("original").asText());
        for (JsonNode answer : List.of(changed, away)) {
            assertEquals("counted", answer.get("outcome").asText());
            assertFalse(answer.has("credits") || answer.has("periods") || answer.has("type"), answer::toString);
        }
    }

    @Test
    void anUnknownEventIsNotFoundAsOfAPosition() {
        HttpResponse<String> answer = look("s", "nothing");

        assertEquals(404, answer.statusCode());
        assertEquals("/problems/not-found", json(answer).get("type").asText());
        assertTrue(json(answer).get("detail").asText().contains("36 days"), answer.body());
        assertEquals("3:0", json(answer).at("/freshness/position").asText());
        assertEquals("3:0", answer.headers().firstValue("Tallystream-Position").orElseThrow());
        assertTrue(answer.headers().firstValue("Tallystream-As-Of").isPresent());
    }

    @Test
    void anEventThatWasOnlyRejectedSaysWhy() {
        server.journal
                .reject("acme", 1, "invalid-credits", "e1", usage("e1", "member", "u1", "\"many\""))
                .reject(
                        "acme",
                        2,
                        "invalid-credits",
                        "e1",
                        usage("e1", "member", "u1", "1").replace("\"s\"", "\"z\""))
                .reject("other", 3, "invalid-credits", "e1", usage("e1", "member", "u1", "1"))
                .reject("acme", 4, "reversal-unknown", "e1", null)
                .keep(4, usage("e1", "member", "u1", "1"));

        JsonNode answer = json(look("s", "e1"));

        assertEquals("rejected", answer.get("outcome").asText());
        List<String> origins = new ArrayList<>();
        answer.get("rejections").forEach(each -> origins.add(each.get("origin").asText()));
        assertEquals(List.of("3:4", "3:1"), origins);
        assertEquals("reversal-unknown", answer.at("/rejections/0/reason").asText());
    }

    @Test
    void whereNotEveryRejectedEventWasLookedThroughThatIsSaid() {
        server.journal.reject("acme", 1, "invalid-credits", "e1", usage("e1", "member", "u1", "1"));
        server.journal.reject("acme", 2, "invalid-credits", "e2", usage("e2", "member", "u1", "1"));
        server.journal.lookThrough(1);

        assertTrue(look("s", "e1").body().contains("newest rejected events were looked through"));
    }

    @Test
    void anUnknownEventIsNotDeniedWhileTheRejectedOnesCannotBeRead() {
        server.journal.goAway();

        assertProblem(look("s", "nothing"), 503, "broker-unavailable");
        assertProblem(server.get(REJECTED, server.admin()), 503, "broker-unavailable");
    }

    @Test
    void theRejectedEventsAreWalkedPageByPageTheNewestFirst() {
        for (int i = 0; i < 7; i++) {
            server.journal.reject("acme", i, "invalid-credits", "e" + i, usage("e" + i, "member", "u1", "\"many\""));
            server.journal.reject("other", 100 + i, "invalid-credits", CANARY, usage(CANARY, "member", "u", "1"));
        }
        server.journal.lookThrough(5);

        List<String> ids = new ArrayList<>();
        String path = REJECTED + "?limit=2";
        String next = path;
        while (next != null) {
            HttpResponse<String> page = server.get(next, server.admin());
            assertFalse(page.body().contains(CANARY), page.body());
            json(page).get("items").forEach(item -> ids.add(item.get("id").asText()));
            next = json(page).get("has_more").asBoolean()
                    ? path + "&cursor=" + json(page).get("next_cursor").asText()
                    : null;
        }

        assertEquals(List.of("e6", "e5", "e4", "e3", "e2", "e1", "e0"), ids);
    }

    @Test
    void aRejectedEventSaysWhatIsWrongAndWhereItCame() {
        server.journal.reject("acme", 5, "invalid-credits", "e1", usage("e1", "member", "u1", "\"many\""));

        JsonNode item = json(server.get(REJECTED, server.usageKey())).at("/items/0");

        assertEquals(
                "{\"origin\":\"3:5\",\"appended_at\":\"2026-11-22T09:00:00Z\",\"rejected_at\":\"2026-11-22T09:00:01Z\","
                        + "\"reason\":\"invalid-credits\",\"pointer\":\"/data/credits\",\"detail\":\"Credits must be a"
                        + " decimal with at most 12 digits and 6 decimals, without exponent, not negative unless the"
                        + " event adjusts.\",\"id\":\"e1\",\"source\":\"s\"}",
                item.toString());
    }

    @Test
    void aCursorThatWasChangedOrIsAnotherOrganizationsIsNotValid() {
        for (int i = 0; i < 3; i++) {
            server.journal.reject("acme", i, "invalid-credits", "e" + i, usage("e" + i, "member", "u1", "1"));
            server.journal.reject("other", i, "invalid-credits", "e" + i, usage("e" + i, "member", "u1", "1"));
        }
        String cursor = json(server.get(REJECTED + "?limit=1", server.admin()))
                .get("next_cursor")
                .asText();
        String foreign = json(server.get(
                        "/v1/orgs/other/rejected-events?limit=1", server.token(Role.ORG_ADMIN, "other")))
                .get("next_cursor")
                .asText();
        char last = cursor.charAt(cursor.length() - 1);

        assertEquals(
                200, server.get(REJECTED + "?cursor=" + cursor, server.admin()).statusCode());
        for (String wrong : List.of(
                foreign,
                cursor.substring(1),
                cursor.substring(0, cursor.length() - 1) + (last == 'A' ? 'B' : 'A'),
                "")) {
            assertProblem(server.get(REJECTED + "?cursor=" + wrong, server.admin()), 400, "invalid-cursor");
        }
    }

    /** Each kind of event whose ids are made of a user's, in the look-up and in the list. */
    @Test
    void nobodyIsNamedOnceUsersAreHiddenAndGuestsAndProgramsNeverAre() {
        know("e1", State.COUNTED, usage("e1", "member", CANARY, "4"));
        know("e2", State.COUNTED, usage("e2", "guest", CANARY + "-guest", "4"));
        know("e3", State.COUNTED, usage("e3", "service", CANARY + "-service", "4"));
        String ofMember = usage("for-" + CANARY, "member", CANARY, "\"many\"");
        server.journal
                .reject("acme", 20, "invalid-credits", "for-" + CANARY, ofMember)
                .reject("acme", 21, "invalid-credits", "for-" + CANARY, usage("x", "guest", CANARY, "\"many\""))
                .reject("acme", 22, "invalid-credits", "e22", ofMember.replace("\"s\"", "\"/app/" + CANARY + "\""))
                .reject("acme", 23, "reversal-mismatch", "r-" + CANARY, null)
                .reject("acme", 24, "invalid-credits", CANARY, "{\"user_id\":\"" + CANARY);

        String before = json(server.get(REJECTED, server.admin())).get("items").toString();
        assertEquals(CANARY, json(look("s", "e1")).get("user_id").asText());
        assertEquals(2, before.split(CANARY, -1).length - 1, before);
        for (String id : List.of("e2", "e3")) {
            assertFalse(look("s", id).body().contains(CANARY), id);
        }

        server.view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        HttpResponse<String> after = server.get(REJECTED, server.admin());
        assertFalse(after.body().contains(CANARY), after.body());
        assertEquals("[\"id\"]", json(after).at("/items/4/hidden").toString());
        assertEquals("[\"source\"]", json(after).at("/items/2/hidden").toString());
        for (String id : List.of("e1", "e2", "e3")) {
            assertFalse(look("s", id).body().contains(CANARY), id);
        }
        JsonNode hidden = json(look("s", "e1"));
        assertEquals("[\"user_id\"]", hidden.get("hidden").toString());
        assertEquals("ai_slides", hidden.get("feature").asText());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErasedUserIsNamedByNothingFromTheFirstMoment(boolean moved) {
        know("e1", State.COUNTED, usage("e1", "member", CANARY, "4"));
        server.journal
                .reject("acme", 20, "invalid-credits", "for-" + CANARY, usage("x", "member", CANARY, "\"many\""))
                .reject("acme", 21, "invalid-credits", CANARY, usage("x", "member", "u2", "\"many\""));
        assertTrue(server.get(REJECTED, server.admin()).body().contains(CANARY));

        ErasedUser erased = KEY.erase(new OrganizationId("acme"), new UserId(CANARY));
        if (moved) {
            server.view.erase(erased, CANARY);
        } else {
            server.view.erasing(erased);
        }

        assertFalse(look("s", "e1").body().contains(CANARY));
        assertFalse(server.get(REJECTED, server.admin()).body().contains(CANARY));
    }

    @Test
    void aReversalRestatesTheOriginalExactlyAndIsTheSameHoweverOftenItIsAskedFor() {
        String original = usage("e1", "guest", CANARY, "12.330").replace("\"credits\"", "\"quantity\":8,\"credits\"");
        know("e1", State.COUNTED, original);

        HttpResponse<String> first = reverse("{\"source\":\"s\",\"id\":\"e1\"}");
        HttpResponse<String> second = reverse("{\"source\":\"s\",\"id\":\"e1\"}");

        assertEquals(202, first.statusCode(), first.body());
        assertEquals("published", json(first).get("outcome").asText());
        assertEquals("3:101", json(first).get("position").asText());
        assertEquals(json(first).get("reversal"), json(second).get("reversal"));
        assertFalse(first.body().contains(CANARY), first.body());
        List<String> published = server.journal.published();
        assertEquals(published.get(0), published.get(1));
        Event.CreditsReversed reversal = (Event.CreditsReversed) event(published.get(0));
        assertAll(
                () -> assertEquals(new EventIdentity("s", "e1"), reversal.reverses()),
                () -> assertEquals(content(event(original)), reversal.restated()),
                () -> assertEquals(TIME, reversal.time()),
                () -> assertEquals(
                        json(first).at("/reversal/id").asText(),
                        reversal.identity().id()),
                () -> assertEquals("acme", reversal.organization().value()));
    }

    @Test
    void whatIsReversedOrWillBePublishesNothingAndSaysSo() {
        know("e1", State.REVERSED, usage("e1", "member", "u1", "4"));
        know("e2", State.AWAITED, usage("e2", "member", "u1", "4"));

        HttpResponse<String> reversed = reverse("{\"source\":\"s\",\"id\":\"e1\"}");
        HttpResponse<String> awaited = reverse("{\"source\":\"s\",\"id\":\"e2\"}");

        assertEquals(200, reversed.statusCode());
        assertEquals("already-reversed", json(reversed).get("outcome").asText());
        assertEquals("awaited", json(awaited).get("outcome").asText());
        assertEquals(List.of(), server.journal.published());
    }

    @Test
    void whatIsNoUsageOrNoLongerKeptCannotBeReversed() {
        know("a1", State.ADJUSTMENT, usage("a1", "member", "u1", "4"));
        know("r1", State.COUNTED, reversal("r1", "e0", "4"));
        know("e1", State.COUNTED, usage("e1", "member", "u1", "4"));
        server.journal.keep(7, "{}");

        assertProblem(reverse("{\"source\":\"s\",\"id\":\"a1\"}"), 409, "not-reversible");
        assertProblem(reverse("{\"source\":\"s\",\"id\":\"r1\"}"), 409, "not-reversible");
        assertProblem(reverse("{\"source\":\"s\",\"id\":\"e1\"}"), 409, "not-reversible");
        assertProblem(reverse("{\"source\":\"s\",\"id\":\"e9\"}"), 404, "not-found");
        assertEquals(List.of(), server.journal.published());
    }

    @Test
    void aReversalThatCannotBeStoredIsNotConfirmed() {
        know("e1", State.COUNTED, usage("e1", "member", "u1", "4"));
        server.journal.goAway();

        assertProblem(reverse("{\"source\":\"s\",\"id\":\"e1\"}"), 503, "broker-unavailable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"source\":\"s | 400 | malformed-json",
                "[\"s\",\"e1\"] | 400 | malformed-json",
                "null | 400 | malformed-json",
                "{} | 422 | missing-field",
                "{\"source\":\"s\"} | 422 | missing-field",
                "{\"source\":\"s\",\"id\":1} | 422 | invalid-value",
                "{\"source\":\"s\",\"id\":\" \"} | 422 | invalid-value",
                "{\"source\":\"s\",\"id\":\"a\\u0000\"} | 422 | invalid-value",
                "{\"source\":\"s\",\"id\":\"e1\",\"id\":\"e2\"} | 400 | duplicate-key",
                "{\"source\":\"s\",\"id\":\"e1\",\"credits\":1} | 422 | unknown-field"
            })
    void aBodyThatIsNotExactlyOneIdentityReversesNothing(String body, int status, String slug) {
        know("e1", State.COUNTED, usage("e1", "member", "u1", "4"));

        assertProblem(reverse(body), status, slug);
        assertEquals(List.of(), server.journal.published());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded"})
    void onlyJsonIsRead(String type) {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(EVENTS + "/reverse"))
                .header("Authorization", "Bearer " + server.eventsKey())
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"source\":\"s\",\"id\":\"e1\"}")));

        assertProblem(answer, 415, "unsupported-media-type");
    }

    @Test
    void whileTheTablesAreNotThereNothingIsSaidOrDone() {
        server.view.unavailable(Reading.Reason.RESTORING);

        assertProblem(look("s", "e1"), 503, "restoring");
        assertProblem(server.get(REJECTED, server.admin()), 503, "restoring");
        assertProblem(reverse("{\"source\":\"s\",\"id\":\"e1\"}"), 503, "restoring");
    }

    private void know(String id, State state, String event) {
        long offset = id.equals("e1") ? 7 : 10 + server.view.reads() + (id.hashCode() & 0xffff);
        server.journal.keep(offset, event);
        server.view.event(
                "acme",
                new EventIdentity("s", id),
                new KnownEvent(state, content(event(event)), TIME, 3, offset, Instant.parse("2026-11-21T08:00:00Z")));
    }

    private HttpResponse<String> look(String source, String id) {
        return server.get(EVENTS + "?source=" + source + "&id=" + id, server.admin());
    }

    private HttpResponse<String> reverse(String body) {
        return server.send(server.change("POST", EVENTS + "/reverse", server.eventsKey(), body));
    }

    private static String usage(String id, String actor, String user, String credits) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"acme",\
                "data":{"feature":"ai_slides","team_id":"t1","user_id":"%s","actor_type":"%s","credits":%s}}""".formatted(id, user, actor, credits);
    }

    private static String reversal(String id, String original, String credits) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.reversed.v1","subject":"acme",\
                "data":{"feature":"ai_slides","team_id":"t1","user_id":"u1","actor_type":"member","credits":%s,\
                "reverses":{"source":"s","id":"%s"}}}""".formatted(id, credits, original);
    }

    private static Event event(String json) {
        return ((Decoded.Accepted) EventCodec.decode(json.getBytes(StandardCharsets.UTF_8))).event();
    }

    private static Hash128 content(Event event) {
        return switch (event) {
            case Event.CreditsConsumed consumed -> consumed.content();
            case Event.CreditsReversed reversed -> reversed.content();
            case Event.CreditsAdjusted adjusted -> adjusted.content();
            case Event.BackfillClosed closed -> throw new IllegalArgumentException("it has none");
        };
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("/problems/" + slug, json(response).get("type").asText());
    }
}
