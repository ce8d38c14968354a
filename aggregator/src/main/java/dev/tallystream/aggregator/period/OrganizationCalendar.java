package dev.tallystream.aggregator.period;

import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Instants → dates → periods, as one organization cuts time. The zone in force alone decides the date; week, month and
 * quarter follow from the date, so that the same day is never in two weeks.
 *
 * <p>After a change of the rule the dates go on: one that the new zone repeats is one long day, one that it jumps over
 * is left out. A week or quarter that runs at the change ends with the first start of the new rule. Nothing before the
 * change is ever another date or in another period than it was.
 */
public final class OrganizationCalendar {
    private final CalendarHistory history;
    private final List<Segment> segments;

    /** A calendar that follows that history. */
    public OrganizationCalendar(CalendarHistory history) {
        this.history = history;
        List<Segment> all = new ArrayList<>(history.changes().size() + 1);
        all.add(Segment.always(history.first()));
        for (CalendarHistory.Change change : history.changes()) {
            all.add(all.getLast().followedBy(change.effectiveFrom(), change.rule()));
        }
        this.segments = List.copyOf(all);
    }

    /** The rules it follows. */
    public CalendarHistory history() {
        return history;
    }

    /** The rule by which that date is counted. */
    public CalendarRule ruleOn(LocalDate date) {
        return segments.get(segmentOf(date)).rule();
    }

    /** The date on which the instant falls; never an earlier one for a later instant. */
    public LocalDate dateOf(Instant instant) {
        int last = segments.size() - 1;
        while (instant.isBefore(segments.get(last).from())) {
            last--;
        }
        return segments.get(last).dateOf(instant);
    }

    /**
     * The first instant of the date; where the clock skips midnight, the first instant after the gap, and where there
     * is no such date, the first instant of the next one.
     */
    public Instant startOf(LocalDate date) {
        for (int i = 0; ; i++) {
            Instant midnight = date.atStartOfDay(segments.get(i).rule().zone()).toInstant();
            Instant from = segments.get(i).from();
            Instant start = midnight.isBefore(from) ? from : midnight;
            if (i == segments.size() - 1 || start.isBefore(segments.get(i + 1).from())) {
                return start;
            }
        }
    }

    /** The first date of the period in which the date lies. */
    public LocalDate startOfPeriod(Granularity granularity, LocalDate date) {
        return segments.get(segmentOf(date)).startOf(granularity, date);
    }

    /** The period in which the date lies. */
    public Period periodOf(Granularity granularity, LocalDate date) {
        LocalDate start = startOfPeriod(granularity, date);
        return new Period(granularity, idOf(granularity, start), start, endOf(granularity, start));
    }

    /** The period before. */
    public Period previous(Period period) {
        return periodOf(period.granularity(), period.start().minusDays(1));
    }

    /** The period after. */
    public Period next(Period period) {
        return periodOf(period.granularity(), period.end());
    }

    /** The period of that id, or empty where the id names none of this granularity in this calendar. */
    public Optional<Period> parse(Granularity granularity, String id) {
        Set<LocalDate> candidates = granularity == Granularity.QUARTER
                ? PeriodId.quarter(id).map(this::startsOf).orElse(Set.of())
                : PeriodId.date(granularity, id).map(Set::of).orElse(Set.of());
        return candidates.stream()
                .map(date -> periodOf(granularity, date))
                .filter(period -> period.id().equals(id))
                .findFirst();
    }

    /** The first date after {@code start} that starts another period. */
    private LocalDate endOf(Granularity granularity, LocalDate start) {
        LocalDate after = start.plusDays(1);
        for (int i = segmentOf(start); ; i++) {
            LocalDate next = segments.get(i).nextStart(granularity, after);
            if (i == segments.size() - 1 || next.isBefore(segments.get(i + 1).first())) {
                return next;
            }
        }
    }

    private String idOf(Granularity granularity, LocalDate start) {
        return switch (granularity) {
            case DAY -> start.toString();
            case WEEK -> {
                LocalDate thursday = Segment.thursday(start);
                yield "%04d-W%02d"
                        .formatted(
                                thursday.get(IsoFields.WEEK_BASED_YEAR),
                                thursday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            }
            case MONTH -> YearMonth.from(start).toString();
            case QUARTER -> {
                QuarterName name = segments.get(segmentOf(start)).quarterName(start);
                long earlier = startsOf(name).stream()
                        .filter(other -> other.isBefore(start))
                        .count();
                yield name + PeriodId.suffix((int) earlier);
            }
        };
    }

    /** The first dates of all quarters that are called so, each by the rule that started it. */
    private Set<LocalDate> startsOf(QuarterName name) {
        Set<LocalDate> starts = new LinkedHashSet<>();
        for (Segment segment : segments) {
            LocalDate start = segment.startOf(name);
            if (start != null
                    && start.equals(startOfPeriod(Granularity.QUARTER, start))
                    && name.equals(segments.get(segmentOf(start)).quarterName(start))) {
                starts.add(start);
            }
        }
        return starts;
    }

    /** Which segment's own the date is. */
    private int segmentOf(LocalDate date) {
        int last = segments.size() - 1;
        while (date.isBefore(segments.get(last).first())) {
            last--;
        }
        return last;
    }
}
