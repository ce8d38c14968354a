package dev.tallystream.aggregator;

import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.topology.LiveTasks.LiveTask;
import java.time.Instant;
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
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name("settled-watch").daemon().unstarted(work));
    private @Nullable Settling settling;

    SettledWatch(Settling.Positions positions, LiveTasks tasks) {
        this.positions = positions;
        this.tasks = tasks;
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

    /** Up to the youngest record that was counted here; null where its day is settled. */
    private @Nullable Settling begin() {
        Instant youngest = tasks.all().stream()
                .map(task -> Instant.ofEpochMilli(task.ledger().appended()))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        boolean isDue =
                tasks.all().stream().anyMatch(task -> day(task.settledUpTo()).isBefore(day(youngest)));
        return isDue ? new Settling.Counting(youngest) : null;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
