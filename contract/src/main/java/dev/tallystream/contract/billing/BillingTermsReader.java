package dev.tallystream.contract.billing;

import static dev.tallystream.contract.json.ExactJson.given;
import static dev.tallystream.contract.json.ExactJson.once;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.json.ExactJson;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads exactly what {@link BillingTermsCodec} writes. */
final class BillingTermsReader {
    private static final String EFFECTIVE_FROM = "effective_from";

    private final ExactJson json;
    private @Nullable Long version;
    private @Nullable List<Allocation> allocations;
    private @Nullable List<Rule> rules;

    private BillingTermsReader(ExactJson json) {
        this.json = json;
    }

    private record Rule(@Nullable String effectiveFrom, BillingDay day) {
        static Rule of(ExactJson.Members members) {
            return new Rule(
                    members.find(EFFECTIVE_FROM), new BillingDay(Math.toIntExact(members.number("billing_day"))));
        }

        BillingCalendar.Change toChange() {
            return new BillingCalendar.Change(LocalDate.parse(given(effectiveFrom)), day);
        }
    }

    static Optional<BillingTerms> read(byte[] bytes) {
        return ExactJson.read(bytes, json -> new BillingTermsReader(json).terms());
    }

    private BillingTerms terms() throws IOException {
        json.object(this::member);
        return new BillingTerms(given(version), given(allocations), calendar(given(rules)));
    }

    private void member(String name) throws IOException {
        switch (name) {
            case "version" -> version = once(version, json.number());
            case "allocations" -> allocations = once(allocations, json.array(BillingTermsReader::allocation));
            case "calendars" -> rules = once(rules, json.array(Rule::of));
            default -> throw new IllegalArgumentException("a member is unknown");
        }
    }

    private static Allocation allocation(ExactJson.Members members) {
        return new Allocation(LocalDate.parse(members.text(EFFECTIVE_FROM)), Credits.parse(members.text("credits")));
    }

    private static BillingCalendar calendar(List<Rule> rules) {
        if (rules.isEmpty() || rules.getFirst().effectiveFrom != null) {
            throw new IllegalArgumentException("the first day alone must have no effective_from");
        }
        return new BillingCalendar(
                rules.getFirst().day,
                rules.subList(1, rules.size()).stream().map(Rule::toChange).toList());
    }
}
