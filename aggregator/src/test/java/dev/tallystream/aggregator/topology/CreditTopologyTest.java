package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreditTopologyTest {
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
    void anEventAddsToItsTotalFeatureTeamAndUserInEveryTable() {
        bench.send(event("e1", "\"time\":\"2026-11-22T09:59:00Z\",", "\"12.5\""));

        Map<Granularity, String> starts = Map.of(
                Granularity.DAY, "2026-11-22",
                Granularity.WEEK, "2026-11-16",
                Granularity.MONTH, "2026-11-01",
                Granularity.QUARTER, "2026-10-01");
        starts.forEach((granularity, start) -> assertEquals(
                Map.of(
                        "acme " + start + " total", "12.5 in 1",
                        "acme " + start + " FEATURE ai_slides", "12.5 in 1",
                        "acme " + start + " TEAM t1", "12.5 in 1",
                        "acme " + start + " USER u1", "12.5 in 1"),
                bench.rows(granularity)));
    }

    @Test
    void anEventAddsToItsHourAndToTheCrossingsOfItsDayAndMonth() {
        bench.send(event("e1", "\"time\":\"2026-11-22T09:59:59.999Z\",", "12.5"));
        bench.send(event("e2", "\"time\":\"2026-11-22T10:00:00Z\",", "1"));

        assertEquals(Map.of("acme 2026-11-22 hour 9", "12.5 in 1", "acme 2026-11-22 hour 10", "1 in 1"), bench.hours());
        for (Granularity granularity : List.of(Granularity.DAY, Granularity.MONTH)) {
            String start = granularity == Granularity.DAY ? "2026-11-22" : "2026-11-01";
            assertEquals(
                    Map.of(
                            "acme " + start + " TEAM_FEATURE t1 ai_slides", "13.5 in 2",
                            "acme " + start + " TEAM_USER t1 u1", "13.5 in 2",
                            "acme " + start + " USER_FEATURE u1 ai_slides", "13.5 in 2"),
                    bench.crossings(granularity));
        }
        assertEquals(Map.of(), bench.crossings(Granularity.WEEK));
        assertEquals(Map.of(), bench.crossings(Granularity.QUARTER));
    }

    @Test
    void aRetryCountsOnceWhateverItsTimeSays() {
        bench.send(event("e1", "\"time\":\"2026-11-22T09:59:00Z\",", "1"));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(35)));
        bench.send(event("e1", "\"time\":\"2026-12-26T09:59:00Z\",", "1"));
        bench.send(event("e1", "", "1"));

        assertEquals("1 in 1", bench.rows(Granularity.MONTH).get("acme 2026-11-01 total"));
        assertEquals(4, bench.rows(Granularity.MONTH).size());
        assertEquals(2, bench.ledger().duplicate());
        assertTrue(bench.ledger().balances());
    }

    @Test
    void anIdentityIsForgottenThirtySixDaysAfterItsArrival() {
        bench.send(event("e1", "", "1"));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(36)));
        bench.send(event("e1", "", "1"));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(36)).plusMillis(1));
        bench.send(event("e1", "", "1"));

        assertEquals(1, bench.ledger().duplicate());
        assertEquals(2, bench.ledger().counted());
    }

    @Test
    void anotherContentUnderAKnownIdentityIsRejectedAndChangesNothing() {
        bench.send(event("e1", "", "1"));
        byte[] conflicting = event("e1", "", "2").getBytes(StandardCharsets.UTF_8);
        bench.send(null, conflicting);

        TestRecord<byte[], byte[]> rejected = bench.rejected().getFirst();
        assertEquals("id-conflict", TopologyBench.header(rejected, EventHeaders.REASON));
        assertEquals("0:1", TopologyBench.header(rejected, EventHeaders.ORIGIN));
        assertArrayEquals(conflicting, rejected.value());
        assertEquals(new RejectedKey(new OrganizationId("acme"), 0, 1), RejectedKey.fromBytes(rejected.key()));
        assertEquals("1 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-22 total"));
        assertTrue(bench.ledger().balances());
    }

    @Test
    void aGuestCountsInTheTotalButNotAsAUser() {
        bench.send("""
                {"specversion":"1.0","id":"g","source":"s","type":"ai.credits.consumed.v1","subject":"acme",
                 "data":{"feature":"f","user_id":"guest-canary","actor_type":"guest","credits":3}}""");

        assertEquals(
                Map.of(
                        "acme 2026-11-22 total", "3 in 1",
                        "acme 2026-11-22 FEATURE f", "3 in 1",
                        "acme 2026-11-22 TEAM -", "3 in 1",
                        "acme 2026-11-22 USER -", "3 in 1"),
                bench.rows(Granularity.DAY));
    }

    @Test
    @DisplayName("UI-04: a zero-credit event makes no row")
    void aZeroCreditEventIsCountedInTheLedgerOnly() {
        bench.send(event("e1", "", "0"));

        assertEquals(Map.of(), bench.rows(Granularity.DAY));
        assertEquals(1, bench.ledger().counted());
    }

    /** A broker stamps every record itself; should one not, its clock is wrong and the counting goes on. */
    @Test
    void noTimestampOfAnyRecordStopsTheCounting() {
        for (Instant strange :
                List.of(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"), Instant.ofEpochMilli(Long.MAX_VALUE))) {
            bench.at(strange);
            bench.settings("acme", OrganizationSettings.DEFAULT);
            bench.name("acme", DirectoryKind.TEAM, "t1", "Design");
        }
        bench.at(TopologyBench.NOW);
        bench.send(event("e1", "", "1"));

        assertEquals("1 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-22 total"));
        assertEquals(0, CreditTopology.appendTime(-1));
        assertEquals(1, CreditTopology.appendTime(1));
    }

    @Test
    void theOrganizationsZoneWeekAndFiscalYearDecideThePeriods() {
        bench.settings(
                "acme",
                OrganizationSettings.first(
                        UserAnalytics.INCLUDE,
                        new CalendarRule(ZoneId.of("Asia/Kolkata"), DayOfWeek.SUNDAY, Month.FEBRUARY)));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(10)));
        bench.send(event("e1", "\"time\":\"2026-11-28T18:30:00Z\",", "1"));

        assertTrue(bench.rows(Granularity.DAY).containsKey("acme 2026-11-29 total"));
        assertTrue(bench.rows(Granularity.WEEK).containsKey("acme 2026-11-29 total"));
        assertTrue(bench.rows(Granularity.MONTH).containsKey("acme 2026-11-01 total"));
        assertTrue(bench.rows(Granularity.QUARTER).containsKey("acme 2026-11-01 total"));
    }

    @Test
    void historyNeedsABackfillAndAClosedBackfillTakesNoMore() {
        String old = "\"time\":\"2024-02-29T12:00:00Z\",\"backfillid\":\"b1\",";
        bench.send(event("e1", old, "1"));
        bench.send("""
                {"specversion":"1.0","id":"close","source":"s","type":"ai.credits.backfill.closed.v1",\
                "subject":"acme","backfillid":"b1"}""");
        bench.send(event("e1", old, "1"));
        bench.send(event("e2", old, "1"));

        assertEquals("1 in 1", bench.rows(Granularity.MONTH).get("acme 2024-02-01 total"));
        assertEquals(
                List.of("backfill-closed"),
                bench.rejected().stream()
                        .map(record -> TopologyBench.header(record, EventHeaders.REASON))
                        .toList());
        assertEquals(1, bench.ledger().duplicate());
    }

    @Test
    void aReversalTakesItsEventBackWholeInTheOriginalsPeriodAndOnlyOnce() {
        bench.send(event("e1", "\"time\":\"2026-10-31T10:00:00Z\",", "2"));
        bench.send(event("e2", "", "1"));
        bench.send(reversal("r1", "e1", "2"));
        bench.send(reversal("r1", "e1", "2"));
        bench.send(reversal("r2", "e1", "2"));

        assertEquals(null, bench.rows(Granularity.MONTH).get("acme 2026-10-01 total"));
        assertEquals("1 in 1", bench.rows(Granularity.QUARTER).get("acme 2026-10-01 total"));
        assertEquals(3, bench.ledger().counted());
        assertEquals(2, bench.ledger().duplicate());
        assertTrue(bench.ledger().balances());
    }

    @Test
    void aReversalThatComesFirstWaitsForItsEvent() {
        bench.send(reversal("r1", "e1", "2"));
        bench.send(event("e1", "", "2"));
        bench.send(event("e1", "", "2"));

        assertEquals(Map.of(), bench.rows(Granularity.DAY));
        assertEquals(2, bench.ledger().counted());
        assertEquals(1, bench.ledger().duplicate());
    }

    @Test
    void aWaitingReversalOfSomethingElseIsRejectedWhenTheEventArrives() {
        bench.send(reversal("r1", "e1", "3"));
        bench.send(event("e1", "", "2"));

        TestRecord<byte[], byte[]> rejected = bench.rejected().getFirst();
        assertEquals("reversal-mismatch", TopologyBench.header(rejected, EventHeaders.REASON));
        assertEquals("0:0", TopologyBench.header(rejected, EventHeaders.ORIGIN));
        assertEquals("r1", TopologyBench.header(rejected, EventHeaders.EVENT_ID));
        assertNotNull(rejected.headers().lastHeader(EventHeaders.AT_ORIGIN), "its bytes are in the journal alone");
        assertEquals(0, rejected.value().length);
        assertEquals("2 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-22 total"));
        assertEquals(1, bench.ledger().counted());
        assertEquals(1, bench.ledger().rejected());
        assertTrue(bench.ledger().balances());
    }

    @Test
    void aReversalThatRestatesSomethingElseOrComesTooLateIsRejected() {
        bench.send(event("e1", "", "2"));
        bench.send(reversal("r1", "e1", "3"));
        bench.send(reversal("r2", "r2", "3"));
        bench.send(
                reversal("r3", "never", "3").replace("\"subject\"", "\"time\":\"2026-10-01T00:00:00Z\",\"subject\""));

        assertEquals(
                List.of("reversal-mismatch", "reversal-mismatch", "reversal-unknown"),
                bench.rejected().stream()
                        .map(record -> TopologyBench.header(record, EventHeaders.REASON))
                        .toList());
        assertEquals("2 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-22 total"));
    }

    @Test
    void anAdjustmentOfAnyAgeIsSignedCountsNoEventAndIsNeverForgotten() {
        String adjustment = event("a1", "\"time\":\"2020-02-29T00:00:00Z\",", "\"-0.5\"")
                .replace("consumed", "adjusted")
                .replace("\"feature\"", "\"reason\":\"goodwill\",\"feature\"");
        bench.send(adjustment);
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(400)));
        bench.send(adjustment);

        assertEquals("-0.5 in 0", bench.rows(Granularity.DAY).get("acme 2020-02-29 total"));
        assertEquals(1, bench.ledger().duplicate());
    }

    @Test
    void aSumThatWouldOverflowIsRejectedAndChangesNoRow() {
        bench.close();
        bench = new TopologyBench(directory.resolve("fresh"), 1);
        long most = Long.MAX_VALUE / 1_000_000 / 1_000_000;
        bench.preload("acme", most);
        Map<String, String> before = bench.rows(Granularity.DAY);

        bench.send(event("last", "", "1000000"));

        assertEquals("overflow", TopologyBench.header(bench.rejected().getFirst(), EventHeaders.REASON));
        assertEquals(before, bench.rows(Granularity.DAY));
    }

    @Test
    void aMisplacedRecordIsPassedOnAndCountsOnce() {
        bench.close();
        bench = new TopologyBench(directory.resolve("four"), 4);
        String elsewhere = organizationNotOnPartitionZero();
        String misplaced = event("e1", "", "1").replace("acme", elsewhere);
        bench.send(misplaced);
        bench.send(
                "a key of somebody else".getBytes(StandardCharsets.UTF_8), misplaced.getBytes(StandardCharsets.UTF_8));

        assertEquals("1 in 1", bench.rows(Granularity.DAY).get(elsewhere + " 2026-11-22 total"));
        assertEquals(2, bench.ledger().reroutedOut());
        assertEquals(2, bench.ledger().reroutedIn());
        assertEquals(1, bench.ledger().counted());
        assertEquals(1, bench.ledger().duplicate());
        assertTrue(bench.ledger().balances());
    }

    /** A changed name here is a changed topic or store on disk: an upgrade would start from nothing. */
    @Test
    void theTopologyIsTheOneThatIsOnDisk() throws IOException {
        String golden;
        try (var stream = CreditTopologyTest.class.getResourceAsStream("/topology.txt")) {
            golden = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        String described = CreditTopology.build(CountingRules.of(4), new LiveTasks())
                .describe()
                .toString();
        Files.writeString(Path.of("target", "topology.txt"), described);

        assertEquals(golden, described, "see target/topology.txt");
    }

    private static String organizationNotOnPartitionZero() {
        int i = 0;
        while (Placement.partitionOf(new OrganizationId("org" + i), 4) == 0) {
            i++;
        }
        return "org" + i;
    }

    private static String reversal(String id, String original, String credits) {
        return event(id, "", credits)
                .replace("consumed", "reversed")
                .replace(
                        "\"feature\"", "\"reverses\":{\"source\":\"s\",\"id\":\"%s\"},\"feature\"".formatted(original));
    }

    private static String event(String id, String attributes, String credits) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"acme",%s\
                "data":{"feature":"ai_slides","team_id":"t1","user_id":"u1","credits":%s}}""".formatted(id, attributes, credits);
    }
}
