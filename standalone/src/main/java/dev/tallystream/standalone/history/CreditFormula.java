package dev.tallystream.standalone.history;

import dev.tallystream.contract.credits.Credits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Credits of a row = (sum of columns) × scale, in exact decimal arithmetic. */
record CreditFormula(List<String> columns, BigDecimal scale) {
    /** No exponent, and no more digits than any count of tokens or cents has. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    /**
     * Reads {@code COLUMN[+COLUMN…]} and the scale.
     *
     * @throws IllegalArgumentException where a column has no name or the scale is no decimal
     */
    static CreditFormula parse(String columns, String scale) {
        List<String> names = List.of(columns.split("\\+", -1));
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("--credits must be one column or several joined by +");
        }
        return new CreditFormula(
                names.stream().map(String::strip).toList(),
                decimal(scale)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--scale must be a decimal such as 0.001, without exponent")));
    }

    /** A plain decimal, or empty. */
    static Optional<BigDecimal> decimal(String text) {
        return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** The credits of a row with that sum, or empty where they are negative or have more than six decimals. */
    Optional<Credits> credits(BigDecimal sum) {
        BigDecimal micros = sum.multiply(scale).multiply(BigDecimal.valueOf(Credits.MICROS_PER_CREDIT));
        if (micros.signum() < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Credits(micros.longValueExact()));
        } catch (ArithmeticException moreDecimalsOrDigits) {
            return Optional.empty();
        }
    }
}
