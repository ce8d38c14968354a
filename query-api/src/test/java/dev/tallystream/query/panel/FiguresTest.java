package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.contract.credits.Credits;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    private final Figures english = new Figures(Locale.ENGLISH);
    private final Figures german = new Figures(Locale.GERMAN);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | 0",
                "184302 | 184,302 | 184.302",
                "44756.405 | 44,756.405 | 44.756,405",
                "-0.5 | -0.5 | -0,5",
                "0.000001 | 0.000001 | 0,000001",
                "999999999999.999999 | 999,999,999,999.999999 | 999.999.999.999,999999",
            })
    void creditsAreExactAndGroupedAsTheLanguageDoes(String credits, String inEnglish, String inGerman) {
        assertEquals(inEnglish, english.credits(Credits.parse(credits)).toString());
        assertEquals(inGerman, german.credits(Credits.parse(credits)).toString());
    }

    @Test
    void aColumnHasAsManyDecimalsAsItsFinestNumber() {
        int decimals = Figures.decimals(Stream.of("40", "12.33", "1000").map(Credits::parse));

        assertEquals("40.00", english.credits(Credits.parse("40"), decimals).toString());
        assertEquals(
                "1,000.00", english.credits(Credits.parse("1000"), decimals).toString());
    }

    @ParameterizedTest
    @CsvSource({"380, 5, 38.0%", "0, 0.01, <0.1%", "0, 0, 0.0%", "1000, 5, 100.0%", "-12, -5, -1.2%"})
    void aShareHasOneDecimalAndWhatIsThereIsNeverNothing(int tenths, String credits, String text) {
        assertEquals(text, english.share(tenths, Credits.parse(credits)));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 125, +25.0%",
        "100, 80, −20.0%",
        "100, 100, 0.0%",
        "10000, 10004.9, 0.0%",
        "10000, 9995.1, 0.0%",
        "10000, 10005, +0.1%",
        "10000, 9995, −0.1%",
        "0, 5, –",
        "-3, 5, –",
        "1, 100000, '+100,000.0%'"
    })
    void aChangeIsSignedAndNeedsSomethingToCompareWith(String from, String to, String text) {
        assertEquals(text, english.change(Credits.parse(from), Credits.parse(to)));
    }

    @Test
    void sharesAreRoundedByLargestRemainder() {
        assertArrayEquals(new int[] {334, 333, 333}, addingUp("1", "1", "1"));
        assertArrayEquals(new int[] {290, 710}, addingUp("29", "71"));
        assertArrayEquals(new int[] {1012, -12}, addingUp("101.2", "-1.2"));
        assertArrayEquals(new int[] {1000, 0}, addingUp("900000000000", "0.000001"));
    }

    @Test
    void whateverTheSharesTheyAddUpToAHundred() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<Credits> parts = random.longs(1 + random.nextInt(70), -10, 1_000_000_000_000_000L)
                    .mapToObj(Credits::new)
                    .toList();

            assertEquals(1000, Arrays.stream(Shares.addingUp(parts)).sum(), "seed " + seed + ": " + parts);
        }
    }

    @Test
    void oneShareIsRoundedFromWhatIsExact() {
        assertEquals(0, Shares.rounded(Credits.parse("4.9999"), Credits.parse("10000")));
        assertEquals(1, Shares.rounded(Credits.parse("5"), Credits.parse("10000")));
        assertEquals(-1, Shares.rounded(Credits.parse("-5.0001"), Credits.parse("10000")));
    }

    @Test
    void aBarIsDrawnAlikeInEveryLanguageAndNeverOutside() {
        assertEquals("38.04%", Figures.width(new BigDecimal("0.3804")));
        assertEquals("0.00%", Figures.width(new BigDecimal("-0.1")));
        assertEquals("100.00%", Figures.width(new BigDecimal("1.7")));
    }

    private static int[] addingUp(String... credits) {
        return Shares.addingUp(Stream.of(credits).map(Credits::parse).toList());
    }
}
