package dev.tallystream.query.event;

import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.event.EventLookup.Found;
import dev.tallystream.query.event.EventReversals.Reversal;
import dev.tallystream.query.usage.ConditionalAnswers;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageProblems;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What became of events, one by one. */
@Controller("/v1/orgs/{org}")
@Requires(beans = {EventLookup.class, RejectedList.class, EventReversals.class})
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventsController {
    private final EventLookup lookup;
    private final RejectedList rejected;
    private final EventReversals reversals;
    private final ConditionalAnswers answers;

    EventsController(EventLookup lookup, RejectedList rejected, EventReversals reversals, ConditionalAnswers answers) {
        this.lookup = lookup;
        this.rejected = rejected;
        this.reversals = reversals;
        this.answers = answers;
    }

    @Get("/events")
    HttpResponse<?> event(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        EventRequest asked = UsageProblems.understood(EventRequest.parse(org, parameters(request)));
        UsageOutcome<Found> outcome = lookup.find(caller, asked);
        return outcome instanceof UsageOutcome.Answer<Found>(Found.Unknown(var everywhere, var freshness), var settings)
                ? UnknownEvent.looked(request, everywhere, freshness)
                : answers.respond(request, outcome.map(EventsController::known));
    }

    private static EventAnswer known(Found found) {
        return switch (found) {
            case Found.Known(var answer) -> answer;
            case Found.Unknown unknown -> throw new IllegalStateException("it was answered as unknown");
        };
    }

    @Get("/rejected-events")
    HttpResponse<?> rejected(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        RejectedRequest asked = UsageProblems.understood(RejectedRequest.parse(org, parameters(request)));
        return answers.respond(request, rejected.page(caller, asked));
    }

    @Post("/events/reverse")
    @Needs(Right.REVERSE_EVENTS)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<?> reverse(
            @PathVariable OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        Denial.of(caller, org, Right.REVERSE_EVENTS).ifPresent(denial -> {
            throw new ProblemException(denial.toProblemType());
        });
        EventIdentity identity = ReversalBody.read(body.join());
        EventRequest asked = UsageProblems.understood(EventRequest.parse(org, identity, parameters(request)));
        return switch (UsageProblems.answered(reversals.reverse(caller, asked))) {
            case Reversal.Published(var reversal, var position) ->
                HttpResponse.accepted()
                        .body(new ReversalAnswer(
                                org.value(),
                                identity.source(),
                                identity.id(),
                                "published",
                                new ReversalAnswer.Published(reversal.source(), reversal.id()),
                                position.toString()));
            case Reversal.Needless(var arrived, var freshness) -> needless(org, identity, arrived, freshness);
            case Reversal.Unknown(var freshness) -> UnknownEvent.nothingToReverse(request, freshness);
            case Reversal.NotUsage() ->
                throw problem("Only usage can be taken back; what an adjustment did is undone by another adjustment.");
            case Reversal.NotKept() ->
                throw problem(
                        "What the event said is no longer kept; publish ai.credits.reversed.v1 that restates it.");
            case Reversal.NotStored() ->
                throw new ProblemException(Problem.of(
                        ProblemType.BROKER_UNAVAILABLE,
                        "The reversal could not be stored; asking for it again is safe."));
        };
    }

    private static HttpResponse<?> needless(
            OrganizationId org, EventIdentity identity, boolean arrived, FreshnessAnswer freshness) {
        return HttpResponse.ok(new ReversalAnswer(
                        org.value(),
                        identity.source(),
                        identity.id(),
                        arrived ? "already-reversed" : "awaited",
                        null,
                        freshness.position()))
                .headers(freshness::addTo);
    }

    private static ProblemException problem(String detail) {
        return new ProblemException(Problem.of(ProblemType.NOT_REVERSIBLE, detail));
    }

    private static Map<String, List<String>> parameters(HttpRequest<?> request) {
        return request.getParameters().asMap();
    }
}
