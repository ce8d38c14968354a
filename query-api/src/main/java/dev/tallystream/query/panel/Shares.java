package dev.tallystream.query.panel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Shares of a total, 0..1, in the tenths of a percent that people see. */
final class Shares {
    private static final BigDecimal TENTHS_OF_WHOLE = BigDecimal.valueOf(1000);

    private Shares() {}

    /** One share by itself. */
    static int rounded(BigDecimal share) {
        return share.multiply(TENTHS_OF_WHOLE).setScale(0, RoundingMode.HALF_UP).intValueExact();
    }

    /** Every share of one total, rounded by largest remainder, so that what people see adds up to 100.0 %. */
    static int[] addingUp(List<BigDecimal> shares) {
        List<BigDecimal> exact = shares.stream().map(TENTHS_OF_WHOLE::multiply).toList();
        int[] tenths = exact.stream()
                .mapToInt(share -> share.setScale(0, RoundingMode.FLOOR).intValueExact())
                .toArray();
        int missing = TENTHS_OF_WHOLE.intValue() - Arrays.stream(tenths).sum();
        IntStream.range(0, tenths.length)
                .boxed()
                .sorted(Comparator.comparing(i -> BigDecimal.valueOf(tenths[i]).subtract(exact.get(i))))
                .limit(Math.max(0, missing))
                .forEach(i -> tenths[i]++);
        return tenths;
    }
}
