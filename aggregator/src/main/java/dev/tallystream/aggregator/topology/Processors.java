package dev.tallystream.aggregator.topology;

import org.jspecify.annotations.Nullable;

/** Kafka Streams hands a processor its context in {@code init}, before the first record. */
final class Processors {
    private Processors() {}

    static <T> T initialized(@Nullable T field) {
        if (field == null) {
            throw new IllegalStateException("a record came before init");
        }
        return field;
    }
}
