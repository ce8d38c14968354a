package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests wait until what they saw published is counted. Blocks the thread that asks, which is a virtual one and
 * never an event loop's. Thread-safe.
 */
final class PositionWaits {
    /** What became of a wait. */
    enum End {
        /** The position is counted, or the time is over; either way the answer says how fresh it is. */
        GO_ON,
        /** The position is of a partition on which the organization is not. */
        OTHER_PARTITION,
        /** Too many wait already. */
        FULL
    }

    /** How many may wait at once: each looks fifty times a second, which is nothing, and holds a connection. */
    static final int MAX_WAITING = 256;

    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final UsageView view;
    private final int maxWaiting;
    private final Semaphore places;

    PositionWaits(UsageView view, int maxWaiting) {
        this.view = view;
        this.maxWaiting = maxWaiting;
        this.places = new Semaphore(maxWaiting);
    }

    /** How many wait now. */
    int waiting() {
        return maxWaiting - places.availablePermits();
    }

    End await(OrganizationId organization, @Nullable Awaited awaited) {
        if (awaited == null) {
            return End.GO_ON;
        }
        Look first = look(organization, awaited);
        if (first == Look.OTHER_PARTITION) {
            return End.OTHER_PARTITION;
        }
        if (first == Look.REACHED || awaited.patience().isZero()) {
            return End.GO_ON;
        }
        if (!places.tryAcquire()) {
            return End.FULL;
        }
        try {
            return poll(organization, awaited);
        } finally {
            places.release();
        }
    }

    private End poll(OrganizationId organization, Awaited awaited) {
        long deadline = System.nanoTime() + awaited.patience().toNanos();
        while (System.nanoTime() < deadline) {
            try {
                Thread.sleep(INTERVAL);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return End.GO_ON;
            }
            switch (look(organization, awaited)) {
                case REACHED -> {
                    return End.GO_ON;
                }
                case OTHER_PARTITION -> {
                    return End.OTHER_PARTITION;
                }
                case NOT_YET -> {}
            }
        }
        return End.GO_ON;
    }

    private enum Look {
        REACHED,
        NOT_YET,
        OTHER_PARTITION
    }

    private Look look(OrganizationId organization, Awaited awaited) {
        return switch (view.freshness(organization)) {
            // Not ready is worth the wait, too: the node may be about to be.
            case Reading.Unavailable<Freshness> unavailable -> Look.NOT_YET;
            case Reading.Answered<Freshness>(var freshness, var same) -> {
                if (freshness.partition() != awaited.position().partition()) {
                    yield Look.OTHER_PARTITION;
                }
                yield freshness.offset() >= awaited.position().offset() ? Look.REACHED : Look.NOT_YET;
            }
        };
    }
}
