package dev.tallystream.query.metrics;

import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.ProcessFigures;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.aggregator.view.ViewState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger and the state of the counting, read anew for each scrape. Labels are partitions, outcomes, reasons and
 * states: never an organization, a user or a key, and never more than a few for each partition.
 */
public final class LedgerMetrics implements MultiCollector {
    private static final String PARTITION = "partition";
    private static final List<String> STATES = List.of("live", "not_ready", "stalled", "failed");
    private static final double MILLIS = 1_000;

    private final PartitionView partitions;
    private final UsageView view;
    private final ProcessFigures figures;

    /** Of this node. */
    public LedgerMetrics(PartitionView partitions, UsageView view, ProcessFigures figures) {
        this.partitions = partitions;
        this.view = view;
        this.figures = figures;
    }

    @Override
    public MetricSnapshots collect() {
        Map<Integer, Ledger> ledgers = new TreeMap<>(partitions.ledgers());
        ViewState state = view.state();
        return new MetricSnapshots(
                records(ledgers),
                position(ledgers),
                settled(),
                balanced(ledgers),
                lag(state),
                state(state),
                restarts(),
                writeBacks(),
                restoring(),
                free(),
                rejected());
    }

    private static MetricSnapshot records(Map<Integer, Ledger> ledgers) {
        CounterSnapshot.Builder metric = CounterSnapshot.builder()
                .name("tallystream_records")
                .help("Records of the partition by what became of them, for ever: consumed + rerouted_in = counted +"
                        + " duplicate + rejected + rerouted_out.");
        ledgers.forEach((partition, ledger) -> {
            record(metric, partition, "consumed", ledger.consumed());
            record(metric, partition, "rerouted_in", ledger.reroutedIn());
            record(metric, partition, "counted", ledger.counted());
            record(metric, partition, "duplicate", ledger.duplicate());
            record(metric, partition, "rejected", ledger.rejected());
            record(metric, partition, "rerouted_out", ledger.reroutedOut());
        });
        return metric.build();
    }

    private static void record(CounterSnapshot.Builder metric, int partition, String outcome, long records) {
        metric.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of(PARTITION, Integer.toString(partition), "outcome", outcome))
                .value((double) records)
                .build());
    }

    private static MetricSnapshot position(Map<Integer, Ledger> ledgers) {
        GaugeSnapshot.Builder metric = GaugeSnapshot.builder()
                .name("tallystream_position")
                .help("Every record of the partition before this offset is in the tables.");
        ledgers.forEach((partition, ledger) -> metric.dataPoint(
                gauge(Labels.of(PARTITION, Integer.toString(partition)), (double) ledger.nextOffset())));
        return metric.build();
    }

    private MetricSnapshot settled() {
        GaugeSnapshot.Builder metric = GaugeSnapshot.builder()
                .name("tallystream_settled_timestamp_seconds")
                .help("Nothing that was appended before this time will still come to the partition; what only that"
                        + " could ask for is deleted.");
        new TreeMap<>(partitions.settled())
                .forEach((partition, upTo) -> metric.dataPoint(
                        gauge(Labels.of(PARTITION, Integer.toString(partition)), upTo.toEpochMilli() / MILLIS)));
        return metric.build();
    }

    private static MetricSnapshot balanced(Map<Integer, Ledger> ledgers) {
        boolean balanced = ledgers.values().stream().allMatch(Ledger::balances);
        return GaugeSnapshot.builder()
                .name("tallystream_ledger_balanced")
                .help("1 while every record of every partition counted here has exactly one outcome, else 0.")
                .dataPoint(gauge(Labels.EMPTY, balanced ? 1 : 0))
                .build();
    }

    /** Unknown, and so absent, unless the node counts. */
    private static MetricSnapshot lag(ViewState state) {
        GaugeSnapshot.Builder metric = GaugeSnapshot.builder()
                .name("tallystream_lag_seconds")
                .help("How long ago the time is up to which every partition counted here is complete.");
        switch (state) {
            case ViewState.Live(Duration lag) -> metric.dataPoint(gauge(Labels.EMPTY, lag.toMillis() / MILLIS));
            case ViewState.Stalled(Duration lag) -> metric.dataPoint(gauge(Labels.EMPTY, lag.toMillis() / MILLIS));
            case ViewState.NotReady notReady -> {}
            case ViewState.Failed failed -> {}
        }
        return metric.build();
    }

    private static MetricSnapshot state(ViewState state) {
        String now = switch (state) {
            case ViewState.Live live -> "live";
            case ViewState.NotReady notReady -> "not_ready";
            case ViewState.Stalled stalled -> "stalled";
            case ViewState.Failed failed -> "failed";
        };
        GaugeSnapshot.Builder metric = GaugeSnapshot.builder()
                .name("tallystream_state")
                .help("1 for the state of the node, else 0; not_ready is starting, restoring or rebalancing.");
        for (String one : STATES) {
            metric.dataPoint(gauge(Labels.of("state", one), one.equals(now) ? 1 : 0));
        }
        return metric.build();
    }

    private MetricSnapshot restarts() {
        return CounterSnapshot.builder()
                .name("tallystream_thread_restarts_since_start")
                .help("Counting threads that failed and were replaced, since the start of the process.")
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value((double) figures.threadRestarts())
                        .build())
                .build();
    }

    private MetricSnapshot writeBacks() {
        return CounterSnapshot.builder()
                .name("tallystream_commits_since_start")
                .help("Commits of all partitions counted here, since the start of the process.")
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value((double) figures.writeBacks())
                        .build())
                .build();
    }

    private MetricSnapshot restoring() {
        return GaugeSnapshot.builder()
                .name("tallystream_records_to_restore")
                .help("Changelog records of the tables still to be read before their partitions are counted here.")
                .dataPoint(gauge(Labels.EMPTY, (double) figures.recordsToRestore()))
                .build();
    }

    private MetricSnapshot free() {
        GaugeSnapshot.Builder metric = GaugeSnapshot.builder()
                .name("tallystream_disk_free_bytes")
                .help("Bytes free where the tables are stored.");
        figures.freeBytes().ifPresent(bytes -> metric.dataPoint(gauge(Labels.EMPTY, (double) bytes)));
        return metric.build();
    }

    private MetricSnapshot rejected() {
        CounterSnapshot.Builder metric = CounterSnapshot.builder()
                .name("tallystream_rejected_since_start")
                .help("Rejected records by reason, since the start of the process; one that is counted again after a"
                        + " failure is in here again.");
        figures.rejectedByReason()
                .forEach((reason, records) -> metric.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(Labels.of("reason", reason.slug()))
                        .value((double) records)
                        .build()));
        return metric.build();
    }

    private static GaugeDataPointSnapshot gauge(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
