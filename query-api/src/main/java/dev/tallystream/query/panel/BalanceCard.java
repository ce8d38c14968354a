package dev.tallystream.query.panel;

import org.jspecify.annotations.Nullable;

/**
 * The credits that are left in the billing period, and whether they will last.
 *
 * @param href the subscription page
 * @param period the billing period, with its dates
 * @param used "18,760 of 50,000 credits used"
 * @param usedWidth the share of the credits that is used, in percent
 * @param elapsedWidth the share of the period that is over, in percent
 * @param pace both shares in words
 * @param reset when the period ends
 * @param runOut when the credits are used up, if they will be at all and that is known
 * @param warns whether that is before the reset, or they are used up already
 */
record BalanceCard(
        String href,
        String period,
        Figures.Figure available,
        String used,
        String usedWidth,
        String elapsedWidth,
        String pace,
        String reset,
        @Nullable String runOut,
        boolean warns) {}
