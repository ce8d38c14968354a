package dev.tallystream.query.balance;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.billing.BillingPeriod;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.balance.BalanceAnswer.BillingPeriodAnswer;
import dev.tallystream.query.balance.BalanceAnswer.ForecastAnswer;
import dev.tallystream.query.forecast.Pace;
import dev.tallystream.query.forecast.PaceQuery;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.Unstamped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The balance, read from one cut. */
final class BalanceQuery {
    private final UsageCut cut;
    private final Instant now;
    private final OrganizationCalendar calendar;
    private final LocalDate today;
    private final BillingTerms terms;
    private final BillingPeriod period;

    BalanceQuery(UsageCut cut, Instant now) {
        this.cut = cut;
        this.now = now;
        this.calendar = cut.calendar();
        this.today = calendar.dateOf(now);
        this.terms = cut.billingTerms();
        this.period = terms.calendar().periodOn(today);
    }

    /** Whether every day of the period is there to be summed. */
    boolean isKept() {
        return cut.keeps(Granularity.DAY, period.start());
    }

    Unstamped<BalanceAnswer> answer(OrganizationId organization) {
        Credits used = cut.history(Granularity.DAY, period.start(), period.end()).values().stream()
                .map(Tally::credits)
                .reduce(Credits.ZERO, Credits::plus);
        Optional<Credits> allocated = terms.allocatedOn(today);
        Optional<Credits> left = allocated.map(credits -> credits.plus(used.negated()));
        String end = PeriodAnswer.start(period.end(), calendar);
        BillingPeriodAnswer asked = new BillingPeriodAnswer(
                PeriodAnswer.start(period.start(), calendar),
                end,
                calendar.ruleOn(today).zone().getId());
        ForecastAnswer forecast = forecast(used);
        return freshness -> new BalanceAnswer(
                organization.value(),
                asked,
                allocated.map(Credits::toDecimal).orElse(null),
                used.toDecimal(),
                left.map(BalanceQuery::aboveNothing).orElse(null),
                left.map(Credits::negated).map(BalanceQuery::aboveNothing).orElse(null),
                end,
                forecast,
                freshness);
    }

    private @Nullable ForecastAnswer forecast(Credits used) {
        PaceQuery days = new PaceQuery(cut, today);
        Credits usedToday = days.usedToday();
        return days.pace()
                .map(pace -> new ForecastAnswer(
                        Pace.METHOD,
                        pace.perDay().toDecimal(),
                        pace.atEnd(used, usedToday, today, period.end()).toDecimal(),
                        pace.runsOut(used, usedToday, today, period.end(), terms::allocatedOn)
                                .map(this::time)
                                .orElse(null)))
                .orElse(null);
    }

    /** A time of today is at least the next whole hour: it is expected, and has not come. */
    private String time(Pace.RunOut runOut) {
        Instant start = calendar.startOf(runOut.date());
        long hour = runOut.hour();
        if (runOut.date().equals(today)) {
            hour = Math.max(hour, Duration.between(start, now).toHours() + 1);
        }
        Instant end = calendar.startOf(runOut.date().plusDays(1));
        Instant time = start.plus(Duration.ofHours(hour));
        return PeriodAnswer.time(time.isAfter(end) ? end : time, calendar);
    }

    private static String aboveNothing(Credits credits) {
        return (credits.compareTo(Credits.ZERO) < 0 ? Credits.ZERO : credits).toDecimal();
    }
}
