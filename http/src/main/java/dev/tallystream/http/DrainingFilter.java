package dev.tallystream.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** A server that is stopping says so, on every route but the one that asks whether the process lives. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class DrainingFilter {
    private static final String ALIVE = "/health/live";

    private final OpenDoor door;

    DrainingFilter(OpenDoor door) {
        this.door = door;
    }

    @RequestFilter
    void refuse(HttpRequest<?> request) {
        if (!request.getPath().equals(ALIVE)) {
            door.refuseIfClosed();
        }
    }
}
