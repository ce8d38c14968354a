package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.QueryAnswer.QueryRow;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Usage of a range, of one cut; its rows are read when the cut is over. */
final class RangeQuery {
    private final UsageCut cut;
    private final OrganizationCalendar calendar;
    private final OrganizationSettings settings;
    private final QueryRequest request;

    /** A period's rows, and the one that stands alone where nothing is gone through. */
    private record Opened(Period period, Iterable<MemberTally> members) {}

    RangeQuery(UsageCut cut, QueryRequest request) {
        this.cut = cut;
        this.calendar = cut.calendar();
        this.settings = cut.settings();
        this.request = request;
    }

    OpenedRows<UsageOutcome<Unstamped<QueryAnswer>>> answer() {
        UsageOutcome<List<Opened>> opened = open();
        return later -> opened.flatMap(this::rows);
    }

    private UsageOutcome<List<Opened>> open() {
        if (request.listed() != null && Dimensions.isHidden(request.listed(), cut)) {
            return new UsageOutcome.UsersHidden<>();
        }
        Granularity granularity = request.granularity();
        LocalDate from = request.from().dateIn(calendar);
        LocalDate to = request.to().dateIn(calendar);
        Period first = calendar.periodOf(granularity, from);
        boolean endsOnEdge = request.to().isAligned(granularity, calendar);
        LocalDate end = endsOnEdge ? to : calendar.periodOf(granularity, to).end();
        if (!from.isBefore(end)) {
            return new UsageOutcome.NoSuchRange<>("to", "must be later than from");
        }
        if (!endsOnEdge || !request.from().isAligned(granularity, calendar)) {
            return new UsageOutcome.NotAligned<>(
                    PeriodAnswer.start(first.start(), calendar), PeriodAnswer.start(end, calendar));
        }
        List<Period> periods = PeriodRun.between(calendar, first, end, QueryRequest.MAX_PERIODS + 1);
        if (periods.size() > QueryRequest.MAX_PERIODS) {
            return new UsageOutcome.NoSuchRange<>(
                    "to", "must be at most %d periods later than from", QueryRequest.MAX_PERIODS);
        }
        if (request.within() != null && summed(from, end) > QueryRequest.MAX_SUMMED) {
            return new UsageOutcome.NoSuchRange<>(
                    "to",
                    "must be at most %d days, or months, later than from with these filters",
                    QueryRequest.MAX_SUMMED);
        }
        return cut.keeps(granularity, from) ? open(periods) : new UsageOutcome.NotKept<>();
    }

    private long summed(LocalDate from, LocalDate end) {
        return switch (request.granularity()) {
            case DAY, WEEK -> ChronoUnit.DAYS.between(from, end);
            case MONTH, QUARTER -> ChronoUnit.MONTHS.between(from, end);
        };
    }

    private UsageOutcome<List<Opened>> open(List<Period> periods) {
        List<Opened> opened = new ArrayList<>(periods.size());
        for (Period period : periods) {
            Optional<? extends Iterable<MemberTally>> members = members(period);
            if (members.isEmpty()) {
                return new UsageOutcome.NotKept<>();
            }
            opened.add(new Opened(period, members.get()));
        }
        return new UsageOutcome.Answer<>(opened, settings);
    }

    private UsageOutcome<Unstamped<QueryAnswer>> rows(List<Opened> periods) {
        List<QueryRow> rows = new ArrayList<>();
        Tally sum = Tally.ZERO;
        for (Opened opened : periods) {
            for (MemberTally member : opened.members()) {
                if (rows.size() == QueryRequest.MAX_ROWS) {
                    return new UsageOutcome.NoSuchRange<>(
                            "to", "must be nearer to from: the answer has more than %d rows", QueryRequest.MAX_ROWS);
                }
                sum = sum.plus(member.tally());
                rows.add(row(opened.period(), member));
            }
        }
        return new UsageOutcome.Answer<>(unstamped(periods, rows, sum), settings);
    }

    private Unstamped<QueryAnswer> unstamped(List<Opened> periods, List<QueryRow> rows, Tally sum) {
        String from = PeriodAnswer.start(periods.getFirst().period().start(), calendar);
        String to = PeriodAnswer.start(periods.getLast().period().end(), calendar);
        return freshness -> new QueryAnswer(
                request.organization().value(),
                request.granularity().wireName(),
                from,
                to,
                rows,
                sum.credits().toDecimal(),
                sum.events(),
                freshness);
    }

    /** Opens the period's rows; empty where they can no longer be summed. */
    private Optional<? extends Iterable<MemberTally>> members(Period period) {
        Dimension listed = request.listed();
        if (listed == null) {
            return Optional.of(List.of(new MemberTally(new Member.Unattributed(), cut.total(period))));
        }
        Within within = request.within();
        if (request.only() != null) {
            // Read alone, without going through every other member.
            Member only = new Member.Named(request.only());
            Cell.Part cell = new Cell.Part(listed, only);
            Optional<Tally> own =
                    within == null ? Optional.of(cut.part(cell, period)) : cut.part(within.toPart(), cell, period);
            return own.map(tally -> wanted(only, tally));
        }
        return within == null
                ? Optional.of(cut.breakdown(listed, period))
                : cut.breakdown(listed, within.toPart(), period);
    }

    /** What comes to nothing has no row in a group, and is a 0 by itself. */
    private List<MemberTally> wanted(Member only, Tally own) {
        return own.equals(Tally.ZERO) && request.grouped() ? List.of() : List.of(new MemberTally(only, own));
    }

    private QueryRow row(Period period, MemberTally member) {
        return new QueryRow(
                period.id(),
                PeriodAnswer.start(period.start(), calendar),
                PeriodAnswer.start(period.end(), calendar),
                member.tally().credits().toDecimal(),
                member.tally().events(),
                groupBy(member.member()));
    }

    private @Nullable Map<String, @Nullable String> groupBy(Member member) {
        if (!request.grouped() || request.listed() == null) {
            return null;
        }
        String name = Within.parameter(request.listed());
        return switch (member) {
            case Member.Named(String id) -> Map.of(name, id);
            case Member.Unattributed() -> Collections.singletonMap(name, null);
        };
    }
}
