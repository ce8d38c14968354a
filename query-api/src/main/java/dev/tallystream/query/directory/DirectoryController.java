package dev.tallystream.query.directory;

import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.body.Applied.Seen;
import dev.tallystream.query.directory.DirectoryDesk.Shown;
import dev.tallystream.query.directory.DirectoryRequest.Named;
import dev.tallystream.query.usage.FreshnessAnswer;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** {@code /v1/orgs/{org}/directory}: what teams, users and features are called. */
@Controller("/v1/orgs/{org}/directory")
@Requires(beans = DirectoryDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DirectoryController {
    private final DirectoryDesk desk;

    DirectoryController(DirectoryDesk desk) {
        this.desk = desk;
    }

    @Get("/{kind}/{id}")
    @Needs(Right.WRITE_DIRECTORY)
    HttpResponse<DirectoryAnswer> read(
            @PathVariable OrganizationId org, @PathVariable String kind, @PathVariable String id, Principal caller) {
        Named named = named(kind, id);
        Seen<Shown> seen = desk.read(caller, org, named);
        if (seen.value().hidden()) {
            throw new ProblemException(ProblemType.USER_BREAKDOWN_HIDDEN);
        }
        return answer(org, named, seen);
    }

    @Put("/{kind}/{id}")
    @Needs(Right.WRITE_DIRECTORY)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<DirectoryAnswer> write(
            @PathVariable OrganizationId org,
            @PathVariable String kind,
            @PathVariable String id,
            Principal caller,
            @Body CompletableFuture<byte[]> body) {
        Named named = named(kind, id);
        return answer(org, named, desk.write(caller, org, named, DirectoryRequest.parse(body.join())));
    }

    @Post
    @Needs(Right.WRITE_DIRECTORY)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<DirectoryAnswer.Written> writeMany(
            @PathVariable OrganizationId org, Principal caller, @Body CompletableFuture<byte[]> body) {
        Seen<Map<Named, DirectoryEntry>> seen = desk.write(caller, org, DirectoryRequest.parseMany(body.join()));
        FreshnessAnswer freshness = FreshnessAnswer.from(seen.freshness());
        return HttpResponse.ok(
                        new DirectoryAnswer.Written(org.value(), seen.value().size(), freshness))
                .headers(freshness::addTo);
    }

    private static HttpResponse<DirectoryAnswer> answer(OrganizationId org, Named named, Seen<Shown> seen) {
        DirectoryEntry entry = seen.value().entry().orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        FreshnessAnswer freshness = FreshnessAnswer.from(seen.freshness());
        return HttpResponse.ok(
                        DirectoryAnswer.of(org, named, entry, seen.value().hidden(), freshness))
                .headers(freshness::addTo);
    }

    private static Named named(String kind, String id) {
        return DirectoryKind.fromPath(kind)
                .flatMap(known -> DirectoryRequest.id(id).map(clean -> new Named(known, clean)))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }
}
