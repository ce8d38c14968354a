package dev.tallystream.query.event;

import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.usage.Fresh;
import dev.tallystream.query.usage.FreshnessAnswer;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;

/** The problem (RFC 9457) of an event that is not known, with one more member: as of when that is. */
record UnknownEvent(String type, String title, int status, String detail, String instance, FreshnessAnswer freshness)
        implements Fresh {
    private static final String NOWHERE =
            "No event of this source and id was counted or rejected; one that arrived more"
                    + " than 36 days ago is forgotten, unless it adjusts.";

    private static final String NOT_COUNTED = "No event of this source and id was counted in the last 36 days; the"
            + " newest rejected events were looked through, older ones are in the list of rejected events.";

    private static final String NOTHING_TO_REVERSE = "No event of this source and id was counted in the last 36 days.";

    static HttpResponse<?> looked(HttpRequest<?> request, boolean everywhere, FreshnessAnswer freshness) {
        return respond(request, everywhere ? NOWHERE : NOT_COUNTED, freshness);
    }

    static HttpResponse<?> nothingToReverse(HttpRequest<?> request, FreshnessAnswer freshness) {
        return respond(request, NOTHING_TO_REVERSE, freshness);
    }

    private static HttpResponse<?> respond(HttpRequest<?> request, String detail, FreshnessAnswer freshness) {
        ProblemType type = ProblemType.NOT_FOUND;
        String path = request.getUri().getRawPath();
        return HttpResponse.notFound(new UnknownEvent(type.uri(), type.title(), type.status(), detail, path, freshness))
                .contentType("application/problem+json")
                .headers(freshness::addTo);
    }
}
