package dev.tallystream.aggregator;

import dev.tallystream.aggregator.topology.CountingRules;
import dev.tallystream.aggregator.topology.CreditTopology;
import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.topology.StreamsSettings;
import dev.tallystream.aggregator.topology.TopicSetup;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.ProcessFigures;
import dev.tallystream.aggregator.view.StorePartitionView;
import dev.tallystream.aggregator.view.StoreUsageView;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.event.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counting of one node: topics, topology, view; started once, closed once. */
public final class Aggregator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Aggregator.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final Admin admin;
    private final KafkaStreams streams;
    private final FreshnessWatch freshness;
    private final SettledWatch settled;
    private final UsageView view;
    private final PartitionView partitions;
    private final ProcessFigures figures;
    private final RestartBudget restarts;
    private final RestoreProgress restoring;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    private Aggregator(AggregatorConfig config, Admin admin, InstantSource clock) {
        LiveTasks tasks = new LiveTasks();
        this.admin = admin;
        this.restarts = new RestartBudget(clock);
        this.restoring = new RestoreProgress();
        this.figures = new SinceStart(restarts, tasks, restoring, config.stateDirectory());
        this.streams = new KafkaStreams(CreditTopology.build(rules(config), tasks), StreamsSettings.of(config));
        this.freshness = new FreshnessWatch(admin, streams, tasks, clock);
        this.settled = new SettledWatch(new CommittedPositions(admin, config), tasks, clock);
        this.partitions = new StorePartitionView(streams, tasks, config.partitions());
        this.view = new StoreUsageView(
                streams,
                tasks,
                config.partitions(),
                config.stallAfter(),
                clock,
                () -> Optional.ofNullable(failure.get()));
    }

    private record SinceStart(RestartBudget restarts, LiveTasks tasks, RestoreProgress restoring, Path directory)
            implements ProcessFigures {
        @Override
        public long threadRestarts() {
            return restarts.taken();
        }

        @Override
        public Map<Refusal, Long> rejectedByReason() {
            return tasks.rejectedByReason();
        }

        @Override
        public long writeBacks() {
            return tasks.writeBacks();
        }

        @Override
        public long recordsToRestore() {
            return restoring.recordsLeft();
        }

        @Override
        public OptionalLong freeBytes() {
            try {
                return OptionalLong.of(Files.getFileStore(directory).getUsableSpace());
            } catch (IOException untold) {
                return OptionalLong.empty();
            }
        }
    }

    /**
     * Creates missing topics, checks existing ones, and starts to count.
     *
     * @throws AggregatorException with one sentence where it cannot start
     */
    public static Aggregator start(AggregatorConfig config, InstantSource clock) {
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()));
        try {
            Files.createDirectories(config.stateDirectory());
            new TopicSetup(admin, config).ensure();
            Aggregator aggregator = new Aggregator(config, admin, clock);
            aggregator.start();
            return aggregator;
        } catch (IOException e) {
            admin.close(Duration.ZERO);
            throw new AggregatorException("The state directory " + config.stateDirectory() + " cannot be used.", e);
        } catch (StreamsException e) {
            admin.close(Duration.ZERO);
            throw new AggregatorException("Counting cannot start: " + e.getMessage(), e);
        } catch (AggregatorException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private void start() {
        streams.setUncaughtExceptionHandler(this::onUncaught);
        streams.setGlobalStateRestoreListener(restoring);
        streams.start();
        freshness.start();
        settled.start();
    }

    private StreamThreadExceptionResponse onUncaught(Throwable thrown) {
        if (restarts.take()) {
            LOG.warn("A counting thread failed and is replaced.", thrown);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        failure.set("counting stopped after " + RestartBudget.RESTARTS + " failures within "
                + RestartBudget.WINDOW.toMinutes() + " minutes");
        LOG.error("Counting stopped: its threads keep failing.", thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static CountingRules rules(AggregatorConfig config) {
        return new CountingRules(config.partitions(), config.retention(), config.erasureKey());
    }

    /** What this process has seen since its start. */
    public ProcessFigures figures() {
        return figures;
    }

    /** What operators and audits may read. */
    public PartitionView partitions() {
        return partitions;
    }

    /** What queries may read. */
    public UsageView view() {
        return view;
    }

    /** Commits what was counted and stops. */
    @Override
    public void close() {
        settled.close();
        freshness.close();
        if (!streams.close(CLOSE_TIMEOUT)) {
            LOG.warn("Counting did not stop in time; what was not committed is counted again after the next start.");
        }
        admin.close(Duration.ZERO);
    }
}
