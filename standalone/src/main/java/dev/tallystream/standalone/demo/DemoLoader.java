package dev.tallystream.standalone.demo;

import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.ingest.EventPublisher;
import dev.tallystream.query.balance.AllocationsWriter;
import dev.tallystream.query.directory.DirectoryWriter;
import dev.tallystream.query.settings.SettingsWriter;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Progress;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.event.OutgoingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Brings a plan's data into a running Tallystream, once: calendars and names first, then the events, each of which
 * counts once however often the load is started again, until every organization's backfill is closed.
 */
public final class DemoLoader {
    /** A week less than the live window, so that a load that broke off can be completed within a week. */
    private static final Duration LIVE = Duration.ofDays(28);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MILLIS_PER_SECOND = 1_000;

    private final UsageView view;
    private final EventPublisher publisher;
    private final DirectoryWriter directory;
    private final SettingsWriter settings;
    private final AllocationsWriter allocations;
    private final Terminal terminal;
    private final Patience patience;

    /** Reads what is there from the view, writes through the other four, and tells the terminal. */
    public DemoLoader(
            UsageView view,
            EventPublisher publisher,
            DirectoryWriter directory,
            SettingsWriter settings,
            AllocationsWriter allocations,
            Terminal terminal) {
        this(view, publisher, directory, settings, allocations, terminal, Patience.ofOneMinute(terminal.clock()));
    }

    DemoLoader(
            UsageView view,
            EventPublisher publisher,
            DirectoryWriter directory,
            SettingsWriter settings,
            AllocationsWriter allocations,
            Terminal terminal,
            Patience patience) {
        this.view = view;
        this.publisher = publisher;
        this.directory = directory;
        this.settings = settings;
        this.allocations = allocations;
        this.terminal = terminal;
        this.patience = patience;
    }

    /**
     * Returns when every event is counted, or at once where they all were before.
     *
     * @throws CommandFailure where a part stays away, or the process is being stopped; starting again is safe
     */
    public void load(DemoPlan plan) {
        Instant now = terminal.clock().instant();
        Instant liveFrom = (now.isAfter(plan.until()) ? now : plan.until()).minus(LIVE);
        DemoUsage usage = new DemoUsage(plan, liveFrom);
        awaitTables(usage);
        if (isLoaded(plan, usage)) {
            allocate(usage);
            terminal.line("The demo data is there already; new events go on from now.");
            return;
        }
        terminal.line(String.format(Locale.ROOT, "Loading about %,d events of %s.", plan.events(), usage.names()));
        describe(usage);
        Sent sent = publish(plan, usage);
        awaitCounted(plan, sent);
        allocate(usage);
        long millis =
                Math.max(1, Duration.between(now, terminal.clock().instant()).toMillis());
        terminal.line(String.format(
                Locale.ROOT,
                "Loaded %,d events, %,d of them sent twice and counted once, in %.1f s (%,d events/s).",
                sent.events(),
                sent.again(),
                (double) millis / MILLIS_PER_SECOND,
                sent.events() * MILLIS_PER_SECOND / millis));
    }

    private void awaitTables(DemoUsage usage) {
        if (!patience.until(() -> readAll(usage, cut -> true).isPresent())) {
            throw new CommandFailure("The tables are not ready; starting again is safe.");
        }
    }

    private boolean isLoaded(DemoPlan plan, DemoUsage usage) {
        return readAll(usage, cut -> tally(plan, cut).closed())
                .map(closed -> closed.stream().allMatch(Boolean::booleanValue))
                .orElse(false);
    }

    /** Calendars and names; returns when the tables know the calendars, because these decide every event's periods. */
    private void describe(DemoUsage usage) {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (DemoCompany company : usage.companies()) {
            writes.add(settings.write(company.organization(), company.settings()));
            company.directory().forEach((key, entry) -> writes.add(directory.write(key, entry)));
        }
        try {
            CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
        } catch (CompletionException e) {
            throw new CommandFailure("The broker does not store the demo's names; starting again is safe.", e);
        }
        boolean known = patience.until(() -> usage.companies().stream()
                .allMatch(company -> read(company.organization(), UsageCut::settings)
                        // An admin of the demo may have decided otherwise since.
                        .filter(answer ->
                                answer.value().version() >= company.settings().version())
                        .isPresent()));
        if (!known) {
            throw new CommandFailure("The tables do not follow the demo's settings; starting again is safe.");
        }
    }

    /** Behind the events, by which it is decided; also of data that an earlier release loaded. */
    private void allocate(DemoUsage usage) {
        new DemoAllocations(view, allocations, terminal.clock(), patience)
                .allocateTo(usage.companies().stream()
                        .map(DemoCompany::organization)
                        .toList());
    }

    /**
     * What was published.
     *
     * @param history events that the backfills' tallies will show
     * @param tallied what the tallies showed before
     * @param ends where each organization's events end
     */
    private record Sent(long events, long again, long history, long tallied, Map<OrganizationId, Position> ends) {}

    private Sent publish(DemoPlan plan, DemoUsage usage) {
        long tallied = tallied(
                plan, usage.companies().stream().map(DemoCompany::organization).toList());
        long events = 0;
        long again = 0;
        long history = 0;
        Publication publication = new Publication(publisher, patience);
        try (Progress progress = terminal.progress("events stored", plan.events())) {
            for (DemoEvent event : usage) {
                publication.publish(event.usage());
                progress.advance(1);
                events++;
                again += event.again() ? 1 : 0;
                history += event.usage().backfill() == null ? 0 : 1;
            }
            publication.settle();
        }
        // Behind all events of its organization, so that a closed backfill means that everything was counted.
        for (DemoCompany company : usage.companies()) {
            publication.publish(new OutgoingEvent.BackfillClosed(
                    company.organization(), new EventIdentity("/demo/" + plan.seed(), "closed"), plan.backfill()));
        }
        return new Sent(events, again, history, tallied, publication.settle());
    }

    private void awaitCounted(DemoPlan plan, Sent sent) {
        try (Progress progress = terminal.progress("events counted", sent.history())) {
            long seen = 0;
            Instant lastGrowth = terminal.clock().instant();
            while (!isCounted(sent)) {
                long counted = tallied(plan, sent.ends().keySet()) - sent.tallied();
                if (counted > seen) {
                    progress.advance(counted - seen);
                    seen = counted;
                    lastGrowth = terminal.clock().instant();
                } else if (Duration.between(lastGrowth, terminal.clock().instant())
                                .compareTo(patience.limit())
                        > 0) {
                    throw new CommandFailure("The demo's events are stored, but counting them stands still.");
                }
                patience.pauseFor(POLL);
            }
        }
    }

    private boolean isCounted(Sent sent) {
        return sent.ends().entrySet().stream()
                .allMatch(end -> read(end.getKey(), cut -> true)
                        .map(Reading.Answered::freshness)
                        .filter(freshness -> hasReached(freshness, end.getValue()))
                        .isPresent());
    }

    private static boolean hasReached(Freshness freshness, Position end) {
        return freshness.partition() == end.partition() && freshness.offset() >= end.offset();
    }

    private long tallied(DemoPlan plan, Iterable<OrganizationId> organizations) {
        long sum = 0;
        for (OrganizationId organization : organizations) {
            sum += read(organization, cut -> tally(plan, cut))
                    .map(Reading.Answered::value)
                    .map(tally -> tally.counted() + tally.duplicate() + tally.rejected())
                    .orElse(0L);
        }
        return sum;
    }

    private static BackfillTally tally(DemoPlan plan, UsageCut cut) {
        return cut.backfill(plan.backfill()).orElse(new BackfillTally(0, 0, 0, false));
    }

    /** The query's result for every company, or empty while any has no answer. */
    private <T> Optional<List<T>> readAll(DemoUsage usage, Function<UsageCut, T> query) {
        List<T> answers = new ArrayList<>();
        for (DemoCompany company : usage.companies()) {
            Optional<Reading.Answered<T>> answer = read(company.organization(), query);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            answers.add(answer.get().value());
        }
        return Optional.of(answers);
    }

    private <T> Optional<Reading.Answered<T>> read(OrganizationId organization, Function<UsageCut, T> query) {
        return switch (view.read(organization, query)) {
            case Reading.Answered<T> answered -> Optional.of(answered);
            case Reading.Unavailable<T> unavailable -> Optional.empty();
        };
    }
}
