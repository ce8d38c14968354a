package dev.tallystream.publisher;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
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

    /** Those that were brought and have to come again, the soonest first. */
    private final PriorityQueue<Later> later = new PriorityQueue<>((one, other) -> Long.signum(one.due - other.due));

    private int events;
    private int bytes;
    private boolean closed;

    /** One event: its bytes, since when it waits, and who wants to know. */
    record Pending(byte[] json, long since, CompletableFuture<Outcome> outcome) {}

    private record Later(Pending event, long due) {}

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
        bringBack();
        while (queue.isEmpty() && !(closed && later.isEmpty())) {
            if (later.isEmpty()) {
                wait();
            } else {
                wait(millis(later.element().due - System.nanoTime()));
            }
            bringBack();
        }
        while (!closed && queue.size() < BATCH_EVENTS) {
            long left = queue.getFirst().since + linger.toNanos() - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(millis(left));
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

    /** In whole milliseconds, and never none, which would be for ever. */
    private static long millis(long nanos) {
        return Math.max(1, Math.ceilDiv(nanos, 1_000_000L));
    }

    /** Those whose time has come, or all where nothing is waited for any more, are in the queue again. */
    private void bringBack() {
        while (!later.isEmpty() && (closed || later.element().due - System.nanoTime() <= 0)) {
            queue.add(later.remove().event);
        }
    }

    /** An event that was taken is handed out again after that time; false where this is closed and it is not. */
    synchronized boolean again(Pending event, Duration after) {
        if (closed) {
            return false;
        }
        later.add(new Later(event, System.nanoTime() + after.toNanos()));
        return true;
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
