package dev.tallystream.standalone.demo;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.ErasedRows;
import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.KnownEvent;
import dev.tallystream.aggregator.view.LaterCuts;
import dev.tallystream.aggregator.view.NamedMember;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.PeriodTally;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.aggregator.view.ViewState;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.ingest.EventNotStored;
import dev.tallystream.ingest.EventPublisher;
import dev.tallystream.query.balance.AllocationsWriter;
import dev.tallystream.query.directory.DirectoryWriter;
import dev.tallystream.query.settings.SettingsWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** Plays broker, topology and view in memory, on one partition: counts every identity once and fails as it is told. */
final class PlayedTallystream implements EventPublisher, UsageView, DirectoryWriter, SettingsWriter, AllocationsWriter {
    private final Map<OrganizationId, OrganizationSettings> settings = new HashMap<>();
    private final Map<OrganizationId, BillingTerms> terms = new HashMap<>();
    private final Map<DirectoryKey, DirectoryEntry> directory = new HashMap<>();
    private final Map<OrganizationId, Map<EventIdentity, Credits>> counted = new HashMap<>();
    private final Map<OrganizationId, BackfillTally> tallies = new HashMap<>();
    private final List<Event> published = new ArrayList<>();
    private LongPredicate notStored = attempt -> false;
    private boolean ready = true;
    private boolean counting = true;
    private long attempts;
    private long offset;

    /** The publications that fail, by their number from 1. */
    synchronized void doNotStore(LongPredicate these) {
        notStored = these;
    }

    synchronized void becomeUnavailable() {
        ready = false;
    }

    synchronized void standStill() {
        counting = false;
    }

    synchronized List<Event> published() {
        return List.copyOf(published);
    }

    synchronized Map<DirectoryKey, DirectoryEntry> directory() {
        return Map.copyOf(directory);
    }

    synchronized Map<OrganizationId, OrganizationSettings> settings() {
        return Map.copyOf(settings);
    }

    synchronized Map<OrganizationId, BillingTerms> terms() {
        return Map.copyOf(terms);
    }

    synchronized Credits credits(OrganizationId organization) {
        return counted.getOrDefault(organization, Map.of()).values().stream().reduce(Credits.ZERO, Credits::plus);
    }

    synchronized long events(OrganizationId organization) {
        return counted.getOrDefault(organization, Map.of()).size();
    }

    @Override
    public synchronized CompletionStage<Position> publish(OrganizationId organization, byte[] bytes) {
        attempts++;
        if (notStored.test(attempts)) {
            return CompletableFuture.failedFuture(new EventNotStored("the test says so"));
        }
        if (!(EventCodec.decode(bytes) instanceof Decoded.Accepted(Event event))) {
            throw new AssertionError("the demo publishes only what the decoder accepts");
        }
        if (!settings.containsKey(organization)) {
            throw new AssertionError("the calendar must be known before the first event");
        }
        published.add(event);
        count(event);
        offset++;
        return CompletableFuture.completedFuture(new Position(0, offset));
    }

    private void count(Event event) {
        BackfillTally before = tallies.getOrDefault(event.organization(), new BackfillTally(0, 0, 0, false));
        switch (event) {
            case Event.BackfillClosed _ ->
                tallies.put(
                        event.organization(),
                        new BackfillTally(before.counted(), before.duplicate(), before.rejected(), true));
            case Event.CreditsReversed _, Event.CreditsAdjusted _ ->
                throw new AssertionError("the demo corrects nothing");
            case Event.CreditsConsumed consumed -> {
                boolean isNew = counted.computeIfAbsent(event.organization(), _ -> new HashMap<>())
                                .put(event.identity(), consumed.usage().credits())
                        == null;
                if (event.backfill() != null) {
                    tallies.put(
                            event.organization(),
                            new BackfillTally(
                                    before.counted() + (isNew ? 1 : 0),
                                    before.duplicate() + (isNew ? 0 : 1),
                                    before.rejected(),
                                    before.closed()));
                }
            }
        }
    }

    @Override
    public synchronized CompletableFuture<Void> write(DirectoryKey key, DirectoryEntry entry) {
        directory.put(key, entry);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> write(OrganizationId organization, OrganizationSettings decided) {
        settings.put(organization, decided);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> write(OrganizationId organization, BillingTerms agreed) {
        if (terms.put(organization, agreed) != null) {
            throw new AssertionError("what stands already is left alone");
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized <T> Reading<T> readRows(OrganizationId organization, Function<UsageCut, OpenedRows<T>> query) {
        if (!ready) {
            return new Reading.Unavailable<>(Reading.Reason.RESTORING);
        }
        Freshness freshness = new Freshness(Instant.EPOCH, Duration.ZERO, 0, counting ? offset : 0);
        LaterCuts later = new LaterCuts() {
            @Override
            public <R> R cut(Function<UsageCut, R> question) {
                throw new UnsupportedOperationException("the demo does not ask");
            }
        };
        return new Reading.Answered<>(query.apply(new Cut(organization)).read(later), freshness);
    }

    @Override
    public Reading<Freshness> freshness(OrganizationId organization) {
        throw new UnsupportedOperationException("the demo does not ask");
    }

    @Override
    public List<OrganizationId> organizations() {
        throw new UnsupportedOperationException("the demo does not ask");
    }

    @Override
    public ViewState state() {
        throw new UnsupportedOperationException("the demo does not ask");
    }

    private final class Cut implements UsageCut {
        private final OrganizationId organization;

        Cut(OrganizationId organization) {
            this.organization = organization;
        }

        @Override
        public OrganizationSettings settings() {
            return settings.getOrDefault(organization, OrganizationSettings.DEFAULT);
        }

        @Override
        public Optional<BackfillTally> backfill(BackfillId backfill) {
            return Optional.ofNullable(tallies.get(organization));
        }

        @Override
        public Optional<KnownEvent> event(EventIdentity identity, Instant now) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public BillingTerms billingTerms() {
            return terms.getOrDefault(organization, BillingTerms.NONE);
        }

        @Override
        public OrganizationCalendar calendar() {
            return new OrganizationCalendar(settings().calendars());
        }

        @Override
        public Tally total(Period period) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public SortedMap<LocalDate, Tally> history(Granularity granularity, LocalDate from, LocalDate to) {
            return new TreeMap<>(); // days are for the test on a broker
        }

        @Override
        public Breakdown breakdown(Dimension dimension, Period period) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public Iterable<PeriodTally> breakdowns(
                Dimension dimension, Granularity granularity, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public Tally part(Cell.Part member, Period period) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public Optional<Breakdown> breakdown(Dimension dimension, Cell.Part within, Period period) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public Optional<Tally> part(Cell.Part within, Cell.Part member, Period period) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public Optional<Tally> firstHours(LocalDate date, int hours) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public Optional<DirectoryEntry> directory(DirectoryKind kind, String id) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public Iterable<NamedMember> names(DirectoryKind kind) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public boolean isErased(ErasedUser user) {
            return false;
        }

        @Override
        public Optional<ErasedRows> erasedRows(ErasedUser user) {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public int erasedUsers() {
            throw new UnsupportedOperationException("the demo does not ask");
        }

        @Override
        public boolean keeps(Granularity granularity, LocalDate periodStart) {
            throw new UnsupportedOperationException("the demo does not ask");
        }
    }
}
