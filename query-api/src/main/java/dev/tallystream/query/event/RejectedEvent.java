package dev.tallystream.query.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that was not counted.
 *
 * @param partition of the events topic, where it was first appended
 * @param offset on that partition
 * @param appended when that was
 * @param rejected when it was rejected, or its record overwritten
 * @param reason the slug; a newer release may have written one that is not known here
 * @param pointer of what is wrong; empty for the whole
 * @param id the CloudEvents id, where it could be read
 * @param bytes the whole event; null where it is not kept here
 */
public record RejectedEvent(
        int partition,
        long offset,
        Instant appended,
        Instant rejected,
        String reason,
        String pointer,
        @Nullable String id,
        byte @Nullable [] bytes) {
    /** {@code partition:offset}, as every answer names it. */
    String origin() {
        return partition + ":" + offset;
    }
}
