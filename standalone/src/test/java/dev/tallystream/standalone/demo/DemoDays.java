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
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.standalone.event.OutgoingEvent;
import dev.tallystream.standalone.event.UsedBy;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the tables hold of one company of a demo, recounted from its events at every question. */
final class DemoDays implements UsageView {
    private final DemoCompany company;
    private final Instant until;
    private final OrganizationCalendar calendar;
    private final SortedMap<LocalDate, List<OutgoingEvent.Usage>> days = new TreeMap<>();

    DemoDays(DemoUsage usage, DemoCompany company, Instant until) {
        this.company = company;
        this.until = until;
        this.calendar = new OrganizationCalendar(company.settings().calendars());
        for (DemoEvent event : usage) {
            if (!event.again() && event.usage().organization().equals(company.organization())) {
                LocalDate date = calendar.dateOf(event.usage().time());
                days.computeIfAbsent(date, _ -> new ArrayList<>()).add(event.usage());
            }
        }
    }

    @Override
    public <T> Reading<T> readRows(OrganizationId organization, Function<UsageCut, OpenedRows<T>> query) {
        LaterCuts later = new LaterCuts() {
            @Override
            public <R> R cut(Function<UsageCut, R> question) {
                return question.apply(new Cut());
            }
        };
        return new Reading.Answered<>(query.apply(new Cut()).read(later), new Freshness(until, Duration.ZERO, 0, 0));
    }

    @Override
    public Reading<Freshness> freshness(OrganizationId organization) {
        throw new UnsupportedOperationException("the panel does not ask");
    }

    @Override
    public List<OrganizationId> organizations() {
        return List.of(company.organization());
    }

    @Override
    public ViewState state() {
        throw new UnsupportedOperationException("the panel does not ask");
    }

    private static Member member(Dimension dimension, OutgoingEvent.Usage usage) {
        String id = switch (dimension) {
            case FEATURE -> usage.feature().value();
            case TEAM -> usage.team() == null ? null : usage.team().value();
            case USER -> usage.usedBy() instanceof UsedBy.Member(var user) ? user.value() : null;
        };
        return id == null ? new Member.Unattributed() : new Member.Named(id);
    }

    private final class Cut implements UsageCut {
        @Override
        public OrganizationSettings settings() {
            return company.settings();
        }

        @Override
        public BillingTerms billingTerms() {
            return BillingTerms.NONE;
        }

        @Override
        public Optional<KnownEvent> event(EventIdentity identity, Instant now) {
            throw new UnsupportedOperationException("days know no single events");
        }

        @Override
        public OrganizationCalendar calendar() {
            return calendar;
        }

        @Override
        public Tally total(Period period) {
            return sum(in(period));
        }

        @Override
        public SortedMap<LocalDate, Tally> history(Granularity granularity, LocalDate from, LocalDate to) {
            SortedMap<LocalDate, Tally> totals = new TreeMap<>();
            days.subMap(from, to)
                    .forEach((date, usages) ->
                            totals.merge(calendar.startOfPeriod(granularity, date), sum(usages.stream()), Tally::plus));
            return totals;
        }

        @Override
        public Breakdown breakdown(Dimension dimension, Period period) {
            return breakdown(dimension, in(period));
        }

        @Override
        public Iterable<PeriodTally> breakdowns(
                Dimension dimension, Granularity granularity, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException("the panel does not ask");
        }

        @Override
        public Tally part(Cell.Part member, Period period) {
            return sum(in(period).filter(isOf(member)));
        }

        @Override
        public Optional<Breakdown> breakdown(Dimension dimension, Cell.Part within, Period period) {
            return Optional.of(breakdown(dimension, in(period).filter(isOf(within))));
        }

        @Override
        public Optional<Tally> part(Cell.Part within, Cell.Part member, Period period) {
            return Optional.of(sum(in(period).filter(isOf(within)).filter(isOf(member))));
        }

        private Stream<OutgoingEvent.Usage> in(Period period) {
            return days.subMap(period.start(), period.end()).values().stream().flatMap(List::stream);
        }

        private Predicate<OutgoingEvent.Usage> isOf(Cell.Part part) {
            return usage -> member(part.dimension(), usage).equals(part.member());
        }

        private Tally sum(Stream<OutgoingEvent.Usage> usages) {
            return usages.map(usage -> new Tally(usage.credits(), 1)).reduce(Tally.ZERO, Tally::plus);
        }

        private Breakdown breakdown(Dimension dimension, Stream<OutgoingEvent.Usage> usages) {
            Map<Member, Tally> sums = new HashMap<>();
            usages.forEach(usage -> sums.merge(member(dimension, usage), new Tally(usage.credits(), 1), Tally::plus));
            List<MemberTally> rows = sums.entrySet().stream()
                    .map(sum -> new MemberTally(sum.getKey(), sum.getValue()))
                    .toList();
            return rows::iterator;
        }

        @Override
        public Optional<Tally> firstHours(LocalDate date, int hours) {
            return Optional.of(new Tally(Credits.ZERO, 0));
        }

        @Override
        public Optional<DirectoryEntry> directory(DirectoryKind kind, String id) {
            return Optional.ofNullable(company.directory().get(new DirectoryKey(company.organization(), kind, id)));
        }

        @Override
        public Iterable<NamedMember> names(DirectoryKind kind) {
            throw new UnsupportedOperationException("the panel does not ask");
        }

        @Override
        public Optional<BackfillTally> backfill(BackfillId backfill) {
            throw new UnsupportedOperationException("the panel does not ask");
        }

        @Override
        public boolean isErased(ErasedUser user) {
            return false;
        }

        @Override
        public Optional<ErasedRows> erasedRows(ErasedUser user) {
            throw new UnsupportedOperationException("the panel does not ask");
        }

        @Override
        public int erasedUsers() {
            return 0;
        }

        @Override
        public boolean keeps(Granularity granularity, LocalDate periodStart) {
            return true;
        }
    }
}
