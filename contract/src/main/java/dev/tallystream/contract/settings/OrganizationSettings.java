package dev.tallystream.contract.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * What an organization decided for itself.
 *
 * @param version 0 where it never decided; every decision makes the next
 * @param log who decided what, the newest last
 */
public record OrganizationSettings(
        long version, UserAnalytics userAnalytics, CalendarHistory calendars, List<SettingsChange> log) {
    /** An organization that decided nothing. */
    public static final OrganizationSettings DEFAULT =
            new OrganizationSettings(0, UserAnalytics.INCLUDE, CalendarHistory.DEFAULT, List.of());

    /** How many changes the log keeps: every record carries all of it. */
    public static final int MAX_LOG = 100;

    /** Checks version and log. */
    public OrganizationSettings {
        log = List.copyOf(log);
        if (version < 0) {
            throw new IllegalArgumentException("version " + version + " must not be negative");
        }
        if (log.size() > MAX_LOG) {
            throw new IllegalArgumentException("log of " + log.size() + " changes must have at most " + MAX_LOG);
        }
    }

    /** An organization's first decision, which holds from the beginning. */
    public static OrganizationSettings first(UserAnalytics userAnalytics, CalendarRule calendar) {
        return new OrganizationSettings(1, userAnalytics, CalendarHistory.always(calendar), List.of());
    }

    /** The next decision, with what it changes at the end of the log, which forgets its oldest entries. */
    public OrganizationSettings next(
            UserAnalytics newUserAnalytics, CalendarHistory newCalendars, List<SettingsChange> changes) {
        List<SettingsChange> longer = new ArrayList<>(log);
        longer.addAll(changes);
        List<SettingsChange> newest = longer.subList(Math.max(0, longer.size() - MAX_LOG), longer.size());
        return new OrganizationSettings(version + 1, newUserAnalytics, newCalendars, newest);
    }
}
