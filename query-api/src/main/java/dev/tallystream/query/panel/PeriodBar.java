package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which period a page shows, and the ways to others.
 *
 * @param previous null where the period before is no longer kept
 * @param next null where the next period has not begun
 * @param current the running period of the same length; null where it is shown
 */
record PeriodBar(
        String name,
        List<Choice> choices,
        @Nullable Step previous,
        @Nullable Step next,
        @Nullable Step current) {
    /** A link of the selector. */
    record Choice(String id, String text, String href, boolean chosen) {}

    /** A link to the neighbouring period. */
    record Step(String text, String href) {}

    static PeriodBar of(PeriodAnswer answer, FreshnessAnswer freshness, PageAddress address, Texts texts) {
        return of(answer, freshness, true, address, texts);
    }

    static PeriodBar of(
            PeriodAnswer answer, FreshnessAnswer freshness, boolean keepsPrevious, PageAddress address, Texts texts) {
        Granularity granularity = address.granularity();
        Period period = AnsweredPeriods.of(granularity, answer);
        LocalDate today = AnsweredPeriods.today(answer, freshness);
        Step next = null;
        if (answer.next() != null) {
            next = new Step(
                    texts.get("period.next." + granularity.wireName()),
                    address.during(AnsweredPeriods.after(period, answer.next()), today)
                            .href());
        }
        return new PeriodBar(
                new PeriodWording(texts).nameWithDates(period),
                Arrays.stream(Granularity.values())
                        .map(choice -> choice(choice, address, texts))
                        .toList(),
                keepsPrevious
                        ? new Step(
                                texts.get("period.previous." + granularity.wireName()),
                                address.duringPast(answer.previous()).href())
                        : null,
                next,
                period.contains(today)
                        ? null
                        : new Step(
                                texts.get("period.current." + granularity.wireName()),
                                address.running(granularity).href()));
    }

    private static Choice choice(Granularity choice, PageAddress address, Texts texts) {
        return new Choice(
                "period-" + choice.wireName(),
                texts.get("period." + choice.wireName()),
                address.running(choice).href(),
                choice == address.granularity());
    }
}
