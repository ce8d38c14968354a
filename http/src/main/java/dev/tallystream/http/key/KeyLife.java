package dev.tallystream.http.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when to when a key is good.
 *
 * @param created when it was made, where that is known
 * @param expires when it ends by itself; null for never
 * @param revoked when it was taken back; null where it was not
 */
public record KeyLife(
        @Nullable Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked) {
    /** Without an end. */
    public static final KeyLife ENDLESS = new KeyLife(null, null, null);

    /** Where a key stands. */
    public enum State {
        /** It is good. */
        LIVE,
        /** It ended by itself. */
        EXPIRED,
        /** It was taken back. */
        REVOKED
    }

    /** Where the key stands at {@code now}; what was taken back stays so. */
    public State at(Instant now) {
        if (revoked != null) {
            return State.REVOKED;
        }
        return expires != null && !now.isBefore(expires) ? State.EXPIRED : State.LIVE;
    }

    /** The same, taken back at that moment; what was taken back before stays as it was. */
    public KeyLife revokedAt(Instant moment) {
        return revoked == null ? new KeyLife(created, expires, moment) : this;
    }
}
