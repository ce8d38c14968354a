package dev.tallystream.query.panel;

import dev.tallystream.query.balance.BalanceAnswer;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * A billing period in words.
 *
 * @param dates its first and last date
 * @param reset the date on which the next one begins
 */
record BillingWording(String dates, String reset) {
    static BillingWording of(BalanceAnswer balance, Texts texts) {
        PeriodWording wording = new PeriodWording(texts);
        LocalDate end = date(balance.billingPeriod().end());
        return new BillingWording(
                wording.dates(date(balance.billingPeriod().start()), end.minusDays(1)), wording.date(end));
    }

    private static LocalDate date(String instant) {
        return OffsetDateTime.parse(instant).toLocalDate();
    }
}
