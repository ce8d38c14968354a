package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.PeriodTally;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.QueryAnswer.QueryRow;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Usage of a range, of one cut; its rows are read when the cut is over. */
final class RangeQuery {
    private final UsageCut cut;
    private final OrganizationCalendar calendar;
    private final OrganizationSettings settings;
    private final QueryRequest request;

    /** A row and the period that it is of. */
    private record Row(Period period, MemberTally member) {}

    /** The rows of the periods one after the other, not yet read. */
    private record Opened(List<Period> periods, List<Iterable<Row>> rows) {}

    RangeQuery(UsageCut cut, QueryRequest request) {
        this.cut = cut;
        this.calendar = cut.calendar();
        this.settings = cut.settings();
        this.request = request;
    }

    OpenedRows<UsageOutcome<Unstamped<QueryAnswer>>> answer() {
        UsageOutcome<Opened> opened = open();
        return later -> opened.flatMap(this::rows);
    }

    private UsageOutcome<Opened> open() {
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

    private UsageOutcome<Opened> open(List<Period> periods) {
        if (request.listed() != null && request.within() == null && request.only() == null) {
            return new UsageOutcome.Answer<>(
                    new Opened(periods, List.of(ofPeriods(periods, request.listed()))), settings);
        }
        List<Iterable<Row>> opened = new ArrayList<>(periods.size());
        for (Period period : periods) {
            Optional<? extends Iterable<MemberTally>> members = members(period);
            if (members.isEmpty()) {
                return new UsageOutcome.NotKept<>();
            }
            opened.add(rows(members.get(), member -> Stream.of(new Row(period, member))));
        }
        return new UsageOutcome.Answer<>(new Opened(periods, opened), settings);
    }

    private Iterable<Row> ofPeriods(List<Period> periods, Dimension listed) {
        Map<LocalDate, Period> starts = new HashMap<>();
        periods.forEach(period -> starts.put(period.start(), period));
        Iterable<PeriodTally> opened = cut.breakdowns(
                listed,
                request.granularity(),
                periods.getFirst().start(),
                periods.getLast().end());
        return rows(
                opened,
                tally ->
                        Stream.ofNullable(starts.get(tally.periodStart())).map(period -> new Row(period, tally.row())));
    }

    private static <T> Iterable<Row> rows(Iterable<T> opened, Function<T, Stream<Row>> row) {
        return () ->
                StreamSupport.stream(opened.spliterator(), false).flatMap(row).iterator();
    }

    private UsageOutcome<Unstamped<QueryAnswer>> rows(Opened opened) {
        List<QueryRow> rows = new ArrayList<>();
        Tally sum = Tally.ZERO;
        for (Iterable<Row> range : opened.rows()) {
            for (Row row : range) {
                if (rows.size() == QueryRequest.MAX_ROWS) {
                    return new UsageOutcome.NoSuchRange<>(
                            "to", "must be nearer to from: the answer has more than %d rows", QueryRequest.MAX_ROWS);
                }
                sum = sum.plus(row.member().tally());
                rows.add(row(row.period(), row.member()));
            }
        }
        return new UsageOutcome.Answer<>(unstamped(opened.periods(), rows, sum), settings);
    }

    private Unstamped<QueryAnswer> unstamped(List<Period> periods, List<QueryRow> rows, Tally sum) {
        String from = PeriodAnswer.start(periods.getFirst().start(), calendar);
        String to = PeriodAnswer.start(periods.getLast().end(), calendar);
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
