package dev.tallystream.contract.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditsTest {
    private static final Pattern GRAMMAR = Pattern.compile("-?(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?");
    private static final String ALPHABET = "0123456789.-+eE ";

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "40, 40000000",
        "1.5, 1500000",
        "0.000001, 1",
        "-0.5, -500000",
        "12.330000, 12330000",
        "999999999999.999999, 999999999999999999",
        "-999999999999.999999, -999999999999999999",
    })
    void decimalsAreReadExactly(String text, long micros) {
        assertEquals(OptionalLong.of(micros), Credits.parseMicros(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "1.",
                ".1",
                "01",
                "1e3",
                "+1",
                " 1",
                "1 ",
                "0x1",
                "1.0000001",
                "1000000000000",
                "٥",
                "1,5"
            })
    void anythingElseIsNoAmount(String text) {
        assertTrue(Credits.parseMicros(text).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> Credits.parse(text));
    }

    @Test
    void randomTextsAreReadJustWhereTheGrammarFitsAndAsBigDecimalReadsThem() {
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(22); length > 0; length--) {
                int digitsMostly = random.nextInt(ALPHABET.length() + 30);
                text.append(ALPHABET.charAt(digitsMostly < ALPHABET.length() ? digitsMostly : digitsMostly % 10));
            }
            OptionalLong expected = GRAMMAR.matcher(text).matches()
                    ? OptionalLong.of(
                            new BigDecimal(text.toString()).movePointRight(6).longValueExact())
                    : OptionalLong.empty();

            assertEquals(expected, Credits.parseMicros(text), () -> "'" + text + "'");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "40000000, 40",
        "12330000, 12.33",
        "1, 0.000001",
        "-1, -0.000001",
        "-500000, -0.5",
        "-1500000, -1.5",
        "9223372036854775807, 9223372036854.775807",
        "-9223372036854775808, -9223372036854.775808",
    })
    void amountsAreWrittenAsTheShortestExactDecimal(long micros, String text) {
        assertEquals(text, new Credits(micros).toDecimal());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            Credits credits = new Credits(random.nextLong(-999_999_999_999_999_999L, 1_000_000_000_000_000_000L));

            assertEquals(credits, Credits.parse(credits.toDecimal()));
        }
    }

    @Test
    void aSumThatDoesNotFitIsAnError() {
        Credits most = new Credits(Long.MAX_VALUE);

        assertEquals(new Credits(3), new Credits(5).plus(new Credits(2).negated()));
        assertThrows(ArithmeticException.class, () -> most.plus(new Credits(1)));
        assertThrows(ArithmeticException.class, () -> new Credits(Long.MIN_VALUE).negated());
    }
}
