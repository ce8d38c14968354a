package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.table.Agreed;
import dev.tallystream.aggregator.table.Backfills;
import dev.tallystream.aggregator.table.Calendars;
import dev.tallystream.aggregator.table.Edges;
import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.aggregator.table.Identities;
import dev.tallystream.aggregator.table.Names;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.UsageReader;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.topic.Placement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One organization's rows in the stores of its task; lives as long as the task's read lock is held. What it opens is
 * read after that, and not before: whoever walks rows under the lock holds up the counting.
 */
final class StoreUsageCut implements UsageCut {
    private final OrganizationId organization;
    private final Function<String, ReadOnlyKeyValueStore<Bytes, byte[]>> stores;
    private final OrganizationSettings settings;
    private final OrganizationCalendar calendar;
    private final OpenRanges ranges;
    private @Nullable Map<UsageTable, LocalDate> edges;
    private boolean over;

    /** What it opens is added to {@code ranges}, whose owner closes it. */
    StoreUsageCut(
            OrganizationId organization,
            Function<String, ReadOnlyKeyValueStore<Bytes, byte[]>> stores,
            OpenRanges ranges) {
        this.organization = organization;
        this.stores = stores;
        this.ranges = ranges;
        this.settings = Calendars.settings(store(Stores.SETTINGS).get(Bytes.wrap(Placement.recordKey(organization))));
        this.calendar = new OrganizationCalendar(settings.calendars());
    }

    @Override
    public OrganizationSettings settings() {
        return settings;
    }

    @Override
    public BillingTerms billingTerms() {
        byte[] bytes = store(Stores.ALLOCATIONS).get(Bytes.wrap(Placement.recordKey(organization)));
        return Agreed.terms(bytes);
    }

    @Override
    public OrganizationCalendar calendar() {
        return calendar;
    }

    @Override
    public Tally total(Period period) {
        return table(period.granularity()).total(organization, period.start());
    }

    @Override
    public SortedMap<LocalDate, Tally> history(Granularity granularity, LocalDate from, LocalDate to) {
        return table(granularity).totals(organization, from, to);
    }

    @Override
    public Breakdown breakdown(Dimension dimension, Period period) {
        return opened(ranges.add(table(period.granularity()).breakdown(organization, dimension, period.start())))
                ::iterator;
    }

    @Override
    public Iterable<PeriodTally> breakdowns(
            Dimension dimension, Granularity granularity, LocalDate from, LocalDate to) {
        return opened(ranges.add(table(granularity).breakdowns(organization, dimension, from, to)));
    }

    @Override
    public Tally part(Cell.Part member, Period period) {
        return table(period.granularity()).part(organization, member, period.start());
    }

    @Override
    public Optional<Breakdown> breakdown(Dimension dimension, Cell.Part within, Period period) {
        return new CrossedBreakdown(organization, dimension, within)
                .of(period, this::table, edges(), ranges)
                .map(rows -> opened(rows)::iterator);
    }

    @Override
    public Optional<Tally> part(Cell.Part within, Cell.Part member, Period period) {
        return new CrossedBreakdown(organization, member.dimension(), within)
                .of(member.member(), period, this::table, edges());
    }

    @Override
    public Optional<Tally> firstHours(LocalDate date, int hours) {
        LocalDate edge = edges().get(UsageTable.HOURLY);
        if (edge != null && date.isBefore(edge)) {
            return Optional.empty();
        }
        UsageReader hourly = new UsageReader(store(UsageTable.HOURLY.storeName()));
        Tally total = Tally.ZERO;
        for (int hour = 0; hour < hours; hour++) {
            total = total.plus(hourly.hour(organization, date, hour));
        }
        return Optional.of(total);
    }

    @Override
    public Optional<DirectoryEntry> directory(DirectoryKind kind, String id) {
        byte[] key = new DirectoryKey(organization, kind, id).toBytes();
        return Optional.ofNullable(store(Stores.DIRECTORY).get(Bytes.wrap(key))).flatMap(DirectoryCodec::decode);
    }

    @Override
    public Iterable<NamedMember> names(DirectoryKind kind) {
        return opened(ranges.add(Names.open(store(Stores.DIRECTORY), organization, kind)));
    }

    @Override
    public Optional<KnownEvent> event(EventIdentity identity, Instant now) {
        return Identities.find(store(Stores.IDENTITIES)::get, organization, identity, now)
                .map(known -> new KnownEvent(
                        switch (known.state()) {
                            case COUNTED -> KnownEvent.State.COUNTED;
                            case REVERSED -> KnownEvent.State.REVERSED;
                            case AWAITED -> KnownEvent.State.AWAITED;
                            case ADJUSTMENT -> KnownEvent.State.ADJUSTMENT;
                        },
                        known.content(),
                        known.time(),
                        known.arrival().partition(),
                        known.arrival().offset(),
                        known.arrival().appended()));
    }

    @Override
    public Optional<BackfillTally> backfill(BackfillId backfill) {
        return Backfills.find(store(Stores.BACKFILLS)::get, organization, backfill);
    }

    @Override
    public Optional<ErasedRows> erasedRows(ErasedUser user) {
        return Optional.ofNullable(store(Stores.ERASED_USERS).get(Bytes.wrap(user.toBytes())))
                .filter(ErasedUsers::isDone)
                .map(ErasedUsers::rows);
    }

    @Override
    public boolean isErased(ErasedUser user) {
        return store(Stores.ERASED_USERS).get(Bytes.wrap(user.toBytes())) != null;
    }

    @Override
    public int erasedUsers() {
        int users = 0;
        try (KeyValueIterator<Bytes, byte[]> rows = store(Stores.ERASED_USERS)
                .range(ErasedUsers.firstOf(organization), ErasedUsers.afterLastOf(organization))) {
            while (rows.hasNext()) {
                users += ErasedUsers.isDone(rows.next().value) ? 1 : 0;
            }
        }
        return users;
    }

    @Override
    public boolean keeps(Granularity granularity, LocalDate periodStart) {
        LocalDate edge = edges().get(UsageTable.of(granularity));
        return edge == null || !periodStart.isBefore(edge);
    }

    /** Read once: under the task's read lock they stand still, and a page of a list asks for them thousands of times. */
    private Map<UsageTable, LocalDate> edges() {
        if (edges == null) {
            edges = Edges.in(store(Stores.LEDGER)::get);
        }
        return edges;
    }

    private UsageReader table(Granularity granularity) {
        return new UsageReader(store(UsageTable.of(granularity).storeName()));
    }

    /** The query has returned, and the read lock is let go. */
    void end() {
        over = true;
    }

    private <T> Iterable<T> opened(Iterable<T> rows) {
        return () -> {
            if (!over) {
                throw new IllegalStateException("opened rows must be read when their cut is over");
            }
            return rows.iterator();
        };
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name) {
        if (over) {
            throw new IllegalStateException("a cut must be asked within its query");
        }
        return stores.apply(name);
    }
}
