package dev.tallystream.contract.settings;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which rule an organization's calendar followed when: one from the beginning, and others from the instants at which
 * they were changed.
 *
 * @param first the rule until the first change
 * @param changes in ascending order; each changes something
 */
public record CalendarHistory(CalendarRule first, List<Change> changes) {
    /** An organization that decided nothing: {@link CalendarRule#DEFAULT} at all times. */
    public static final CalendarHistory DEFAULT = always(CalendarRule.DEFAULT);

    /** Enough for a change every month for twenty years; every reader walks them all, and a record holds them all. */
    public static final int MAX_CHANGES = 250;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    /**
     * From that instant on another rule holds.
     *
     * @param effectiveFrom on a whole second from 1970 to 2999: times are kept with milliseconds only
     */
    public record Change(Instant effectiveFrom, CalendarRule rule) {
        /** Checks the instant. */
        public Change {
            if (!effectiveFrom.equals(effectiveFrom.truncatedTo(ChronoUnit.SECONDS))
                    || effectiveFrom.isBefore(EARLIEST)
                    || !effectiveFrom.isBefore(LATEST)) {
                throw new IllegalArgumentException(
                        "effectiveFrom " + effectiveFrom + " must be a whole second from 1970 to 2999");
            }
        }
    }

    /** Checks the order, and that each change changes something. */
    public CalendarHistory {
        changes = List.copyOf(changes);
        if (changes.size() > MAX_CHANGES) {
            throw new IllegalArgumentException(changes.size() + " changes must be at most " + MAX_CHANGES);
        }
        CalendarRule before = first;
        Instant last = Instant.MIN;
        for (Change change : changes) {
            if (!change.effectiveFrom.isAfter(last) || change.rule.equals(before)) {
                throw new IllegalArgumentException(
                        "the change of " + change.effectiveFrom + " must follow the one before and change something");
            }
            before = change.rule;
            last = change.effectiveFrom;
        }
    }

    /** The same rule at all times. */
    public static CalendarHistory always(CalendarRule rule) {
        return new CalendarHistory(rule, List.of());
    }

    /** The rule in force at that instant. */
    public CalendarRule at(Instant instant) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            if (!instant.isBefore(changes.get(i).effectiveFrom)) {
                return changes.get(i).rule;
            }
        }
        return first;
    }

    /** The rule that holds in the end. */
    public CalendarRule last() {
        return changes.isEmpty() ? first : changes.getLast().rule;
    }

    /** The same without the changes that begin at that instant or later. */
    public CalendarHistory before(Instant instant) {
        return new CalendarHistory(
                first,
                changes.stream()
                        .filter(change -> change.effectiveFrom.isBefore(instant))
                        .toList());
    }

    /** The same with that rule from that instant on, which must lie behind every change; nothing new where it holds. */
    public CalendarHistory with(Instant effectiveFrom, CalendarRule rule) {
        if (rule.equals(last())) {
            return this;
        }
        List<Change> more = new ArrayList<>(changes);
        more.add(new Change(effectiveFrom, rule));
        return new CalendarHistory(first, more);
    }

    /**
     * The first instant at which the two follow different rules, {@link Instant#MIN} where they do from the beginning;
     * empty where they never do.
     */
    public Optional<Instant> firstDifference(CalendarHistory other) {
        if (!first.equals(other.first)) {
            return Optional.of(Instant.MIN);
        }
        // Both are lists of what changes only, so they part where their lists part.
        for (int i = 0; i < Math.max(changes.size(), other.changes.size()); i++) {
            Change ours = i < changes.size() ? changes.get(i) : null;
            Change theirs = i < other.changes.size() ? other.changes.get(i) : null;
            if (ours == null || theirs == null) {
                return Optional.ofNullable(ours == null ? theirs : ours).map(Change::effectiveFrom);
            }
            if (!ours.equals(theirs)) {
                boolean oursIsEarlier = ours.effectiveFrom.isBefore(theirs.effectiveFrom);
                return Optional.of(oursIsEarlier ? ours.effectiveFrom : theirs.effectiveFrom);
            }
        }
        return Optional.empty();
    }
}
