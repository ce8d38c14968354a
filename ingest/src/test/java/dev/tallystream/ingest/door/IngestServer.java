package dev.tallystream.ingest.door;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.event.EventCases;
import dev.tallystream.http.HttpDefaults;
import dev.tallystream.http.OpenDoor;
import dev.tallystream.http.description.DescribedClient;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.ingest.FakeEventPublisher;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A real server with a broker in memory, two keys for every organization, and whatever else the test gives it. */
final class IngestServer implements AutoCloseable {
    static final String EVENT = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";
    static final String JSON = "application/json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final KeySecret key = KeySecret.generate();
    final KeySecret otherKey = KeySecret.generate();
    final FakeEventPublisher publisher = new FakeEventPublisher();
    private final HttpClient client = new DescribedClient();
    private final EmbeddedServer server;

    IngestServer(Object... more) {
        List<Object> parts = new ArrayList<>(List.of(
                publisher, new HashedKeys(List.of(known(key), known(otherKey))), InstantSource.fixed(EventCases.NOW)));
        parts.addAll(List.of(more));
        server = ApplicationContext.builder()
                .properties(HttpDefaults.properties())
                .singletons(parts.toArray())
                .run(EmbeddedServer.class);
    }

    private static HashedKey known(KeySecret secret) {
        return new HashedKey(
                new KeyGrant(
                        secret.id(), new OrganizationScope.All(), Set.of(KeyScope.EVENTS_WRITE, KeyScope.BACKFILL)),
                secret.hash());
    }

    URI uri(String path) {
        return URI.create(server.getURI() + path);
    }

    OpenDoor openDoor() {
        return server.getApplicationContext().getBean(OpenDoor.class);
    }

    Router router() {
        return server.getApplicationContext().getBean(Router.class);
    }

    HttpResponse<String> post(String contentType, String body) throws Exception {
        return send(request("/v1/events", contentType).POST(BodyPublishers.ofString(body)));
    }

    CompletableFuture<HttpResponse<String>> postLater(String contentType, String body) {
        return client.sendAsync(
                request("/v1/events", contentType)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path, String contentType) {
        return request(key, path, contentType);
    }

    HttpRequest.Builder request(KeySecret whose, String path, String contentType) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + whose.reveal())
                .header("Content-Type", contentType);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A connection of which the test writes every byte. */
    Socket connect() throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** The head of a POST by the key's holder, with these lines besides. */
    byte[] head(String... lines) {
        return ("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key.reveal() + "\r\n"
                        + String.join("\r\n", lines) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static JsonNode body(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    static void assertProblem(HttpResponse<String> response, int status, String slug) throws IOException {
        assertAll(
                () -> assertEquals(status, response.statusCode(), response.body()),
                () -> assertEquals(
                        "application/problem+json",
                        response.headers().firstValue("Content-Type").orElse("")),
                () -> assertEquals(
                        "/problems/" + slug, body(response).path("type").asText()));
    }

    static String retryAfter(HttpResponse<String> response) {
        return response.headers().firstValue("Retry-After").orElse("none");
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
