package dev.tallystream.contract.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyWriterTest {
    private static final int ROUNDS = 20_000;
    private final Random random = new Random(42);

    @Test
    void theLayoutIsTheOneThatIsDrawn() {
        byte[] key = new KeyWriter().text("ab").int32(-1).toBytes();

        assertEquals("000261627fffffff", HexFormat.of().formatHex(key));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        KeyReader reader = new KeyReader(new KeyWriter()
                .text("é事")
                .int8(255)
                .int16(65_535)
                .int32(Integer.MIN_VALUE)
                .int64(Long.MAX_VALUE)
                .text("")
                .toBytes());

        assertEquals("é事", reader.text());
        assertEquals(255, reader.int8());
        assertEquals(65_535, reader.int16());
        assertEquals(Integer.MIN_VALUE, reader.int32());
        assertEquals(Long.MAX_VALUE, reader.int64());
        assertEquals("", reader.text());
        assertTrue(reader.atEnd());
    }

    @Test
    void theOrderOfTheBytesIsTheOrderOfTheNumbers() {
        for (int i = 0; i < ROUNDS; i++) {
            long one = random.nextLong() >> random.nextInt(64);
            long other = random.nextLong() >> random.nextInt(64);

            assertEquals(
                    Integer.signum(Long.compare(one, other)),
                    compare(new KeyWriter().int64(one), new KeyWriter().int64(other)));
            assertEquals(
                    Integer.signum(Integer.compare((int) one, (int) other)),
                    compare(new KeyWriter().int32((int) one), new KeyWriter().int32((int) other)));
        }
    }

    @Test
    void allKeysOfATextAreBetweenItsPrefixAndItsUpperBoundAndNoOthers() {
        byte[] from = new KeyWriter().text("a").toBytes();
        byte[] to = new KeyWriter().text("a").toUpperBound(Integer.BYTES);

        for (int i = 0; i < ROUNDS; i++) {
            byte[] own = new KeyWriter().text("a").int32(random.nextInt()).toBytes();
            byte[] longer = new KeyWriter().text("ab").int32(random.nextInt()).toBytes();
            byte[] next = new KeyWriter().text("b").int32(random.nextInt()).toBytes();

            assertTrue(isBetween(from, own, to));
            assertTrue(!isBetween(from, longer, to) && !isBetween(from, next, to));
        }
    }

    @Test
    void aKeyMayGrowBeyondItsFirstBuffer() {
        String text = "x".repeat(65_535);

        assertEquals(text, new KeyReader(new KeyWriter().text(text).toBytes()).text());
        assertThrows(IllegalArgumentException.class, () -> new KeyWriter().text(text + "x"));
    }

    @Test
    void aTornKeyIsAnError() {
        byte[] key = new KeyWriter().text("acme").int32(7).toBytes();

        for (int length = 0; length < key.length; length++) {
            KeyReader reader = new KeyReader(Arrays.copyOf(key, length));
            assertThrows(IndexOutOfBoundsException.class, () -> {
                reader.text();
                reader.int32();
            });
        }
    }

    @Test
    void aReaderDoesNotSeeLaterChangesOfTheArray() {
        byte[] key = new KeyWriter().text("a").toBytes();
        KeyReader reader = new KeyReader(key);
        Arrays.fill(key, (byte) 0);

        assertEquals("a", reader.text());
        assertArrayEquals(new byte[] {0, 0, 0}, key);
    }

    private static int compare(KeyWriter one, KeyWriter other) {
        return Integer.signum(Arrays.compareUnsigned(one.toBytes(), other.toBytes()));
    }

    private static boolean isBetween(byte[] from, byte[] key, byte[] to) {
        return Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) <= 0;
    }
}
