package dev.tallystream.contract.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {
    @ParameterizedTest
    @EnumSource(Refusal.class)
    void everyRefusalIsFoundByItsSlug(Refusal refusal) {
        assertEquals(Optional.of(refusal), Refusal.fromSlug(refusal.slug()));
    }

    @Test
    void aSlugOfNobodyIsNoRefusal() {
        assertTrue(Refusal.fromSlug("no-such-slug").isEmpty());
    }
}
