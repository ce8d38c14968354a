package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.stream.Stream;

/** Numbers as people of one language read them: grouped, exact, never a double. */
final class Figures {
    /** No value, as opposed to zero. */
    static final String NONE = "–";

    /** Where a change stops meaning anything more: 100,000 %. */
    private static final BigDecimal MAX_RATIO = BigDecimal.valueOf(1000);

    private final Locale locale;

    Figures(Locale locale) {
        this.locale = locale;
    }

    /**
     * Credits in two parts, so that the eye finds the whole ones: {@code 44,756} and {@code .405}.
     *
     * @param fraction with the language's separator; empty for whole credits
     */
    record Figure(String whole, String fraction) {
        @Override
        public String toString() {
            return whole + fraction;
        }
    }

    /** A count of things. */
    String count(long count) {
        return NumberFormat.getIntegerInstance(locale).format(count);
    }

    /** Exact credits with that many decimals, which must be as many as they have or more. */
    Figure credits(Credits credits, int decimals) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setRoundingMode(RoundingMode.UNNECESSARY);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        String text = format.format(new BigDecimal(credits.toDecimal()));
        int fraction = decimals == 0 ? text.length() : text.length() - decimals - 1;
        return new Figure(text.substring(0, fraction), text.substring(fraction));
    }

    /** Exact credits with the decimals that they have. */
    Figure credits(Credits credits) {
        return credits(credits, decimals(Stream.of(credits)));
    }

    /** Whole credits, for what is no measurement but an estimate. */
    String rounded(Credits credits) {
        NumberFormat format = NumberFormat.getIntegerInstance(locale);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(new BigDecimal(credits.toDecimal()));
    }

    /** The most decimals that any of them has: a column with as many everywhere lines up. */
    static int decimals(Stream<Credits> column) {
        return column.mapToInt(credits -> Math.max(
                        0,
                        new BigDecimal(credits.toDecimal()).stripTrailingZeros().scale()))
                .max()
                .orElse(0);
    }

    /** Tenths of a percent; what is there but rounds to nothing is {@code <0.1%}. */
    String share(int tenths, Credits credits) {
        return tenths == 0 && credits.micros() > 0 ? "<" + percent(0.001) : percent(tenths / 1000.0);
    }

    /** A share, 0..1 or more, in percent with one decimal. */
    String share(BigDecimal ratio) {
        return percent(ratio.min(MAX_RATIO).doubleValue());
    }

    /**
     * By how much the credits changed, signed unless it rounds to nothing; {@link #NONE} where there was nothing to
     * compare with.
     */
    String change(Credits from, Credits to) {
        if (from.micros() <= 0) {
            return NONE;
        }
        BigDecimal before = BigDecimal.valueOf(from.micros());
        BigDecimal ratio = BigDecimal.valueOf(to.micros()).subtract(before).divide(before, MathContext.DECIMAL64);
        BigDecimal shown = ratio.abs().min(MAX_RATIO).setScale(3, RoundingMode.HALF_UP);
        String sign = shown.signum() == 0 ? "" : ratio.signum() < 0 ? "−" : "+";
        return sign + percent(shown.doubleValue());
    }

    /** A ratio in whole percents, cut off: what is nearly used up is not used up. */
    static BigDecimal wholePercents(BigDecimal ratio) {
        return ratio.setScale(2, RoundingMode.DOWN);
    }

    /** That, with its sign. */
    String wholePercent(BigDecimal ratio) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format(ratio);
    }

    /** A share, 0..1, as a length for drawing: {@code 38.04%} in every language, never outside 0 to 100. */
    static String width(BigDecimal share) {
        BigDecimal drawn = share.max(BigDecimal.ZERO).min(BigDecimal.ONE);
        return drawn.movePointRight(2).setScale(2, RoundingMode.HALF_UP).toPlainString() + "%";
    }

    private String percent(double ratio) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(ratio);
    }
}
