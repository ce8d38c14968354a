package dev.tallystream.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystream.contract.event.Refusal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ProblemTypeTest {
    @Test
    void slugsAreUnique() {
        long slugs = Arrays.stream(ProblemType.values())
                .map(ProblemType::slug)
                .distinct()
                .count();

        assertEquals(ProblemType.values().length, slugs);
    }

    @ParameterizedTest
    @EnumSource(
            value = Refusal.class,
            mode = Mode.EXCLUDE,
            names = {"NULL_VALUE", "ID_CONFLICT", "REVERSAL_UNKNOWN", "REVERSAL_MISMATCH", "BACKFILL_CLOSED", "OVERFLOW"
            })
    void aRefusalAtTheDoorIsTheProblemOfTheSameSlug(Refusal refusal) {
        assertEquals(refusal.slug(), ProblemType.from(refusal).slug());
    }

    @ParameterizedTest
    @EnumSource(
            value = Refusal.class,
            names = {"NULL_VALUE", "ID_CONFLICT", "REVERSAL_UNKNOWN", "REVERSAL_MISMATCH", "BACKFILL_CLOSED", "OVERFLOW"
            })
    void whatOnlyTheTopologyRefusesIsNoProblem(Refusal refusal) {
        assertThrows(IllegalArgumentException.class, () -> ProblemType.from(refusal));
    }
}
