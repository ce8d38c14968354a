package dev.tallystream.query.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.contract.credits.Credits;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Today is a Wednesday; a row has the 14 days before it, the oldest first, and the month ends on a Monday. */
class PaceTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final LocalDate END = LocalDate.of(2026, 12, 1);
    private static final LocalDate WINDOW = TODAY.minusDays(14);

    @ParameterizedTest
    @CsvSource({
        // W T F S S M T  W T F S S M T               | known      | used | today | a day | at the end
        "7 7 7 7 7 7 7  7 7 7 7 7 7 7,                  2020-01-01, 100,  3,      7,      139",
        "7 7 7 7 7 7 7  7 7 7 7 7 7 7,                  2020-01-01, 100,  0,      7,      142",
        // Today has used more than expected: it is not expected to use anything more, and tomorrow is a day like
        // others.
        "7 7 7 7 7 7 7  7 7 7 7 7 7 7,                  2020-01-01, 100,  20,     7,      135",
        "7 7 7 7 7 7 7  7 7 7 7 7 7 7,                  2020-01-01, 100,  -2,     7,      144",
        // A weekend ahead is not taken for working days.
        "10 10 10 0 0 10 10  10 10 10 0 0 10 10,        2020-01-01, 100,  3,      7.142857, 137",
        // Each weekday is the mean of its two days: Wednesdays 15, Thursdays 25.
        "10 20 0 0 0 0 0  20 30 0 0 0 0 0,              2020-01-01, 0,    0,      5.714285, 40",
        // Means are rounded down to a millionth.
        "0.000001 0.000002 0 0 0 0 0  0.000002 0 0 0 0 0 0, 2020-01-01, 0, 0,     0,      0.000002",
        // A weekday of nothing but corrections expects nothing.
        "4 4 4 4 4 4 4  4 -14 4 4 4 4 4,                2020-01-01, 0,    0,      3.428571, 20",
        // Began on Friday: Wednesdays and Thursdays, never seen, are as the five days are on average.
        "0 0 0 0 0 0 0  0 0 8 0 0 8 8,                  2026-11-20, 24,   0,      4.8,    49.6",
        // The same by somebody who used nothing before, but could have.
        "0 0 0 0 0 0 0  0 0 8 0 0 8 8,                  2020-01-01, 24,   0,      1.714285, 32",
        // Two days say nothing of the others, three do.
        "0 0 0 0 0 0 0  0 0 0 0 0 8 8,                  2020-01-01, 16,   0,      ,       ",
        "0 0 0 0 0 0 0  0 0 0 0 0 8 8,                  2026-11-23, 16,   0,      ,       ",
        "0 0 0 0 0 0 0  0 0 0 0 8 8 8,                  2026-11-22, 24,   0,      8,      72",
        "0 0 0 0 0 0 0  0 0 0 0 0 0 0,                  2020-01-01, 0,    0,      ,       ",
        // What does not fit stays at the end of what can be said.
        "9e 9e 9e 9e 9e 9e 9e  9e 9e 9e 9e 9e 9e 9e,    2020-01-01, 9e,   0, 1317624576693.539401, 9223372036854.775807",
    })
    void whatIsExpectedIsTheMeanOfEachWeekday(
            String days, LocalDate known, String used, String today, @Nullable String perDay, @Nullable String end) {
        Optional<Pace> pace = Pace.of(totals(days), known, TODAY);

        assertEquals(Optional.ofNullable(perDay), pace.map(Pace::perDay).map(Credits::toDecimal));
        assertEquals(
                Optional.ofNullable(end),
                pace.map(found -> found.atEnd(credits(used), credits(today), TODAY, END))
                        .map(Credits::toDecimal));
    }

    /** 24 a day, one each hour; 100 used so far. */
    @ParameterizedTest
    @CsvSource({
        // today | allocated | from then on | instead | runs out on | behind hours
        "6,  99,   2027-01-01, 1,   ,           ",
        "6,  100,  2027-01-01, 1,   ,           ",
        "6,  101,  2027-01-01, 1,   2026-11-25, 7",
        "6,  106,  2027-01-01, 1,   2026-11-25, 12",
        "6,  118,  2027-01-01, 1,   2026-11-25, 23",
        "6,  118.5,2027-01-01, 1,   2026-11-26, 0",
        "6,  119,  2027-01-01, 1,   2026-11-26, 1",
        "6,  238,  2027-01-01, 1,   2026-11-30, 23",
        "6,  239,  2027-01-01, 1,   ,           ",
        "6,  ,     2027-01-01, 1,   ,           ",
        // More was used today than is expected of it.
        "30, 105,  2027-01-01, 1,   2026-11-26, 5",
        // Less is allocated from Saturday on than is used until then; more from Thursday on.
        "6,  900,  2026-11-28, 120, 2026-11-28, 0",
        "6,  119,  2026-11-26, 500, ,           ",
        "6,  ,     2026-11-27, 150, 2026-11-27, 8",
    })
    void itRunsOutWhenWhatIsExpectedReachesWhatIsAllocatedThen(
            String today,
            @Nullable String allocated,
            LocalDate changed,
            String instead,
            @Nullable LocalDate date,
            @Nullable Integer hour) {
        Pace pace = Pace.of(totals("24 24 24 24 24 24 24  24 24 24 24 24 24 24"), WINDOW, TODAY)
                .orElseThrow();

        Optional<Pace.RunOut> runOut = pace.runsOut(
                credits("100"),
                credits(today),
                TODAY,
                END,
                day -> day.isBefore(changed)
                        ? Optional.ofNullable(allocated).map(Credits::parse)
                        : Optional.of(credits(instead)));

        assertEquals(
                date == null || hour == null ? Optional.empty() : Optional.of(new Pace.RunOut(date, hour)), runOut);
    }

    private static SortedMap<LocalDate, Credits> totals(String days) {
        SortedMap<LocalDate, Credits> totals = new TreeMap<>();
        LocalDate date = WINDOW;
        for (String day : days.split(" +", -1)) {
            if (!day.equals("0")) {
                totals.put(date, credits(day));
            }
            date = date.plusDays(1);
        }
        assertEquals(TODAY, date, "a row has 14 days");
        return totals;
    }

    /** {@code 9e} is the most that 64 bits hold. */
    private static Credits credits(String text) {
        return text.equals("9e") ? new Credits(Long.MAX_VALUE) : Credits.parse(text);
    }
}
