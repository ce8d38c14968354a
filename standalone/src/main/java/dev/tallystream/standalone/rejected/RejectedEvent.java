package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One record of the rejected topic, without its bytes: they may name people, and nothing that is shown needs them.
 *
 * @param partition of the rejected topic
 * @param offset on that partition
 * @param rejectedAt when it came there
 * @param time when it was first appended to the events topic
 * @param reason the slug; a newer release may have written one that is not known here
 * @param pointer of what is wrong; empty for the whole
 * @param id the CloudEvents id, where it could be read
 */
record RejectedEvent(
        RejectedKey key,
        int partition,
        long offset,
        Instant rejectedAt,
        Instant time,
        String reason,
        String pointer,
        @Nullable String id,
        Kept kept) {
    static final Comparator<RejectedEvent> NEWEST_LAST = Comparator.comparing(RejectedEvent::rejectedAt)
            .thenComparingInt(RejectedEvent::partition)
            .thenComparingLong(RejectedEvent::offset);

    /** How much of the original is there. */
    enum Kept {
        /** Every byte, as the value. */
        WHOLE,
        /** Too many bytes to be an event: the first of them, and the hash of all. */
        BEGINNING,
        /** Every byte, but in the journal only. */
        AT_ORIGIN,
        /** There were none. */
        NOTHING
    }

    /** The key of the record; empty where another program wrote it. */
    static Optional<RejectedKey> key(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        try {
            return key == null ? Optional.empty() : Optional.of(RejectedKey.fromBytes(key));
        } catch (IllegalArgumentException written) {
            return Optional.empty();
        }
    }

    /** The rejected event of that key; the record has a value. */
    static RejectedEvent from(RejectedKey key, ConsumerRecord<byte[], byte[]> record) {
        String id = text(record, EventHeaders.EVENT_ID);
        return new RejectedEvent(
                key,
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                time(record),
                text(record, EventHeaders.REASON),
                text(record, EventHeaders.POINTER),
                id.isEmpty() ? null : id,
                kept(record));
    }

    @Nullable
    OrganizationId organization() {
        return key.organization();
    }

    Origin origin() {
        return new Origin(key.partition(), key.offset());
    }

    boolean isReplayable() {
        return kept == Kept.WHOLE || kept == Kept.AT_ORIGIN;
    }

    private static Kept kept(ConsumerRecord<byte[], byte[]> record) {
        if (record.headers().lastHeader(EventHeaders.AT_ORIGIN) != null) {
            return Kept.AT_ORIGIN;
        }
        if (record.headers().lastHeader(EventHeaders.HASH) != null) {
            return Kept.BEGINNING;
        }
        return record.value().length == 0 ? Kept.NOTHING : Kept.WHOLE;
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Instant.parse(text(record, EventHeaders.APPENDED));
        } catch (DateTimeException unreadable) {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return found == null || found.value() == null ? "" : new String(found.value(), StandardCharsets.UTF_8);
    }
}
