package dev.tallystream.contract.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Names of the record headers that Tallystream reads or writes. */
public final class EventHeaders {
    /** The content type of the CloudEvents Kafka binding. */
    public static final String CONTENT_TYPE = "content-type";

    /** The value of {@link #CONTENT_TYPE} for one event in structured mode. */
    public static final String STRUCTURED = "application/cloudevents+json";

    /** Every content type of structured mode, whatever the format, starts so; any other is binary mode's. */
    static final String STRUCTURED_PREFIX = "application/cloudevents";

    /** In binary mode each attribute is a header of this prefix and the attribute's name. */
    public static final String ATTRIBUTE_PREFIX = "ce_";

    /** The version of CloudEvents, as the Kafka binding repeats it beside the value. */
    public static final String SPECVERSION = "ce_specversion";

    /** On a rejected event: the reason's slug. */
    public static final String REASON = "tallystream-reason";

    /** On a rejected event: the JSON pointer of what is wrong, where there is one. */
    public static final String POINTER = "tallystream-pointer";

    /** Where the event was first appended: {@code partition:offset} on the events topic. */
    public static final String ORIGIN = "tallystream-origin";

    /** On a rejected event of more than 64 KiB, of which only the first KiB is kept: the hash of the whole. */
    public static final String HASH = "tallystream-hash";

    /** On a rejected event: when it was first appended, RFC 3339 in UTC; its own record's time is later. */
    public static final String APPENDED = "tallystream-appended";

    /** On a rejected event: its CloudEvents id, where that could be read. */
    public static final String EVENT_ID = "tallystream-event-id";

    /** On a rejected event whose bytes are not repeated: they lie on the events topic, at its origin. */
    public static final String AT_ORIGIN = "tallystream-at-origin";

    private EventHeaders() {}

    /** The headers of a record whose value is one event in structured mode. */
    public static Headers structured() {
        return new RecordHeaders().add(CONTENT_TYPE, STRUCTURED.getBytes(StandardCharsets.US_ASCII));
    }
}
