package dev.tallystream.aggregator;

import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.topology.LiveTasks.LiveTask;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a day up to when everything has come, so that what nobody can ask for any more is deleted, and nothing
 * else. A day is a day of append times: on a rebuild there are many in an hour.
 */
final class SettledWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettledWatch.class);
    private static final long INTERVAL_MS = 5_000;

    private final Settling.Positions positions;
    private final LiveTasks tasks;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name("settled-watch").daemon().unstarted(work));
    private @Nullable Settling settling;

    SettledWatch(Settling.Positions positions, LiveTasks tasks, InstantSource clock) {
        this.positions = positions;
        this.tasks = tasks;
        this.clock = clock;
    }

    void start() {
        var _ = timer.scheduleWithFixedDelay(this::look, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Settling step = settling == null ? begin() : settling;
        if (step == null) {
            return;
        }
        try {
            Set<Integer> here = tasks.all().stream().map(LiveTask::partition).collect(Collectors.toSet());
            Settling next = step.next(positions, here);
            if (next instanceof Settling.Settled(Instant upTo, Set<Integer> partitions)) {
                partitions.forEach(partition -> tasks.find(partition).ifPresent(task -> task.settled(upTo)));
                settling = null;
            } else {
                settling = next;
            }
        } catch (ExecutionException | TimeoutException unreachable) {
            LOG.debug("The committed offsets could not be read; what is to be deleted waits.", unreachable);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Up to the youngest record that was counted here, and never beyond now: a broker whose clock runs ahead for a moment
     * must not make everything look old. Null where that day is settled.
     */
    private @Nullable Settling begin() {
        long youngest = tasks.all().stream()
                .mapToLong(task -> task.ledger().appended())
                .max()
                .orElse(0);
        Instant upTo = Instant.ofEpochMilli(Math.min(youngest, clock.millis()));
        boolean isDue =
                tasks.all().stream().anyMatch(task -> day(task.settledUpTo()).isBefore(day(upTo)));
        return isDue ? new Settling.Counting(upTo) : null;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
