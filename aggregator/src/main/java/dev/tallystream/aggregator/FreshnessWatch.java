package dev.tallystream.aggregator;

import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.topology.LiveTasks.LiveTask;
import dev.tallystream.contract.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the end of the events topic a few times a second: where everything before it is counted, the answers are
 * complete up to the moment before the look. The end is the high watermark, not the last stable offset: events behind
 * an open transaction wait, and an answer that lacks them must not look fresh.
 */
final class FreshnessWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FreshnessWatch.class);
    private static final long INTERVAL_MS = 200;
    private static final long TIMEOUT_MS = 5_000;

    private final Admin admin;
    private final KafkaStreams streams;
    private final LiveTasks tasks;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name("freshness-watch").daemon().unstarted(work));

    FreshnessWatch(Admin admin, KafkaStreams streams, LiveTasks tasks, InstantSource clock) {
        this.admin = admin;
        this.streams = streams;
        this.tasks = tasks;
        this.clock = clock;
    }

    void start() {
        var _ = timer.scheduleWithFixedDelay(this::look, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (LiveTask task : tasks.all()) {
            ends.put(events(task), OffsetSpec.latest());
        }
        if (ends.isEmpty()) {
            return;
        }
        Instant before = clock.instant();
        try {
            var offsets = admin.listOffsets(ends).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            Map<TopicPartition, Long> committed = committed();
            for (LiveTask task : tasks.all()) {
                ListOffsetsResultInfo end = offsets.get(events(task));
                if (end != null && reached(task, committed) >= end.offset()) {
                    task.reachedEndAt(before);
                }
            }
        } catch (ExecutionException | TimeoutException unreachable) {
            LOG.debug("The end of the events topic could not be read; answers keep their time.", unreachable);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** The consumer passes over transaction markers, which the ledger never sees; its committed position counts too. */
    private static long reached(LiveTask task, Map<TopicPartition, Long> committed) {
        return Math.max(task.ledger().nextOffset(), committed.getOrDefault(events(task), 0L));
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        streams.metadataForLocalThreads()
                .forEach(thread -> thread.activeTasks().forEach(task -> committed.putAll(task.committedOffsets())));
        return committed;
    }

    private static TopicPartition events(LiveTask task) {
        return new TopicPartition(Topics.CREDIT_EVENTS.name(), task.partition());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
