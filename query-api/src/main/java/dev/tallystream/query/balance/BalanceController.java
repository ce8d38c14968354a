package dev.tallystream.query.balance;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.usage.ConditionalAnswers;
import dev.tallystream.query.usage.UsageProblems;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code /v1/orgs/{org}/credits-balance}: what is left of the running billing period. */
@Controller("/v1/orgs/{org}/credits-balance")
@Requires(beans = BalanceQueries.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class BalanceController {
    private final BalanceQueries queries;
    private final ConditionalAnswers answers;

    BalanceController(BalanceQueries queries, ConditionalAnswers answers) {
        this.queries = queries;
        this.answers = answers;
    }

    @Get
    @Needs(Right.READ_BALANCE)
    HttpResponse<?> balance(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        BalanceRequest asked = UsageProblems.understood(
                BalanceRequest.parse(org, request.getParameters().asMap()));
        return answers.respond(request, queries.balance(caller, asked));
    }
}
