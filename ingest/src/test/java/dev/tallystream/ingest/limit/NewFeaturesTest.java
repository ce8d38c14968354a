package dev.tallystream.ingest.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NewFeaturesTest {
    private static final OrganizationId ACME = new OrganizationId("acme");

    private Instant now = Instant.parse("2026-11-22T10:59:59Z");
    private final NewFeatures features = new NewFeatures(3, () -> now);

    @Test
    void theLimitHoldsForEachOrganizationAndKnownFeaturesPassAlways() {
        for (int i = 0; i < 3; i++) {
            assertTrue(features.admit(ACME, feature(i)));
        }

        assertFalse(features.admit(ACME, feature(3)));
        assertTrue(features.admit(ACME, feature(1)));
        assertTrue(features.admit(new OrganizationId("globex"), feature(3)));
    }

    @Test
    void withTheHourAllBeginsAnew() {
        for (int i = 0; i < 4; i++) {
            features.admit(ACME, feature(i));
        }
        assertEquals(Duration.ofSeconds(1), features.untilNextHour());

        now = now.plusSeconds(1);

        assertTrue(features.admit(ACME, feature(4)));
        assertEquals(1, features.remembered());
    }

    @Test
    void organizationsWithoutEndTakeMemoryWithAnEnd() {
        for (int i = 0; i < NewFeatures.MAX_REMEMBERED + 1_000; i++) {
            assertTrue(features.admit(new OrganizationId("org" + i), feature(1)));
        }

        assertEquals(NewFeatures.MAX_REMEMBERED, features.remembered());
    }

    private static FeatureId feature(int number) {
        return new FeatureId("f" + number);
    }
}
