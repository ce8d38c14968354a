package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.table.Calendars;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings are applied, and what becomes of those that are not. */
class SettingsTopologyTest {
    private static final CalendarRule KOLKATA =
            new CalendarRule(ZoneId.of("Asia/Kolkata"), DayOfWeek.MONDAY, Month.JANUARY);
    private static final OrganizationSettings FIRST =
            OrganizationSettings.first(UserAnalytics.INCLUDE, CalendarRule.DEFAULT);
    private static final Instant NEXT_MIDNIGHT = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir
    Path directory;

    private TopologyBench bench;

    @BeforeEach
    void start() {
        bench = new TopologyBench(directory, 1);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void theNextVersionIsAppliedAndNothingIsWrittenBack() {
        bench.settings("acme", FIRST);
        OrganizationSettings second = next(FIRST, UserAnalytics.EXCLUDE);

        bench.settings("acme", second);

        assertStands(second);
        assertEquals(List.of(), bench.writtenBack());
    }

    @Test
    void whatStandsChangesNothingWhenItIsReadAgain() {
        bench.settings("acme", FIRST);

        bench.settings("acme", FIRST);

        assertStands(FIRST);
        assertEquals(List.of(), bench.writtenBack());
    }

    @Test
    void ofTwoDecisionsOverOneVersionTheFirstStandsAndIsTheNewestRecord() {
        bench.settings("acme", FIRST);
        OrganizationSettings winner = next(FIRST, UserAnalytics.EXCLUDE);
        bench.settings("acme", winner);

        bench.settings("acme", FIRST.next(UserAnalytics.INCLUDE, CalendarHistory.always(KOLKATA), List.of()));

        assertStands(winner);
        assertWrittenBack(winner);
    }

    @Test
    void aVersionThatLeavesOneOutIsNotApplied() {
        bench.settings("acme", FIRST);

        bench.settings("acme", next(next(FIRST, UserAnalytics.EXCLUDE), UserAnalytics.EXCLUDE));

        assertStands(FIRST);
        assertWrittenBack(FIRST);
    }

    @Test
    void tablesThatAreBuiltAnewTakeTheVersionThatIsThere() {
        OrganizationSettings third = next(next(FIRST, UserAnalytics.EXCLUDE), UserAnalytics.EXCLUDE);

        bench.settings("acme", third);

        assertStands(third);
    }

    @Test
    void theFirstDecisionBeforeAnyUsageHoldsFromTheBeginning() {
        bench.settings("acme", OrganizationSettings.first(UserAnalytics.INCLUDE, KOLKATA));

        bench.send(event("e1", "2026-11-21T18:30:00Z"));

        assertEquals("1 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-22 total"));
    }

    @Test
    void aRuleFromTheBeginningIsRefusedOnceAnythingIsCounted() {
        bench.send(event("e1", "2026-11-21T18:30:00Z"));

        bench.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, KOLKATA));
        bench.send(event("e2", "2026-11-21T18:30:00Z"));

        assertNull(bench.standing("acme"));
        assertEquals("2 in 2", bench.rows(Granularity.DAY).get("acme 2026-11-21 total"));
    }

    @Test
    void whatIsRefusedWhereNothingStandsIsTakenOffTheTopicAgainOnce() {
        bench.send(event("e1", "2026-11-21T18:30:00Z"));

        bench.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, KOLKATA));

        List<byte[]> writtenBack = bench.writtenBack();
        assertEquals(1, writtenBack.size());
        assertNull(writtenBack.getFirst());
        bench.settings("acme", writtenBack.getFirst());
        assertEquals(List.of(), bench.writtenBack());
        assertNull(bench.standing("acme"));
        bench.settings("acme", FIRST);
        assertStands(FIRST);
    }

    @Test
    void aRemovalThatComesBehindADecisionLeavesTheDecision() {
        bench.send(event("e1", "2026-11-21T18:30:00Z"));
        bench.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, KOLKATA));
        byte[] removal = bench.writtenBack().getFirst();
        bench.settings("acme", FIRST);

        bench.settings("acme", removal);

        assertStands(FIRST);
        assertWrittenBack(FIRST);
    }

    @Test
    void aChangeFromTomorrowLeavesTodayAndCountsTomorrowByTheNewRule() {
        bench.settings("acme", FIRST);
        bench.send(event("e1", "2026-11-22T09:00:00Z"));
        OrganizationSettings moved = moved(FIRST, NEXT_MIDNIGHT);

        bench.settings("acme", moved);
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(2)));
        bench.send(event("e2", "2026-11-22T19:00:00Z"));
        bench.send(event("e3", "2026-11-23T18:29:59Z"));
        bench.send(event("e4", "2026-11-23T18:30:00Z"));

        assertStands(moved);
        assertEquals("2 in 2", bench.rows(Granularity.DAY).get("acme 2026-11-22 total"));
        assertEquals("1 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-23 total"));
        assertEquals("1 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-24 total"));
        assertEquals(List.of(), bench.writtenBack());
    }

    @Test
    void aChangeThatWouldTouchACountedDateIsRefusedWhole() {
        bench.settings("acme", FIRST);
        bench.send(event("e1", "2026-11-22T09:00:00Z"));

        bench.settings(
                "acme",
                FIRST.next(
                        UserAnalytics.EXCLUDE,
                        FIRST.calendars().with(Instant.parse("2026-11-22T00:00:00Z"), KOLKATA),
                        List.of()));

        assertStands(FIRST);
        assertWrittenBack(FIRST);
    }

    @Test
    void aPendingChangeCanBeTakenBackUntilItsFirstDateIsCounted() {
        OrganizationSettings moved = moved(FIRST, NEXT_MIDNIGHT);
        bench.settings("acme", FIRST);
        bench.send(event("e1", "2026-11-22T09:00:00Z"));
        bench.settings("acme", moved);
        OrganizationSettings back = moved.next(UserAnalytics.INCLUDE, CalendarHistory.DEFAULT, List.of());
        bench.settings("acme", back);
        assertStands(back);

        OrganizationSettings again = moved(back, NEXT_MIDNIGHT);
        bench.settings("acme", again);
        bench.at(NEXT_MIDNIGHT);
        bench.send(event("e2", "2026-11-23T00:00:00Z"));
        bench.settings("acme", again.next(UserAnalytics.INCLUDE, CalendarHistory.DEFAULT, List.of()));

        assertStands(again);
        assertWrittenBack(again);
    }

    @Test
    void rowsUnderATotalOfNothingAreCountedToo() {
        bench.settings("acme", FIRST);
        bench.send(adjustment("a1", "t1", "5"));
        bench.send(adjustment("a2", "t2", "-5"));
        assertTrue(!bench.rows(Granularity.DAY).containsKey("acme 2026-11-22 total"));

        bench.settings("acme", FIRST.next(UserAnalytics.INCLUDE, CalendarHistory.always(KOLKATA), List.of()));

        assertStands(FIRST);
    }

    @Test
    void daysThatAreNoLongerKeptCountAsLongAsAnyLongerPeriodHasThem() {
        bench.close();
        Map<UsageTable, Duration> retention = Map.of(UsageTable.DAILY, Duration.ofDays(30));
        bench = new TopologyBench(directory.resolve("retention"), new CountingRules(1, retention, null));
        bench.send("no event, but it moves the edges on");
        bench.send(event("e1", "2026-07-01T09:00:00Z").replace("\"source\"", "\"backfillid\":\"b1\",\"source\""));
        assertEquals(Map.of(), bench.rows(Granularity.DAY));

        bench.settings("acme", OrganizationSettings.first(UserAnalytics.INCLUDE, KOLKATA));
        bench.settings("acme", moved(FIRST, Instant.parse("2026-08-01T00:00:00Z")));

        assertEquals(2, bench.writtenBack().size());
        assertNull(bench.standing("acme"));
        OrganizationSettings later = moved(FIRST, NEXT_MIDNIGHT);
        bench.settings("acme", later);
        assertStands(later);
    }

    @Test
    void anotherOrganizationsUsageIsNoReason() {
        bench.send(event("e1", "2026-11-22T09:00:00Z").replace("acme", "acmf"));
        bench.send(event("e1", "2026-11-22T09:00:00Z").replace("acme", "acmd"));
        OrganizationSettings settings = OrganizationSettings.first(UserAnalytics.INCLUDE, KOLKATA);

        bench.settings("acme", settings);

        assertStands(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"user_analytics\":\"include\"}", "null"})
    void unreadableSettingsHideIndividualsWhereNoneWereEverReadable(String unreadable) {
        bench.settings("acme", unreadable.getBytes(StandardCharsets.UTF_8));

        OrganizationSettings stands = Calendars.settings(bench.standing("acme"));
        assertEquals(UserAnalytics.EXCLUDE, stands.userAnalytics());
        assertWrittenBack(stands);
        bench.settings("acme", next(FIRST, UserAnalytics.INCLUDE));
        assertStands(next(FIRST, UserAnalytics.INCLUDE));
    }

    @Test
    void unreadableOrDeletedSettingsLeaveTheLastGoodOnes() {
        bench.settings("acme", FIRST);

        bench.settings("acme", new byte[] {1});
        bench.settings("acme", (byte[]) null);

        assertStands(FIRST);
        List<byte[]> writtenBack = bench.writtenBack();
        assertEquals(2, writtenBack.size());
        assertArrayEquals(SettingsCodec.encode(FIRST), writtenBack.getLast());
    }

    @Test
    void nothingIsSaidWhereNothingWasDecidedAndNothingIsLeft() {
        bench.settings("acme", (byte[]) null);

        assertNull(bench.standing("acme"));
        assertEquals(List.of(), bench.writtenBack());
    }

    private static OrganizationSettings next(OrganizationSettings settings, UserAnalytics analytics) {
        return settings.next(analytics, settings.calendars(), List.of());
    }

    private static OrganizationSettings moved(OrganizationSettings settings, Instant from) {
        return settings.next(settings.userAnalytics(), settings.calendars().with(from, KOLKATA), List.of());
    }

    private void assertStands(OrganizationSettings settings) {
        assertArrayEquals(SettingsCodec.encode(settings), bench.standing("acme"));
    }

    private void assertWrittenBack(OrganizationSettings settings) {
        List<byte[]> writtenBack = bench.writtenBack();
        assertEquals(1, writtenBack.size());
        assertArrayEquals(SettingsCodec.encode(settings), writtenBack.getFirst());
    }

    private static String event(String id, String time) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"acme",\
                "time":"%s","data":{"feature":"f","team_id":"t1","user_id":"u1","credits":1}}""".formatted(id, time);
    }

    private static String adjustment(String id, String team, String credits) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.adjusted.v1","subject":"acme",\
                "data":{"feature":"f","team_id":"%s","user_id":"u1","reason":"r","credits":"%s"}}""".formatted(id, team, credits);
    }
}
