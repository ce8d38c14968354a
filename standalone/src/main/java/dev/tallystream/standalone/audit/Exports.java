package dev.tallystream.standalone.audit;

/** Where exports come from. */
interface Exports {
    /**
     * What the partition's tables hold now.
     *
     * @throws dev.tallystream.standalone.CommandFailure with one sentence where they cannot be had
     */
    Export take(int partition);
}
