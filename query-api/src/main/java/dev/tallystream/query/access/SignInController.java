package dev.tallystream.query.access;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.QueryConfig;
import dev.tallystream.query.access.Principal.SignedIn;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import java.net.URI;
import java.util.Optional;

/** {@code GET /sign-in?token=…&return=/admin/…}: turns a link's token into the cookie and goes on to the page. */
@Controller("/sign-in")
@Requires(beans = SignInLinks.class)
final class SignInController {
    private final SignInLinks links;
    private final TokenAuthority tokens;
    private final QueryConfig config;
    private final Optional<SignInPage> page;

    SignInController(SignInLinks links, TokenAuthority tokens, QueryConfig config, Optional<SignInPage> page) {
        this.links = links;
        this.tokens = tokens;
        this.config = config;
        this.page = page;
    }

    @Get
    MutableHttpResponse<?> signIn(
            HttpRequest<?> request,
            @Nullable @QueryValue String token,
            @Nullable @QueryValue("return") String returnTo) {
        String target = returnTo == null ? ReturnPath.HOME : ReturnPath.of(returnTo);
        if (token == null) {
            return page.<MutableHttpResponse<?>>map(signInPage -> signInPage.page(request, target))
                    .orElseThrow(() -> new ProblemException(ProblemType.UNAUTHENTICATED));
        }
        SignedIn principal = links.find(token).orElseThrow(() -> new ProblemException(ProblemType.UNAUTHENTICATED));
        String session = tokens.issue(principal, config.sessionLifetime());
        return HttpResponse.status(HttpStatus.SEE_OTHER)
                .headers(headers -> headers.location(URI.create(target)).add(HttpHeaders.CACHE_CONTROL, "no-store"))
                .cookie(SessionCookie.of(session, config.sessionLifetime(), request.isSecure()));
    }
}
