package dev.tallystream.query.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import java.time.Duration;
import java.util.Optional;

/** The cookie that keeps a browser signed in: a token that no script reads and no other site sends along. */
final class SessionCookie {
    static final String NAME = "tallystream_session";

    private SessionCookie() {}

    static Cookie of(String token, Duration lifetime, boolean secure) {
        return Cookie.of(NAME, token)
                .path("/")
                .httpOnly(true)
                .sameSite(SameSite.Lax)
                .secure(secure)
                .maxAge(lifetime);
    }

    /** What takes it from the browser again. */
    static Cookie ended(boolean secure) {
        return of("", Duration.ZERO, secure);
    }

    static Optional<String> read(HttpRequest<?> request) {
        return request.getCookies().findCookie(NAME).map(Cookie::getValue);
    }
}
