package dev.tallystream.benchmark.model;

/** What a generated record is for; every stream has every kind. */
public enum Kind {
    /** A member's usage within the live window. */
    PLAIN,
    /** Usage without a time: the append time stands in. */
    NO_TIME,
    /** Usage of up to 35 days ago. */
    LATE,
    /** Usage of no credits. */
    ZERO,
    /** As many credits as an event may carry. */
    EXTREME,
    /** Usage of a guest. */
    GUEST,
    /** Usage of a program. */
    SERVICE,
    /** Usage of a member without an id. */
    UNNAMED,
    /** Usage outside every team. */
    NO_TEAM,
    /** The same bytes again. */
    DUPLICATE,
    /** The same event again with another time. */
    DUPLICATE_OTHER_TIME,
    /** The same identity with other content. */
    CONFLICT,
    /** The same event again, more than 36 days later. */
    FORGOTTEN,
    /** The same event again, exactly 36 days later or a millisecond more. */
    ABOUT_FORGOTTEN,
    /** Usage at the very edge of the live window, or a millisecond beyond. */
    ABOUT_LIVE,
    /** Usage older than the live window. */
    TOO_OLD,
    /** Usage ahead of the clock. */
    FUTURE,
    /** Old usage that belongs to a backfill. */
    BACKFILL,
    /** The mark that closes a backfill. */
    BACKFILL_CLOSE,
    /** Usage of a backfill that may be closed. */
    BACKFILL_AFTER,
    /** An event is taken back. */
    REVERSAL,
    /** A reversal before its original. */
    REVERSAL_FIRST,
    /** The original that a reversal waits for. */
    AWAITED_ORIGINAL,
    /** Another event than the one that a reversal waits for. */
    AWAITED_OTHER,
    /** A reversal that restates something else. */
    REVERSAL_MISMATCH,
    /** A reversal of what was never there, too old to wait. */
    REVERSAL_UNKNOWN,
    /** A signed correction of any age. */
    ADJUSTMENT,
    /** A correction of a time before there were time zones. */
    ANCIENT,
    /** A millionth of a credit more than an event may carry. */
    OVER_THE_LIMIT,
    /** Usage of less than nothing. */
    NEGATIVE,
    /** Bytes that are no event. */
    GARBAGE,
    /** No bytes. */
    NULL_VALUE,
    /** More bytes than an event may have. */
    OVERSIZE
}
