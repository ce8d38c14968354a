package dev.tallystream.aggregator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
    private static final TopicPartition DAILY = new TopicPartition("usage-daily-changelog", 0);
    private static final TopicPartition WEEKLY = new TopicPartition("usage-weekly-changelog", 0);

    private final RestoreProgress progress = new RestoreProgress();

    @Test
    void whatIsLeftOfEveryChangelogIsSummedUp() {
        progress.onRestoreStart(DAILY, "usage-daily", 100, 1_100);
        progress.onRestoreStart(WEEKLY, "usage-weekly", 0, 50);

        progress.onBatchRestored(DAILY, "usage-daily", 500, 400);

        assertEquals(650, progress.recordsLeft());
    }

    @Test
    void nothingIsLeftOfWhatIsReadOrWentToAnotherNode() {
        progress.onRestoreStart(DAILY, "usage-daily", 0, 1_000);
        progress.onRestoreStart(WEEKLY, "usage-weekly", 0, 50);

        // Two of its offsets were markers.
        progress.onBatchRestored(DAILY, "usage-daily", 1_000, 998);
        progress.onRestoreEnd(DAILY, "usage-daily", 998);
        progress.onRestoreSuspended(WEEKLY, "usage-weekly", 0);

        assertEquals(0, progress.recordsLeft());
    }
}
