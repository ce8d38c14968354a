package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CommitWatchTest {
    private final CommitWatch watch = new CommitWatch();

    @Test
    void changesThatWaitWhileNoCommitComesStopTheCounting() {
        look(CommitWatch.LOOKS_WITHOUT_A_COMMIT, true, 0);

        assertThrows(IllegalStateException.class, () -> watch.look(true, 0));
    }

    @Test
    void aCommitOrNothingToWriteBeginsAnew() {
        look(CommitWatch.LOOKS_WITHOUT_A_COMMIT, true, 0);
        watch.look(true, 1);
        look(CommitWatch.LOOKS_WITHOUT_A_COMMIT, true, 1);
        watch.look(false, 1);

        assertDoesNotThrow(() -> look(CommitWatch.LOOKS_WITHOUT_A_COMMIT, true, 1));
    }

    private void look(int times, boolean waiting, long runs) {
        for (int i = 0; i < times; i++) {
            watch.look(waiting, runs);
        }
    }
}
