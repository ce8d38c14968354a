package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.query.usage.ListAnswer.ComparedAnswer;
import dev.tallystream.query.usage.RankedRow.Change;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How members fared in the periods up to one, and in it against the same point of the period before. Members have no
 * hours, so the same point is as many whole days in. Every figure is a few single rows of one cut: what a member used in
 * the days that are over is its period without today, and what it had used as far into the period before is whole months
 * and what is left of days.
 */
final class MemberTrends {
    private final UsageCut cut;
    private final Dimension dimension;
    private final Cell.@Nullable Part within;
    private final Period period;
    private final OrganizationCalendar calendar;
    private final LocalDate today;
    private final Period previous;
    private final List<Period> periods;

    /** The trends of that dimension's members, or of what {@code within} has of them. */
    MemberTrends(UsageCut cut, Dimension dimension, @Nullable Within within, Period period, LocalDate today) {
        this.cut = cut;
        this.dimension = dimension;
        this.within = within == null ? null : within.toPart();
        this.period = period;
        this.calendar = cut.calendar();
        this.today = today;
        this.previous = calendar.previous(period);
        this.periods =
                PeriodRun.endingWith(calendar, period, HistoryRequest.defaultPeriods(period.granularity())).stream()
                        .filter(this::isKept)
                        .toList();
    }

    /** The periods of a trend that are still kept, the oldest first. */
    List<Period> periods() {
        return periods;
    }

    /** What is compared; null where nothing can be. */
    @Nullable
    ComparedAnswer compared() {
        if (!isComparable()) {
            return null;
        }
        return isRunning()
                ? new ComparedAnswer(previous.id(), Math.toIntExact(daysOver()), Math.toIntExact(daysCompared()))
                : new ComparedAnswer(previous.id(), null, null);
    }

    /**
     * The member's sums in {@link #periods}. That of the row's own period is the row's: a list may be of an earlier cut,
     * and a trend ends with its row.
     */
    List<Tally> of(RankedMember row) {
        Cell.Part member = part(row.id());
        return periods.stream()
                .map(each ->
                        each.equals(period) ? row.tally() : sum(member, each).orElse(Tally.ZERO))
                .toList();
    }

    /** The member's credits up to the same point; null where nothing can be compared. */
    @Nullable
    Change change(RankedMember row) {
        if (!isComparable()) {
            return null;
        }
        Cell.Part member = part(row.id());
        if (!isRunning()) {
            return change(sum(member, previous), row.tally());
        }
        Tally now = sum(member, period).orElse(Tally.ZERO);
        // An event may be five minutes ahead of the clock, and so on the next date.
        List<Period> notOver = new ArrayList<>();
        for (int ahead = 0; ahead <= 1 && period.contains(today.plusDays(ahead)); ahead++) {
            notOver.add(calendar.periodOf(Granularity.DAY, today.plusDays(ahead)));
        }
        Optional<Tally> notCompared = sum(member, notOver);
        if (notCompared.isEmpty()) {
            return null;
        }
        now = minus(now, notCompared.get());
        LocalDate point = previous.start().plusDays(daysCompared());
        return change(
                point.isBefore(previous.end()) ? days(member, previous.start(), point) : sum(member, previous), now);
    }

    private static @Nullable Change change(Optional<Tally> before, Tally now) {
        return before.map(from ->
                        new Change(from.credits().toDecimal(), now.credits().toDecimal()))
                .orElse(null);
    }

    private Cell.Part part(String id) {
        return new Cell.Part(dimension, new Member.Named(id));
    }

    private boolean isRunning() {
        return period.contains(today);
    }

    private boolean isComparable() {
        return daysOver() > 0 && isKept(previous);
    }

    private long daysOver() {
        return ChronoUnit.DAYS.between(period.start(), today);
    }

    /** As many days of the period before; a long period beside a short one: all of the short one is over. */
    private long daysCompared() {
        return Math.min(daysOver(), ChronoUnit.DAYS.between(previous.start(), previous.end()));
    }

    /** The sum of some days, read in as few rows as whole months allow; empty where some are not kept. */
    private Optional<Tally> days(Cell.Part member, LocalDate from, LocalDate to) {
        List<Period> added = new ArrayList<>();
        List<Period> taken = new ArrayList<>();
        for (LocalDate date = from; date.isBefore(to); date = added.getLast().end()) {
            Period month = calendar.periodOf(Granularity.MONTH, date);
            boolean whole = month.start().equals(date);
            boolean mostOfIt = ChronoUnit.DAYS.between(date, to) > ChronoUnit.DAYS.between(to, month.end());
            if (whole && mostOfIt) {
                added.add(month);
                for (LocalDate rest = to; rest.isBefore(month.end()); rest = rest.plusDays(1)) {
                    taken.add(calendar.periodOf(Granularity.DAY, rest));
                }
            } else {
                added.add(calendar.periodOf(Granularity.DAY, date));
            }
        }
        return sum(member, added).flatMap(sum -> sum(member, taken).map(rest -> minus(sum, rest)));
    }

    private Optional<Tally> sum(Cell.Part member, List<Period> parts) {
        Tally sum = Tally.ZERO;
        for (Period part : parts) {
            Optional<Tally> row = sum(member, part);
            if (row.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(row.get());
        }
        return Optional.of(sum);
    }

    private Optional<Tally> sum(Cell.Part member, Period part) {
        if (within != null) {
            return cut.part(within, member, part);
        }
        return cut.keeps(part.granularity(), part.start()) ? Optional.of(cut.part(member, part)) : Optional.empty();
    }

    private boolean isKept(Period part) {
        return isKept(cut, dimension, within, part);
    }

    /** Whether that period of the dimension's members is kept, or of what {@code within} has of them. */
    static boolean isKept(UsageCut cut, Dimension dimension, Cell.@Nullable Part within, Period part) {
        return within == null
                ? cut.keeps(part.granularity(), part.start())
                : cut.part(within, new Cell.Part(dimension, new Member.Unattributed()), part)
                        .isPresent();
    }

    private static Tally minus(Tally whole, Tally part) {
        return whole.plus(new Tally(part.credits().negated(), -part.events()));
    }
}
