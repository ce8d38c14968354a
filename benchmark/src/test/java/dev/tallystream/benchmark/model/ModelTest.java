package dev.tallystream.benchmark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelTest {
    private static final int SEEDS = 100;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTablesAreWhatANaiveRecountSays(long seed) {
        Model.Result result = Model.run(seed);

        assertEquals(EnumSet.allOf(Kind.class), result.kinds().keySet());
        assertTrue(result.cells() > 1_000, () -> "only " + result.cells() + " cells were compared");
        if (!result.differing().isEmpty()) {
            fail("seed " + seed + ": " + result.differing().size() + " cells differ, the first: "
                    + result.differing().entrySet().iterator().next() + "\nsmallest records:\n"
                    + String.join("\n", Model.shrink(seed)));
        }
    }

    @Test
    void aDifferenceIsShrunkToTheRecordsThatMakeIt() {
        List<Intent> records = new Generator(7, 500).records();
        Intent first = records.get(33);
        Intent second = records.get(401);

        List<Intent> smallest = Model.shrink(records, some -> some.contains(first) && some.contains(second));

        assertEquals(List.of(first, second), smallest);
    }

    @Test
    void theRecountsCalendarAgreesWithJavaTimeOverFourHundredYears() {
        LocalDate end = LocalDate.of(2200, 1, 1);
        for (LocalDate date = LocalDate.of(1800, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
            long day = date.toEpochDay();
            assertEquals(date.withDayOfMonth(1).toEpochDay(), Generator.UTC.monthOf(day));
            LocalDate quarter = date.withDayOfMonth(1).with(date.getMonth().firstMonthOfQuarter());
            assertEquals(quarter.toEpochDay(), Generator.UTC.quarterOf(day));
            assertEquals(date.minusDays(date.getDayOfWeek().getValue() - 1L).toEpochDay(), Generator.UTC.weekOf(day));
            assertEquals(day, Generator.UTC.dateOf(Instant.EPOCH.plus(day, ChronoUnit.DAYS)));
        }
    }
}
