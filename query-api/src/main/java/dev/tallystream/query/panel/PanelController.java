package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.access.VisibleOrganizations;
import dev.tallystream.query.balance.BalanceAnswer;
import dev.tallystream.query.balance.BalanceQueries;
import dev.tallystream.query.balance.BalanceRequest;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.ListAnswer;
import dev.tallystream.query.usage.ListRequest;
import dev.tallystream.query.usage.PanelAnswer;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.PanelRequest;
import dev.tallystream.query.usage.Sort;
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
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages about usage. Their parameters are the API's, and so are their answers. */
@Controller("/admin")
@Requires(beans = UsageQueries.class)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PanelController {
    private static final String START = "/admin";

    private final UsageQueries queries;
    private final BalanceQueries balances;
    private final VisibleOrganizations organizations;
    private final Pages pages;

    PanelController(UsageQueries queries, BalanceQueries balances, VisibleOrganizations organizations, Pages pages) {
        this.queries = queries;
        this.balances = balances;
        this.organizations = organizations;
        this.pages = pages;
    }

    @Get
    HttpResponse<?> organizations(Principal caller, HttpRequest<?> request) {
        if (!caller.may(Right.READ_USAGE)) {
            throw new ProblemException(Denial.ROLE_REQUIRED.toProblem());
        }
        List<OrganizationId> visible = organizations.of(caller);
        if (visible.size() == 1) {
            return toDetails(visible.getFirst());
        }
        Texts texts = pages.texts(request);
        return pages.organizations(
                OrganizationsPage.of(visible, pages.shell(texts, texts.get("organizations.title"), null)));
    }

    @Get("/{org}")
    HttpResponse<?> organization(@PathVariable OrganizationId org) {
        return toDetails(org);
    }

    @Get("/{org}/credits-usage")
    HttpResponse<String> details(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        PanelRequest asked = UsageProblems.understood(
                PanelRequest.parse(org, request.getParameters().asMap()));
        UsageOutcome<PanelAnswer> outcome = queries.panel(caller, asked);
        PanelAnswer answer = UsageProblems.answered(outcome);
        PageAddress address = new PageAddress(
                org.value(),
                UsagePage.DETAILS,
                asked.granularity(),
                chosen(asked.granularity(), answer.period(), answer.freshness()),
                "",
                Sort.MOST_CREDITS,
                null);
        Texts texts = pages.texts(request);
        Shell shell = pages.shell(texts, texts.get("usage.title"), frame(org, caller, texts));
        return pages.details(
                DetailsPage.of(answer, settingsVersion(outcome), balance(org, caller, texts), address, shell));
    }

    /** The balance where there is one to show; a page about usage does not fail for the want of it. */
    private @Nullable BalanceCard balance(OrganizationId org, Principal caller, Texts texts) {
        UsageOutcome<BalanceAnswer> outcome = balances.balance(caller, new BalanceRequest(org, null));
        return outcome instanceof UsageOutcome.Answer<BalanceAnswer>(var answer, var settings)
                ? BalanceCard.of(answer, texts)
                : null;
    }

    private static long settingsVersion(UsageOutcome<?> outcome) {
        return outcome instanceof UsageOutcome.Answer<?>(var value, var settings) ? settings.version() : 0;
    }

    @Get("/{org}/credits-usage/features")
    HttpResponse<String> features(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.FEATURE, caller, request);
    }

    @Get("/{org}/credits-usage/teams")
    HttpResponse<String> teams(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.TEAM, caller, request);
    }

    @Get("/{org}/credits-usage/users")
    HttpResponse<String> users(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.USER, caller, request);
    }

    private HttpResponse<String> list(
            OrganizationId org, Dimension dimension, Principal caller, HttpRequest<?> request) {
        ListRequest asked = UsageProblems.understood(
                ListRequest.parse(org, dimension, request.getParameters().asMap()));
        ListAnswer answer = UsageProblems.answered(queries.list(caller, asked));
        PageAddress address = new PageAddress(
                org.value(),
                UsagePage.listOf(dimension),
                asked.granularity(),
                chosen(asked.granularity(), answer.period(), answer.freshness()),
                asked.search(),
                asked.sort(),
                asked.cursor());
        Texts texts = pages.texts(request);
        Shell shell = pages.shell(texts, texts.get("list.title." + answer.kind()), frame(org, caller, texts));
        return pages.list(ListPage.of(answer, address, shell));
    }

    private static Shell.Frame frame(OrganizationId org, Principal caller, Texts texts) {
        boolean several = switch (caller.organizations()) {
            case OrganizationScope.All() -> true;
            case OrganizationScope.Only(var named) -> named.size() > 1;
        };
        Shell.Link usage = new Shell.Link(
                texts.get("nav.usage"),
                PageAddress.of(org.value(), UsagePage.DETAILS).href(),
                true);
        return new Shell.Frame(org.value(), several ? START : null, List.of(usage));
    }

    /** The id of the period that is shown, which no link writes while it is the running one. */
    private static @Nullable String chosen(Granularity granularity, PeriodAnswer period, FreshnessAnswer freshness) {
        boolean running = AnsweredPeriods.of(granularity, period).contains(AnsweredPeriods.today(period, freshness));
        return running ? null : period.id();
    }

    private static HttpResponse<?> toDetails(OrganizationId org) {
        return HttpResponse.seeOther(
                URI.create(PageAddress.of(org.value(), UsagePage.DETAILS).href()));
    }
}
