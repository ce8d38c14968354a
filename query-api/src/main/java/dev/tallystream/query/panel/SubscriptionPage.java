package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.balance.BalanceAnswer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an organization bought and what is left of it.
 *
 * @param period the billing period's dates
 * @param reset the date on which the next begins
 * @param terms null where nothing was sold to it
 * @param purchaseHref where credits are bought, or null
 */
record SubscriptionPage(
        Shell shell,
        LastUpdated updated,
        String period,
        String reset,
        Figures.Figure used,
        @Nullable Terms terms,
        @Nullable String purchaseHref,
        String zone) {
    /**
     * The allocation and what became of it.
     *
     * @param over "over by 1,200 credits", or null
     * @param width of the allocation that is used, for the bar
     * @param share the same in words
     */
    record Terms(
            Figures.Figure allocated,
            Figures.Figure available,
            @Nullable String over,
            String width,
            String share) {}

    static SubscriptionPage of(BalanceAnswer balance, PanelLinks links, Shell shell) {
        Texts texts = shell.texts();
        Figures figures = new Figures(texts.locale());
        BillingWording billing = BillingWording.of(balance, texts);
        return new SubscriptionPage(
                shell,
                LastUpdated.of(balance.freshness(), balance.billingPeriod().timeZone(), texts),
                billing.dates(),
                billing.reset(),
                figures.credits(Credits.parse(balance.used())),
                terms(balance, figures, texts),
                links.purchase() == null ? null : links.purchase().toString(),
                balance.billingPeriod().timeZone());
    }

    private static @Nullable Terms terms(BalanceAnswer balance, Figures figures, Texts texts) {
        String sold = balance.allocated();
        String left = balance.available();
        if (sold == null || left == null) {
            return null;
        }
        Credits allocated = Credits.parse(sold);
        Credits used = Credits.parse(balance.used());
        Credits over = balance.overage() == null ? Credits.ZERO : Credits.parse(balance.overage());
        BigDecimal share = BalanceCard.usedShare(used, allocated);
        return new Terms(
                figures.credits(allocated),
                figures.credits(Credits.parse(left)),
                over.micros() > 0 ? texts.get("subscription.over", figures.credits(over)) : null,
                Figures.width(share),
                texts.get("subscription.share", figures.share(share)));
    }
}
