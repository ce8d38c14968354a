package dev.tallystream.query.body;

import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Waits until a change that was written is what answers show: the owner has applied it, not only the broker stored it. */
public final class Applied {
    /** How long a caller waits in all: a commit takes a tenth of a second, a rebalance some seconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(20);

    private final UsageView view;
    private final Duration patience;

    /** Looks at that view, for that long. */
    public Applied(UsageView view, Duration patience) {
        this.view = view;
        this.patience = patience;
    }

    /** A value of one cut and how fresh it is. */
    public record Seen<T>(T value, Freshness freshness) {}

    /**
     * What the query sees now.
     *
     * @throws ProblemException where nothing can be read now
     */
    public <T> Seen<T> now(OrganizationId organization, Function<UsageCut, T> query) {
        return switch (view.read(organization, query)) {
            case Reading.Answered<T>(var value, var freshness) -> new Seen<>(value, freshness);
            case Reading.Unavailable<T>(var reason) ->
                throw new ProblemException(
                        switch (reason) {
                            case RESTORING -> ProblemType.RESTORING;
                            case REBALANCING -> ProblemType.REBALANCING;
                        });
        };
    }

    /**
     * Waits for the write, and then until the query finds what it looks for.
     *
     * @throws ProblemException {@code broker-unavailable} where the write fails, {@code restoring} where it is written
     *     and not seen in time; asking again is safe in both cases
     */
    public <T> Seen<T> after(
            CompletableFuture<Void> write, OrganizationId organization, Function<UsageCut, Optional<T>> query) {
        long end = System.nanoTime() + patience.toNanos();
        await(write);
        while (true) {
            if (view.read(organization, query) instanceof Reading.Answered<Optional<T>>(var found, var freshness)
                    && found.isPresent()) {
                return new Seen<>(found.get(), freshness);
            }
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new ProblemException(ProblemType.RESTORING);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void await(CompletableFuture<Void> write) {
        try {
            write.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notStored) {
            throw new ProblemException(ProblemType.BROKER_UNAVAILABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.DRAINING);
        }
    }
}
