package dev.tallystream.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SystemClockTest {
    @Test
    void theClockThatTheStartRegistersIsTheOneThatIsInjected() {
        Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");

        try (ApplicationContext context = ApplicationContext.builder()
                .singletons(InstantSource.fixed(longAgo))
                .start()) {
            assertEquals(longAgo, context.getBean(InstantSource.class).instant());
        }
    }

    @Test
    void withoutOneItIsTheSystemsClock() {
        try (ApplicationContext context = ApplicationContext.run()) {
            Instant instant = context.getBean(InstantSource.class).instant();

            assertTrue(Duration.between(instant, Instant.now()).abs().toMinutes() < 1);
        }
    }
}
