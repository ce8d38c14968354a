package dev.tallystream.contract.settings;

import static dev.tallystream.contract.json.ExactJson.canonical;
import static dev.tallystream.contract.json.ExactJson.constant;
import static dev.tallystream.contract.json.ExactJson.given;
import static dev.tallystream.contract.json.ExactJson.once;

import dev.tallystream.contract.json.ExactJson;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads exactly what {@link SettingsCodec} writes. */
final class SettingsReader {
    private final ExactJson json;
    private @Nullable Long version;
    private @Nullable UserAnalytics userAnalytics;
    private @Nullable List<Rule> rules;
    private @Nullable List<SettingsChange> log;

    private SettingsReader(ExactJson json) {
        this.json = json;
    }

    private record Rule(@Nullable String effectiveFrom, CalendarRule rule) {
        static Rule of(ExactJson.Members members) {
            return new Rule(
                    members.find("effective_from"),
                    new CalendarRule(
                            ZoneId.of(members.text("time_zone")),
                            constant(DayOfWeek.class, members.text("week_start")),
                            Month.of(Math.toIntExact(members.number("fiscal_year_start_month")))));
        }

        CalendarHistory.Change toChange() {
            return new CalendarHistory.Change(canonical(given(effectiveFrom), Instant::parse), rule);
        }
    }

    static Optional<OrganizationSettings> read(byte[] bytes) {
        return ExactJson.read(bytes, json -> new SettingsReader(json).settings());
    }

    private OrganizationSettings settings() throws IOException {
        json.object(this::member);
        return new OrganizationSettings(given(version), given(userAnalytics), calendars(given(rules)), given(log));
    }

    private void member(String name) throws IOException {
        switch (name) {
            case "version" -> version = once(version, json.number());
            case "user_analytics" -> userAnalytics = once(userAnalytics, constant(UserAnalytics.class, json.text()));
            case "calendars" -> rules = once(rules, json.array(Rule::of));
            case "log" -> log = once(log, json.array(SettingsReader::change));
            default -> throw new IllegalArgumentException("a member is unknown");
        }
    }

    private static CalendarHistory calendars(List<Rule> rules) {
        if (rules.isEmpty() || rules.getFirst().effectiveFrom != null) {
            throw new IllegalArgumentException("the first calendar alone must have no effective_from");
        }
        return new CalendarHistory(
                rules.getFirst().rule,
                rules.subList(1, rules.size()).stream().map(Rule::toChange).toList());
    }

    private static SettingsChange change(ExactJson.Members members) {
        return new SettingsChange(
                members.text("who"),
                canonical(members.text("when"), Instant::parse),
                members.text("field"),
                members.text("from"),
                members.text("to"));
    }
}
