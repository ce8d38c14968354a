package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;

/**
 * A member's last periods as small bars, drawn in a field of {@value #WIDTH} by {@value #HEIGHT}: one path for the
 * periods before and one for the period that is shown, however many there are.
 *
 * @param before the bars of the periods before, as an SVG path
 * @param shown the bar of the period that is shown
 * @param running whether that period is running, and its bar a part of one to come
 * @param text the trend in words
 */
record Trend(String before, String shown, boolean running, String text) {
    static final int WIDTH = 96;
    static final int HEIGHT = 24;

    /** What was not used is a line, not a hole. */
    private static final BigDecimal LOWEST = BigDecimal.ONE;

    private static final BigDecimal GAP = new BigDecimal("0.25");

    static Trend of(List<Credits> credits, List<String> names, boolean running, Texts texts) {
        Credits highest = credits.stream().max(Comparator.naturalOrder()).orElse(Credits.ZERO);
        StringBuilder before = new StringBuilder();
        String shown = "";
        for (int i = 0; i < credits.size(); i++) {
            String bar = bar(i, credits.size(), height(credits.get(i), highest));
            if (i < credits.size() - 1) {
                before.append(bar);
            } else {
                shown = bar;
            }
        }
        String text = highest.micros() <= 0
                ? texts.get("list.trend.none")
                : texts.get(
                        "list.trend.highest",
                        names.getFirst(),
                        names.getLast(),
                        new Figures(texts.locale()).credits(highest),
                        names.get(credits.indexOf(highest)));
        return new Trend(before.toString(), shown, running, text);
    }

    private static BigDecimal height(Credits credits, Credits highest) {
        if (credits.micros() <= 0 || highest.micros() <= 0) {
            return LOWEST;
        }
        return BigDecimal.valueOf(credits.micros())
                .multiply(BigDecimal.valueOf(HEIGHT))
                .divide(BigDecimal.valueOf(highest.micros()), 1, RoundingMode.HALF_UP)
                .max(LOWEST);
    }

    private static String bar(int index, int bars, BigDecimal height) {
        BigDecimal step = BigDecimal.valueOf(WIDTH).divide(BigDecimal.valueOf(bars), 2, RoundingMode.DOWN);
        BigDecimal width = step.subtract(step.multiply(GAP)).setScale(2, RoundingMode.DOWN);
        BigDecimal left = step.multiply(BigDecimal.valueOf(index));
        return "M" + plain(left) + " " + HEIGHT + "v-" + plain(height) + "h" + plain(width) + "v" + plain(height) + "z";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
