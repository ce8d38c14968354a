package dev.tallystream.ingest.door;

import io.micronaut.http.MediaType;
import java.util.Optional;

/** What a request carries, as its content type says. */
enum BodyKind {
    /** One event in structured mode. */
    EVENT,
    /** An array of events. */
    BATCH,
    /** The one or the other, as its first character says. */
    EVENT_OR_BATCH;

    static final String EVENT_TYPE = "application/cloudevents+json";
    static final String BATCH_TYPE = "application/cloudevents-batch+json";
    static final String EVENT_OR_BATCH_TYPE = "application/json";

    /** The kind of that content type, or empty where it is none of ours. */
    static Optional<BodyKind> of(MediaType contentType) {
        return switch (contentType.getName()) {
            case EVENT_TYPE -> Optional.of(EVENT);
            case BATCH_TYPE -> Optional.of(BATCH);
            case EVENT_OR_BATCH_TYPE -> Optional.of(EVENT_OR_BATCH);
            default -> Optional.empty();
        };
    }
}
