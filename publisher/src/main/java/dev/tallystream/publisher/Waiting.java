package dev.tallystream.publisher;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The events in memory, in their order, of which there are never too many. Thread-safe. */
final class Waiting {
    /** Events of one request; half of what the door takes. */
    static final int BATCH_EVENTS = 500;

    /** Bytes of one request; a quarter of what the door takes. */
    private static final int BATCH_BYTES = 1024 * 1024;

    private final int maxEvents;
    private final int maxBytes;
    private final Deque<Pending> queue = new ArrayDeque<>();
    private int events;
    private int bytes;
    private boolean closed;

    /** One event: its bytes, since when it waits, and who wants to know. */
    record Pending(byte[] json, long since, CompletableFuture<Outcome> outcome) {}

    Waiting(int maxEvents, int maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** Takes an event, unless there is no room or it is closed. */
    synchronized Publication add(byte[] json) {
        if (closed) {
            return new Publication.Closed();
        }
        if (events >= maxEvents || json.length > maxBytes - bytes) {
            return new Publication.Full();
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        queue.add(new Pending(json, System.nanoTime(), outcome));
        events++;
        bytes += json.length;
        notifyAll();
        return new Publication.Taken(outcome.minimalCompletionStage());
    }

    /**
     * Waits for the next batch: until it is full, or its first event has waited long enough, or the publisher closes.
     * Empty where it is closed and nothing is left.
     */
    synchronized List<Pending> take(Duration linger) throws InterruptedException {
        while (queue.isEmpty() && !closed) {
            wait();
        }
        while (!closed && queue.size() < BATCH_EVENTS) {
            long left = queue.getFirst().since + linger.toNanos() - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        List<Pending> batch = new ArrayList<>();
        int size = 0;
        while (!queue.isEmpty() && batch.size() < BATCH_EVENTS) {
            size += queue.getFirst().json.length;
            if (size > BATCH_BYTES && !batch.isEmpty()) {
                break;
            }
            batch.add(queue.removeFirst());
        }
        return batch;
    }

    /** An event that was taken is done: its room is free, and then it is told. */
    void done(Pending event, Outcome outcome) {
        synchronized (this) {
            events--;
            bytes -= event.json.length;
        }
        event.outcome.complete(outcome);
    }

    /** Takes no more; what is there is still handed out. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
