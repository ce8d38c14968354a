package dev.tallystream.query.settings;

import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.body.JsonBody;
import dev.tallystream.query.body.JsonMembers;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an organization is to be like, whole: nothing is left as it was by leaving it out. */
public record SettingsRequest(UserAnalytics userAnalytics, CalendarRule rule) {
    /** Four short members; some room for spaces. */
    private static final int MAX_BYTES = 8 * 1024;

    /** Reads the body, or ends the request with what is wrong in it. */
    static SettingsRequest parse(byte[] body) {
        JsonMembers members = JsonMembers.of(JsonBody.parse(body, MAX_BYTES));
        Optional<UserAnalytics> analytics =
                members.text(SettingsFields.USER_ANALYTICS, text -> constant(UserAnalytics.class, text));
        Optional<ZoneId> zone = members.text(SettingsFields.TIME_ZONE, SettingsRequest::zone);
        Optional<DayOfWeek> weekStart =
                members.text(SettingsFields.WEEK_START, text -> constant(DayOfWeek.class, text));
        Optional<Month> fiscal = members.number(SettingsFields.FISCAL_YEAR_START, SettingsRequest::month);
        members.require(
                SettingsFields.USER_ANALYTICS,
                SettingsFields.TIME_ZONE,
                SettingsFields.WEEK_START,
                SettingsFields.FISCAL_YEAR_START);
        members.nothingElse();
        members.check();
        return new SettingsRequest(
                analytics.orElseThrow(),
                new CalendarRule(zone.orElseThrow(), weekStart.orElseThrow(), fiscal.orElseThrow()));
    }

    /**
     * What stands with the fields that a form gives, spelled as in JSON; empty where one of them has no such value.
     *
     * @param given the value of a field by its name, or null
     */
    public static Optional<SettingsRequest> changing(
            OrganizationSettings stands, Function<String, @Nullable String> given) {
        CalendarRule rule = stands.calendars().last();
        Optional<UserAnalytics> analytics = read(
                given.apply(SettingsFields.USER_ANALYTICS),
                stands.userAnalytics(),
                text -> constant(UserAnalytics.class, text));
        Optional<ZoneId> zone = read(given.apply(SettingsFields.TIME_ZONE), rule.zone(), SettingsRequest::zone);
        Optional<DayOfWeek> weekStart =
                read(given.apply(SettingsFields.WEEK_START), rule.weekStart(), text -> constant(DayOfWeek.class, text));
        Optional<Month> fiscal = read(
                given.apply(SettingsFields.FISCAL_YEAR_START),
                rule.fiscalYearStart(),
                text -> Arrays.stream(Month.values())
                        .filter(month -> Integer.toString(month.getValue()).equals(text))
                        .findFirst());
        if (analytics.isEmpty() || zone.isEmpty() || weekStart.isEmpty() || fiscal.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new SettingsRequest(analytics.get(), new CalendarRule(zone.get(), weekStart.get(), fiscal.get())));
    }

    private static <T> Optional<T> read(@Nullable String text, T stands, Function<String, Optional<T>> reading) {
        return text == null ? Optional.of(stands) : reading.apply(text);
    }

    /** A zone by its name in the tz database; a bare offset knows no summer time and is none. */
    private static Optional<ZoneId> zone(String text) {
        return ZoneId.getAvailableZoneIds().contains(text) ? Optional.of(ZoneId.of(text)) : Optional.empty();
    }

    private static Optional<Month> month(int number) {
        return number >= 1 && number <= 12 ? Optional.of(Month.of(number)) : Optional.empty();
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
