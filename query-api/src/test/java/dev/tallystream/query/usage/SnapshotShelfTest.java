package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.SnapshotShelf.Kept;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotShelfTest {
    private int kept;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final SnapshotShelf shelf = new SnapshotShelf(10);

    @Test
    void theListLeftAloneLongestMakesRoom() {
        Kept first = keep(4, NOON);
        Kept second = keep(4, NOON.plusSeconds(1));
        assertTrue(shelf.take(first.id(), NOON.plusSeconds(2)).isPresent());

        Kept third = keep(4, NOON.plusSeconds(3));

        assertEquals(Optional.empty(), shelf.take(second.id(), NOON.plusSeconds(4)));
        assertEquals(Optional.of(first), shelf.take(first.id(), NOON.plusSeconds(4)));
        assertEquals(Optional.of(third), shelf.take(third.id(), NOON.plusSeconds(4)));
    }

    @Test
    void roomIsFreeAgainOnceAListIsGone() {
        keep(10, NOON);
        Instant later = NOON.plus(SnapshotShelf.KEPT);

        Kept next = keep(10, later);

        assertEquals(Optional.of(next), shelf.take(next.id(), later));
    }

    @Test
    void aListLargerThanTheShelfIsNotKept() {
        Kept kept = keep(11, NOON);

        assertEquals(Optional.empty(), shelf.take(kept.id(), NOON));
    }

    @Test
    void theSameListKeepsItsIdAndTakesNoMoreRoom() {
        Kept first = keep(6, "t", NOON);

        Kept again = keep(6, "t", NOON.plusSeconds(3));

        assertEquals(first.id(), again.id());
        assertEquals(
                NOON.plusSeconds(3),
                shelf.take(first.id(), NOON.plusSeconds(4))
                        .orElseThrow()
                        .freshness()
                        .asOf());
        Kept other = keep(4, NOON.plusSeconds(5));
        assertTrue(shelf.take(first.id(), NOON.plusSeconds(6)).isPresent());
        assertTrue(shelf.take(other.id(), NOON.plusSeconds(6)).isPresent());
    }

    @Test
    void aListIsSharedWithWhoeverAwaitsNoMoreThanItHas() {
        shelf.keep("question", keep(1, NOON).list(), new Freshness(NOON, Duration.ZERO, 0, 7), NOON);

        assertTrue(shelf.recent("question", NOON.plusSeconds(1), 7, 7).isPresent());
        assertTrue(shelf.recent("question", NOON.plusSeconds(1), 8, 8).isEmpty());
        assertTrue(shelf.recent("another", NOON.plusSeconds(1), 7, 7).isEmpty());
    }

    @Test
    void aListThatIsBehindIsSharedForASecondAndTheNewestFirst() {
        Instant half = NOON.plusMillis(500);
        shelf.keep("question", keep(1, NOON).list(), new Freshness(NOON, Duration.ZERO, 0, 7), NOON);
        shelf.keep("question", keep(1, NOON).list(), new Freshness(half, Duration.ZERO, 0, 8), half);

        assertEquals(8, shared(999, 9));
        assertEquals(8, shared(1_499, 9));
        assertTrue(shelf.recent("question", NOON.plusMillis(1_500), 0, 9).isEmpty());
        assertEquals(8, shared(2_499, 8));
        assertTrue(shelf.recent("question", NOON.plusMillis(2_500), 0, 8).isEmpty());
    }

    private long shared(long millis, long counted) {
        return shelf.recent("question", NOON.plusMillis(millis), 0, counted)
                .orElseThrow()
                .freshness()
                .offset();
    }

    private Kept keep(int rows, Instant now) {
        kept++;
        return keep(rows, "t" + kept, now);
    }

    private Kept keep(int rows, String id, Instant now) {
        RankedMember row = new RankedMember(1, id, Tally.ZERO);
        ListSnapshot list = new ListSnapshot(
                new OrganizationId("acme"),
                0,
                new PeriodAnswer("2026-Q4", "", "", "UTC", false, "2026-Q3", null, false),
                new Period(
                        Granularity.QUARTER, "2026-Q4", LocalDate.parse("2026-10-01"), LocalDate.parse("2027-01-01")),
                true,
                new Shares(Credits.ZERO),
                null,
                Collections.nCopies(rows, row),
                Credits.ZERO,
                null);
        return shelf.keep("question", list, new Freshness(now, Duration.ZERO, 0, 0), now);
    }
}
