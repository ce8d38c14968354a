package dev.tallystream.contract.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.credits.Credits;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BillingTermsCodecTest {
    private static final String JSON = "{\"version\":3,"
            + "\"allocations\":[{\"effective_from\":\"2026-01-01\",\"credits\":\"250000.5\"},"
            + "{\"effective_from\":\"2026-12-01\",\"credits\":\"0\"}],"
            + "\"calendars\":[{\"billing_day\":1},{\"effective_from\":\"2026-12-15\",\"billing_day\":15}]}";
    private static final BillingTerms TERMS = new BillingTerms(
            3,
            List.of(
                    new Allocation(LocalDate.of(2026, 1, 1), Credits.parse("250000.5")),
                    new Allocation(LocalDate.of(2026, 12, 1), Credits.ZERO)),
            new BillingCalendar(
                    BillingDay.FIRST_OF_MONTH,
                    List.of(new BillingCalendar.Change(LocalDate.of(2026, 12, 15), new BillingDay(15)))));

    @Test
    void termsAreWrittenAsDocumented() {
        assertEquals(JSON, new String(BillingTermsCodec.encode(TERMS), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertEquals(Optional.of(TERMS), BillingTermsCodec.decode(BillingTermsCodec.encode(TERMS)));
        assertEquals(
                Optional.of(BillingTerms.NONE), BillingTermsCodec.decode(BillingTermsCodec.encode(BillingTerms.NONE)));
    }

    @Test
    void theLongestListsAreWellBelowWhatIsRead() {
        LocalDate date = LocalDate.of(2026, 1, 1);
        BillingTerms longest = new BillingTerms(
                Long.MAX_VALUE,
                IntStream.range(0, BillingTerms.MAX_ALLOCATIONS)
                        .mapToObj(i -> new Allocation(date.plusDays(i), Allocation.MOST))
                        .toList(),
                new BillingCalendar(
                        BillingDay.FIRST_OF_MONTH,
                        IntStream.range(0, BillingCalendar.MAX_CHANGES)
                                .mapToObj(i -> new BillingCalendar.Change(date.plusDays(i), new BillingDay(31)))
                                .toList()));

        byte[] bytes = BillingTermsCodec.encode(longest);

        assertEquals(Optional.of(longest), BillingTermsCodec.decode(bytes));
        assertTrue(2 * bytes.length < BillingTermsCodec.MAX_BYTES, bytes.length + " bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":1,\"allocations\":[]}",
                "{\"version\":1,\"calendars\":[{\"billing_day\":1}]}",
                "{\"version\":1,\"allocations\":[],\"calendars\":[]}",
                "{\"allocations\":[],\"calendars\":[{\"billing_day\":1}]}",
            })
    void whatWasAgreedIsNeverGuessed(String json) {
        assertTrue(decode(json).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"version\":3~\"version\":-1",
                "\"version\":3~\"version\":\"3\"",
                "\"version\":3~\"version\":3.0",
                "\"version\":3~\"version\":99999999999999999999",
                "\"version\":3~\"version\":3,\"version\":3",
                "\"version\":3~\"version\":3,\"who\":\"x\"",
                "\"250000.5\"~250000.5",
                "\"250000.5\"~\"-1\"",
                "\"250000.5\"~\"1e3\"",
                "\"250000.5\"~\"1000000000000\"",
                "\"250000.5\"~\"250000.5\",\"credits\":\"1\"",
                "\"250000.5\"~\"250000.5\",\"note\":\"1\"",
                "\"effective_from\":\"2026-01-01\",~",
                ",\"credits\":\"0\"~",
                "2026-01-01~2026-1-1",
                "2026-01-01~2026-02-30",
                "2026-01-01~1969-12-31",
                "2026-01-01~3000-01-01",
                "2026-01-01~2026-12-01",
                "2026-01-01~2027-01-01",
                "\"billing_day\":15~\"billing_day\":0",
                "\"billing_day\":15~\"billing_day\":32",
                "\"billing_day\":15~\"billing_day\":\"15\"",
                "\"billing_day\":15~\"billing_day\":4294967311",
                "\"effective_from\":\"2026-12-15\",~",
                "{\"billing_day\":1}~{\"effective_from\":\"2026-01-01\",\"billing_day\":1}",
                "{\"billing_day\":1},~",
                "]}~]}{}",
                "]}~]",
            })
    void whatIsNotExactlyTermsIsNoTerms(String replacement) {
        String[] fromTo = replacement.split("~", 2);
        String json = JSON.replace(fromTo[0], fromTo[1]);

        assertNotEquals(JSON, json, "the case changes nothing");
        assertTrue(decode(json).isEmpty(), json);
    }

    @Test
    void nothingIsReadThatIsLongerThanEverTermsCouldBe() {
        String padded = JSON + " ".repeat(BillingTermsCodec.MAX_BYTES - JSON.length());

        assertEquals(Optional.of(TERMS), decode(padded));
        assertTrue(decode(padded + " ").isEmpty());
    }

    private static Optional<BillingTerms> decode(String json) {
        return BillingTermsCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
