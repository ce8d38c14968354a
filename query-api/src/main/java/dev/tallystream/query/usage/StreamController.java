package dev.tallystream.query.usage;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Callers;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * News of one organization's usage as server-sent events, for programs and, below the pages, where their cookie counts,
 * for the pages.
 */
@Controller
@Requires(beans = UsageStreams.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class StreamController {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final UsageQueries queries;
    private final UsageStreams streams;
    private final Callers callers;

    StreamController(UsageQueries queries, UsageStreams streams, Callers callers) {
        this.queries = queries;
        this.streams = streams;
        this.callers = callers;
    }

    @Get(
            uris = {"/v1/orgs/{org}/credits-usage/stream", "/admin/{org}/credits-usage/stream"},
            produces = MediaType.TEXT_EVENT_STREAM,
            headRoute = false)
    HttpResponse<Publisher<Event<UsageUpdate>>> listen(
            @PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        UsageProblems.understood(new ParameterReader(EmbedLinks.ownParameters(request)).asked(org));
        FreshnessAnswer freshness = UsageProblems.answered(queries.freshness(caller, org));
        if (!streams.hasRoom(org)) {
            throw new ProblemException(ProblemType.RATE_LIMITED);
        }
        Publisher<Event<UsageUpdate>> events =
                streams.listen(org, lastSeen(request), () -> callers.stillMay(request, org, Right.READ_USAGE));
        return HttpResponse.ok(events).headers(freshness::addTo);
    }

    /** What is no position is no news that anybody has seen. */
    private static @Nullable String lastSeen(HttpRequest<?> request) {
        String id = request.getHeaders().get(LAST_EVENT_ID);
        return id != null && Awaited.position(id).isPresent() ? id : null;
    }
}
