package dev.tallystream.standalone.process;

/** What runs until it is told to stop. */
public interface Server extends AutoCloseable {
    /**
     * Whether it does its work now.
     *
     * @throws dev.tallystream.standalone.CommandFailure if it never will
     */
    boolean isReady();

    /** Lets programs know that it is ready, where it has a place for that, and says how it is reached. Once. */
    ReadyNote announce();

    /** Stops it in order: nothing that was accepted is lost. */
    @Override
    void close();
}
