package dev.tallystream.query.balance;

import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingDay;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.billing.EffectiveDates;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.body.JsonBody;
import dev.tallystream.query.body.JsonMembers;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is to stand, each list whole: nothing is left as it was by leaving it out. */
final class TermsRequest {
    static final String ALLOCATIONS = "allocations";
    static final String CALENDARS = "calendars";

    private static final String EFFECTIVE_FROM = "effective_from";
    private static final String CREDITS = "credits";
    private static final String BILLING_DAY = "billing_day";

    /** The longest list comes to a third of it; some room for spaces. */
    private static final int MAX_BYTES = 64 * 1024;

    private TermsRequest() {}

    /** Reads the body, or ends the request with what is wrong in it. */
    static List<Allocation> allocations(byte[] body) {
        JsonMembers members = JsonMembers.of(JsonBody.parse(body, MAX_BYTES));
        List<Allocation> allocations = new ArrayList<>();
        LocalDate last = LocalDate.MIN;
        for (JsonMembers entry : members.objects(ALLOCATIONS, 0, BillingTerms.MAX_ALLOCATIONS)) {
            LocalDate from = from(entry, last);
            Optional<Credits> credits = entry.amount(CREDITS, TermsRequest::allocatable);
            entry.require(EFFECTIVE_FROM, CREDITS);
            entry.nothingElse();
            if (from != null && credits.isPresent()) {
                allocations.add(new Allocation(from, credits.get()));
                last = from;
            }
        }
        members.require(ALLOCATIONS);
        members.nothingElse();
        members.check();
        return allocations;
    }

    /** Reads the body, or ends the request with what is wrong in it. */
    static BillingCalendar calendar(byte[] body) {
        JsonMembers members = JsonMembers.of(JsonBody.parse(body, MAX_BYTES));
        BillingDay first = null;
        List<BillingCalendar.Change> changes = new ArrayList<>();
        LocalDate last = LocalDate.MIN;
        boolean isFirst = true;
        for (JsonMembers entry : members.objects(CALENDARS, 1, 1 + BillingCalendar.MAX_CHANGES)) {
            LocalDate from = isFirst ? null : from(entry, last);
            Optional<BillingDay> day = entry.number(BILLING_DAY, TermsRequest::day);
            entry.require(BILLING_DAY);
            if (!isFirst) {
                entry.require(EFFECTIVE_FROM);
            }
            entry.nothingElse();
            if (isFirst) {
                first = day.orElse(null);
            } else if (from != null && day.isPresent()) {
                changes.add(new BillingCalendar.Change(from, day.get()));
                last = from;
            }
            isFirst = false;
        }
        members.require(CALENDARS);
        members.nothingElse();
        members.check();
        return new BillingCalendar(first == null ? BillingDay.FIRST_OF_MONTH : first, changes);
    }

    /** The date from which the entry holds, behind the one before; null where it is none. */
    private static @Nullable LocalDate from(JsonMembers entry, LocalDate last) {
        return entry.text(EFFECTIVE_FROM, text -> date(text).filter(date -> date.isAfter(last)))
                .orElse(null);
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(EffectiveDates::isOne);
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Optional<Credits> allocatable(Credits credits) {
        return Optional.of(credits).filter(amount -> amount.compareTo(Credits.ZERO) >= 0);
    }

    private static Optional<BillingDay> day(int number) {
        return number >= 1 && number <= BillingDay.LAST ? Optional.of(new BillingDay(number)) : Optional.empty();
    }
}
