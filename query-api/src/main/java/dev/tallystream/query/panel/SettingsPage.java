package dev.tallystream.query.panel;

import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import io.micronaut.http.HttpStatus;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an organization decided, to be decided anew.
 *
 * @param notice what became of the decision before, or null
 * @param warns whether it came to nothing
 * @param version what the forms were made of
 * @param zones the time zones to choose from, and so on
 * @param coming rules that are decided and have not begun
 * @param log what was changed, the newest first
 */
record SettingsPage(
        Shell shell,
        int status,
        @Nullable String notice,
        boolean warns,
        String action,
        long version,
        boolean excluded,
        List<Option> zones,
        List<Option> weekStarts,
        List<Option> fiscalYearStarts,
        List<String> coming,
        List<SettingsLog.Line> log) {
    /** One value of a choice. */
    record Option(String value, String text, boolean chosen) {}

    static SettingsPage of(
            HttpStatus status,
            @Nullable String notice,
            OrganizationId organization,
            OrganizationSettings settings,
            Freshness freshness,
            Shell shell) {
        Texts texts = shell.texts();
        Instant now = freshness.asOf().plus(freshness.lag());
        CalendarRule last = settings.calendars().last();
        ZoneId zone = settings.calendars().at(now).zone();
        SettingsLog wording = new SettingsLog(texts, zone);
        return new SettingsPage(
                shell,
                status.getCode(),
                notice,
                status != HttpStatus.OK,
                AdminPage.SETTINGS.href(organization.value()),
                settings.version(),
                settings.userAnalytics() == UserAnalytics.EXCLUDE,
                zones(last.zone().getId()),
                Arrays.stream(DayOfWeek.values())
                        .map(day -> new Option(
                                day.name().toLowerCase(Locale.ROOT), wording.name(day), day == last.weekStart()))
                        .toList(),
                Arrays.stream(Month.values())
                        .map(month -> new Option(
                                Integer.toString(month.getValue()),
                                wording.name(month),
                                month == last.fiscalYearStart()))
                        .toList(),
                settings.calendars().changes().stream()
                        .filter(change -> change.effectiveFrom().isAfter(now))
                        .map(change -> coming(settings.calendars(), change, texts))
                        .toList(),
                settings.log().reversed().stream().map(wording::line).toList());
    }

    /** From when, by the clock that runs until then. */
    private static String coming(CalendarHistory calendars, CalendarHistory.Change change, Texts texts) {
        CalendarRule rule = change.rule();
        ZoneId before = calendars.at(change.effectiveFrom().minusMillis(1)).zone();
        SettingsLog wording = new SettingsLog(texts, before);
        return texts.get(
                "settings.coming",
                wording.time(change.effectiveFrom()),
                rule.zone().getId(),
                wording.name(rule.weekStart()),
                wording.name(rule.fiscalYearStart()));
    }

    /** Places, not offsets or abbreviations, which know no summer time or mean several things; and what is chosen. */
    private static List<Option> zones(String chosen) {
        Predicate<String> place = id -> id.contains("/") && !id.startsWith("Etc/") && !id.startsWith("SystemV/");
        return Stream.concat(ZoneId.getAvailableZoneIds().stream().filter(place), Stream.of("UTC", chosen))
                .distinct()
                .sorted()
                .map(id -> new Option(id, id.replace('_', ' '), id.equals(chosen)))
                .toList();
    }
}
