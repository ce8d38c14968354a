package dev.tallystream.query.balance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.allocation.CreditTerms;
import dev.tallystream.contract.allocation.CreditTerms.Allocation;
import dev.tallystream.contract.allocation.CreditTerms.BillingDay;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.body.JsonBody;
import dev.tallystream.query.body.JsonMembers;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The whole list that replaces what stands, as the array that is the body; each entry follows the one before. */
final class TermsBody {
    /** {@link CreditTerms#MAX_ENTRIES} entries, with room for spaces. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final String EFFECTIVE_FROM = "effective_from";
    private static final String CREDITS = "credits";
    private static final String DAY = "day";

    private TermsBody() {}

    /** Reads {@code [{"effective_from":"2026-01-01","credits":"100000"}]}, or ends the request with what is wrong. */
    static List<Allocation> allocations(byte[] body) {
        return entries(body, Allocation::effectiveFrom, (members, date) -> {
            Optional<Credits> credits = members.text(CREDITS, TermsBody::credits);
            members.require(EFFECTIVE_FROM, CREDITS);
            return date.flatMap(from -> credits.map(amount -> new Allocation(from, amount)));
        });
    }

    /** Reads {@code [{"effective_from":"2026-01-01","day":15}]}, or ends the request with what is wrong. */
    static List<BillingDay> billingDays(byte[] body) {
        return entries(body, BillingDay::effectiveFrom, (members, date) -> {
            Optional<Integer> day =
                    members.number(DAY, number -> number >= 1 && number <= 31 ? Optional.of(number) : Optional.empty());
            members.require(EFFECTIVE_FROM, DAY);
            return date.flatMap(from -> day.map(number -> new BillingDay(from, number)));
        });
    }

    private static <T> List<T> entries(
            byte[] body,
            Function<T, LocalDate> effectiveFrom,
            BiFunction<JsonMembers, Optional<LocalDate>, Optional<T>> read) {
        JsonNode array = JsonBody.parse(body, MAX_BYTES);
        if (!array.isArray()) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        if (array.size() > CreditTerms.MAX_ENTRIES) {
            throw new ProblemException(Problem.of(
                    ProblemType.BATCH_TOO_LARGE,
                    "The array may have at most " + CreditTerms.MAX_ENTRIES + " entries."));
        }
        List<T> entries = new ArrayList<>();
        List<Problem.Fault> faults = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonMembers members = JsonMembers.of(array.get(i), i, faults);
            read.apply(members, members.text(EFFECTIVE_FROM, TermsBody::date)).ifPresent(entry -> {
                if (!entries.isEmpty() && !effectiveFrom.apply(entry).isAfter(effectiveFrom.apply(entries.getLast()))) {
                    members.fault("/" + EFFECTIVE_FROM, ProblemType.INVALID_VALUE);
                } else {
                    entries.add(entry);
                }
            });
            members.nothingElse();
        }
        JsonMembers.check(faults);
        return entries;
    }

    private static Optional<LocalDate> date(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            return CreditTerms.isDate(date) ? Optional.of(date) : Optional.empty();
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Optional<Credits> credits(String text) {
        try {
            return Optional.of(Credits.parse(text)).filter(credits -> credits.micros() >= 0);
        } catch (IllegalArgumentException noCredits) {
            return Optional.empty();
        }
    }
}
