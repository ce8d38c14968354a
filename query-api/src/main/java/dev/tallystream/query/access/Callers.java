package dev.tallystream.query.access;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.BearerToken;
import dev.tallystream.http.key.ApiKeys;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out who is calling: by the bearer token or key, on the pages also by the cookie or an embed link. Thread-safe.
 */
public final class Callers implements AutoCloseable {
    private static final String PAGES = "/admin";

    private final TokenAuthority tokens;
    private final Optional<ProviderTokens> provider;
    private final ApiKeys keys;
    private final EmbedLinks links;

    /** Knows whom these tokens, keys and links prove. */
    public Callers(TokenAuthority tokens, Optional<ProviderTokens> provider, ApiKeys keys, EmbedLinks links) {
        this.tokens = tokens;
        this.provider = provider;
        this.keys = keys;
        this.links = links;
    }

    /** What the request proves by all that is known now; a wrong token is never made good by a cookie. */
    Verdict find(HttpRequest<?> request) {
        if (isPage(request.getPath()) && EmbedLinks.isEmbedded(request)) {
            // A page in somebody else's frame is shown by its link alone: whoever frames it borrows nobody's cookie.
            return links.find(request).<Verdict>map(Verdict.Proven::new).orElseGet(Verdict.Nobody::new);
        }
        if (request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
            return BearerToken.of(request).map(this::byToken).orElseGet(Verdict.Nobody::new);
        }
        return isPage(request.getPath())
                ? SessionCookie.read(request)
                        .flatMap(tokens::verify)
                        .<Verdict>map(Verdict.Proven::new)
                        .orElseGet(Verdict.Nobody::new)
                : new Verdict.Nobody();
    }

    /** Ends, never with a failure, when asking {@link #find} once more is right. */
    CompletionStage<Void> readKeysAgain() {
        return provider.map(ProviderTokens::readKeysAgain).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** Whether a token of the provider could be verified at all. */
    boolean canVerify() {
        return provider.map(ProviderTokens::hasKeys).orElse(true);
    }

    /** Whether the request still proves somebody who may do that there: tokens expire and keys are revoked. */
    public boolean stillMay(HttpRequest<?> request, OrganizationId organization, Right right) {
        return find(request) instanceof Verdict.Proven(Principal caller)
                && Denial.of(caller, organization, right).isEmpty();
    }

    private Verdict byToken(String token) {
        Optional<Principal> known = tokens.verify(token).map(person -> person);
        return known.or(() -> keys.find(token).map(Principal.KeyHolder::new))
                .<Verdict>map(Verdict.Proven::new)
                .orElseGet(() -> provider.map(other -> other.verify(token)).orElseGet(Verdict.Nobody::new));
    }

    /** Whether the path is of the pages, where the cookie and the embed link count. */
    static boolean isPage(String path) {
        return path.equals(PAGES) || path.startsWith(PAGES + "/");
    }

    /** Reads no provider's keys any more. */
    @Override
    public void close() {
        provider.ifPresent(ProviderTokens::close);
    }
}
