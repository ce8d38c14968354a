package dev.tallystream.query.panel;

import dev.tallystream.contract.settings.SettingsChange;
import dev.tallystream.query.access.Role;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/** The log of an organization's settings in sentences of one language. */
final class SettingsLog {
    private final Texts texts;
    private final DateTimeFormatter time;

    /** Times are those of that zone. */
    SettingsLog(Texts texts, ZoneId zone) {
        this.texts = texts;
        this.time = DateTimeFormatter.ofPattern(texts.pattern("date.instant"), texts.locale())
                .withZone(zone);
    }

    /**
     * One change.
     *
     * @param instant RFC 3339, UTC
     */
    record Line(String instant, String when, String who, String what) {}

    Line line(SettingsChange change) {
        String who = Role.fromWireName(change.who())
                .map(role -> texts.get("role." + role.wireName()))
                .orElse(change.who());
        return new Line(change.when().toString(), time(change.when()), who, what(change));
    }

    private String what(SettingsChange change) {
        return switch (change.field()) {
            case "user_analytics" ->
                texts.get(change.to().equals("exclude") ? "settings.log.excluded" : "settings.log.included");
            case "time_zone" -> texts.get("settings.log.time_zone", change.from(), change.to());
            case "week_start" -> texts.get("settings.log.week_start", day(change.from()), day(change.to()));
            case "fiscal_year_start_month" ->
                texts.get("settings.log.fiscal_year_start", month(change.from()), month(change.to()));
            default -> change.field() + ": " + change.from() + " → " + change.to();
        };
    }

    private String day(String name) {
        return name(DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private String month(String number) {
        return name(Month.of(Integer.parseInt(number)));
    }

    String time(Instant instant) {
        return time.format(instant);
    }

    String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL_STANDALONE, texts.locale());
    }

    String name(Month month) {
        return month.getDisplayName(TextStyle.FULL_STANDALONE, texts.locale());
    }
}
