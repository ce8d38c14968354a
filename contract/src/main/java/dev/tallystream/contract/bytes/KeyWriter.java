package dev.tallystream.contract.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes keys whose byte order is the order of their parts. Text carries its length in front, so that a range over
 * organization {@code a} can never reach into {@code ab}:
 *
 * <pre>
 * text("ab").int32(-1)   00 02 61 62 | 7F FF FF FF
 * </pre>
 */
public final class KeyWriter {
    private static final int INITIAL_SIZE = 64;
    private byte[] bytes = new byte[INITIAL_SIZE];
    private int size;

    /** Appends the UTF-8 bytes of {@code text} behind their length in two bytes. */
    public KeyWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 0xFFFF) {
            throw new IllegalArgumentException("text of " + utf8.length + " bytes must be at most 65535 bytes");
        }
        return int16(utf8.length).raw(utf8);
    }

    /** Appends one unsigned byte. */
    public KeyWriter int8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Appends two bytes, big-endian, unsigned. */
    public KeyWriter int16(int value) {
        return int8(value >>> 8).int8(value);
    }

    /** Appends four bytes, big-endian, with the sign flipped so that negative numbers sort first. */
    public KeyWriter int32(int value) {
        int flipped = value ^ Integer.MIN_VALUE;
        return int16(flipped >>> 16).int16(flipped & 0xFFFF);
    }

    /** Appends eight bytes, big-endian, with the sign flipped so that negative numbers sort first. */
    public KeyWriter int64(long value) {
        long flipped = value ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            int8((int) (flipped >>> shift));
        }
        return this;
    }

    /** Appends the bytes as they are; only for the last part of a key. */
    public KeyWriter raw(byte[] part) {
        reserve(part.length);
        System.arraycopy(part, 0, bytes, size, part.length);
        size += part.length;
        return this;
    }

    /** The key written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The greatest key that starts with what was written so far and continues with at most {@code length} bytes. */
    public byte[] toUpperBound(int length) {
        byte[] bound = Arrays.copyOf(bytes, size + length);
        Arrays.fill(bound, size, bound.length, (byte) 0xFF);
        return bound;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
