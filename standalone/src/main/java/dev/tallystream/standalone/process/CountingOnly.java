package dev.tallystream.standalone.process;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Progress;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.DirectoryClaim;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.installation.ListenPort;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The broker and the counting of a data directory, without a door: nothing new comes in meanwhile. */
public final class CountingOnly implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final StartedParts parts;
    private final EmbeddedBroker broker;
    private final Aggregator aggregator;

    private CountingOnly(StartedParts parts, EmbeddedBroker broker, Aggregator aggregator) {
        this.parts = parts;
        this.broker = broker;
        this.aggregator = aggregator;
    }

    /**
     * Starts both. Without a retention: nothing is deleted that was not deleted before.
     *
     * @throws CommandFailure if one of them cannot start; nothing is left running then
     */
    public static CountingOnly start(Installation installation, InstantSource clock) {
        StartedParts parts = new StartedParts();
        try {
            parts.add("data directory", DirectoryClaim.on(installation));
            LogOutput.toFile(installation.log());
            EmbeddedBroker broker = parts.add("broker", EmbeddedBroker.start(installation.broker(), ListenPort.free()));
            AggregatorConfig config = AggregatorConfig.singleNode(
                            broker.bootstrapServers(), installation.state(), OneMachine.INSTANCE_ID)
                    .withErasureKey(installation.erasureKeyFile().readOrCreate());
            return new CountingOnly(parts, broker, parts.add("aggregator", Aggregator.start(config, clock)));
        } catch (RuntimeException e) {
            throw parts.closeAfter(e);
        }
    }

    /** Where Kafka clients connect. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Whole partitions. */
    public PartitionView partitions() {
        return aggregator.partitions();
    }

    /**
     * Waits until everything before those offsets is counted, also what was handed over between partitions.
     *
     * @throws CommandFailure where nothing more is counted for too long
     */
    public void awaitAllCounted(Map<Integer, Long> offsets, Terminal aside, Patience patience) {
        long total = offsets.values().stream().mapToLong(Long::longValue).sum();
        long done = 0;
        Instant deadline = patience.clock().instant().plus(patience.limit());
        try (Progress progress = aside.progress("records", total)) {
            while (!isCounted(offsets)) {
                UsageView view = aggregator.view();
                Readiness.of(view);
                long now = partitions().ledgers().values().stream()
                        .mapToLong(ledger -> ledger.nextOffset() + ledger.reroutedIn())
                        .sum();
                if (now != done) {
                    progress.advance(now - done);
                    done = now;
                    deadline = patience.clock().instant().plus(patience.limit());
                }
                if (patience.clock().instant().isAfter(deadline)) {
                    throw new CommandFailure("Counting does not go on; see the log.");
                }
                patience.pauseFor(POLL);
            }
        }
    }

    private boolean isCounted(Map<Integer, Long> offsets) {
        Map<Integer, Ledger> ledgers = partitions().ledgers();
        long in = 0;
        long out = 0;
        for (Ledger ledger : ledgers.values()) {
            in += ledger.reroutedIn();
            out += ledger.reroutedOut();
        }
        return in == out
                && offsets.entrySet().stream()
                        .allMatch(end -> ledgers.containsKey(end.getKey())
                                && ledgers.get(end.getKey()).nextOffset() >= end.getValue());
    }

    @Override
    public void close() {
        parts.close();
    }
}
