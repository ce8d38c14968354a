package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.ListAnswer.ComparedAnswer;
import dev.tallystream.query.usage.RankedRow.Change;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What changed against the same point of the period before, in words. */
final class MemberChange {
    private MemberChange() {}

    /** {@code +12.3%}, {@code New} where there was nothing before, and a dash where there is nothing to compare. */
    static String change(@Nullable Change change, Texts texts) {
        if (change == null) {
            return Figures.NONE;
        }
        Credits from = Credits.parse(change.from());
        Credits to = Credits.parse(change.to());
        return from.micros() == 0 && to.micros() > 0
                ? texts.get("list.change.new")
                : new Figures(texts.locale()).change(from, to);
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
        return compared.days() == null
                ? texts.get(key + "whole", previous)
                : texts.get(key + "days", compared.days(), previous);
    }

    /** The period before ends where the shown one starts, so its name follows from its id and that date. */
    private static String name(Period shown, String id, Texts texts) {
        LocalDate start = AnsweredPeriods.before(shown, 1);
        return new PeriodWording(texts).name(AnsweredPeriods.startingOn(shown.granularity(), id, start));
    }
}
