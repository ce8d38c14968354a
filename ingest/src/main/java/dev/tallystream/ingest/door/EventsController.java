package dev.tallystream.ingest.door;

import dev.tallystream.http.key.KeysOnly;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events}. A process has it when it has a publisher and keys. */
@Controller("/v1/events")
@Requires(beans = Reception.class)
final class EventsController {
    private static final String ATOMIC = "atomic";

    private final Reception reception;

    EventsController(Reception reception) {
        this.reception = reception;
    }

    @Post
    @KeysOnly
    @Consumes({BodyKind.EVENT_TYPE, BodyKind.BATCH_TYPE, BodyKind.JSON_TYPE})
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<IngestAnswer> publish(HttpRequest<?> request, @Body @Nullable CompletableFuture<byte[]> body) {
        return HttpResponse.accepted().body(reception.take(request, body, EventsController::isAtomic));
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
