package dev.tallystream.contract.event;

import java.util.Optional;

/** Every reason why an event is not counted. The slug is the same over HTTP and on the rejected topic. */
public enum Refusal {
    /** The bytes are not one JSON object in UTF-8. */
    MALFORMED_JSON("malformed-json", "The body is not well-formed JSON in UTF-8."),
    /** JSON, but not a CloudEvent 1.0 with JSON data. */
    INVALID_CLOUDEVENT("invalid-cloudevent", "The event is not a CloudEvent of specversion 1.0 with JSON data."),
    /** A CloudEvent of a version that is not known here, by its attribute or by the record's header. */
    UNKNOWN_VERSION(
            "unknown-version", "The event's specversion is not known here; it can be replayed after an upgrade."),
    /** A member that matters stands twice. */
    DUPLICATE_KEY("duplicate-key", "A member is given twice."),
    /** A required member is absent or null. */
    MISSING_FIELD("missing-field", "A required member is missing."),
    /** An id is no string of 1 to 255 characters. */
    INVALID_ID("invalid-id", "An id must be a string of 1 to 255 characters that is not blank."),
    /** A text has control characters or half a surrogate pair. */
    INVALID_TEXT("invalid-text", "A text must not contain control characters or lone surrogates."),
    /** The type is none of ours. */
    UNKNOWN_TYPE("unknown-type", "The event's type is not known."),
    /** {@code time} is no RFC 3339 instant with an offset. */
    INVALID_TIME("invalid-time", "The time must be an RFC 3339 timestamp with an offset, of the years 1 to 9999."),
    /** Credits are no decimal of the grammar, or negative. */
    INVALID_CREDITS(
            "invalid-credits",
            "Credits must be a decimal with at most 12 digits and 6 decimals, without exponent, not negative"
                    + " unless the event adjusts."),
    /** More than one event may carry. */
    CREDITS_TOO_LARGE("credits-too-large", "Credits must be at most 1000000 an event."),
    /** {@code data.quantity} is no decimal of the grammar. */
    INVALID_QUANTITY(
            "invalid-quantity",
            "The quantity must be a decimal from 0 with at most 12 digits and 6 decimals, without exponent."),
    /** {@code data.actor_type} is none of ours. */
    INVALID_ACTOR_TYPE("invalid-actor-type", "The actor type must be member, guest or service."),
    /** More bytes than an event, or the key of a record, may have. */
    OVERSIZE("oversize", "An event must have at most 65536 bytes."),
    /** Older than the live window and not part of a backfill. */
    EVENT_TOO_OLD("event-too-old", "The event is older than 35 days; history needs the attribute backfillid."),
    /** Ahead of the clock. */
    EVENT_IN_FUTURE("event-in-future", "The event is more than 5 minutes in the future."),
    /** A record without a value. */
    NULL_VALUE("null-value", "The record has no value."),
    /** The identity is known with other content. */
    ID_CONFLICT("id-conflict", "An event with this source and id but other content was counted before."),
    /** The event to take back is not known and can no longer arrive. */
    REVERSAL_UNKNOWN("reversal-unknown", "The event to reverse is not known."),
    /** The event to take back said something else. */
    REVERSAL_MISMATCH("reversal-mismatch", "The reversal does not restate the data of the event that it names."),
    /** The backfill was closed before. */
    BACKFILL_CLOSED("backfill-closed", "The backfill is closed and takes no more events."),
    /** A sum would leave 64 bits. */
    OVERFLOW("overflow", "The sum of credits would overflow.");

    private final String slug;
    private final String sentence;

    Refusal(String slug, String sentence) {
        this.slug = slug;
        this.sentence = sentence;
    }

    /** The reason as problem types, headers and metrics spell it. */
    public String slug() {
        return slug;
    }

    /** One fixed sentence for people; never a part of the input. */
    public String sentence() {
        return sentence;
    }

    /** The reason of that slug, or empty. */
    public static Optional<Refusal> fromSlug(String slug) {
        for (Refusal refusal : values()) {
            if (refusal.slug.equals(slug)) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }
}
