package dev.tallystream.contract.erasure;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_id\":\"amélie-b\"}",
                "{\"user_id\":\"am\\u00e9lie-b\"}",
                "{\"user_id\":\"\\u0061m\\u00E9lie\\u002Db\"}",
                "{\"user_id\":\"amélie-b",
                "mailto:xamélie-b@example.com"
            })
    void aLongIdIsFoundHoweverItIsWritten(String text) {
        assertTrue(text(text).names("amélie-b"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"u1\" | true", "[u1] | true", "u12 | false", "xu1 | false", "u12 u1 | true", "u | false"})
    void aShortIdIsFoundWhereItStandsAlone(String text, boolean found) {
        assertEquals(found, text(text).names("u1"), text);
    }

    @Test
    void aQuotationMarkOrABackslashInAnIdIsNoObstacle() {
        assertTrue(text("{\"user_id\":\"a\\\"b\\\\c-long\"}").names("a\"b\\c-long"));
    }

    @Test
    void textInUtf16IsFoundToo() {
        assertTrue(
                RecordText.of("{\"user_id\":\"amelie-b\"}".getBytes(UTF_16LE)).names("amelie-b"));
    }

    @Test
    void bytesThatAreNoTextStopNothing() {
        byte[] bytes = "\"?amelie-b?\\u00".getBytes(UTF_8);
        bytes[1] = (byte) 0xFF;
        bytes[10] = (byte) 0xC3;

        assertTrue(RecordText.of(bytes).names("amelie-b"));
    }

    @Test
    void anIdThatTheEndOfTheRecordCutsIsNoticed() {
        assertTrue(text("{\"user_id\":\"ameli").endsWithin("amelie-b"));
        assertFalse(text("{\"user_id\":\"am").endsWithin("amelie-b"));
    }

    @Test
    void whatStandsBetweenQuotationMarksIsQuotedAlsoWhereTheyDoNotMatch() {
        List<String> texts =
                text("{\"user_id\":\"a\\\"\\u0062\",\"x\":\"c").quoted(10).orElseThrow();

        assertTrue(texts.containsAll(List.of("user_id", "a\"b", "x", "c")), texts::toString);
    }

    @Test
    void moreTextsThanAreLookedThroughAreNone() {
        assertEquals(Optional.empty(), text("\"a\"b\"c\"d\"").quoted(3));
    }

    private static RecordText text(String text) {
        return RecordText.of(text.getBytes(UTF_8));
    }
}
