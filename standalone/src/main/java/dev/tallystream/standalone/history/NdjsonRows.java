package dev.tallystream.standalone.history;

import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a file as events; the file's backfill is written into those that name none. */
final class NdjsonRows implements HistoryFile.Rows {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final ContentHash hash;
    private long line;

    NdjsonRows(InputStream in, ContentHash hash) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.hash = hash;
    }

    @Override
    public Optional<HistoryRow> next() throws IOException {
        for (Optional<byte[]> bytes = readLine(); bytes.isPresent(); bytes = readLine()) {
            if (!isBlank(bytes.get())) {
                return Optional.of(toHistoryRow(bytes.get()));
            }
        }
        return Optional.empty();
    }

    /** The bytes up to the next line feed; of a line that is too long, only enough to see that. */
    private Optional<byte[]> readLine() throws IOException {
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (bytes.size() <= EventCodec.MAX_EVENT_BYTES) {
                bytes.write(next);
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private HistoryRow toHistoryRow(byte[] bytes) {
        return switch (EventCodec.decode(bytes)) {
            case Decoded.Refused refused -> HistoryRow.Bad.of(line, refused.reason());
            // Requests overtake each other, so a mark inside the file could shut out events that stand before it.
            case Decoded.Accepted(Event.BackfillClosed _) ->
                new HistoryRow.Bad(line, "backfill-mark", "The import closes backfills itself; this mark is left out.");
            case Decoded.Accepted(Event event)
            when event.backfill() != null ->
                new HistoryRow.Sendable(
                        line, new HistoryRow.Destination(event.organization(), event.backfill()), bytes);
            case Decoded.Accepted(Event event) -> withBackfill(event, bytes);
        };
    }

    private HistoryRow withBackfill(Event event, byte[] bytes) {
        byte[] inserted = insertBackfill(bytes);
        // Longer by the attribute, or the event says "backfillid":null: then it stands twice.
        if (EventCodec.decode(inserted) instanceof Decoded.Refused refused) {
            return HistoryRow.Bad.of(line, refused.reason());
        }
        return new HistoryRow.Sendable(
                line, new HistoryRow.Destination(event.organization(), hash.backfill()), inserted);
    }

    /** Behind the opening brace; everything else stays byte for byte. */
    private byte[] insertBackfill(byte[] object) {
        byte[] member = ("\"backfillid\":\"" + hash.backfill().value() + "\",").getBytes(StandardCharsets.UTF_8);
        int brace = 0;
        while (object[brace] != '{') {
            brace++;
        }
        byte[] inserted = new byte[object.length + member.length];
        System.arraycopy(object, 0, inserted, 0, brace + 1);
        System.arraycopy(member, 0, inserted, brace + 1, member.length);
        System.arraycopy(object, brace + 1, inserted, brace + 1 + member.length, object.length - brace - 1);
        return inserted;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
