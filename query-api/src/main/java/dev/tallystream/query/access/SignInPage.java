package dev.tallystream.query.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;

/** What a browser is shown at {@code /sign-in} without a link's token. A process without pages has no such bean. */
public interface SignInPage {
    /**
     * The page that says how to sign in.
     *
     * @param returnTo the local path under {@code /admin} where the visitor wanted to go
     */
    MutableHttpResponse<?> page(HttpRequest<?> request, String returnTo);
}
