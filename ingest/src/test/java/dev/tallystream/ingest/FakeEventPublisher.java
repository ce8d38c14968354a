package dev.tallystream.ingest;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A broker of four partitions in memory, which can be slow or away. */
public final class FakeEventPublisher implements EventPublisher {
    private static final int PARTITIONS = 4;

    /** One event that arrived, as text. */
    public record Arrived(OrganizationId organization, String event) {}

    private final List<Arrived> arrived = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private final int[] ends = new int[PARTITIONS];
    private boolean holding;
    private int accepting = Integer.MAX_VALUE;
    private int refused;

    @Override
    public synchronized CompletionStage<Position> publish(OrganizationId organization, byte[] event) {
        if (accepting == 0) {
            refused++;
            return CompletableFuture.failedFuture(new EventNotStored("away"));
        }
        accepting--;
        arrived.add(new Arrived(organization, new String(event, StandardCharsets.UTF_8)));
        int partition = Placement.partitionOf(organization, PARTITIONS);
        Position position = new Position(partition, ++ends[partition]);
        CompletableFuture<Position> stored = new CompletableFuture<>();
        Runnable acknowledge = () -> stored.complete(position);
        if (holding) {
            held.add(acknowledge);
            notifyAll();
        } else {
            acknowledge.run();
        }
        return stored;
    }

    /** Acknowledges nothing until {@link #acknowledge}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Waits until that many events arrived that were not acknowledged. */
    public synchronized void awaitHeld(int events) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (held.size() < events) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(held.size() + " of " + events + " events arrived in time");
            }
            wait(left);
        }
    }

    /** Acknowledges what was held. */
    public synchronized void acknowledge() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** Goes away after that many more events. */
    public synchronized void goAwayAfter(int events) {
        accepting = events;
    }

    /** How many events were tried while it was away. */
    public synchronized int refused() {
        return refused;
    }

    /** Everything that arrived. */
    public synchronized List<Arrived> arrived() {
        return List.copyOf(arrived);
    }

    /** As new. */
    public synchronized void reset() {
        acknowledge();
        arrived.clear();
        java.util.Arrays.fill(ends, 0);
        accepting = Integer.MAX_VALUE;
        refused = 0;
    }
}
