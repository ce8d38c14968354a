package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Shares of a total in the tenths of a percent that people see, always from exact credits: rounded once. */
final class Shares {
    private static final int TENTHS_OF_WHOLE = 1000;

    private Shares() {}

    /** One share by itself; the total must be positive. */
    static int rounded(Credits part, Credits total) {
        return BigDecimal.valueOf(part.micros())
                .multiply(BigDecimal.valueOf(TENTHS_OF_WHOLE))
                .divide(BigDecimal.valueOf(total.micros()), 0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    /**
     * Every share of one total, which is the sum of the parts and positive, rounded by largest remainder, so that what
     * people see adds up to 100.0 %.
     */
    static int[] addingUp(List<Credits> parts) {
        BigInteger total = parts.stream().map(Shares::micros).reduce(BigInteger.ZERO, BigInteger::add);
        int[] tenths = new int[parts.size()];
        BigInteger[] remainders = new BigInteger[parts.size()];
        for (int i = 0; i < tenths.length; i++) {
            BigInteger exact = micros(parts.get(i)).multiply(BigInteger.valueOf(TENTHS_OF_WHOLE));
            remainders[i] = exact.mod(total);
            tenths[i] = exact.subtract(remainders[i]).divide(total).intValueExact();
        }
        int missing = TENTHS_OF_WHOLE - Arrays.stream(tenths).sum();
        IntStream.range(0, tenths.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
                .limit(missing)
                .forEach(i -> tenths[i]++);
        return tenths;
    }

    private static BigInteger micros(Credits credits) {
        return BigInteger.valueOf(credits.micros());
    }
}
