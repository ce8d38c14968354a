package dev.tallystream.ingest;

/** Tells how many partitions a topic has. */
interface PartitionCount extends AutoCloseable {
    /**
     * Asks now.
     *
     * @throws EventNotStored where the topic does not exist or nobody answers in time
     */
    int of(String topic) throws EventNotStored;

    @Override
    default void close() {}
}
