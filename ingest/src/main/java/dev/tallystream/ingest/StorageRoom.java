package dev.tallystream.ingest;

/** Tells whether there is room to store more events. A process that stores none itself has none of these. */
public interface StorageRoom {
    /** Whether more may be accepted; asked for every request, so it must be cheap. */
    boolean isLeft();
}
