package dev.tallystream.ingest.door;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.util.Optional;

/** What a request carries, as its header fields say. */
enum BodyKind {
    /** One event in structured mode. */
    EVENT,
    /** An array of events. */
    BATCH,
    /** The one or the other, as its first character says. */
    EVENT_OR_BATCH,
    /** The data of one event, whose attributes are header fields. */
    BINARY;

    static final String EVENT_TYPE = "application/cloudevents+json";
    static final String BATCH_TYPE = "application/cloudevents-batch+json";
    static final String JSON_TYPE = "application/json";

    /** What to send instead of anything else. */
    static final String CONTENT_TYPES = "Send one event as Content-Type: %s, an array of events as %s, or either as %s."
            .formatted(EVENT_TYPE, BATCH_TYPE, JSON_TYPE);

    /** The kind of that request, or empty where its content type is none of ours. */
    static Optional<BodyKind> of(HttpRequest<?> request) {
        return switch (request.getContentType().map(MediaType::getName).orElse("")) {
            case EVENT_TYPE -> Optional.of(EVENT);
            case BATCH_TYPE -> Optional.of(BATCH);
            case JSON_TYPE -> Optional.of(BinaryHeaders.present(request) ? BINARY : EVENT_OR_BATCH);
            default -> Optional.empty();
        };
    }
}
