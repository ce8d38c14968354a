package dev.tallystream.http;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Whether this server takes requests, and how many are under way whose end a stop must await. Once closed it stays
 * closed. Thread-safe.
 */
@Singleton
public final class OpenDoor {
    private int underWay;
    private boolean closed;

    /** A request that is under way until it is closed. */
    public interface Visit extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Lets a request in whose answer is a promise.
     *
     * @throws ProblemException {@code draining} where the server is stopping
     */
    public synchronized Visit enter() {
        refuseIfClosed();
        underWay++;
        return this::leave;
    }

    /** Refuses whatever comes from now on, and waits at most so long for what is under way; true if all of it ended. */
    public synchronized boolean close(Duration patience) throws InterruptedException {
        closed = true;
        long deadline = System.nanoTime() + patience.toNanos();
        while (underWay > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Whether the server is stopping: what goes on until somebody ends it ends itself then. */
    public synchronized boolean isClosed() {
        return closed;
    }

    synchronized void refuseIfClosed() {
        if (closed) {
            throw new ProblemException(ProblemType.DRAINING);
        }
    }

    private synchronized void leave() {
        underWay--;
        notifyAll();
    }
}
