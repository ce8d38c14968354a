package dev.tallystream.contract.settings;

/** What an organization decided for itself. */
public record OrganizationSettings(UserAnalytics userAnalytics, CalendarRule calendar) {
    /** An organization that decided nothing. */
    public static final OrganizationSettings DEFAULT =
            new OrganizationSettings(UserAnalytics.INCLUDE, CalendarRule.DEFAULT);
}
