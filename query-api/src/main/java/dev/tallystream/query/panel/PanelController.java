package dev.tallystream.query.panel;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.access.VisibleOrganizations;
import dev.tallystream.query.balance.BalanceAnswer;
import dev.tallystream.query.balance.BalanceQueries;
import dev.tallystream.query.balance.BalanceRequest;
import dev.tallystream.query.usage.CsvAnswers;
import dev.tallystream.query.usage.ListAnswer;
import dev.tallystream.query.usage.ListRequest;
import dev.tallystream.query.usage.PanelAnswer;
import dev.tallystream.query.usage.PanelRequest;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages about usage. Their parameters are the API's, and so are their answers. */
@Controller("/admin")
@Requires(beans = UsageQueries.class)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PanelController {
    private final UsageQueries queries;
    private final BalanceQueries balances;
    private final VisibleOrganizations organizations;
    private final Pages pages;
    private final CsvAnswers csv;

    PanelController(
            UsageQueries queries,
            BalanceQueries balances,
            VisibleOrganizations organizations,
            Pages pages,
            CsvAnswers csv) {
        this.queries = queries;
        this.balances = balances;
        this.organizations = organizations;
        this.pages = pages;
        this.csv = csv;
    }

    @Get
    HttpResponse<?> organizations(Principal caller, HttpRequest<?> request) {
        if (!caller.may(Right.READ_BALANCE)) {
            throw new ProblemException(Denial.ROLE_REQUIRED.toProblemType());
        }
        List<OrganizationId> visible = organizations.of(caller, Right.READ_BALANCE);
        if (visible.size() == 1) {
            return Shell.redirect(caller, AdminPage.home(visible.getFirst().value()));
        }
        Texts texts = pages.texts(request);
        return pages.organizations(
                OrganizationsPage.of(visible, pages.shell(texts, texts.get("organizations.title"), null)));
    }

    @Get("/{org}/credits-usage")
    HttpResponse<String> details(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        PanelRequest asked = UsageProblems.understood(PanelRequest.parse(org, EmbedLinks.ownParameters(request)));
        UsageOutcome<PanelAnswer> outcome = queries.panel(caller, asked);
        PanelAnswer answer = UsageProblems.answered(outcome);
        PageAddress address = new PageAddress(
                org.value(),
                UsagePage.DETAILS,
                asked.granularity(),
                AnsweredPeriods.chosen(asked.granularity(), answer.period(), answer.freshness()));
        Texts texts = pages.texts(request);
        Shell shell = pages.shell(texts, texts.get("usage.title"), frame(org, caller, texts));
        return pages.details(DetailsPage.of(
                answer, settingsVersion(outcome), balance(org, caller, texts), address, pages.links(), shell));
    }

    /** The balance where there is one to show; a page about usage does not fail for the want of it. */
    private @Nullable BalanceCard balance(OrganizationId org, Principal caller, Texts texts) {
        UsageOutcome<BalanceAnswer> outcome = balances.balance(caller, new BalanceRequest(org, null));
        return outcome instanceof UsageOutcome.Answer<BalanceAnswer>(var answer, var settings)
                ? BalanceCard.of(answer, texts)
                : null;
    }

    /** Of which settings an answer is. */
    static long settingsVersion(UsageOutcome<?> outcome) {
        return outcome instanceof UsageOutcome.Answer<?>(var value, var settings) ? settings.version() : 0;
    }

    @Get("/{org}/credits-usage/features")
    HttpResponse<?> features(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.FEATURE, caller, request);
    }

    @Get("/{org}/credits-usage/teams")
    HttpResponse<?> teams(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.TEAM, caller, request);
    }

    @Get("/{org}/credits-usage/users")
    HttpResponse<?> users(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.USER, caller, request);
    }

    private HttpResponse<?> list(OrganizationId org, Dimension dimension, Principal caller, HttpRequest<?> request) {
        if (CsvAnswers.isWanted(request)) {
            return csv.list(queries, caller, org, dimension, request);
        }
        ListRequest asked = UsageProblems.understood(
                        ListRequest.parseNarrowed(org, dimension, CsvAnswers.parameters(request)))
                .forPeople();
        UsageOutcome<ListAnswer> outcome = queries.list(caller, asked);
        ListAnswer answer = UsageProblems.answered(outcome);
        PageAddress address = new PageAddress(
                org.value(),
                UsagePage.listOf(dimension),
                null,
                asked.granularity(),
                AnsweredPeriods.chosen(asked.granularity(), answer.period(), answer.freshness()),
                asked.within(),
                asked.search(),
                asked.sort(),
                asked.cursor() == null
                        ? null
                        : new PageAddress.After(asked.cursor(), answer.period().id()));
        Texts texts = pages.texts(request);
        return pages.list(ListPage.of(
                answer,
                settingsVersion(outcome),
                address,
                pages.shell(texts, ListPage.title(answer, texts), frame(org, caller, texts))));
    }

    /** What surrounds the pages about usage: the Analytics page leads to them. */
    static Shell.Frame frame(OrganizationId org, Principal caller, Texts texts) {
        return Shell.Frame.of(org, caller, texts, AdminPage.ANALYTICS);
    }
}
