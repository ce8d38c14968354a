package dev.tallystream.ingest.door;

import dev.tallystream.http.BearerToken;
import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.ingest.EventPublisher;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** {@code POST /v1/events}: who asks, and with what. A process has it when it has a publisher and keys. */
@Controller("/v1/events")
@Requires(beans = {EventPublisher.class, ApiKeys.class})
final class EventsController {
    private static final String ATOMIC = "atomic";

    private final ApiKeys keys;
    private final EventDoor door;

    EventsController(ApiKeys keys, EventPublisher publisher, InstantSource clock) {
        this.keys = keys;
        this.door = new EventDoor(new Judge(clock), publisher);
    }

    /** The body is awaited only once the key is known, so strangers cannot make us wait for theirs. */
    @Post
    @Consumes({BodyKind.EVENT_TYPE, BodyKind.BATCH_TYPE, BodyKind.EVENT_OR_BATCH_TYPE})
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<IngestAnswer> publish(HttpRequest<?> request, @Body CompletableFuture<byte[]> body) {
        KeyGrant grant = grant(request);
        boolean atomic = isAtomic(request.getParameters());
        BodyKind kind = request.getContentType()
                .flatMap(BodyKind::of)
                .orElseThrow(() -> new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE));
        return HttpResponse.accepted().body(door.take(grant, kind, body.join(), atomic));
    }

    private KeyGrant grant(HttpRequest<?> request) {
        KeyGrant grant = BearerToken.of(request)
                .flatMap(keys::find)
                .orElseThrow(() -> new ProblemException(ProblemType.UNAUTHENTICATED));
        if (!grant.has(KeyScope.EVENTS_WRITE)) {
            throw new ProblemException(Problem.of(
                    ProblemType.ROLE_REQUIRED,
                    "Publishing needs a key with the scope " + KeyScope.EVENTS_WRITE.wireName() + "."));
        }
        return grant;
    }

    private static boolean isAtomic(HttpParameters parameters) {
        for (String name : parameters.names()) {
            if (!name.equals(ATOMIC)) {
                throw new ProblemException(ProblemType.UNKNOWN_PARAMETER);
            }
        }
        return switch (String.join(",", parameters.getAll(ATOMIC))) {
            case "true" -> true;
            case "", "false" -> false;
            default ->
                throw new ProblemException(
                        Problem.of(ProblemType.INVALID_PARAMETER, "The parameter atomic must be true or false."));
        };
    }
}
