package dev.tallystream.standalone.audit;

import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an organization decided about its calendar → the recount's own rules. */
public final class DecidedCalendars {
    private DecidedCalendars() {}

    /** The rules of that history. */
    public static DateRules rules(CalendarHistory history) {
        List<DateRules.Rule> rules = new ArrayList<>();
        rules.add(rule(null, history.first()));
        history.changes().forEach(change -> rules.add(rule(change.effectiveFrom(), change.rule())));
        return new DateRules(rules);
    }

    private static DateRules.Rule rule(@Nullable Instant from, CalendarRule rule) {
        return new DateRules.Rule(
                from,
                rule.zone(),
                rule.weekStart().getValue() - 1,
                rule.fiscalYearStart().getValue() - 1);
    }
}
