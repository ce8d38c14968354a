package dev.tallystream.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.context.time.InstantSourceFactory;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock where the process start registered none. The framework's own would win, silently, over a clock that a start
 * or a test registers as a singleton, since its declared type is exactly {@link InstantSource}.
 */
@Singleton
@Secondary
@Replaces(bean = InstantSource.class, factory = InstantSourceFactory.class)
final class SystemClock implements InstantSource {
    @Override
    public Instant instant() {
        return InstantSource.system().instant();
    }
}
