package dev.tallystream.query.access;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.BearerToken;
import dev.tallystream.http.key.ApiKeys;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/** Finds out who is calling: by the bearer token or key, on the pages also by the cookie or an embed link. Thread-safe. */
public final class Callers {
    private static final String PAGES = "/admin";

    private final TokenAuthority tokens;
    private final ApiKeys keys;
    private final EmbedLinks links;

    /** Knows whom these tokens, keys and links prove. */
    public Callers(TokenAuthority tokens, ApiKeys keys, EmbedLinks links) {
        this.tokens = tokens;
        this.keys = keys;
        this.links = links;
    }

    /** The caller, or empty where the request proves nobody; a wrong token is never made good by a cookie. */
    Optional<Principal> find(HttpRequest<?> request) {
        if (isPage(request.getPath()) && EmbedLinks.isEmbedded(request)) {
            // A page in somebody else's frame is shown by its link alone: whoever frames it borrows nobody's cookie.
            return links.find(request).map(embedded -> embedded);
        }
        if (request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
            return BearerToken.of(request).flatMap(this::byToken);
        }
        return isPage(request.getPath())
                ? SessionCookie.read(request).flatMap(tokens::verify).map(signedIn -> signedIn)
                : Optional.empty();
    }

    /** Whether the request still proves somebody who may do that there: tokens expire and keys are revoked. */
    public boolean stillMay(HttpRequest<?> request, OrganizationId organization, Right right) {
        return find(request)
                .filter(caller -> Denial.of(caller, organization, right).isEmpty())
                .isPresent();
    }

    private Optional<Principal> byToken(String token) {
        Optional<Principal> signedIn = tokens.verify(token).map(person -> person);
        return signedIn.or(() -> keys.find(token).map(Principal.KeyHolder::new));
    }

    /** Whether the path is of the pages, which people see, and not of the API. */
    static boolean isPage(String path) {
        return path.equals(PAGES) || path.startsWith(PAGES + "/");
    }
}
