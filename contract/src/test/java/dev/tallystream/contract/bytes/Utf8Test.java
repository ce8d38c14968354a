package dev.tallystream.contract.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK's decoder is the oracle. */
class Utf8Test {
    private static final CharsetDecoder ORACLE = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    private final CharBuffer chars = CharBuffer.allocate(64);

    @Test
    void everySequenceOfUpToThreeBytesIsJudgedAsTheJdkJudgesIt() {
        for (int length = 0; length <= 3; length++) {
            byte[] bytes = new byte[length];
            for (int sequence = 0; sequence < 1 << (8 * length); sequence++) {
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) (sequence >>> (8 * i));
                }
                assertJudgedAsTheJdkDoes(bytes);
            }
        }
    }

    @Test
    void everyPairOfFirstBytesOfFourIsJudgedAsTheJdkJudgesIt() {
        int[] last = {0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF};
        for (int first = 0xE0; first <= 0xFF; first++) {
            for (int second = 0; second <= 0xFF; second++) {
                for (int third : last) {
                    for (int fourth : last) {
                        assertJudgedAsTheJdkDoes(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
                    }
                }
            }
        }
    }

    @Test
    void longTextsAreJudgedAsTheJdkJudgesThemWhereverTheOddByteStands() {
        Random random = new Random(42);
        byte[] text = "plain ascii, then é, 事 and 😀, and ascii".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = text.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            assertJudgedAsTheJdkDoes(bytes);
        }
    }

    @Test
    void onlyTheSliceIsJudged() {
        byte[] bytes = {(byte) 0xFF, 'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xFF};

        assertTrue(Utf8.isValid(bytes, 1, 3));
        assertFalse(Utf8.isValid(bytes, 1, 2));
    }

    private void assertJudgedAsTheJdkDoes(byte[] bytes) {
        chars.clear();
        boolean valid =
                !ORACLE.reset().decode(ByteBuffer.wrap(bytes), chars, true).isError();

        if (valid != Utf8.isValid(bytes, 0, bytes.length)) {
            assertEquals(valid, !valid, () -> HexFormat.of().formatHex(bytes));
        }
    }
}
