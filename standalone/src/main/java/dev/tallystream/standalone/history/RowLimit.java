package dev.tallystream.standalone.history;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Refuses a row that never ends: a quote that nobody closed would otherwise pull the whole file into memory. */
final class RowLimit extends FilterReader {
    /** Far more than an event may have, and the parser reads ahead of the row. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private long sinceRowStart;

    RowLimit(Reader in) {
        super(in);
    }

    void skipByteOrderMark() throws IOException {
        in.mark(1);
        if (in.read() != BYTE_ORDER_MARK) {
            in.reset();
        }
    }

    void startRow() {
        sinceRowStart = 0;
    }

    @Override
    public int read() throws IOException {
        return count(super.read(), 1);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        return count(read, read);
    }

    private int count(int result, int characters) throws IOException {
        if (result >= 0) {
            sinceRowStart += characters;
            if (sinceRowStart > MAX_CHARACTERS) {
                throw new IOException("a row has more than " + MAX_CHARACTERS + " characters");
            }
        }
        return result;
    }
}
