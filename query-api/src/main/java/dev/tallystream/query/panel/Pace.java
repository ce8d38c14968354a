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
 * @param text that, in words, with the date
 * @param method how it is known
 */
record Pace(Credits credits, String text, String method) {
    /** The pace; null where the period is over, nothing was used, or there is too little to know it from. */
    static @Nullable Pace of(PanelAnswer answer, Texts texts) {
        if (answer.forecast() == null || answer.byFeature() == null) {
            return null;
        }
        Credits credits = Credits.parse(answer.forecast().periodEndCredits());
        LocalDate last =
                OffsetDateTime.parse(answer.period().end()).toLocalDate().minusDays(1);
        return new Pace(
                credits,
                texts.get(
                        "hero.pace", new Figures(texts.locale()).rounded(credits), new PeriodWording(texts).date(last)),
                texts.get("hero.pace_method"));
    }
}
