package dev.tallystream.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.HttpDefaults;
import dev.tallystream.http.description.DescribedClient;
import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SignInLinks;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.query.event.PlayedJournal;
import dev.tallystream.query.usage.InMemoryUsageView;
import dev.tallystream.query.usage.SettableClock;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reading side as a real server on a free loopback port, over a view in memory. */
public final class QueryServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIFETIME = Duration.ofHours(1);

    public final SettableClock clock = new SettableClock("2026-11-22T10:15:30.412Z");
    public final InMemoryUsageView view = new InMemoryUsageView(clock);
    public final SigningKey key = SigningKey.generate();
    public final PlayedOwner owner = new PlayedOwner(view);
    public final PlayedJournal journal = new PlayedJournal();

    private final KeySecret usageKey = KeySecret.generate();
    private final KeySecret backfillKey = KeySecret.generate();
    private final KeySecret eventsKey = KeySecret.generate();
    private final KeySecret metricsKey = KeySecret.generate();
    private final KeySecret directoryKey = KeySecret.generate();
    private final KeySecret allocationsKey = KeySecret.generate();
    private final List<HashedKey> keys = new CopyOnWriteArrayList<>();
    private final EmbeddedServer server;
    private final HttpClient client = new DescribedClient();

    /** Starts with these beans beside the role's own. */
    public QueryServer(Object... more) {
        this(config -> config, more);
    }

    private QueryServer(UnaryOperator<QueryConfig> told, Object... more) {
        keys.addAll(List.of(
                key(usageKey, KeyScope.USAGE_READ),
                key(backfillKey, KeyScope.BACKFILL),
                key(eventsKey, KeyScope.EVENTS_WRITE),
                key(metricsKey, KeyScope.METRICS_READ),
                key(directoryKey, KeyScope.DIRECTORY_WRITE),
                key(allocationsKey, KeyScope.ALLOCATIONS_WRITE)));
        ApiKeys known = text -> new HashedKeys(keys).find(text);
        server = ApplicationContext.builder()
                .properties(HttpDefaults.properties())
                .singletons(told.apply(QueryConfig.of(key)), view, known, clock, owner, journal)
                .singletons(more)
                .run(EmbeddedServer.class);
    }

    /** Starts with what it is told, and with these beans beside the role's own. */
    public static QueryServer told(UnaryOperator<QueryConfig> told, Object... more) {
        return new QueryServer(told, more);
    }

    /** A new key of that organization with that scope. */
    public String key(KeyScope scope, String organization) {
        KeySecret secret = KeySecret.generate();
        keys.add(key(secret, scope, organization));
        return secret.reveal();
    }

    private static HashedKey key(KeySecret secret, KeyScope scope) {
        return key(secret, scope, "acme");
    }

    private static HashedKey key(KeySecret secret, KeyScope scope, String organization) {
        OrganizationScope one = new OrganizationScope.Only(Set.of(new OrganizationId(organization)));
        return new HashedKey(new KeyGrant(secret.id(), one, Set.of(scope)), secret.hash());
    }

    /** The beans of the process. */
    public ApplicationContext context() {
        return server.getApplicationContext();
    }

    /** Where it listens. */
    public URI uri(String path) {
        return URI.create(server.getURI() + path); // as it stands: nothing is normalized on the way
    }

    /** A token for one organization. */
    public String token(Role role, String... organizations) {
        return token(new SignedIn(
                new OrganizationScope.Only(Arrays.stream(organizations)
                        .map(OrganizationId::new)
                        .collect(Collectors.toCollection(LinkedHashSet::new))),
                role));
    }

    /** A token of that principal. */
    public String token(SignedIn principal) {
        return context().getBean(TokenAuthority.class).issue(principal, LIFETIME);
    }

    /** An admin of acme. */
    public String admin() {
        return token(Role.ORG_ADMIN, "acme");
    }

    /** The key of acme that may read usage. */
    public String usageKey() {
        return usageKey.reveal();
    }

    /** The key of acme that may load history. */
    public String backfillKey() {
        return backfillKey.reveal();
    }

    /** The key of acme that may publish events. */
    public String eventsKey() {
        return eventsKey.reveal();
    }

    /** The key of whoever runs the process. */
    public String metricsKey() {
        return metricsKey.reveal();
    }

    /** The key of acme that may write names. */
    public String directoryKey() {
        return directoryKey.reveal();
    }

    /** The key of acme that may say what was sold to it. */
    public String allocationsKey() {
        return allocationsKey.reveal();
    }

    /** The links that sign in. */
    public SignInLinks links() {
        return context().getBean(SignInLinks.class);
    }

    /** Asks with that token, or with none. */
    public HttpResponse<String> get(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request);
    }

    /** Asks with another method. */
    public HttpResponse<String> ask(String method, String path, String token) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody()));
    }

    /** A request that changes something, with a JSON body. */
    public HttpRequest.Builder change(String method, String path, String token, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
    }

    /** Sends it; redirects are not followed. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    /** The body as JSON. */
    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("JSON was expected: " + response.body(), e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
