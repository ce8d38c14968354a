package dev.tallystream.benchmark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static final int SEEDS = 100;

    @Test
    void theTablesAreWhatTheRecountSaysWhateverHappens() {
        Queue<Model.Result> results = new ConcurrentLinkedQueue<>();

        Seeds.run(0, SEEDS, Runtime.getRuntime().availableProcessors(), results::add);

        assertEquals(SEEDS, results.size());
        for (Model.Result result : results) {
            assertEquals(EnumSet.allOf(Kind.class), result.kinds().keySet());
            assertTrue(result.cells() > 10_000, () -> "only " + result.cells() + " cells were compared");
            if (!result.differing().isEmpty()) {
                fail("seed " + result.seed() + ": " + result.differing().size() + " differences, the first: "
                        + result.differing().getFirst() + "\nsmallest steps:\n"
                        + String.join("\n", Model.shrink(result.seed())));
            }
        }
    }

    @Test
    void aDifferenceIsShrunkToTheStepsThatMakeIt() {
        List<Step> steps = new Generator(7, Shape.EVERYTHING).steps();
        Step first = steps.get(33);
        Step second = steps.get(401);

        List<Step> smallest = Shrinker.shrink(steps, some -> some.contains(first) && some.contains(second));

        assertEquals(List.of(first, second), smallest);
    }
}
