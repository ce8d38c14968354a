package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Usage as JSON. */
@Controller("/v1/orgs/{org}")
@Requires(beans = UsageQueries.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class UsageController {
    private final UsageQueries queries;

    UsageController(UsageQueries queries) {
        this.queries = queries;
    }

    @Get("/credits-usage")
    HttpResponse<PanelAnswer> panel(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        PanelRequest asked = UsageProblems.understood(
                PanelRequest.parse(org, request.getParameters().asMap()));
        PanelAnswer answer = UsageProblems.answered(queries.panel(caller, asked));
        return answer(answer, answer.freshness());
    }

    @Get("/credits-usage/features")
    HttpResponse<ListAnswer> features(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.FEATURE, caller, request);
    }

    @Get("/credits-usage/teams")
    HttpResponse<ListAnswer> teams(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.TEAM, caller, request);
    }

    @Get("/credits-usage/users")
    HttpResponse<ListAnswer> users(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.USER, caller, request);
    }

    @Get("/backfills/{backfillid}")
    @Needs(Right.READ_BACKFILLS)
    HttpResponse<BackfillAnswer> backfill(
            @PathVariable OrganizationId org, @PathVariable String backfillid, Principal caller) {
        BackfillAnswer answer = UsageProblems.answered(queries.backfill(caller, org, id(backfillid)));
        return answer(answer, answer.freshness());
    }

    private HttpResponse<ListAnswer> list(
            OrganizationId org, Dimension dimension, Principal caller, HttpRequest<?> request) {
        ListRequest asked = UsageProblems.understood(
                ListRequest.parseNarrowed(org, dimension, request.getParameters().asMap()));
        ListAnswer answer = UsageProblems.answered(queries.list(caller, asked));
        return answer(answer, answer.freshness());
    }

    private static <T> HttpResponse<T> answer(T answer, FreshnessAnswer freshness) {
        return HttpResponse.ok(answer).headers(freshness::addTo);
    }

    private static BackfillId id(String text) {
        try {
            return new BackfillId(text);
        } catch (IllegalArgumentException noBackfill) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
    }
}
