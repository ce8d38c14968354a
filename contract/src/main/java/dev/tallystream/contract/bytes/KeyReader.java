package dev.tallystream.contract.bytes;

import java.nio.charset.StandardCharsets;

/** Reads what {@link KeyWriter} wrote, part by part; throws {@link IndexOutOfBoundsException} on a torn key. */
public final class KeyReader {
    private final byte[] bytes;
    private int at;

    /** Starts at the first part. */
    public KeyReader(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The next text. */
    public String text() {
        int length = int16();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** The next unsigned byte. */
    public int int8() {
        return bytes[at++] & 0xFF;
    }

    /** The next unsigned two-byte number. */
    public int int16() {
        return int8() << 8 | int8();
    }

    /** The next signed four-byte number. */
    public int int32() {
        return (int16() << 16 | int16()) ^ Integer.MIN_VALUE;
    }

    /** The next signed eight-byte number. */
    public long int64() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | int8();
        }
        return value ^ Long.MIN_VALUE;
    }

    /** Whether every byte has been read. */
    public boolean atEnd() {
        return at == bytes.length;
    }
}
