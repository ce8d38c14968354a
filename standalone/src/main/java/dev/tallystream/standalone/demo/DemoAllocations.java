package dev.tallystream.standalone.demo;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingDay;
import dev.tallystream.contract.billing.BillingPeriod;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.balance.AllocationsWriter;
import dev.tallystream.query.forecast.PaceQuery;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Gives every company of the demo an allocation that suits what it uses, once: the largest bills on the 15th and runs
 * out before its reset, so that a warning is seen; the others bill on the 1st and have enough.
 */
final class DemoAllocations {
    private static final BillingDay ANNIVERSARY = new BillingDay(15);

    /** The allocation holds for all of the demo's history, and so for everything that is ever shown of it. */
    private static final int YEARS_BACK = 3;

    private static final int MONTH = 30;

    /** In percent of what is still expected until the reset, for the one who runs out. */
    private static final int PART_OF_REST = 60;

    /** In percent of a month's use, for everybody else. */
    private static final int PART_OF_MONTH = 130;

    private static final int HUNDRED = 100;
    private static final int TEN = 10;

    /** Of a company that used nothing yet. */
    private static final Credits LEAST = Credits.parse("1000");

    private final UsageView view;
    private final AllocationsWriter writer;
    private final InstantSource clock;
    private final Patience patience;

    DemoAllocations(UsageView view, AllocationsWriter writer, InstantSource clock, Patience patience) {
        this.view = view;
        this.writer = writer;
        this.clock = clock;
        this.patience = patience;
    }

    /** Returns when the tables know them; whoever has some already keeps those. */
    void allocateTo(List<OrganizationId> largestFirst) {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < largestFirst.size(); i++) {
            boolean runsOut = i == 0;
            OrganizationId organization = largestFirst.get(i);
            terms(organization, runsOut).ifPresent(terms -> writes.add(writer.write(organization, terms)));
        }
        try {
            CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
        } catch (CompletionException e) {
            throw new CommandFailure("The broker does not store the demo's allocations; starting again is safe.", e);
        }
        if (!patience.until(() -> largestFirst.stream().allMatch(this::isKnown))) {
            throw new CommandFailure("The tables do not follow the demo's allocations; starting again is safe.");
        }
    }

    private boolean isKnown(OrganizationId organization) {
        return view.read(organization, cut -> cut.billingTerms().version() > 0)
                        instanceof Reading.Answered<Boolean>(var known, var _)
                && known;
    }

    private Optional<BillingTerms> terms(OrganizationId organization, boolean runsOut) {
        return switch (view.read(organization, cut -> terms(cut, runsOut))) {
            case Reading.Answered<Optional<BillingTerms>>(var terms, var _) -> terms;
            case Reading.Unavailable<Optional<BillingTerms>> _ ->
                throw new CommandFailure("The tables are not ready; starting again is safe.");
        };
    }

    private Optional<BillingTerms> terms(UsageCut cut, boolean runsOut) {
        if (cut.billingTerms().version() > 0) {
            return Optional.empty();
        }
        LocalDate today = cut.calendar().dateOf(clock.instant());
        BillingCalendar calendar = BillingCalendar.always(runsOut ? ANNIVERSARY : BillingDay.FIRST_OF_MONTH);
        Credits credits = runsOut ? tooFew(cut, today, calendar.periodOn(today)) : enough(cut, today);
        Allocation allocation = new Allocation(today.minusYears(YEARS_BACK), credits);
        return Optional.of(new BillingTerms(1, List.of(allocation), calendar));
    }

    /** Round figures above a month's use. */
    private static Credits enough(UsageCut cut, LocalDate today) {
        long month = used(cut, today.minusDays(MONTH), today).micros();
        return month <= 0 ? LEAST : rounded(month / HUNDRED * PART_OF_MONTH, month);
    }

    /** More than is used, less than will be: so that the last part of the period has none. */
    private static Credits tooFew(UsageCut cut, LocalDate today, BillingPeriod period) {
        PaceQuery days = new PaceQuery(cut, today);
        Credits used = used(cut, period.start(), period.end());
        long rest = days.pace()
                .map(pace -> pace.atEnd(used, days.usedToday(), today, period.end()))
                .map(end -> end.micros() - used.micros())
                .orElse(0L);
        return rest == 0 ? enough(cut, today) : rounded(used.micros() + rest / HUNDRED * PART_OF_REST, rest);
    }

    /** Up to the next multiple of the power of ten that is a hundredth to a tenth of {@code size}. */
    private static Credits rounded(long micros, long size) {
        long step = 1;
        while (step <= size / HUNDRED) {
            step *= TEN;
        }
        return new Credits((micros + step - 1) / step * step);
    }

    private static Credits used(UsageCut cut, LocalDate from, LocalDate to) {
        return cut.history(Granularity.DAY, from, to).values().stream()
                .map(Tally::credits)
                .reduce(Credits.ZERO, Credits::plus);
    }
}
