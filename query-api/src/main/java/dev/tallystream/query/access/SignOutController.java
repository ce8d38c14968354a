package dev.tallystream.query.access;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import java.net.URI;

/**
 * {@code POST /sign-out}: takes the cookie from the browser and leads to the sign-in page. Anybody may ask, also where a
 * session has ended by itself; nobody can make somebody else's browser ask, see {@link OriginFilter}.
 */
@Controller("/sign-out")
@Requires(beans = SignInLinks.class)
final class SignOutController {
    private static final String SIGN_IN = "/sign-in";

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    MutableHttpResponse<?> signOut(HttpRequest<?> request) {
        return HttpResponse.status(HttpStatus.SEE_OTHER)
                .headers(headers -> headers.location(URI.create(SIGN_IN)).add(HttpHeaders.CACHE_CONTROL, "no-store"))
                .cookie(SessionCookie.ended(request.isSecure()));
    }
}
