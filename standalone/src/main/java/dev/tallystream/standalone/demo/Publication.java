package dev.tallystream.standalone.demo;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.ingest.EventPublisher;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.event.OutgoingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Publishes many events with a bounded number under way; what is not stored is published again. */
final class Publication {
    /** Some megabytes: enough to keep the broker busy, little beside the heap. */
    private static final int UNDER_WAY = 10_000;

    private static final Duration BEFORE_AGAIN = Duration.ofMillis(500);

    private final EventPublisher publisher;
    private final Patience patience;
    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final Queue<OutgoingEvent> notStored = new ConcurrentLinkedQueue<>();
    private final Map<OrganizationId, Position> ends = new ConcurrentHashMap<>();

    Publication(EventPublisher publisher, Patience patience) {
        this.publisher = publisher;
        this.patience = patience;
    }

    /** Waits for room, then sends. */
    void publish(OutgoingEvent event) {
        if (!notStored.isEmpty()) {
            settle();
        }
        send(event);
    }

    /**
     * Waits until everything is stored.
     *
     * @return the position behind each organization's last event
     * @throws CommandFailure where the broker stays away
     */
    Map<OrganizationId, Position> settle() {
        Instant deadline = patience.clock().instant().plus(patience.limit());
        while (true) {
            acquire(UNDER_WAY);
            room.release(UNDER_WAY);
            if (notStored.isEmpty()) {
                return Map.copyOf(ends);
            }
            if (patience.clock().instant().isAfter(deadline)) {
                throw new CommandFailure("The broker does not store the demo's events; starting again is safe.");
            }
            patience.pauseFor(BEFORE_AGAIN);
            List<OutgoingEvent> again = new ArrayList<>();
            for (OutgoingEvent event = notStored.poll(); event != null; event = notStored.poll()) {
                again.add(event);
            }
            again.forEach(this::send);
        }
    }

    private void send(OutgoingEvent event) {
        acquire(1);
        publisher.publish(event.organization(), event.toJson()).whenComplete((position, failure) -> {
            if (failure == null) {
                ends.merge(event.organization(), position, Publication::later);
            } else {
                notStored.add(event);
            }
            room.release();
        });
    }

    private void acquire(int permits) {
        try {
            room.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted(e);
        }
    }

    private static Position later(Position one, Position other) {
        return one.offset() > other.offset() ? one : other;
    }
}
