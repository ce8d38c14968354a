package dev.tallystream.ingest.door;

import dev.tallystream.http.key.KeysOnly;
import io.micronaut.context.annotation.Requires;
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

/**
 * {@code POST /api/v1/events} as OpenMeter's published SDKs call it: 204 for all events of the request or a problem for
 * all of them. What a good event is, and whose key may bring it, is the same as at {@code /v1/events}.
 */
@Controller("/api/v1/events")
@Requires(beans = Reception.class)
final class OpenMeterController {
    private final Reception reception;

    OpenMeterController(Reception reception) {
        this.reception = reception;
    }

    @Post
    @KeysOnly
    @Consumes({BodyKind.EVENT_TYPE, BodyKind.BATCH_TYPE, BodyKind.JSON_TYPE})
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> ingest(HttpRequest<?> request, @Body @Nullable CompletableFuture<byte[]> body) {
        // The positions have no place in that answer.
        var _ = reception.take(request, body, parameters -> true);
        return HttpResponse.noContent();
    }
}
