package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Credits and their share as a row shows them.
 *
 * @param share with one decimal; {@link Figures#NONE} where the total has no shares
 * @param tenths the share in tenths of a percent
 * @param width the length of the row's bar, which is the share of the period's total
 */
record Amount(Figures.Figure credits, String share, int tenths, String width) {
    /** What a row has: exact credits, and their share of the total unless that is not positive. */
    record Part(Credits credits, @Nullable BigDecimal share) {
        static Part of(String credits, @Nullable BigDecimal share) {
            return new Part(Credits.parse(credits), share);
        }
    }

    /** The parts of a whole: their shares add up to 100.0 %. */
    static List<Amount> ofWhole(List<Part> parts, Locale locale) {
        return of(parts, Shares::addingUp, locale);
    }

    /** Some parts of a whole: each share is rounded by itself. */
    static List<Amount> ofSome(List<Part> parts, Locale locale) {
        return of(parts, shares -> shares.stream().mapToInt(Shares::rounded).toArray(), locale);
    }

    private static List<Amount> of(List<Part> parts, Function<List<BigDecimal>, int[]> rounding, Locale locale) {
        Figures figures = new Figures(locale);
        int decimals = Figures.decimals(parts.stream().map(Part::credits));
        List<BigDecimal> shares = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part.share() != null) {
                shares.add(part.share());
            }
        }
        boolean known = shares.size() == parts.size();
        int[] tenths = known ? rounding.apply(shares) : new int[0];
        List<Amount> amounts = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Credits exact = parts.get(i).credits();
            Figures.Figure credits = figures.credits(exact, decimals);
            amounts.add(
                    known
                            ? new Amount(
                                    credits, figures.share(tenths[i], exact), tenths[i], Figures.width(shares.get(i)))
                            : new Amount(credits, Figures.NONE, 0, Figures.width(BigDecimal.ZERO)));
        }
        return amounts;
    }
}
