package dev.tallystream.query.usage;

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
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
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
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A usage view over a plain list of uses, recounted at every question: slow, obviously right, and written without any
 * of the code that it stands in for but the calendar. Thread-safe.
 */
public final class InMemoryUsageView implements UsageView {
    private record Use(
            Instant time,
            String feature,
            @Nullable String team,
            @Nullable String user,
            Credits credits) {}

    private record DirectoryId(DirectoryKind kind, String id) {}

    private static final class Books {
        final List<Use> uses = new ArrayList<>();
        final Map<DirectoryId, DirectoryEntry> directory = new HashMap<>();
        final Map<BackfillId, BackfillTally> backfills = new HashMap<>();
        final Map<ErasedUser, ErasedRows> erased = new HashMap<>();
        final Set<ErasedUser> erasing = new HashSet<>();
        final Map<EventIdentity, KnownEvent> events = new HashMap<>();
        OrganizationSettings settings = OrganizationSettings.DEFAULT;
        BillingTerms terms = BillingTerms.NONE;

        final Map<Granularity, LocalDate> oldest = new EnumMap<>(Granularity.class);

        /** How often every member of a dimension was listed. */
        int listings;

        /** The uses of each member, found again after every change; without, a page of trends takes seconds. */
        private final Map<Cell.Part, List<Use>> ofMember = new HashMap<>();

        private final Map<Instant, LocalDate> dates = new HashMap<>();

        Books changed() {
            ofMember.clear();
            dates.clear();
            return this;
        }

        List<Use> of(Cell.Part part) {
            if (ofMember.isEmpty()) {
                for (Use use : uses) {
                    for (Dimension dimension : Dimension.values()) {
                        String id = memberOf(dimension, use);
                        Member member = id == null ? new Member.Unattributed() : new Member.Named(id);
                        ofMember.computeIfAbsent(new Cell.Part(dimension, member), _ -> new ArrayList<>())
                                .add(use);
                    }
                }
            }
            return ofMember.getOrDefault(part, List.of());
        }

        LocalDate dateOf(Use use) {
            return dates.computeIfAbsent(use.time, new OrganizationCalendar(settings.calendars())::dateOf);
        }
    }

    private static @Nullable String memberOf(Dimension dimension, Use use) {
        return switch (dimension) {
            case FEATURE -> use.feature;
            case TEAM -> use.team;
            case USER -> use.user;
        };
    }

    private final InstantSource clock;
    private final SortedMap<OrganizationId, Books> organizations = new TreeMap<>();
    private ViewState state = new ViewState.Live(Duration.ZERO);
    private Reading.@Nullable Reason unavailable;
    private Duration lag = Duration.ZERO;
    private int reads;
    private Runnable whileRowsAreRead = () -> {};

    /** An empty view whose answers are always fresh by that clock. */
    public InMemoryUsageView(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one use; a null team or user is unattributed. */
    public synchronized InMemoryUsageView use(
            String organization,
            String time,
            String feature,
            @Nullable String team,
            @Nullable String user,
            String credits) {
        books(organization).uses.add(new Use(Instant.parse(time), feature, team, user, Credits.parse(credits)));
        return this;
    }

    /** Names a member. */
    public synchronized InMemoryUsageView directory(
            String organization, DirectoryKind kind, String id, DirectoryEntry entry) {
        books(organization).directory.put(new DirectoryId(kind, id), entry);
        return this;
    }

    /** Decides for the organization. */
    public synchronized InMemoryUsageView settings(String organization, OrganizationSettings settings) {
        books(organization).settings = settings;
        return this;
    }

    /** What the organization decided. */
    public synchronized OrganizationSettings settings(String organization) {
        return books(organization).settings;
    }

    /** Agrees with the organization. */
    public synchronized InMemoryUsageView billingTerms(String organization, BillingTerms terms) {
        books(organization).terms = terms;
        return this;
    }

    /** What is agreed with the organization. */
    public synchronized BillingTerms billingTerms(String organization) {
        return books(organization).terms;
    }

    /** What became of a backfill. */
    public synchronized InMemoryUsageView backfill(String organization, String backfill, BackfillTally tally) {
        books(organization).backfills.put(new BackfillId(backfill), tally);
        return this;
    }

    /** What became of an event. */
    public synchronized InMemoryUsageView event(String organization, EventIdentity identity, KnownEvent known) {
        books(organization).events.put(identity, known);
        return this;
    }

    /** Erases the user: what they used is unattributed, and they have no name. */
    public synchronized InMemoryUsageView erase(ErasedUser erased, String user) {
        Books books = books(erased.organization().value());
        long uses = books.uses.stream().filter(use -> user.equals(use.user)).count();
        books.uses.replaceAll(
                use -> user.equals(use.user) ? new Use(use.time, use.feature, use.team, null, use.credits) : use);
        books.directory.remove(new DirectoryId(DirectoryKind.USER, user));
        books.erased.putIfAbsent(erased, new ErasedRows(uses, 2 * uses, 0));
        return this;
    }

    /** The user is erased, and rows still name them. */
    public synchronized InMemoryUsageView erasing(ErasedUser erasing) {
        books(erasing.organization().value()).erasing.add(erasing);
        return this;
    }

    /** Takes the name away. */
    public synchronized InMemoryUsageView unname(String organization, DirectoryKind kind, String id) {
        books(organization).directory.remove(new DirectoryId(kind, id));
        return this;
    }

    /** From now on days before that one are no longer kept. */
    public synchronized void keepDaysFrom(String organization, LocalDate day) {
        keepFrom(organization, Granularity.DAY, day);
    }

    /** From now on periods of that length that start before that date are no longer kept. */
    public synchronized void keepFrom(String organization, Granularity granularity, LocalDate start) {
        books(organization).oldest.put(granularity, start);
    }

    /** From now on answers are complete up to so long ago. */
    public synchronized void lag(Duration newLag) {
        lag = newLag;
    }

    /** From now on nothing is answered for that reason; null: everything is. */
    public synchronized void unavailable(Reading.@Nullable Reason reason) {
        unavailable = reason;
    }

    /** From now on the node is in that state. */
    public synchronized void state(ViewState newState) {
        state = newState;
    }

    /** How often every member of one of the organization's dimensions was listed. */
    public synchronized int listings(String organization) {
        return books(organization).listings;
    }

    /** How many cuts were asked for. */
    public synchronized int reads() {
        return reads;
    }

    @Override
    public <T> Reading<T> readRows(OrganizationId organization, Function<UsageCut, OpenedRows<T>> query) {
        record Opened<T>(OpenedRows<T> rows, Freshness freshness) {}
        Opened<T> opened;
        Runnable meanwhile;
        synchronized (this) {
            reads++;
            if (unavailable != null) {
                return new Reading.Unavailable<>(unavailable);
            }
            Books books = organizations.getOrDefault(organization, new Books());
            Freshness freshness = new Freshness(clock.instant().minus(lag), lag, 3, books.uses.size());
            opened = new Opened<>(cut(organization, query), freshness);
            meanwhile = whileRowsAreRead;
        }
        meanwhile.run();
        LaterCuts later = new LaterCuts() {
            @Override
            public <R> R cut(Function<UsageCut, R> question) {
                return InMemoryUsageView.this.cut(organization, question);
            }
        };
        return new Reading.Answered<>(opened.rows().read(later), opened.freshness());
    }

    private synchronized <R> R cut(OrganizationId organization, Function<UsageCut, R> question) {
        return GuardedCut.ask(new Cut(organizations.getOrDefault(organization, new Books())), question);
    }

    /** From now on that happens between the cut of a query and the reading of the rows that it opened. */
    public synchronized void whileRowsAreRead(Runnable happens) {
        whileRowsAreRead = happens;
    }

    @Override
    public synchronized Reading<Freshness> freshness(OrganizationId organization) {
        if (unavailable != null) {
            return new Reading.Unavailable<>(unavailable);
        }
        int counted = organizations.getOrDefault(organization, new Books()).uses.size();
        Freshness freshness = new Freshness(clock.instant().minus(lag), lag, 3, counted);
        return new Reading.Answered<>(freshness, freshness);
    }

    @Override
    public synchronized List<OrganizationId> organizations() {
        return List.copyOf(organizations.keySet());
    }

    @Override
    public synchronized ViewState state() {
        return state;
    }

    private Books books(String organization) {
        return organizations
                .computeIfAbsent(new OrganizationId(organization), id -> new Books())
                .changed();
    }

    private record Cut(Books books) implements UsageCut {
        @Override
        public OrganizationSettings settings() {
            return books.settings;
        }

        @Override
        public BillingTerms billingTerms() {
            return books.terms;
        }

        @Override
        public OrganizationCalendar calendar() {
            return new OrganizationCalendar(books.settings.calendars());
        }

        @Override
        public Tally total(Period period) {
            return sum(use -> period.contains(dateOf(use)));
        }

        @Override
        public SortedMap<LocalDate, Tally> history(Granularity granularity, LocalDate from, LocalDate to) {
            SortedMap<LocalDate, Tally> totals = new TreeMap<>();
            for (Use use : books.uses) {
                LocalDate start = calendar().startOfPeriod(granularity, dateOf(use));
                if (!start.isBefore(from) && start.isBefore(to)) {
                    totals.put(start, plus(totals.getOrDefault(start, Tally.ZERO), use));
                }
            }
            return totals;
        }

        @Override
        public Breakdown breakdown(Dimension dimension, Period period) {
            return breakdown(dimension, use -> period.contains(dateOf(use)));
        }

        @Override
        public Optional<Breakdown> breakdown(Dimension dimension, Cell.Part within, Period period) {
            if (!keeps(period)) {
                return Optional.empty();
            }
            return Optional.of(breakdown(dimension, use -> period.contains(dateOf(use)) && isOf(within, use)));
        }

        @Override
        public Iterable<PeriodTally> breakdowns(
                Dimension dimension, Granularity granularity, LocalDate from, LocalDate to) {
            List<PeriodTally> rows = new ArrayList<>();
            LocalDate end = to;
            for (Period period = calendar().periodOf(granularity, from);
                    period.start().isBefore(end);
                    period = calendar().next(period)) {
                LocalDate start = period.start();
                breakdown(dimension, period).forEach(row -> rows.add(new PeriodTally(start, row)));
            }
            return rows;
        }

        @Override
        public Tally part(Cell.Part member, Period period) {
            return sum(books.of(member), use -> period.contains(dateOf(use)));
        }

        @Override
        public Optional<Tally> part(Cell.Part within, Cell.Part member, Period period) {
            return keeps(period)
                    ? Optional.of(sum(books.of(within), use -> period.contains(dateOf(use)) && isOf(member, use)))
                    : Optional.empty();
        }

        /** Crossings have rows of days and months. */
        private boolean keeps(Period period) {
            boolean ofDays = period.granularity() == Granularity.DAY || period.granularity() == Granularity.WEEK;
            return !ofDays || keeps(Granularity.DAY, period.start());
        }

        @Override
        public Optional<Tally> firstHours(LocalDate date, int hours) {
            Instant from = calendar().startOf(date);
            Instant to = from.plus(Duration.ofHours(hours));
            return Optional.of(sum(use -> dateOf(use).equals(date) && use.time.isBefore(to)));
        }

        private Tally sum(Predicate<Use> wanted) {
            return sum(books.uses, wanted);
        }

        private static Tally sum(List<Use> uses, Predicate<Use> wanted) {
            Tally total = Tally.ZERO;
            for (Use use : uses) {
                if (wanted.test(use)) {
                    total = plus(total, use);
                }
            }
            return total;
        }

        private static boolean isOf(Cell.Part part, Use use) {
            return switch (part.member()) {
                case Member.Named(String id) -> id.equals(memberOf(part.dimension(), use));
                case Member.Unattributed() -> memberOf(part.dimension(), use) == null;
            };
        }

        private Breakdown breakdown(Dimension dimension, Predicate<Use> wanted) {
            books.listings++;
            SortedMap<String, Tally> members = new TreeMap<>();
            Tally unattributed = Tally.ZERO;
            for (Use use : books.uses) {
                if (!wanted.test(use)) {
                    continue;
                }
                String member = memberOf(dimension, use);
                if (member == null) {
                    unattributed = plus(unattributed, use);
                } else {
                    members.put(member, plus(members.getOrDefault(member, Tally.ZERO), use));
                }
            }
            List<MemberTally> rows = new ArrayList<>();
            if (!unattributed.equals(Tally.ZERO)) {
                rows.add(new MemberTally(new Member.Unattributed(), unattributed));
            }
            members.forEach((id, tally) -> rows.add(new MemberTally(new Member.Named(id), tally)));
            return rows::iterator;
        }

        @Override
        public Optional<DirectoryEntry> directory(DirectoryKind kind, String id) {
            return Optional.ofNullable(books.directory.get(new DirectoryId(kind, id)));
        }

        @Override
        public Iterable<NamedMember> names(DirectoryKind kind) {
            List<NamedMember> names = new ArrayList<>();
            books.directory.forEach((named, entry) -> {
                if (named.kind == kind) {
                    names.add(new NamedMember(named.id, entry));
                }
            });
            return names;
        }

        @Override
        public Optional<BackfillTally> backfill(BackfillId backfill) {
            return Optional.ofNullable(books.backfills.get(backfill));
        }

        @Override
        public Optional<KnownEvent> event(EventIdentity identity, Instant now) {
            return Optional.ofNullable(books.events.get(identity));
        }

        @Override
        public Optional<ErasedRows> erasedRows(ErasedUser user) {
            return Optional.ofNullable(books.erased.get(user));
        }

        @Override
        public boolean isErased(ErasedUser user) {
            return books.erased.containsKey(user) || books.erasing.contains(user);
        }

        @Override
        public int erasedUsers() {
            return books.erased.size();
        }

        @Override
        public boolean keeps(Granularity granularity, LocalDate periodStart) {
            LocalDate oldest = books.oldest.get(granularity);
            return oldest == null || !periodStart.isBefore(oldest);
        }

        private LocalDate dateOf(Use use) {
            return books.dateOf(use);
        }

        private static Tally plus(Tally tally, Use use) {
            return new Tally(tally.credits().plus(use.credits), tally.events() + 1);
        }
    }
}
