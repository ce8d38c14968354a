package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.contract.credits.Credits;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpikeRuleTest {
    /**
     * By hand: of 80 90 95 100 105 110 120 the median is 100 and the MAD 10, which the floor of a fifth makes 20. So a
     * spike is more than 100 + 3.5 * 20 / 0.6745 = 203.7806…
     */
    @ParameterizedTest
    @CsvSource({
        "203.78, 80 90 95 100 105 110 120, none",
        "203.79, 80 90 95 100 105 110 120, 100",
        // a MAD above the floor: median 100, deviations 50 40 30 0 30 40 50, so 100 + 3.5 * 40 / 0.6745 = 307.5611…
        "307.56, 50 60 70 100 130 140 150, none",
        "307.57, 50 60 70 100 130 140 150, 100",
        // days that are all alike are outliers above double only
        "203.78, 100 100 100 100 100 100, none",
        "203.79, 100 100 100 100 100 100, 100",
        // an even number: half of the two in the middle, exact to the millionth
        "900, 100 100 100 100.000001 200 200, 100.000001",
        "900, 100 100 101 102 200 200, 101.5",
        // one wild day before bends neither median nor MAD
        "210, 100 100 100 100 100 100 9000, 100",
        // what is far below is no spike
        "0, 100 100 100 100 100 100, none",
        "-50, 100 100 100 100 100 100, none",
        // too few days, or days without use, say nothing of what is usual
        "900, 100 100 100 100 100, none",
        "900, 0 0 100 100 100 100 100 -3, none",
        "900, 0 0 0 100 100 100 100 100 100, 100",
        "900, '', none",
        // the largest that there are: no sum or product overflows
        "999999999999.999999, 1 1 1 1 1 1, 1",
        "999999999999.999999, 999999999999 999999999999 999999999999 999999999999 999999999999 999999999999, none"
    })
    void aSpikeIsFarAboveTheSameWeekdaysBefore(String day, String before, String usual) {
        List<Credits> days = credits(before);

        Optional<Credits> found = SpikeRule.usualUnder(Credits.parse(day), days, days);

        assertEquals(usual, found.map(Credits::toDecimal).orElse("none"));
    }

    /** A Sunday of 4 between days of 100: what it adds must be half of a usual day. */
    @ParameterizedTest
    @CsvSource({"53.99, none", "54, 4"})
    void aSpikeIsSeenBesideTheOtherDays(String sunday, String usual) {
        List<Credits> sundays = credits("4 4 4 4 4 4");
        List<Credits> all = credits("4 100 100 100 4 100 100 100 4 100 100 100");

        Optional<Credits> found = SpikeRule.usualUnder(Credits.parse(sunday), sundays, all);

        assertEquals(usual, found.map(Credits::toDecimal).orElse("none"));
    }

    private static List<Credits> credits(String words) {
        return Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(Credits::parse)
                .toList();
    }
}
