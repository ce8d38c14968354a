package dev.tallystream.benchmark.reading;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.usage.ListAnswer;
import dev.tallystream.query.usage.ListRequest;
import dev.tallystream.query.usage.PeriodName;
import dev.tallystream.query.usage.Sort;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageQueries;
import dev.tallystream.query.usage.Within;
import dev.tallystream.standalone.Progress;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.ListenPort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A broker, the counting of one partition and one reader, all in this process. */
final class ReadingRun implements AutoCloseable {
    /** Enough that counting never waits for events, and few enough that what is measured ends soon. */
    private static final int AHEAD = 5_000;

    private static final long PAUSE_NANOS = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Principal ADMIN = new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);

    /** The teams of one user: as few rows as a list has, and every pair of the quarter is gone through for them. */
    private static final ListRequest LIST = new ListRequest(
            PairEvents.ORGANIZATION,
            Dimension.TEAM,
            Granularity.QUARTER,
            PeriodName.CURRENT,
            new Within(Dimension.USER, "u1"),
            "",
            Sort.MOST_CREDITS,
            ListRequest.DEFAULT_LIMIT,
            null,
            false,
            false,
            null);

    private final EmbeddedBroker broker;
    private final Aggregator aggregator;
    private final PairEvents events;

    /**
     * What was counted for a while.
     *
     * @param rate events a second
     * @param commits how often a second more could be seen: ten times at least where nothing holds the counting up
     * @param longestMillis the longest time in which no event more could be seen
     */
    record Counted(double rate, double commits, double longestMillis) {}

    /**
     * What was counted beside nobody and beside the reader.
     *
     * @param lists how many the reader got
     * @param medianMillis of a list
     */
    record Result(Counted alone, Counted beside, int lists, double medianMillis) {
        /** Which part of the commits is left beside the reader. */
        double share() {
            return beside.commits / alone.commits;
        }
    }

    private ReadingRun(EmbeddedBroker broker, Aggregator aggregator, PairEvents events) {
        this.broker = broker;
        this.aggregator = aggregator;
        this.events = events;
    }

    static ReadingRun start(Path directory, int pairs) {
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), ListenPort.free());
        AggregatorConfig config = new AggregatorConfig(
                broker.bootstrapServers(),
                AggregatorConfig.DEFAULT_APPLICATION_ID,
                directory.resolve("state"),
                1,
                (short) 1,
                1,
                null,
                AggregatorConfig.DEFAULT_STALL_AFTER,
                Map.of(),
                null);
        Aggregator aggregator = Aggregator.start(config, InstantSource.system());
        return new ReadingRun(broker, aggregator, new PairEvents(broker.bootstrapServers(), pairs));
    }

    /** Counts an event of every pair. */
    void load(int pairs, Terminal aside) {
        try (Progress progress = aside.progress("pairs", pairs)) {
            long counted = 0;
            while (counted < pairs) {
                keepAhead(pairs);
                long now = counted();
                progress.advance(Math.min(now, pairs) - counted);
                counted = now;
            }
        }
    }

    /** The same events counted for so long twice: beside nobody, and while lists are read without a pause. */
    Result measure(Duration each) {
        Counted alone = count(each);
        AtomicBoolean over = new AtomicBoolean();
        List<Double> millis = new ArrayList<>();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                millis.add(list());
            }
        });
        Counted beside = count(each);
        over.set(true);
        reader.join();
        millis.sort(null);
        return new Result(alone, beside, millis.size(), millis.isEmpty() ? 0 : millis.get(millis.size() / 2));
    }

    private Counted count(Duration each) {
        long from = counted();
        long seen = from;
        long started = System.nanoTime();
        long since = started;
        long longest = 0;
        int commits = 0;
        for (long now = started; now - started < each.toNanos(); now = System.nanoTime()) {
            keepAhead(Long.MAX_VALUE);
            longest = Math.max(longest, now - since);
            if (counted() > seen) {
                seen = counted();
                since = now;
                commits++;
            }
        }
        double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND;
        return new Counted((counted() - from) / seconds, commits / seconds, longest / NANOS_PER_MILLI);
    }

    private void keepAhead(long most) {
        long until = Math.min(most, counted() + AHEAD);
        while (events.sent() < until) {
            events.send();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** How many events are counted; the organization's is the only partition. */
    private long counted() {
        return switch (aggregator.view().freshness(PairEvents.ORGANIZATION)) {
            case Reading.Answered<Freshness>(var freshness, var same) -> freshness.offset();
            case Reading.Unavailable<Freshness> unavailable -> 0;
        };
    }

    /** Reads the list once; questions of their own share no list with the ones before. */
    private double list() {
        UsageQueries queries = new UsageQueries(aggregator.view(), InstantSource.system());
        long started = System.nanoTime();
        UsageOutcome<ListAnswer> list = queries.list(ADMIN, LIST);
        if (!(list instanceof UsageOutcome.Answer<ListAnswer>)) {
            throw new IllegalStateException("a list was expected: " + list);
        }
        return (System.nanoTime() - started) / NANOS_PER_MILLI;
    }

    @Override
    public void close() {
        events.close();
        aggregator.close();
        broker.close();
    }
}
