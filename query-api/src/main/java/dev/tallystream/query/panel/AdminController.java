package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.activity.ActivityAnswer;
import dev.tallystream.query.activity.ActivityQueries;
import dev.tallystream.query.activity.ActivityRequest;
import dev.tallystream.query.balance.BalanceAnswer;
import dev.tallystream.query.balance.BalanceQueries;
import dev.tallystream.query.balance.BalanceRequest;
import dev.tallystream.query.usage.PanelAnswer;
import dev.tallystream.query.usage.PanelRequest;
import dev.tallystream.query.usage.ParameterReader;
import dev.tallystream.query.usage.PeriodName;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageProblems;
import dev.tallystream.query.usage.UsageQueries;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;

/** The pages around usage that only read: where an organization begins, its Analytics page and its subscription. */
@Controller("/admin")
@Requires(beans = UsageQueries.class)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminController {
    private final UsageQueries usage;
    private final ActivityQueries activity;
    private final BalanceQueries balances;
    private final Pages pages;

    AdminController(UsageQueries usage, ActivityQueries activity, BalanceQueries balances, Pages pages) {
        this.usage = usage;
        this.activity = activity;
        this.balances = balances;
        this.pages = pages;
    }

    @Get("/{org}")
    @Needs(Right.READ_BALANCE)
    HttpResponse<?> home(@PathVariable OrganizationId org, Principal caller) {
        AdminPage first = caller.may(Right.READ_USAGE) ? AdminPage.ANALYTICS : AdminPage.SUBSCRIPTION;
        return Shell.redirect(caller, first.href(org.value()));
    }

    @Get("/{org}/analytics")
    HttpResponse<?> analytics(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        ActivityRequest asked = UsageProblems.understood(ActivityRequest.parse(org, EmbedLinks.ownParameters(request)));
        // The section shows the running quarter whatever the range is: neither ever follows the other.
        UsageOutcome<PanelAnswer> running =
                usage.panel(caller, new PanelRequest(org, Granularity.QUARTER, PeriodName.CURRENT));
        PanelAnswer quarter = UsageProblems.answered(running);
        Optional<ActivityAnswer> active = found(activity.activity(caller, asked));
        Optional<BalanceAnswer> balance = found(balances.balance(caller, new BalanceRequest(org, null)));
        Texts texts = pages.texts(request);
        Shell shell = pages.shell(
                texts, texts.get("analytics.title"), Shell.Frame.of(org, caller, texts, AdminPage.ANALYTICS));
        return pages.analytics(
                AnalyticsPage.of(quarter, PanelController.settingsVersion(running), asked, active, balance, shell));
    }

    @Get("/{org}/subscription")
    @Needs(Right.READ_BALANCE)
    HttpResponse<?> subscription(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        UsageProblems.understood(new ParameterReader(EmbedLinks.ownParameters(request)).asked(org));
        BalanceAnswer balance = UsageProblems.answered(balances.balance(caller, new BalanceRequest(org, null)));
        Texts texts = pages.texts(request);
        Shell shell = pages.shell(
                texts, texts.get("subscription.title"), Shell.Frame.of(org, caller, texts, AdminPage.SUBSCRIPTION));
        return pages.subscription(SubscriptionPage.of(balance, pages.links(), shell));
    }

    /** What is no longer kept leaves its place empty; anything else that stands in the way is the page's problem. */
    private static <T> Optional<T> found(UsageOutcome<T> outcome) {
        return outcome instanceof UsageOutcome.NotKept<T>
                ? Optional.empty()
                : Optional.of(UsageProblems.answered(outcome));
    }
}
