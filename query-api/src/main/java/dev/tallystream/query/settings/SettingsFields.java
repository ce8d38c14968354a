package dev.tallystream.query.settings;

/** The settings' members as bodies, answers and the log spell them. */
final class SettingsFields {
    static final String USER_ANALYTICS = "user_analytics";
    static final String TIME_ZONE = "time_zone";
    static final String WEEK_START = "week_start";
    static final String FISCAL_YEAR_START = "fiscal_year_start_month";

    private SettingsFields() {}
}
