package dev.tallystream.contract.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.credits.Credits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingCalendarTest {
    @ParameterizedTest
    @CsvSource({
        " 1, 2026-11-22, 2026-11-01, 2026-12-01",
        " 1, 2026-11-01, 2026-11-01, 2026-12-01",
        " 1, 2026-11-30, 2026-11-01, 2026-12-01",
        " 1, 2026-12-31, 2026-12-01, 2027-01-01",
        "15, 2026-11-14, 2026-10-15, 2026-11-15",
        "15, 2026-11-15, 2026-11-15, 2026-12-15",
        "15, 2027-01-01, 2026-12-15, 2027-01-15",
        "29, 2026-02-27, 2026-01-29, 2026-02-28",
        "29, 2026-02-28, 2026-02-28, 2026-03-29",
        "29, 2028-02-28, 2028-01-29, 2028-02-29",
        "29, 2028-02-29, 2028-02-29, 2028-03-29",
        "30, 2026-02-28, 2026-02-28, 2026-03-30",
        "30, 2028-02-29, 2028-02-29, 2028-03-30",
        "30, 2100-02-28, 2100-02-28, 2100-03-30",
        "31, 2026-04-29, 2026-03-31, 2026-04-30",
        "31, 2026-04-30, 2026-04-30, 2026-05-31",
        "31, 2026-03-30, 2026-02-28, 2026-03-31",
        "31, 2026-12-31, 2026-12-31, 2027-01-31",
    })
    void aPeriodRunsFromBillingDayToBillingDay(int day, LocalDate date, LocalDate start, LocalDate end) {
        BillingPeriod period = BillingCalendar.always(new BillingDay(day)).periodOn(date);

        assertEquals(new BillingPeriod(start, end), period);
    }

    /** From the 1st to the 15th on that date, and back again on another. */
    @ParameterizedTest
    @CsvSource({
        // The running period goes on to the first start by the new day: a longer one, a shorter one, none of either.
        "2026-11-20, 2027-06-15, 2026-11-10, 2026-11-01, 2026-12-15",
        "2026-11-20, 2027-06-15, 2026-12-15, 2026-12-15, 2027-01-15",
        "2026-11-10, 2027-06-15, 2026-11-12, 2026-11-01, 2026-11-15",
        "2026-11-15, 2027-06-15, 2026-11-14, 2026-11-01, 2026-11-15",
        "2026-11-15, 2027-06-15, 2026-11-15, 2026-11-15, 2026-12-15",
        "2026-12-01, 2027-06-15, 2026-12-01, 2026-11-01, 2026-12-15",
        // And back.
        "2026-11-10, 2027-06-15, 2027-06-20, 2027-05-15, 2027-07-01",
        "2026-11-10, 2027-06-20, 2027-06-20, 2027-06-15, 2027-07-01",
        "2026-11-10, 2026-11-12, 2026-11-11, 2026-11-01, 2026-12-01",
    })
    void aPeriodThatRunsAtAChangeEndsWithTheFirstStartByTheNewDay(
            LocalDate changed, LocalDate back, LocalDate date, LocalDate start, LocalDate end) {
        BillingCalendar calendar = new BillingCalendar(
                BillingDay.FIRST_OF_MONTH,
                List.of(
                        new BillingCalendar.Change(changed, new BillingDay(15)),
                        new BillingCalendar.Change(back, BillingDay.FIRST_OF_MONTH)));

        assertEquals(new BillingPeriod(start, end), calendar.periodOn(date));
    }

    @Test
    void whateverChangesEveryDateIsInExactlyOnePeriod() {
        for (long seed = 0; seed < 300; seed++) {
            BillingCalendar calendar = calendar(new Random(seed));
            BillingPeriod before = calendar.periodOn(LocalDate.of(2023, 12, 31));
            for (LocalDate date = LocalDate.of(2024, 1, 1); date.getYear() < 2027; date = date.plusDays(1)) {
                BillingPeriod period = calendar.periodOn(date);
                assertTrue(period.contains(date), "seed " + seed + " " + date);
                if (before.contains(date)) {
                    assertEquals(before, period, "seed " + seed + " " + date);
                } else {
                    assertEquals(before.end(), period.start(), "seed " + seed + " " + date);
                }
                before = period;
            }
        }
    }

    private static BillingCalendar calendar(Random random) {
        List<BillingCalendar.Change> changes = new ArrayList<>();
        LocalDate date = LocalDate.of(2024, 1, 1);
        for (int i = random.nextInt(20); i > 0; i--) {
            date = date.plusDays(1 + random.nextInt(60));
            changes.add(new BillingCalendar.Change(date, new BillingDay(1 + random.nextInt(BillingDay.LAST))));
        }
        return new BillingCalendar(new BillingDay(1 + random.nextInt(BillingDay.LAST)), changes);
    }

    @Test
    void whatIsAllocatedHoldsFromItsDateUntilTheNext() {
        BillingTerms terms = BillingTerms.NONE.withAllocations(List.of(
                new Allocation(LocalDate.of(2026, 1, 1), Credits.parse("100")),
                new Allocation(LocalDate.of(2026, 11, 20), Credits.parse("250.5"))));

        assertEquals(Optional.empty(), terms.allocatedOn(LocalDate.of(2025, 12, 31)));
        assertEquals(
                "100", terms.allocatedOn(LocalDate.of(2026, 1, 1)).orElseThrow().toDecimal());
        assertEquals(
                "100",
                terms.allocatedOn(LocalDate.of(2026, 11, 19)).orElseThrow().toDecimal());
        assertEquals(
                "250.5",
                terms.allocatedOn(LocalDate.of(2026, 11, 20)).orElseThrow().toDecimal());
    }

    @Test
    void whatCannotBeIsRefused() {
        LocalDate date = LocalDate.of(2026, 11, 20);
        BillingCalendar.Change change = new BillingCalendar.Change(date, new BillingDay(2));
        assertThrows(IllegalArgumentException.class, () -> new BillingDay(0));
        assertThrows(IllegalArgumentException.class, () -> new BillingDay(32));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BillingCalendar.Change(LocalDate.of(1969, 12, 31), new BillingDay(2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BillingCalendar.Change(LocalDate.of(3000, 1, 1), new BillingDay(2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BillingCalendar(BillingDay.FIRST_OF_MONTH, List.of(change, change)));
        assertThrows(IllegalArgumentException.class, () -> new BillingPeriod(date, date));
    }
}
