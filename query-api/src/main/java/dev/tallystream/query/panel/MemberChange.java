package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.ListAnswer.ComparedAnswer;
import dev.tallystream.query.usage.RankedRow;
import dev.tallystream.query.usage.RankedRow.Change;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changed against the same point of the period before, in words.
 *
 * @param text {@code +12.3%}, {@code New} where there never was anything before, and a dash where there is nothing to
 *     compare with
 * @param title why it is a dash; null where it is none or nothing is known of the period before
 */
record MemberChange(String text, @Nullable String title) {
    /** The change of that row, which is one of those changes; null where nothing is compared. */
    static MemberChange of(RankedRow row, @Nullable ComparedAnswer compared, Period shown, Texts texts) {
        Change change = row.change();
        if (change == null || compared == null) {
            return new MemberChange(Figures.NONE, null);
        }
        Credits from = Credits.parse(change.from());
        Credits to = Credits.parse(change.to());
        if (from.micros() != 0 || to.micros() <= 0) {
            return new MemberChange(new Figures(texts.locale()).change(from, to), null);
        }
        return isNew(row)
                ? new MemberChange(texts.get("list.change.new"), null)
                : new MemberChange(Figures.NONE, text("list.change.nothing.", compared, shown, texts));
    }

    /** Whether it used nothing in any period of its trend before the last, which is the shown one. */
    private static boolean isNew(RankedRow row) {
        List<String> trend = row.trend();
        return trend == null
                || trend.stream()
                        .limit(Math.max(0, trend.size() - 1))
                        .allMatch(credits -> Credits.parse(credits).equals(Credits.ZERO));
    }

    /** What the changes compare: "Change compares the first 53 days with the first 53 days of Q3 2026." */
    static String text(ComparedAnswer compared, Period shown, Texts texts) {
        return text("list.compared.", compared, shown, texts);
    }

    /** The same behind a change: "over the first 53 days, against the first 53 days of Q3 2026". */
    static String behind(ComparedAnswer compared, Period shown, Texts texts) {
        return text("member.compared.", compared, shown, texts);
    }

    private static String text(String key, ComparedAnswer compared, Period shown, Texts texts) {
        String previous = name(shown, compared.previous(), texts);
        Integer days = compared.days();
        Integer previousDays = compared.previousDays();
        if (days == null || previousDays == null) {
            return texts.get(key + "whole", previous);
        }
        return previousDays < days
                ? texts.get(key + "all", days, previousDays, previous)
                : texts.get(key + "days", days, previous);
    }

    /** The period before ends where the shown one starts, so its name follows from its id and that date. */
    private static String name(Period shown, String id, Texts texts) {
        LocalDate start = AnsweredPeriods.before(shown, 1);
        return new PeriodWording(texts).name(AnsweredPeriods.startingOn(shown.granularity(), id, start));
    }
}
