package dev.tallystream.standalone.rejected;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
    @ParameterizedTest
    @CsvSource({
        "acme-é-事件-😀, acme-é-事件-😀",
        "'two words', 'two words'",
        "'a\u001b[2Jb', 'a\\u{1b}[2Jb'",
        "'a\u202eb', 'a\\u{202e}b'",
        "'a\u2028b', 'a\\u{2028}b'",
        "'a\nb', 'a\\u{a}b'",
        "'a\\b', 'a\\u{5c}b'",
        "'a\uD800b', 'a\\u{d800}b'",
    })
    void whatSteersATerminalIsWrittenAsItsNumber(String text, String shown) {
        assertEquals(shown, Shown.text(text));
    }

    @Test
    void longTextIsCutAtSixtyFourCharacters() {
        assertEquals("x".repeat(64), Shown.text("x".repeat(64)));
        assertEquals("x".repeat(63) + "…", Shown.text("x".repeat(65)));
        assertEquals("x".repeat(62) + "…", Shown.text("x".repeat(62) + "\u0007" + "x"));
    }
}
