package dev.tallystream.query.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsChange;
import dev.tallystream.query.usage.FreshnessAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an organization decided last, which may begin later; {@code calendars} says which rule holds when.
 *
 * @param log who changed what, the newest last
 */
record SettingsAnswer(
        String organizationId,
        String userAnalytics,
        String timeZone,
        String weekStart,
        int fiscalYearStartMonth,
        List<Rule> calendars,
        List<LogEntry> log,
        FreshnessAnswer freshness) {
    /**
     * One rule.
     *
     * @param effectiveFrom its first instant; absent of the first, which always held
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rule(@Nullable String effectiveFrom, String timeZone, String weekStart, int fiscalYearStartMonth) {
        static Rule of(@Nullable Instant from, CalendarRule rule) {
            return new Rule(
                    from == null ? null : from.toString(),
                    rule.zone().getId(),
                    lower(rule.weekStart()),
                    rule.fiscalYearStart().getValue());
        }
    }

    /** One line of the log. */
    record LogEntry(String who, String when, String field, String from, String to) {
        static LogEntry of(SettingsChange change) {
            return new LogEntry(change.who(), change.when().toString(), change.field(), change.from(), change.to());
        }
    }

    static SettingsAnswer of(OrganizationId organization, OrganizationSettings settings, FreshnessAnswer freshness) {
        CalendarRule last = settings.calendars().last();
        List<Rule> rules = new ArrayList<>();
        rules.add(Rule.of(null, settings.calendars().first()));
        for (CalendarHistory.Change change : settings.calendars().changes()) {
            rules.add(Rule.of(change.effectiveFrom(), change.rule()));
        }
        return new SettingsAnswer(
                organization.value(),
                lower(settings.userAnalytics()),
                last.zone().getId(),
                lower(last.weekStart()),
                last.fiscalYearStart().getValue(),
                rules,
                settings.log().stream().map(LogEntry::of).toList(),
                freshness);
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
