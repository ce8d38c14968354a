package dev.tallystream.standalone.history;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Rows that travel in one request. */
final class Batch {
    private static final int MAX_EVENTS = 500;
    private static final int MAX_BYTES = 1 << 20;

    private final List<HistoryRow.Sendable> rows = new ArrayList<>();
    private int bytes;

    /** Whether there is room for the row; an empty batch has room for any. */
    boolean fits(HistoryRow.Sendable row) {
        return rows.isEmpty() || (rows.size() < MAX_EVENTS && bytes + row.event().length < MAX_BYTES);
    }

    void add(HistoryRow.Sendable row) {
        rows.add(row);
        bytes += row.event().length + 1;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<HistoryRow.Sendable> rows() {
        return List.copyOf(rows);
    }

    /** The rows' events as a JSON array. */
    byte[] toJson() {
        return toJson(rows.stream().map(HistoryRow.Sendable::event).toList());
    }

    /** Events as a JSON array. */
    static byte[] toJson(List<byte[]> events) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        for (byte[] event : events) {
            json.write(json.size() == 0 ? '[' : ',');
            json.writeBytes(event);
        }
        json.write(']');
        return json.toByteArray();
    }
}
