package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.activity.ActivityAnswer;
import dev.tallystream.query.activity.ActivityRequest;
import dev.tallystream.query.balance.BalanceAnswer;
import dev.tallystream.query.usage.PanelAnswer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an organization's analytics begin: who was active in a range of its own, and the running quarter's usage.
 *
 * @param version changes whenever anything but the freshness does
 */
record AnalyticsPage(
        Shell shell, Live live, String version, Activity activity, Usage usage, History history, String zone) {
    /**
     * Who was active.
     *
     * @param dates the range
     * @param people null where individuals are hidden
     * @param known false where the range is older than what is kept
     */
    record Activity(
            List<Choice> choices, String dates, @Nullable String people, String teams, boolean known) {}

    /** A range to choose. */
    record Choice(int days, String text, String href, boolean chosen) {}

    /**
     * The section about usage.
     *
     * @param period the quarter with its dates
     * @param billing the billing period with its dates where that is another one; null where it is the same
     * @param billed what was used in it
     */
    record Usage(
            String period,
            Figures.Figure credits,
            LastUpdated updated,
            String detailsHref,
            @Nullable String billing,
            @Nullable String billed) {}

    static AnalyticsPage of(
            PanelAnswer quarter,
            long settingsVersion,
            ActivityRequest asked,
            Optional<ActivityAnswer> active,
            Optional<BalanceAnswer> balance,
            Shell shell) {
        String organization = quarter.organizationId();
        Texts texts = shell.texts();
        PageAddress details = PageAddress.of(organization, UsagePage.DETAILS);
        Activity activity = activity(organization, asked, active, texts);
        Usage usage = usage(quarter, balance, details, texts);
        return new AnalyticsPage(
                shell,
                new Live(href(organization, asked.days()), quarter.freshness().position(), settingsVersion),
                Integer.toHexString(Objects.hash(
                        activity,
                        quarter.period(),
                        quarter.totalCredits(),
                        quarter.history(),
                        usage.billing(),
                        usage.billed())),
                activity,
                usage,
                History.of(quarter, Pace.of(quarter, texts), details, texts),
                quarter.period().timeZone());
    }

    private static Activity activity(
            String organization, ActivityRequest asked, Optional<ActivityAnswer> active, Texts texts) {
        Figures figures = new Figures(texts.locale());
        PeriodWording wording = new PeriodWording(texts);
        List<Choice> choices = ActivityRequest.OFFERED.stream()
                .map(days -> new Choice(
                        days, texts.get("activity.days", days), href(organization, days), days == asked.days()))
                .toList();
        return active.map(answer -> new Activity(
                        choices,
                        wording.dates(answer.from(), answer.last()),
                        answer.people() == null ? null : figures.count(answer.people()),
                        figures.count(answer.teams()),
                        true))
                .orElseGet(() -> new Activity(choices, "", null, Figures.NONE, false));
    }

    private static Usage usage(PanelAnswer quarter, Optional<BalanceAnswer> balance, PageAddress details, Texts texts) {
        Figures figures = new Figures(texts.locale());
        PeriodWording wording = new PeriodWording(texts);
        Optional<BalanceAnswer> other = balance.filter(answer -> !isSamePeriod(answer, quarter));
        return new Usage(
                wording.nameWithDates(AnsweredPeriods.of(Granularity.QUARTER, quarter.period())),
                figures.credits(Credits.parse(quarter.totalCredits())),
                LastUpdated.of(quarter.freshness(), quarter.period().timeZone(), texts),
                details.href(),
                other.map(answer -> BillingWording.of(answer, texts).dates()).orElse(null),
                other.map(answer ->
                                figures.credits(Credits.parse(answer.used())).toString())
                        .orElse(null));
    }

    private static boolean isSamePeriod(BalanceAnswer balance, PanelAnswer quarter) {
        return balance.billingPeriod().start().equals(quarter.period().start())
                && balance.billingPeriod().end().equals(quarter.period().end());
    }

    private static String href(String organization, int days) {
        String page = AdminPage.ANALYTICS.href(organization);
        return days == ActivityRequest.DEFAULT ? page : page + "?days=" + days;
    }
}
