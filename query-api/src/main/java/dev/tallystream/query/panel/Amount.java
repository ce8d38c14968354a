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
    /** Where a share stops meaning anything more, 100,000 %: of a total that corrections left next to nothing of. */
    private static final BigDecimal MAX_SHARE = BigDecimal.valueOf(1000);

    /** What a row has: exact credits, and their share of the total unless that is not positive, or next to nothing. */
    record Part(Credits credits, @Nullable BigDecimal share) {
        static Part of(String credits, @Nullable BigDecimal share) {
            boolean shown = share != null && share.abs().compareTo(MAX_SHARE) <= 0;
            return new Part(Credits.parse(credits), shown ? share : null);
        }
    }

    /** The parts of a whole: their shares add up to 100.0 %. */
    static List<Amount> ofWhole(List<Part> parts, Locale locale) {
        return of(parts, Shares::addingUp, locale);
    }

    /** Some parts of that total: each share is rounded by itself. */
    static List<Amount> ofSome(List<Part> parts, Credits total, Locale locale) {
        return of(
                parts,
                credits -> credits.stream()
                        .mapToInt(part -> Shares.rounded(part, total))
                        .toArray(),
                locale);
    }

    private static List<Amount> of(List<Part> parts, Function<List<Credits>, int[]> rounding, Locale locale) {
        Figures figures = new Figures(locale);
        int decimals = Figures.decimals(parts.stream().map(Part::credits));
        boolean known = parts.stream().allMatch(part -> part.share() != null);
        int[] tenths = known ? rounding.apply(parts.stream().map(Part::credits).toList()) : new int[0];
        List<Amount> amounts = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Credits exact = parts.get(i).credits();
            BigDecimal share = parts.get(i).share();
            Figures.Figure credits = figures.credits(exact, decimals);
            amounts.add(
                    known && share != null
                            ? new Amount(credits, figures.share(tenths[i], exact), tenths[i], Figures.width(share))
                            : new Amount(credits, Figures.NONE, 0, Figures.width(BigDecimal.ZERO)));
        }
        return amounts;
    }
}
