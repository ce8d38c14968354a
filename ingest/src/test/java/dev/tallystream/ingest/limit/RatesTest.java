package dev.tallystream.ingest.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
    private static final int PLENTY = 1_000_000_000;

    /** As negative as the virtual machine's clock may be. */
    private long now = -5;

    private Rates rates(int eventsOfKey, int requestsOfKey, int events, int requests) {
        return new Rates(new IngestLimits(eventsOfKey, requestsOfKey, events, requests, 1), () -> now);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000, 20_000})
    void inTheLongRunExactlyTheRatePasses(int perSecond) {
        Rates rates = rates(PLENTY, perSecond, PLENTY, PLENTY);
        int passed = 0;
        for (int tick = 0; tick < 10 * 4 * perSecond; tick++) {
            passed += rates.request("k").isZero() ? 1 : 0;
            now += 1_000_000_000L / (4L * perSecond);
        }

        int expected = 10 * perSecond + perSecond; // ten seconds, and what was saved before
        assertTrue(Math.abs(passed - expected) <= 1 + expected / 1_000, passed + " of " + expected);
    }

    @Test
    void whatIsMissingIsThereAfterTheWaitAndNotBefore() {
        Rates rates = rates(100, PLENTY, PLENTY, PLENTY);
        assertEquals(Duration.ZERO, rates.events("k", 1_000));

        Duration wait = rates.events("k", 250);
        now += wait.toNanos() - 1;
        Duration almost = rates.events("k", 250);
        now += 1;

        assertEquals(Duration.ofMillis(2_500), wait);
        assertEquals(Duration.ofNanos(1), almost);
        assertEquals(Duration.ZERO, rates.events("k", 250));
    }

    @Test
    void whatTheNodeRefusesIsNotTakenFromTheKey() {
        Rates rates = rates(1_000, PLENTY, 1_000, PLENTY);
        assertEquals(Duration.ZERO, rates.events("other", 1_000));
        for (int i = 0; i < 100; i++) {
            assertTrue(rates.events("k", 1_000).isPositive());
        }

        now += Duration.ofSeconds(1).toNanos();

        assertEquals(Duration.ZERO, rates.events("k", 1_000));
    }

    @Test
    void keysWithoutEndTakeMemoryWithAnEnd() {
        Rates rates = rates(PLENTY, PLENTY, PLENTY, PLENTY);
        for (int i = 0; i < 3 * Rates.MAX_KEYS; i++) {
            rates.request("key" + i);
        }

        assertEquals(Rates.MAX_KEYS, rates.knownKeys());
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> rates(0, 1, 1, 1));
    }
}
