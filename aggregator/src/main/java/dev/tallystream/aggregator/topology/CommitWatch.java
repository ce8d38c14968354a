package dev.tallystream.aggregator.topology;

/** Notices that changes wait while the hook before each commit does not run: they would be lost silently. */
final class CommitWatch {
    /**
     * A commit is due every 100 ms, as often as is looked while something waits; one that has not come in so many looks
     * does not come.
     */
    static final int LOOKS_WITHOUT_A_COMMIT = 300;

    private long runsSeen;
    private int looks;

    /**
     * Looks once.
     *
     * @param waiting whether something is counted and not written back
     * @param runs how often the hook ran
     * @throws IllegalStateException where it does not run any more; rather stop than count on
     */
    void look(boolean waiting, long runs) {
        looks = waiting && runs == runsSeen ? looks + 1 : 0;
        runsSeen = runs;
        if (looks > LOOKS_WITHOUT_A_COMMIT) {
            throw new IllegalStateException("what was counted was not written back for " + LOOKS_WITHOUT_A_COMMIT
                    + " commit intervals: this version of Kafka Streams does not run the commit hook");
        }
    }
}
