package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.query.usage.ListAnswer.ComparedAnswer;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.PanelAnswer.Section;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one feature, team or user used, of one cut; its rankings are read when the cut is over. */
final class MemberQuery {
    /** Quarters that are looked through for an id that the directory does not know: ten years. */
    private static final int REMEMBERED_QUARTERS = 40;

    private final UsageCut cut;
    private final MemberRequest request;
    private final Period period;
    private final LocalDate today;
    private final Within within;
    private final DirectoryKind kind;

    MemberQuery(UsageCut cut, MemberRequest request, Period period, LocalDate today) {
        this.cut = cut;
        this.request = request;
        this.period = period;
        this.today = today;
        this.within = new Within(request.dimension(), request.id());
        this.kind = Dimensions.kind(request.dimension());
    }

    UsageOutcome<OpenedRows<Unstamped<MemberAnswer>>> answer() {
        if (Dimensions.isHidden(request.dimension(), cut)) {
            return new UsageOutcome.UsersHidden<>();
        }
        if (!cut.keeps(period.granularity(), period.start())) {
            return new UsageOutcome.NotKept<>();
        }
        Optional<DirectoryEntry> entry = cut.directory(kind, request.id());
        MemberTrends trends = new MemberTrends(cut, request.dimension(), null, period, today);
        Tally own = cut.part(within.toPart(), period);
        RankedMember row = new RankedMember(0, request.id(), own);
        List<Tally> history = trends.of(row);
        boolean used = history.stream().anyMatch(tally -> !tally.equals(Tally.ZERO));
        if (entry.isEmpty() && !used && !hasEverUsed()) {
            return new UsageOutcome.NoSuchMember<>();
        }
        Credits whole = cut.total(period).credits();
        RankedRow member = RankedRow.from(row, entry, new Shares(whole), trends);
        PeriodAnswer asked = PeriodAnswer.of(period, cut.calendar(), today);
        ComparedAnswer compared = trends.compared();
        List<HistoryPoint> points = points(trends.periods(), history);
        OpenedSections opened = sections(own);
        boolean keepsPrevious =
                cut.keeps(period.granularity(), cut.calendar().previous(period).start());
        boolean notKept = !own.equals(Tally.ZERO) && opened.isEmpty();
        return new UsageOutcome.Answer<>(
                later -> {
                    Map<Dimension, Section> sections = opened.read(later);
                    return freshness -> new MemberAnswer(
                            kind.path(),
                            asked,
                            member,
                            whole,
                            compared,
                            points,
                            sections,
                            notKept,
                            keepsPrevious,
                            freshness);
                },
                cut.settings());
    }

    private boolean hasEverUsed() {
        OrganizationCalendar calendar = cut.calendar();
        Period running = calendar.periodOf(Granularity.QUARTER, today);
        return PeriodRun.endingWith(calendar, running, REMEMBERED_QUARTERS).stream()
                .anyMatch(quarter -> !cut.part(within.toPart(), quarter).equals(Tally.ZERO));
    }

    private List<HistoryPoint> points(List<Period> kept, List<Tally> tallies) {
        int shown = HistoryRequest.defaultPeriods(period.granularity());
        List<HistoryPoint> points = new ArrayList<>(shown);
        for (Period bar : PeriodRun.endingWith(cut.calendar(), period, shown)) {
            int at = kept.indexOf(bar);
            points.add(new HistoryPoint(
                    bar.id(),
                    PeriodAnswer.start(bar.start(), cut.calendar()),
                    PeriodAnswer.start(bar.end(), cut.calendar()),
                    at < 0 ? null : tallies.get(at).credits().toDecimal(),
                    PeriodAnswer.isComplete(bar, today),
                    null));
        }
        return points;
    }

    private OpenedSections sections(Tally own) {
        OpenedSections sections = new OpenedSections(own.credits());
        if (own.equals(Tally.ZERO)) {
            return sections;
        }
        for (Dimension listed : Dimension.values()) {
            if (!Within.offered(listed).contains(request.dimension()) || Dimensions.isHidden(listed, cut)) {
                continue;
            }
            cut.breakdown(listed, within.toPart(), period).ifPresent(rows -> sections.add(listed, rows));
        }
        return sections;
    }
}
