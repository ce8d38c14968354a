package dev.tallystream.query.usage;

import dev.tallystream.contract.credits.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * Whether a day stands out among the same weekdays before it: by the modified z-score of Iglewicz and Hoaglin, {@code
 * 0.6745 * (day - median) / MAD}, which a single wild day among them does not bend. Computed with exact decimals.
 */
final class SpikeRule {
    /** The weekdays before a day that it is compared with: a quarter, so that growth stays small beside a spike. */
    static final int WEEKS = 12;

    /** Of fewer days nobody can say what is usual. */
    static final int FEWEST = 6;

    private static final BigDecimal THRESHOLD = new BigDecimal("3.5");
    private static final BigDecimal NORMAL_MAD = new BigDecimal("0.6745");

    /**
     * Days that are nearly alike would make everything an outlier. With a fifth of the median at least, a spike is more
     * than double what is usual: over a demo of 300,000 events every planted day was more than four times, and chance
     * came to 1.9 times in one organization of a dozen events a day.
     */
    private static final BigDecimal LEAST_SPREAD = new BigDecimal("0.2");

    /** What a spike adds is at least half of a usual day: three uses on a Sunday instead of one are none. */
    private static final BigDecimal LEAST_RISE = new BigDecimal("0.5");

    private SpikeRule() {}

    /**
     * What is usual on such a day, where that day is far above it; empty where it is not, or where too few of the days
     * before were used to tell.
     *
     * @param daysBefore the days of all weekdays in that time
     */
    static Optional<Credits> usualUnder(Credits day, List<Credits> sameWeekdaysBefore, List<Credits> daysBefore) {
        List<BigDecimal> used = used(sameWeekdaysBefore);
        if (used.size() < FEWEST) {
            return Optional.empty();
        }
        BigDecimal median = median(used);
        BigDecimal deviation =
                median(used.stream().map(each -> each.subtract(median).abs()).toList());
        BigDecimal spread = deviation.max(median.multiply(LEAST_SPREAD));
        BigDecimal above = micros(day).subtract(median);
        boolean outlier = NORMAL_MAD.multiply(above).compareTo(THRESHOLD.multiply(spread)) > 0;
        boolean visible = above.compareTo(median(used(daysBefore)).multiply(LEAST_RISE)) >= 0;
        return outlier && visible ? Optional.of(credits(median)) : Optional.empty();
    }

    private static List<BigDecimal> used(List<Credits> days) {
        return days.stream()
                .filter(credits -> credits.micros() > 0)
                .map(SpikeRule::micros)
                .toList();
    }

    /** The one in the middle, or half of the two in the middle. */
    static Credits usual(List<Credits> values) {
        return credits(median(values.stream().map(SpikeRule::micros).toList()));
    }

    private static BigDecimal median(List<BigDecimal> values) {
        List<BigDecimal> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).add(sorted.get(middle)).divide(BigDecimal.TWO);
    }

    private static BigDecimal micros(Credits credits) {
        return BigDecimal.valueOf(credits.micros());
    }

    private static Credits credits(BigDecimal micros) {
        return new Credits(micros.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
}
