package dev.tallystream.contract.credits;

import java.util.OptionalLong;

/**
 * An exact amount of credits in micro-credits: {@code 1.5} credits are {@code 1_500_000}. May be negative after
 * corrections. Never a double: text becomes micro-credits digit by digit.
 */
public record Credits(long micros) implements Comparable<Credits> {
    /** Micro-credits of one credit. */
    public static final long MICROS_PER_CREDIT = 1_000_000;

    /** The most that one event may carry: 1,000,000 credits. */
    public static final Credits MAX_PER_EVENT = new Credits(1_000_000 * MICROS_PER_CREDIT);

    /** No credits. */
    public static final Credits ZERO = new Credits(0);

    private static final int MAX_WHOLE_DIGITS = 12;
    private static final int MAX_DECIMALS = 6;

    /**
     * Reads {@code -?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?}: no exponent, no sign but minus, no blanks, ASCII digits.
     *
     * @return the micro-credits, or empty where the text is not of that grammar
     */
    public static OptionalLong parseMicros(CharSequence text) {
        int length = text.length();
        int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        boolean negative = at == 1;
        int wholeStart = at;
        long micros = 0;
        while (at < length && isDigit(text.charAt(at))) {
            micros = micros * 10 + (text.charAt(at) - '0');
            at++;
            if (at - wholeStart > MAX_WHOLE_DIGITS) {
                return OptionalLong.empty();
            }
        }
        int wholeDigits = at - wholeStart;
        if (wholeDigits == 0 || (wholeDigits > 1 && text.charAt(wholeStart) == '0')) {
            return OptionalLong.empty();
        }
        int decimals = 0;
        if (at < length && text.charAt(at) == '.') {
            at++;
            while (at < length && isDigit(text.charAt(at)) && decimals < MAX_DECIMALS) {
                micros = micros * 10 + (text.charAt(at) - '0');
                at++;
                decimals++;
            }
            if (decimals == 0) {
                return OptionalLong.empty();
            }
        }
        if (at != length) {
            return OptionalLong.empty();
        }
        for (; decimals < MAX_DECIMALS; decimals++) {
            micros *= 10;
        }
        return OptionalLong.of(negative ? -micros : micros);
    }

    /**
     * The amount that {@link #parseMicros} reads.
     *
     * @throws IllegalArgumentException where the text is not of the grammar
     */
    public static Credits parse(String text) {
        return new Credits(parseMicros(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "credits must be a decimal with at most 12 digits and 6 decimals, without exponent")));
    }

    /**
     * The sum.
     *
     * @throws ArithmeticException where it does not fit into 64 bits of micro-credits
     */
    public Credits plus(Credits other) {
        return new Credits(Math.addExact(micros, other.micros));
    }

    /** The amount with its sign turned. */
    public Credits negated() {
        return new Credits(Math.negateExact(micros));
    }

    /** The shortest exact decimal, as the answers carry it: {@code "40"}, {@code "12.33"}, {@code "-0.5"}. */
    public String toDecimal() {
        String digits = Long.toString(Math.abs(micros % MICROS_PER_CREDIT) + MICROS_PER_CREDIT)
                .substring(1);
        int end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        String whole = Long.toString(Math.abs(micros / MICROS_PER_CREDIT));
        String sign = micros < 0 ? "-" : "";
        return sign + whole + (end == 0 ? "" : "." + digits.substring(0, end));
    }

    @Override
    public int compareTo(Credits other) {
        return Long.compare(micros, other.micros);
    }

    @Override
    public String toString() {
        return toDecimal();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
