package dev.tallystream.query.balance;

import dev.tallystream.aggregator.period.BillingCalendar;
import dev.tallystream.aggregator.period.BillingCalendar.BillingPeriod;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.balance.BalanceAnswer.BillingPeriodAnswer;
import dev.tallystream.query.balance.BalanceAnswer.ForecastAnswer;
import dev.tallystream.query.usage.DailyPace;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.Unstamped;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageQueries;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what is left of an allocation. Thread-safe. */
public final class BalanceQueries {
    private final UsageQueries usage;
    private final InstantSource clock;

    /** Asks as all questions about usage are asked. */
    public BalanceQueries(UsageQueries usage, InstantSource clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /** The balance now. */
    public UsageOutcome<BalanceAnswer> balance(Principal caller, BalanceRequest request) {
        return usage.read(
                caller,
                request.organization(),
                Right.READ_BALANCE,
                request.awaited(),
                cut -> balance(cut, request.organization()));
    }

    private UsageOutcome<Unstamped<BalanceAnswer>> balance(UsageCut cut, OrganizationId organization) {
        LocalDate today = cut.calendar().dateOf(clock.instant());
        BillingPeriod period = new BillingCalendar(cut.terms()).periodOf(today);
        if (!cut.keeps(Granularity.DAY, period.start())) {
            return new UsageOutcome.NotKept<>();
        }
        Credits used = cut.history(Granularity.DAY, period.start(), period.end()).values().stream()
                .map(Tally::credits)
                .reduce(Credits.ZERO, Credits::plus);
        Credits allocated = cut.terms().allocatedOn(today).orElse(null);
        Credits left = allocated == null ? null : allocated.plus(used.negated());
        String end = PeriodAnswer.start(period.end(), cut.calendar());
        BillingPeriodAnswer answered = new BillingPeriodAnswer(
                PeriodAnswer.start(period.start(), cut.calendar()),
                end,
                cut.calendar().ruleOn(today).zone().getId());
        ForecastAnswer forecast = DailyPace.of(cut, today)
                .flatMap(pace -> forecast(pace, period, used, left))
                .orElse(null);
        return new UsageOutcome.Answer<>(
                freshness -> new BalanceAnswer(
                        organization.value(),
                        answered,
                        decimal(allocated),
                        used.toDecimal(),
                        decimal(atLeastZero(left)),
                        decimal(atLeastZero(left == null ? null : left.negated())),
                        end,
                        forecast,
                        freshness),
                cut.settings());
    }

    private static Optional<ForecastAnswer> forecast(
            DailyPace pace, BillingPeriod period, Credits used, @Nullable Credits left) {
        LocalDate usedUp = left == null ? null : pace.usesUp(left).orElse(null);
        return pace.until(period.end())
                .map(rest -> new ForecastAnswer(
                        DailyPace.METHOD,
                        pace.perDay().toDecimal(),
                        used.plus(rest).toDecimal(),
                        usedUp == null ? null : usedUp.toString(),
                        usedUp != null && usedUp.isBefore(period.end())));
    }

    private static @Nullable Credits atLeastZero(@Nullable Credits credits) {
        return credits == null || credits.micros() >= 0 ? credits : Credits.ZERO;
    }

    private static @Nullable String decimal(@Nullable Credits credits) {
        return credits == null ? null : credits.toDecimal();
    }
}
