package dev.tallystream.standalone.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.standalone.audit.Fact.Amount;
import dev.tallystream.standalone.audit.Fact.Credited;
import dev.tallystream.standalone.audit.Fact.Identity;
import dev.tallystream.standalone.audit.Fact.Kind;
import dev.tallystream.standalone.audit.Fact.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One event's effect is lost, doubled, moved or changed in what the tables say: the comparison finds every one. */
class PlantedFaultsTest {
    private static final int PLACES = 50;
    private static final int FACTS = 500;
    private static final Instant START = Instant.parse("2026-03-20T10:00:00Z");
    private static final Ledger LEDGER = new Ledger(FACTS, 0, FACTS, 0, 0, 0, FACTS, 0, Map.of());

    private final List<Credited> facts = facts();
    private final Map<Cell, Sums> recounted = count(facts);

    /** What goes wrong with one event. */
    enum Fault {
        LOST,
        DOUBLED,
        MOVED_TO_ANOTHER_DAY,
        MOVED_TO_ANOTHER_TEAM,
        CHANGED_BY_A_MILLIONTH
    }

    @Test
    void withoutAFaultThereIsNoDifference() {
        Comparison comparison = compare(export(recounted, Map.of()));

        assertEquals(List.of(), comparison.differences());
        assertEquals(recounted.size(), comparison.cells());
        assertTrue(comparison.cells() > 1_000);
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultIsFoundWhereverItIs(Fault fault) {
        Random random = new Random(fault.name().hashCode());
        int found = 0;
        for (int place = 0; place < PLACES; place++) {
            List<Credited> faulty = plant(fault, random.nextInt(FACTS));

            Comparison comparison = compare(export(count(faulty), Map.of()));

            found += comparison.differences().isEmpty() ? 0 : 1;
        }
        assertEquals(PLACES, found);
    }

    @Test
    void aRowThatNobodyCountedAndACellWithoutARowAreDifferences() {
        Map<Cell, Sums> rows = new HashMap<>(recounted);
        Cell missing = rows.keySet().iterator().next();
        rows.remove(missing);
        Cell invented = new Cell(Cell.Table.DAILY, "acme", 0, Cell.Part.TOTAL, null, null);
        rows.put(invented, new Sums(1, 1));

        List<Cell> differing = compare(export(rows, Map.of())).differences().stream()
                .map(Comparison.Difference::cell)
                .toList();

        assertEquals(2, differing.size());
        assertTrue(differing.containsAll(List.of(missing, invented)));
    }

    @Test
    void whatATableNoLongerKeepsIsNotCoveredAndMustHaveNoRow() {
        long edge = START.plus(Duration.ofDays(10)).getEpochSecond() / 86_400;
        Map<Cell, Sums> kept = new HashMap<>(recounted);
        kept.keySet().removeIf(cell -> cell.table() == Cell.Table.DAILY && cell.start() < edge);

        Comparison comparison = compare(export(kept, Map.of(Cell.Table.DAILY, edge)));

        assertEquals(List.of(), comparison.differences());
        assertEquals(recounted.size() - kept.size(), comparison.notCovered().get(Cell.Table.DAILY));
        assertFalse(compare(export(recounted, Map.of(Cell.Table.DAILY, edge)))
                .differences()
                .isEmpty());
    }

    @Test
    void nothingToCompareIsNoProof() {
        Comparison comparison = Comparison.of(Map.of(), List.of(export(Map.of(), Map.of())), (home, id) -> true);
        PartitionCount count = new PartitionCount(FACTS, 0, FACTS, 0, 0, 0, 0);

        AuditReport report =
                new AuditReport(List.of(export(Map.of(), Map.of())), FACTS, Map.of(0, count), 0, comparison);

        assertFalse(report.isClean());
        assertTrue(
                report.toLines((organization, user) -> "#").stream().anyMatch(line -> line.contains("proves nothing")));
    }

    @Test
    void aLedgerThatSaysAnotherNumberOrDoesNotBalanceIsADifference() {
        PartitionCount right = new PartitionCount(FACTS, 0, FACTS, 0, 0, 0, 0);

        assertEquals(List.of(), LEDGER.differences(right));
        assertEquals(
                1,
                new Ledger(FACTS, 0, FACTS - 1, 1, 0, 0, FACTS, 0, Map.of())
                        .differences(right).stream()
                                .filter(difference -> difference.startsWith("counted"))
                                .count());
        assertTrue(new Ledger(FACTS, 0, FACTS + 1, 0, 0, 0, FACTS, 0, Map.of())
                .differences(right)
                .getFirst()
                .contains("does not balance"));
    }

    @Test
    void aReversalThatWaitedInVainMayBeRejectedAlready() {
        PartitionCount count = new PartitionCount(3, 0, 3, 0, 0, 0, 1);

        assertEquals(List.of(), new Ledger(3, 0, 3, 0, 0, 0, 3, 0, Map.of()).differences(count));
        assertEquals(List.of(), new Ledger(3, 0, 2, 0, 1, 0, 3, 0, Map.of()).differences(count));
        assertFalse(
                new Ledger(3, 0, 1, 0, 2, 0, 3, 0, Map.of()).differences(count).isEmpty());
    }

    @Test
    void aUserIsNeverNamed() {
        Map<Cell, Sums> rows = new HashMap<>(recounted);
        rows.keySet().removeIf(cell -> cell.part() == Cell.Part.USER || cell.part() == Cell.Part.TEAM_USER);
        Comparison comparison = compare(export(rows, Map.of()));

        AuditReport report = new AuditReport(List.of(export(rows, Map.of())), FACTS, Map.of(), 0, comparison);

        assertFalse(report.toJson((organization, user) -> "#1").contains("somebody"));
        assertFalse(
                String.join(" ", report.toLines((organization, user) -> "#1")).contains("somebody"));
    }

    private Comparison compare(Export export) {
        return Comparison.of(recounted, List.of(export), (partition, organization) -> true);
    }

    private List<Credited> plant(Fault fault, int at) {
        List<Credited> faulty = new ArrayList<>(facts);
        Credited one = faulty.remove(at);
        Amount amount = one.amount();
        switch (fault) {
            case LOST -> {}
            case DOUBLED -> {
                faulty.add(one);
                faulty.add(fact(at + FACTS, one.time(), amount));
            }
            case MOVED_TO_ANOTHER_DAY ->
                faulty.add(fact(at, one.place().appended().minus(Duration.ofDays(30)), amount));
            case MOVED_TO_ANOTHER_TEAM ->
                faulty.add(fact(
                        at,
                        one.time(),
                        new Amount(amount.feature(), "other", amount.user(), amount.actor(), amount.micros())));
            case CHANGED_BY_A_MILLIONTH ->
                faulty.add(fact(
                        at,
                        one.time(),
                        new Amount(
                                amount.feature(), amount.team(), amount.user(), amount.actor(), amount.micros() + 1)));
        }
        return faulty;
    }

    private static List<Credited> facts() {
        Random random = new Random(7);
        List<Credited> facts = new ArrayList<>();
        for (int i = 0; i < FACTS; i++) {
            Instant time = START.plusSeconds(random.nextInt(20 * 86_400));
            facts.add(fact(
                    i,
                    time,
                    new Amount(
                            "f" + random.nextInt(3),
                            "t" + random.nextInt(3),
                            "somebody" + random.nextInt(9),
                            random.nextInt(9) == 0 ? "guest" : "member",
                            1 + random.nextInt(5_000_000))));
        }
        return facts;
    }

    private static Credited fact(int number, @Nullable Instant time, Amount amount) {
        Identity identity = new Identity("/facts", "e" + number);
        Hash128 content = Hash128.of((number + amount.toString()).getBytes(StandardCharsets.UTF_8));
        Place place = new Place(0, number, START.plus(Duration.ofDays(20)));
        return new Credited(place, Kind.CONSUMED, "acme", identity, time, null, amount, content, null);
    }

    private static Map<Cell, Sums> count(List<Credited> facts) {
        Recount recount = new Recount(new Recount.Circumstances() {
            @Override
            public DateRules calendarOf(String organization) {
                return DateRules.utc();
            }

            @Override
            public boolean isErased(String organization, String user) {
                return false;
            }

            @Override
            public long edgeOf(String organization, Cell.Table table) {
                return Long.MIN_VALUE;
            }
        });
        facts.forEach(recount::count);
        return Map.copyOf(recount.cells());
    }

    private static Export export(Map<Cell, Sums> cells, Map<Cell.Table, Long> edges) {
        List<Export.Row> rows = new ArrayList<>();
        cells.forEach((cell, sums) -> rows.add(new Export.Row(cell, sums)));
        return new Export(0, LEDGER, edges, Set.of(), rows);
    }
}
