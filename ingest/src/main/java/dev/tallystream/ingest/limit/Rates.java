package dev.tallystream.ingest.limit;

import dev.tallystream.contract.event.EventBatch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Requests and events a second, of each key and of the node. Thread-safe; one lock, held for well under 1 µs. */
public final class Rates {
    /** Keys whose use is remembered, the latest: one that is forgotten may only use a second's worth anew. */
    static final int MAX_KEYS = 10_000;

    private final IngestLimits limits;
    private final LongSupplier nanoTime;
    private final Buckets node;
    private final Map<String, Buckets> keys = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Buckets> eldest) {
            return size() > MAX_KEYS;
        }
    };

    private record Buckets(TokenBucket requests, TokenBucket events) {}

    /** With a clock that only goes forward, in nanoseconds. */
    public Rates(IngestLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        node = buckets(limits.requestsPerSecond(), limits.eventsPerSecond(), nanoTime.getAsLong());
    }

    /** One request of that key; zero where it may pass, else how long it should wait. */
    public synchronized Duration request(String key) {
        long now = nanoTime.getAsLong();
        return take(of(key, now).requests, node.requests, 1, now);
    }

    /** So many events of that key, at most a batch; zero where they may pass, else how long they should wait. */
    public synchronized Duration events(String key, int events) {
        long now = nanoTime.getAsLong();
        return take(of(key, now).events, node.events, events, now);
    }

    synchronized int knownKeys() {
        return keys.size();
    }

    private static Duration take(TokenBucket ofKey, TokenBucket ofNode, int tokens, long now) {
        Duration wait = ofKey.take(tokens, now);
        if (wait.isPositive()) {
            return wait;
        }
        Duration waitForOthers = ofNode.take(tokens, now);
        if (waitForOthers.isPositive()) {
            ofKey.giveBack(tokens);
        }
        return waitForOthers;
    }

    private Buckets of(String key, long now) {
        return keys.computeIfAbsent(
                key, _ -> buckets(limits.requestsPerSecondOfKey(), limits.eventsPerSecondOfKey(), now));
    }

    private static Buckets buckets(int requestsPerSecond, int eventsPerSecond, long now) {
        return new Buckets(
                new TokenBucket(requestsPerSecond, requestsPerSecond, now),
                new TokenBucket(eventsPerSecond, Math.max(eventsPerSecond, EventBatch.MAX_EVENTS), now));
    }
}
