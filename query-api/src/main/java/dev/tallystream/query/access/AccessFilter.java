package dev.tallystream.query.access;

import dev.tallystream.http.key.KeysOnly;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The lock on every route: an unknown caller gets nothing but the open paths, a known one nothing of an organization
 * that {@link Denial} denies. The services behind the routes ask {@link Denial} again.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(beans = Callers.class)
@Order(AccessFilter.ORDER)
final class AccessFilter {
    /** Among filters: behind those that refuse what no route reads, before any that answers. */
    static final int ORDER = 100;

    /** The path variable that holds the organization, on every route that has one. */
    private static final String ORGANIZATION = "org";

    private static final List<OpenPath> ALWAYS_OPEN = List.of(
            new OpenPath("/health/live"),
            new OpenPath("/health/ready"),
            new OpenPath("/sign-in"),
            new OpenPath("/sign-out"),
            new OpenPath("/assets"),
            new OpenPath("/openapi.yaml"),
            new OpenPath("/asyncapi.yaml"),
            new OpenPath("/schemas"),
            new OpenPath("/problems"),
            new OpenPath("/docs"));

    private final Callers callers;
    private final List<OpenPath> open;

    AccessFilter(Callers callers, Collection<OpenPath> more) {
        this.callers = callers;
        this.open = Stream.concat(ALWAYS_OPEN.stream(), more.stream()).toList();
    }

    /** The request: nearly always at once, else when a provider's keys have been read again. */
    @RequestFilter
    CompletionStage<HttpRequest<?>> letIn(HttpRequest<?> request) {
        String path = request.getPath();
        if (open.stream().anyMatch(part -> part.includes(path))) {
            return CompletableFuture.completedFuture(request);
        }
        Verdict verdict = callers.find(request);
        if (!(verdict instanceof Verdict.KeyUnknown)) {
            letIn(request, verdict);
            return CompletableFuture.completedFuture(request);
        }
        CompletableFuture<HttpRequest<?>> admitted = new CompletableFuture<>();
        var _ = callers.readKeysAgain().whenComplete((done, failure) -> {
            try {
                letIn(request, callers.find(request));
                admitted.complete(request);
            } catch (RuntimeException e) {
                admitted.completeExceptionally(e);
            }
        });
        return admitted;
    }

    private void letIn(HttpRequest<?> request, Verdict verdict) {
        Principal caller = switch (verdict) {
            case Verdict.Proven(Principal proven) -> proven;
            case Verdict.Nobody() -> throw new ProblemException(ProblemType.UNAUTHENTICATED);
            case Verdict.KeyUnknown() ->
                throw new ProblemException(
                        callers.canVerify() ? ProblemType.UNAUTHENTICATED : ProblemType.IDENTITY_PROVIDER_UNAVAILABLE);
        };
        RouteAttributes.getRouteMatch(request)
                .flatMap(route -> refuse(caller, route))
                .ifPresent(problem -> {
                    throw new ProblemException(problem);
                });
        PrincipalBinder.bind(request, caller);
    }

    private static Optional<Problem> refuse(Principal caller, RouteMatch<?> route) {
        if (caller instanceof Principal.SignedIn
                && route.getRouteInfo().getAnnotationMetadata().hasAnnotation(KeysOnly.class)) {
            return Optional.of(Problem.of(ProblemType.ROLE_REQUIRED, "This is for keys of programs, not for people."));
        }
        Optional<Right> needed = route.getRouteInfo().getAnnotationMetadata().enumValue(Needs.class, Right.class);
        if (!(route.getVariableValues().get(ORGANIZATION) instanceof String text)) {
            // A route of no organization that needs a right needs it for all of them.
            return needed.flatMap(right -> Denial.ofAll(caller, right).map(denial -> denial.toProblem(right)));
        }
        Right right = needed.orElse(Right.READ_USAGE);
        return OrganizationIdConverter.read(text)
                .map(organization -> Denial.of(caller, organization, right).map(denial -> denial.toProblem(right)))
                .orElse(Optional.of(Problem.of(ProblemType.NOT_FOUND)));
    }
}
