package dev.tallystream.standalone.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a process in the order in which they were started; closing goes the other way and reaches every part,
 * also behind one that fails to close.
 */
final class StartedParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Takes over a part that has just been started. */
    <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        LOG.info("Started part={}", name);
        return part;
    }

    /** Closes every part because of a failure, which stays the one to report. */
    <E extends Exception> E closeAfter(E cause) {
        try {
            close();
        } catch (IllegalStateException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    /**
     * Closes every part.
     *
     * @throws IllegalStateException after the last one, if one of them failed to close
     */
    @Override
    public void close() {
        @Nullable IllegalStateException failure = null;
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            long started = System.nanoTime();
            try {
                part.closeable().close();
                long took = Duration.ofNanos(System.nanoTime() - started).toMillis();
                LOG.info("Stopped part={} stop_ms={}", part.name(), took);
            } catch (Exception e) {
                LOG.error("Failed to stop part={}", part.name(), e);
                if (failure == null) {
                    failure = new IllegalStateException(part.name() + " failed to stop", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
