package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.balance.BalanceAnswer;
import dev.tallystream.query.balance.BalanceAnswer.ForecastAnswer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The credits that are left in the billing period, and whether they will last.
 *
 * @param period the billing period's dates
 * @param used how much of the allocation
 * @param usedWidth the share of the credits that is used, in percent
 * @param elapsedWidth the share of the period that is over, in percent; whole ones, so that time alone changes no page
 * @param pace both shares in words
 * @param reset when the period ends
 * @param runOut that the credits are used up, or when they will be, or that they last until the reset; null where nothing
 *     is known
 * @param warns whether that is before the reset, or they are used up already
 */
record BalanceCard(
        String period,
        Figures.Figure available,
        String used,
        String usedWidth,
        String elapsedWidth,
        String pace,
        String reset,
        @Nullable String runOut,
        boolean warns) {
    /** The card; null where nothing was sold to the organization. */
    static @Nullable BalanceCard of(BalanceAnswer answer, Texts texts) {
        if (answer.allocated() == null || answer.available() == null || answer.overage() == null) {
            return null;
        }
        Figures figures = new Figures(texts.locale());
        PeriodWording wording = new PeriodWording(texts);
        Credits allocated = Credits.parse(answer.allocated());
        Credits used = Credits.parse(answer.used());
        Credits overage = Credits.parse(answer.overage());
        BigDecimal usedShare = usedShare(used, allocated);
        BigDecimal elapsed = Figures.wholePercents(elapsed(answer));
        LocalDate end = date(answer.billingPeriod().end());
        boolean spent = used.compareTo(allocated) >= 0;
        ForecastAnswer forecast = answer.forecast();
        boolean warns = spent || (forecast != null && forecast.runsOutAt() != null);
        return new BalanceCard(
                wording.dates(date(answer.billingPeriod().start()), end.minusDays(1)),
                figures.credits(Credits.parse(answer.available())),
                texts.get("balance.used", figures.credits(used), figures.credits(allocated)),
                Figures.width(usedShare),
                Figures.width(elapsed),
                texts.get("balance.pace", figures.wholePercent(usedShare), figures.wholePercent(elapsed)),
                texts.get("balance.reset", wording.date(end)),
                spent ? spent(overage, texts) : runOut(forecast, wording, texts),
                warns);
    }

    /** The part of the allocation that is used: of nothing, all is. */
    static BigDecimal usedShare(Credits used, Credits allocated) {
        return share(used.micros(), allocated.micros());
    }

    private static String spent(Credits overage, Texts texts) {
        return overage.micros() > 0
                ? texts.get("balance.over", new Figures(texts.locale()).credits(overage))
                : texts.get("balance.spent");
    }

    /** What is to be expected where something is left. */
    private static @Nullable String runOut(@Nullable ForecastAnswer forecast, PeriodWording wording, Texts texts) {
        if (forecast == null) {
            return null;
        }
        return forecast.runsOutAt() == null
                ? texts.get("balance.lasts")
                : texts.get("balance.runs_out", wording.date(date(forecast.runsOutAt())));
    }

    private static BigDecimal elapsed(BalanceAnswer answer) {
        Instant start = OffsetDateTime.parse(answer.billingPeriod().start()).toInstant();
        Instant end = OffsetDateTime.parse(answer.billingPeriod().end()).toInstant();
        Instant now = Instant.parse(answer.freshness().asOf())
                .plusMillis(answer.freshness().lagMs());
        return share(
                Duration.between(start, now).toMillis(),
                Duration.between(start, end).toMillis());
    }

    private static BigDecimal share(long part, long whole) {
        return whole <= 0
                ? BigDecimal.ONE
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), MathContext.DECIMAL32);
    }

    private static LocalDate date(String instant) {
        return OffsetDateTime.parse(instant).toLocalDate();
    }
}
