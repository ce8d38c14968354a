package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.table.Edges;
import dev.tallystream.aggregator.table.Identities;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.topic.EventHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    private static final Duration HUNDRED_DAYS = Duration.ofDays(100);

    @TempDir
    Path directory;

    private TopologyBench bench;

    @BeforeEach
    void start() {
        bench = new TopologyBench(
                directory,
                new CountingRules(1, Map.of(UsageTable.DAILY, HUNDRED_DAYS, UsageTable.HOURLY, HUNDRED_DAYS), null));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void daysBeforeTheEdgeAreDeletedAndTheirQuarterStays() {
        bench.send(event("old", ""));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(101)));
        bench.send(event("new", ""));

        bench.sweep();

        assertEquals("1 in 1", bench.rows(Granularity.DAY).get("acme 2027-03-03 total"));
        assertEquals(4, bench.rows(Granularity.DAY).size());
        assertEquals(3, bench.crossings(Granularity.DAY).size());
        assertEquals(Map.of("acme 2027-03-03 hour 10", "1 in 1"), bench.hours());
        assertEquals("1 in 1", bench.rows(Granularity.QUARTER).get("acme 2026-10-01 total"));
        assertEquals("1 in 1", bench.rows(Granularity.MONTH).get("acme 2026-11-01 total"));
    }

    @Test
    void theEdgeMovesWithTheAppendTimeAndNeverWithThePayloads() {
        bench.send(event("e1", ""));
        bench.send(event("future", "\"time\":\"2026-11-22T11:04:00Z\","));
        bench.send(event("e2", "\"backfillid\":\"b\",\"time\":\"2026-08-15T00:00:00Z\","));

        bench.sweep();

        assertTrue(bench.rows(Granularity.DAY).containsKey("acme 2026-11-22 total"));
        assertTrue(bench.rows(Granularity.DAY).containsKey("acme 2026-08-15 total"));
    }

    @Test
    void usageOfADayThatIsNoLongerKeptStillCountsWhereItIs() {
        bench.send(event("first", ""));
        bench.send(event("e1", "\"backfillid\":\"b\",\"time\":\"2026-08-13T23:59:59Z\","));

        assertFalse(bench.rows(Granularity.DAY).containsKey("acme 2026-08-13 total"));
        assertEquals("1 in 1", bench.rows(Granularity.MONTH).get("acme 2026-08-01 total"));
        assertEquals(2, bench.ledger().counted());
    }

    @Test
    void forgottenIdentitiesAreDeletedAndAdjustmentsAreNot() {
        for (int i = 0; i < 2_500; i++) {
            bench.send(event("e" + i, ""));
        }
        bench.send(
                event("a", "").replace("consumed", "adjusted").replace("\"feature\"", "\"reason\":\"r\",\"feature\""));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(36)));
        bench.send(event("between", ""));
        bench.sweep();
        assertEquals(2_502, bench.size(Stores.IDENTITIES));

        bench.at(TopologyBench.NOW.plus(Duration.ofDays(38)));
        bench.send(event("later", ""));
        bench.sweep();

        assertEquals(3, bench.size(Stores.IDENTITIES));
    }

    @Test
    void anIdentityStaysWhileAnotherPartitionMayStillPassItsEventOn() {
        bench.send(event("e1", ""));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(38)));
        bench.send(event("later", ""));
        bench.look();

        bench.passOn(event("e1", ""), TopologyBench.NOW.plus(Duration.ofMinutes(1)));

        assertEquals(1, bench.ledger().duplicate());
        assertEquals("1 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-22 total"));
        bench.sweep();
        assertEquals(1, bench.size(Stores.IDENTITIES));
    }

    @Test
    void aReversalWaitsWhileAnotherPartitionMayStillPassItsOriginalOn() {
        bench.send(reversal("r1", "e1"));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(38)));
        bench.send(event("later", ""));
        bench.look();

        bench.passOn(event("e1", ""), TopologyBench.NOW.plus(Duration.ofMinutes(1)));

        assertEquals(List.of(), rejected());
        assertEquals(3, bench.ledger().counted());
        assertFalse(bench.rows(Granularity.DAY).containsKey("acme 2026-11-22 total"));
    }

    @Test
    void aReversalThatWaitedInVainIsRejectedInTheEnd() {
        bench.send(event("r1", "")
                .replace("consumed", "reversed")
                .replace("\"feature\"", "\"reverses\":{\"source\":\"s\",\"id\":\"never\"},\"feature\""));
        assertEquals(1, bench.size(Stores.WAITING_REVERSALS));

        bench.at(TopologyBench.NOW.plus(Duration.ofDays(38)));
        bench.send(event("later", ""));
        bench.sweep();

        assertEquals(0, bench.size(Stores.WAITING_REVERSALS));
        assertEquals("reversal-unknown", TopologyBench.header(bench.rejected().getFirst(), EventHeaders.REASON));
        assertEquals(1, bench.ledger().counted());
        assertEquals(1, bench.ledger().rejected());
        assertTrue(bench.ledger().balances());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"backfillid\":\"b\",\"time\":\"2026-08-15T00:00:00Z\","})
    void anOriginalThatComesBeforeTheSweepAndTooLateCountsAndItsReversalIsRejected(String attributes) {
        bench.send(reversal("r1", "e1"));
        bench.at(TopologyBench.NOW.plus(Identities.REMEMBERED).plusMillis(1));

        bench.send(event("e1", attributes));

        assertEquals(List.of("r1 reversal-unknown"), rejected());
        assertEquals(0, bench.size(Stores.WAITING_REVERSALS));
        assertEquals(1, bench.ledger().counted());
        assertEquals(1, bench.ledger().rejected());
        assertTrue(bench.rows(Granularity.QUARTER).containsValue("1 in 1"));
        assertTrue(bench.ledger().balances());
    }

    @Test
    void aSecondReversalThatComesBeforeTheSweepWaitsInThePlaceOfTheFirst() {
        bench.send(reversal("r1", "e1"));
        bench.at(TopologyBench.NOW.plus(Identities.REMEMBERED).plusMillis(1));

        bench.send(reversal("r2", "e1"));
        assertEquals(List.of("r1 reversal-unknown"), rejected());
        bench.send(event("e1", ""));
        bench.at(TopologyBench.NOW.plus(Duration.ofDays(80)));
        bench.send(event("later", ""));
        bench.sweep();

        assertEquals(List.of(), rejected());
        assertEquals(0, bench.size(Stores.WAITING_REVERSALS));
        assertEquals(3, bench.ledger().counted());
        assertEquals(1, bench.ledger().rejected());
        assertTrue(bench.ledger().balances());
    }

    @Test
    void aReversalCanEndTwoThatWaited() {
        bench.send(reversal("r1", "r3"));
        bench.send(reversal("r2", "e1"));
        bench.at(TopologyBench.NOW.plus(Identities.REMEMBERED).plusMillis(1));

        bench.send(reversal("r3", "e1"));

        assertEquals(List.of("r2 reversal-unknown", "r1 reversal-unknown"), rejected());
        assertEquals(1, bench.size(Stores.WAITING_REVERSALS));
        assertEquals(1, bench.ledger().counted());
        assertEquals(2, bench.ledger().rejected());
        assertTrue(bench.ledger().balances());
    }

    @Test
    void whatIsRejectedItselfLeavesTheReversalToTheSweep() {
        bench.send(reversal("r1", "e1"));
        bench.send("""
                {"specversion":"1.0","id":"close","source":"s","type":"ai.credits.backfill.closed.v1",\
                "subject":"acme","backfillid":"b"}""");
        bench.at(TopologyBench.NOW.plus(Identities.REMEMBERED).plusMillis(1));
        bench.send(event("e1", "\"backfillid\":\"b\","));
        assertEquals(List.of("e1 backfill-closed"), rejected());

        bench.at(TopologyBench.NOW.plus(Duration.ofDays(38)));
        bench.send(event("later", ""));
        bench.sweep();

        assertEquals(List.of("r1 reversal-unknown"), rejected());
        assertTrue(bench.ledger().balances());
    }

    @Test
    void aNodeWithoutARetentionStillFindsTheEdgesWhereTheyWere() {
        bench.send(event("e1", ""));
        bench.send(event("e2", ""));

        Edges found = new Edges(bench.found(), Map.of());

        assertFalse(found.keeps(UsageTable.DAILY, LocalDate.of(2026, 8, 13)));
        assertTrue(found.keeps(UsageTable.DAILY, LocalDate.of(2026, 8, 14)));
        assertTrue(found.keeps(UsageTable.MONTHLY, LocalDate.of(2001, 1, 1)));
    }

    private static String event(String id, String attributes) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"acme",%s\
                "data":{"feature":"ai_slides","team_id":"t1","user_id":"u1","credits":1}}""".formatted(id, attributes);
    }

    private static String reversal(String id, String original) {
        return event(id, "")
                .replace("consumed", "reversed")
                .replace(
                        "\"feature\"", "\"reverses\":{\"source\":\"s\",\"id\":\"%s\"},\"feature\"".formatted(original));
    }

    private List<String> rejected() {
        return bench.rejected().stream()
                .map(record -> TopologyBench.header(record, EventHeaders.EVENT_ID) + " "
                        + TopologyBench.header(record, EventHeaders.REASON))
                .toList();
    }
}
