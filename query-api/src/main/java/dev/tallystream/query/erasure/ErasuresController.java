package dev.tallystream.query.erasure;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.usage.UsageQueries;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code POST /v1/orgs/{org}/erasures}: erases a user. */
@Controller("/v1/orgs/{org}/erasures")
@Requires(beans = UsageQueries.class)
final class ErasuresController {
    private final Optional<UserErasures> erasures;

    ErasuresController(Optional<UserErasures> erasures) {
        this.erasures = erasures;
    }

    @Post
    @Needs(Right.ERASE_USERS)
    @Consumes(MediaType.APPLICATION_JSON)
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<ErasureAnswer> erase(
            @PathVariable OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        Denial.of(caller, org, Right.ERASE_USERS).ifPresent(denial -> {
            throw new ProblemException(denial.toProblemType());
        });
        if (!request.getParameters().names().isEmpty()) {
            throw new ProblemException(ProblemType.UNKNOWN_PARAMETER);
        }
        UserId user = ErasureBody.read(body.join());
        UserErasures here = erasures.orElseThrow(() -> new ProblemException(ProblemType.ERASURE_NOT_CONFIGURED));
        return switch (here.erase(caller, org, user)) {
            case ErasureOutcome.Erased(var cleared) -> HttpResponse.ok(ErasureAnswer.of(org, cleared));
            case ErasureOutcome.Denied(var denial) -> throw new ProblemException(denial.toProblemType());
            case ErasureOutcome.Unavailable(var reason) ->
                throw new ProblemException(
                        switch (reason) {
                            case RESTORING -> ProblemType.RESTORING;
                            case REBALANCING -> ProblemType.REBALANCING;
                        });
            case ErasureOutcome.NotStored() ->
                throw new ProblemException(Problem.of(
                        ProblemType.BROKER_UNAVAILABLE,
                        "The erasure could not be stored wholly; asking for it again is safe."));
            case ErasureOutcome.GoesOn() -> throw new ProblemException(ProblemType.ERASURE_GOES_ON);
            case ErasureOutcome.TooMany() ->
                throw new ProblemException(
                        Problem.of(ProblemType.RATE_LIMITED, "Too many erasures are running; ask again soon."));
        };
    }
}
