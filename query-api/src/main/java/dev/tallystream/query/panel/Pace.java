package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.PanelAnswer;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Where the running period leads if it goes on as it does.
 *
 * @param credits what it will have used in the end
 * @param text that, in words, with the date; a day ends with itself
 * @param method how it is known
 */
record Pace(Credits credits, String text, String method) {
    /** The pace; null where the period is over, nothing was used, or there is too little to know it from. */
    static @Nullable Pace of(PanelAnswer answer, Texts texts) {
        if (answer.forecast() == null || answer.byFeature() == null) {
            return null;
        }
        Credits credits = Credits.parse(answer.forecast().periodEndCredits());
        LocalDate first = OffsetDateTime.parse(answer.period().start()).toLocalDate();
        LocalDate last =
                OffsetDateTime.parse(answer.period().end()).toLocalDate().minusDays(1);
        String rounded = new Figures(texts.locale()).rounded(credits);
        return new Pace(
                credits,
                first.equals(last)
                        ? texts.get("hero.pace_today", rounded)
                        : texts.get("hero.pace", rounded, new PeriodWording(texts).date(last)),
                texts.get("hero.pace_method"));
    }
}
