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
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;

/** Usage as JSON, lists also as CSV. */
@Controller("/v1/orgs/{org}")
@Requires(beans = UsageQueries.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class UsageController {
    private final UsageQueries queries;
    private final ConditionalAnswers answers;
    private final CsvAnswers exports;

    UsageController(UsageQueries queries, ConditionalAnswers answers, CsvAnswers exports) {
        this.queries = queries;
        this.answers = answers;
        this.exports = exports;
    }

    @Get("/credits-usage")
    HttpResponse<?> panel(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        PanelRequest asked = UsageProblems.understood(PanelRequest.parse(org, parameters(request)));
        return answers.respond(request, queries.panel(caller, asked));
    }

    @Get(
            value = "/credits-usage/features",
            produces = {MediaType.APPLICATION_JSON, CsvAnswers.CSV})
    HttpResponse<?> features(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.FEATURE, caller, request);
    }

    @Get(
            value = "/credits-usage/teams",
            produces = {MediaType.APPLICATION_JSON, CsvAnswers.CSV})
    HttpResponse<?> teams(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.TEAM, caller, request);
    }

    @Get(
            value = "/credits-usage/users",
            produces = {MediaType.APPLICATION_JSON, CsvAnswers.CSV})
    HttpResponse<?> users(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        return list(org, Dimension.USER, caller, request);
    }

    @Get(
            value = "/credits-usage/history",
            produces = {MediaType.APPLICATION_JSON, CsvAnswers.CSV})
    HttpResponse<?> history(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        boolean csv = CsvAnswers.isWanted(request);
        HistoryRequest asked = UsageProblems.understood(HistoryRequest.parse(org, CsvAnswers.parameters(request)));
        UsageOutcome<HistoryAnswer> history = queries.history(caller, asked);
        return csv ? exports.history(org, history) : answers.respond(request, history);
    }

    @Get("/credits-usage/query")
    HttpResponse<?> query(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        QueryRequest asked = UsageProblems.understood(QueryRequest.parse(org, parameters(request)));
        return answers.respond(request, queries.query(caller, asked));
    }

    @Get("/reconciliation")
    HttpResponse<?> reconciliation(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        PanelRequest asked = UsageProblems.understood(PanelRequest.parse(org, parameters(request)));
        return answers.respond(request, queries.reconciliation(caller, asked));
    }

    @Get("/backfills/{backfillid}")
    @Needs(Right.READ_BACKFILLS)
    HttpResponse<?> backfill(
            @PathVariable OrganizationId org,
            @PathVariable String backfillid,
            Principal caller,
            HttpRequest<?> request) {
        BackfillRequest asked =
                UsageProblems.understood(BackfillRequest.parse(org, id(backfillid), parameters(request)));
        return answers.respond(request, queries.backfill(caller, asked));
    }

    private HttpResponse<?> list(OrganizationId org, Dimension dimension, Principal caller, HttpRequest<?> request) {
        if (CsvAnswers.isWanted(request)) {
            return exports.list(queries, caller, org, dimension, request);
        }
        ListRequest asked =
                UsageProblems.understood(ListRequest.parseNarrowed(org, dimension, CsvAnswers.parameters(request)));
        return answers.respond(request, queries.list(caller, asked));
    }

    private static Map<String, List<String>> parameters(HttpRequest<?> request) {
        return request.getParameters().asMap();
    }

    private static BackfillId id(String text) {
        try {
            return new BackfillId(text);
        } catch (IllegalArgumentException noBackfill) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
    }
}
