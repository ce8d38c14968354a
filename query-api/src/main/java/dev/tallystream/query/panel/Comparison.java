package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.PanelAnswer;
import org.jspecify.annotations.Nullable;

/**
 * The period's total beside the one before: a running period only with the same point of it, a complete one with the
 * whole.
 *
 * @param change signed, in percent; empty where the two can only stand side by side
 * @param up whether it is more than before
 * @param text what it is compared with
 */
record Comparison(String change, boolean up, String text) {
    /** The comparison; null where there is nothing to compare, or nothing to compare with. */
    static @Nullable Comparison of(PanelAnswer answer, String previous, Texts texts) {
        Credits total = Credits.parse(answer.totalCredits());
        String whole = answer.previous().totalCredits();
        if (answer.byFeature() == null || whole == null || Credits.parse(whole).micros() <= 0) {
            return null;
        }
        if (answer.period().complete()) {
            return against(whole, total, "hero.compared", previous, texts);
        }
        String samePoint = answer.previous().toSamePoint();
        Figures figures = new Figures(texts.locale());
        if (samePoint == null) {
            return sideBySide("hero.previous", previous, figures.credits(Credits.parse(whole)), texts);
        }
        return Credits.parse(samePoint).micros() <= 0
                ? sideBySide("hero.same_point_none", previous, figures.credits(Credits.ZERO), texts)
                : against(samePoint, total, "hero.same_point", previous, texts);
    }

    private static Comparison against(String before, Credits total, String key, String previous, Texts texts) {
        Figures figures = new Figures(texts.locale());
        Credits then = Credits.parse(before);
        return new Comparison(
                figures.change(then, total),
                total.compareTo(then) > 0,
                texts.get(key, previous, figures.credits(then)));
    }

    private static Comparison sideBySide(String key, String previous, Figures.Figure credits, Texts texts) {
        return new Comparison("", false, texts.get(key, previous, credits));
    }
}
