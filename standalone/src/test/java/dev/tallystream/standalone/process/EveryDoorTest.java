package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.PartitionCut;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.ProcessFigures;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.aggregator.view.ViewState;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.http.AllowedHosts;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.ingest.EventPublisher;
import dev.tallystream.ingest.limit.IngestLimits;
import dev.tallystream.query.QueryConfig;
import dev.tallystream.query.access.AllowedOrigins;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.query.directory.DirectoryWriter;
import dev.tallystream.query.settings.SettingsWriter;
import dev.tallystream.standalone.installation.ListenPort;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both doors on one port, as {@code serve} opens them, over tables that are not there and a topic that keeps a list. */
class EveryDoorTest {
    private static final String OURS = "https://app.example.com";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Map<KeyScope, KeySecret> ACME = new EnumMap<>(KeyScope.class);
    private static final KeySecret OTHERS = KeySecret.generate();
    private static final List<String> stored = new CopyOnWriteArrayList<>();

    /** What anybody may ask on this machine. */
    private static final Set<String> OPEN = Set.of(
            "/health/live",
            "/health/ready",
            "/openapi.yaml",
            "/asyncapi.yaml",
            "/schemas/credit-event.json",
            "/problems/{slug}",
            "/docs",
            "/sign-in",
            "/sign-out",
            "/assets/{version}/{name}",
            "/metrics");

    /** What a form of our pages is sent to. */
    private static final Set<String> FORMS = Set.of("/admin/{org}/settings", "/sign-out");

    private static HttpClient client;
    private static HttpServer both;
    private static HttpServer ingest;
    private static TokenAuthority tokens;

    @BeforeAll
    static void open() {
        List<HashedKey> hashed = new ArrayList<>(List.of(hashed(OTHERS, KeyScope.EVENTS_WRITE, "other")));
        for (KeyScope scope : KeyScope.values()) {
            KeySecret secret = KeySecret.generate();
            ACME.put(scope, secret);
            hashed.add(hashed(secret, scope, "acme"));
        }
        SigningKey signingKey = SigningKey.generate();
        tokens = new TokenAuthority(signingKey, CLOCK);
        HashedKeys keys = new HashedKeys(hashed);
        EventPublisher publisher = new StoredInAList();
        SettingsWriter settings = (organization, decided) -> new CompletableFuture<>();
        DirectoryWriter names = (key, entry) -> new CompletableFuture<>();
        QueryConfig query = QueryConfig.of(signingKey).with(null, new AllowedOrigins(Set.of(OURS)));
        both = start(List.of(
                CLOCK,
                keys,
                publisher,
                IngestLimits.standard(),
                query,
                new NotReady(),
                new NoPartitions(),
                settings,
                names));
        ingest = start(List.of(CLOCK, keys, publisher, IngestLimits.standard()));
        client = HttpClient.newHttpClient();
    }

    private static HttpServer start(List<Object> parts) {
        return HttpServer.start(
                new HttpAddress(HttpAddress.LOOPBACK, ListenPort.free(), AllowedHosts.ofThisMachineAnd(Set.of())),
                parts);
    }

    private static HashedKey hashed(KeySecret secret, KeyScope scope, String organization) {
        OrganizationScope one = new OrganizationScope.Only(Set.of(new OrganizationId(organization)));
        return new HashedKey(new KeyGrant(secret.id(), one, Set.of(scope)), secret.hash());
    }

    @AfterAll
    static void close() {
        client.close();
        ingest.close();
        both.close();
    }

    @Test
    void everyRouteThatIsNotNamedOpenWantsToKnowWhoIsAsking() {
        Set<String> open = new TreeSet<>();
        both.part(Router.class).uriRoutes().forEach(route -> {
            String method = route.getHttpMethodName();
            String template = route.getUriMatchTemplate().toString();
            HttpResponse<String> response =
                    ask(both, method, template.replaceAll("\\{[^}]*}", "x"), null, "{}", "application/json");
            if (response.statusCode() != 401) {
                open.add(template);
            } else {
                assertEquals(
                        "Bearer",
                        response.headers().firstValue("WWW-Authenticate").orElse(""),
                        template);
            }
        });

        assertEquals(OPEN, open);
    }

    /** A form can be sent by a page of anybody, without a preflight; those that may be are checked by their origin. */
    @Test
    void noRouteReadsAFormOrAMultipartBody() {
        both.part(Router.class)
                .uriRoutes()
                .filter(route -> !FORMS.contains(route.getUriMatchTemplate().toString()))
                .forEach(route -> route.getConsumes()
                        .forEach(type -> assertFalse(
                                type.getName().contains("form")
                                        || type.getName().equals("*/*"),
                                route + " reads " + type)));
    }

    @Test
    void theDoorForEventsHasTheseRoutesAndNoMore() {
        Set<String> expected = Set.of(
                "POST /v1/events",
                "POST /api/v1/events",
                "GET /openapi.yaml",
                "HEAD /openapi.yaml",
                "GET /asyncapi.yaml",
                "HEAD /asyncapi.yaml",
                "GET /schemas/credit-event.json",
                "HEAD /schemas/credit-event.json",
                "GET /problems/{slug}",
                "HEAD /problems/{slug}");

        assertEquals(
                expected,
                ingest.part(Router.class)
                        .uriRoutes()
                        .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/events", "/api/v1/events"})
    void onlyAKeyThatMayPublishPublishes(String path) {
        for (HttpServer server : List.of(both, ingest)) {
            for (Role role : Role.values()) {
                String person = tokens.issue(person(role), Duration.ofHours(1));
                // An ingest process knows no tokens, so there one proves nobody.
                assertProblem(publish(server, path, person), server == both ? 403 : 401);
            }
            ACME.forEach((scope, key) -> {
                stored.clear();
                HttpResponse<String> response = publish(server, path, key.reveal());
                if (scope == KeyScope.EVENTS_WRITE) {
                    assertTrue(Set.of(202, 204).contains(response.statusCode()), response.body());
                    assertEquals(List.of("acme"), stored);
                } else {
                    assertProblem(response, 403);
                    assertEquals(List.of(), stored);
                }
            });
            assertProblem(publish(server, path, OTHERS.reveal()), 403);
            assertProblem(publish(server, path, null), 401);
            assertEquals(List.of(), stored);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/beans",
                "/env",
                "/routes",
                "/loggers",
                "/heapdump",
                "/threaddump",
                "/info",
                "/health",
                "/refresh",
                "/stop",
                "/caches",
                "/configprops",
                "/prometheus",
                "/swagger-ui",
                "/favicon.ico",
                "/error"
            })
    void theFrameworkHasNoDoorOfItsOwn(String path) {
        String operator = tokens.issue(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN), Duration.ofHours(1));

        assertProblem(ask(both, "GET", path, operator, "", "application/json"), 404);
        assertProblem(ask(both, "POST", path, operator, "{}", "application/json"), 404);
        assertProblem(ask(both, "GET", path, null, "", "application/json"), 401);
        assertProblem(ask(ingest, "GET", path, null, "", "application/json"), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/events,application/json,405",
        "DELETE,/v1/orgs/acme/credits-usage,application/json,405",
        "POST,/v1/events,text/plain,415",
        "POST,/v1/events,application/x-www-form-urlencoded,415",
        "POST,/v1/events,multipart/form-data; boundary=x,415",
        "PUT,/v1/orgs/acme/analytics-settings,text/plain,415",
        "PUT,/v1/orgs/acme/analytics-settings,application/x-www-form-urlencoded,415",
        "POST,/v1/orgs/acme/directory,multipart/form-data; boundary=x,415",
        "GET,/v1/orgs/acme/credits-usage?granularity=%FF,application/json,400",
        "GET,/v1/orgs/acme/credits-usage?nothing=1,application/json,400",
        "GET,/v1/orgs/acme/credits-usage,application/json,503",
        "GET,/v1/orgs/acme/%2e%2e/credits-usage,application/json,404"
    })
    void whateverTheFrameworkRefusesItRefusesInOurWords(String method, String path, String type, int status) {
        String caller = path.equals("/v1/events")
                ? Objects.requireNonNull(ACME.get(KeyScope.EVENTS_WRITE)).reveal()
                : tokens.issue(person(Role.ORG_ADMIN), Duration.ofHours(1));

        assertProblem(ask(both, method, path, caller, method.equals("GET") ? "" : "{}", type), status);
    }

    @Test
    void publishingIsNotOfferedToPagesElsewhere() {
        HttpResponse<String> preflight = send(request(both, "/v1/events")
                .header("Origin", OURS)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
        HttpResponse<String> offered = send(request(both, "/v1/orgs/acme/credits-usage")
                .header("Origin", OURS)
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertEquals(Optional.empty(), preflight.headers().firstValue("Access-Control-Allow-Origin"));
        assertEquals(Optional.of(OURS), offered.headers().firstValue("Access-Control-Allow-Origin"));
    }

    private static SignedIn person(Role role) {
        return new SignedIn(new OrganizationScope.Only(Set.of(new OrganizationId("acme"))), role);
    }

    private static HttpResponse<String> publish(HttpServer server, String path, @Nullable String token) {
        String event = """
                {"specversion":"1.0","id":"1","source":"/test","type":"ai.credits.consumed.v1","subject":"acme",\
                "time":"%s","data":{"feature":"f","credits":"1"}}""".formatted(Instant.now(CLOCK));
        return ask(server, "POST", path, token, event, "application/cloudevents+json");
    }

    private static HttpResponse<String> ask(
            HttpServer server, String method, String path, @Nullable String token, String body, String type) {
        HttpRequest.Builder request = request(server, path)
                .header("Content-Type", type)
                .header("If-Match", "\"0\"")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request);
    }

    private static HttpRequest.Builder request(HttpServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofMinutes(1));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("an answer was expected", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Ours, and never the framework's, which repeats what its parsers said. */
    private static void assertProblem(HttpResponse<String> response, int status) {
        String what = response.request().method() + " " + response.uri() + " " + response.body();
        assertEquals(status, response.statusCode(), what);
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""),
                what);
        assertTrue(response.body().startsWith("{\"type\":\"/problems/"), what);
        assertFalse(response.body().contains("_links") || response.body().contains("xception"), what);
    }

    /** Stores the organizations of what is published. */
    private static final class StoredInAList implements EventPublisher {
        @Override
        public CompletionStage<Position> publish(OrganizationId organization, byte[] event) {
            stored.add(organization.value());
            return CompletableFuture.completedFuture(new Position(0, stored.size()));
        }
    }

    /** Tables that are being read back for ever: whoever is told so was let in. */
    private static final class NotReady implements UsageView {
        @Override
        public <T> Reading<T> readRows(OrganizationId organization, Function<UsageCut, OpenedRows<T>> query) {
            return new Reading.Unavailable<>(Reading.Reason.RESTORING);
        }

        @Override
        public Reading<Freshness> freshness(OrganizationId organization) {
            return new Reading.Unavailable<>(Reading.Reason.RESTORING);
        }

        @Override
        public List<OrganizationId> organizations() {
            return List.of();
        }

        @Override
        public ViewState state() {
            return new ViewState.Live(Duration.ZERO);
        }
    }

    private static final class NoPartitions implements PartitionView, ProcessFigures {
        @Override
        public int partitions() {
            return 4;
        }

        @Override
        public Map<Integer, Ledger> ledgers() {
            return Map.of();
        }

        @Override
        public Map<Integer, Instant> settled() {
            return Map.of();
        }

        @Override
        public Optional<PartitionCut> cut(int partition) {
            return Optional.empty();
        }

        @Override
        public long threadRestarts() {
            return 0;
        }

        @Override
        public Map<Refusal, Long> rejectedByReason() {
            return Map.of();
        }

        @Override
        public long writeBacks() {
            return 0;
        }

        @Override
        public long recordsToRestore() {
            return 0;
        }

        @Override
        public OptionalLong freeBytes() {
            return OptionalLong.empty();
        }
    }
}
