package dev.tallystream.standalone.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The route that erases; asked again while it is busy or goes on, which is always safe. */
final class ErasureServer implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BACKOFF = Duration.ofSeconds(2);

    /** An answer has some hundred bytes. */
    private static final long MAX_ANSWER_BYTES = 1 << 16;

    private static final int OK = 200;
    private static final Set<Integer> LATER = Set.of(429, 503);
    private static final JsonMapper JSON = new JsonMapper();

    private final EraseTarget.Address address;
    private final Patience patience;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    ErasureServer(EraseTarget.Address address, Patience patience) {
        this.address = address;
        this.patience = patience;
    }

    /**
     * Erases the user; returns the answer.
     *
     * @throws CommandFailure where it is refused, or not done in time
     */
    JsonNode erase(OrganizationId organization, UserId user) {
        String segment =
                URLEncoder.encode(organization.value(), StandardCharsets.UTF_8).replace("+", "%20");
        String body = JSON.createObjectNode().put("user_id", user.value()).toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address.base() + "/v1/orgs/" + segment + "/erasures"))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + address.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        Instant deadline = patience.clock().instant().plus(patience.limit());
        while (true) {
            HttpResponse<byte[]> answer = send(request);
            JsonNode said = body(answer);
            if (answer.statusCode() == OK) {
                return said;
            }
            String detail = said.path("detail").asText("it did not say why.");
            if (!LATER.contains(answer.statusCode())) {
                throw new CommandFailure(
                        "%s refused the erasure with status %d: %s".formatted(address, answer.statusCode(), detail));
            }
            if (patience.clock().instant().plus(BACKOFF).isAfter(deadline)) {
                throw new CommandFailure(
                        "The erasure is not confirmed: %s Starting it again is safe.".formatted(detail));
            }
            patience.pauseFor(BACKOFF);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        } catch (IOException e) {
            throw new CommandFailure(
                    "%s does not answer; if it was erased is not known, starting it again is safe.".formatted(address),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted(e);
        }
    }

    private static JsonNode body(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
