package dev.tallystream.standalone.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP doors that an import uses. Every request is repeated while the server is away or busy, as long as the
 * patience lasts: a retry is always safe. Thread-safe.
 */
final class HistoryServer implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    /** An answer names at most 500 refused events in some 300 bytes each. */
    private static final long MAX_ANSWER_BYTES = 1 << 20;

    private static final int ACCEPTED = 202;
    private static final int NO_EVENT_ACCEPTED = 422;
    private static final Set<Integer> BUSY = Set.of(429, 503);
    private static final Pattern POINTER = Pattern.compile("/([0-9]{1,4})(/.*)?");
    private static final JsonMapper JSON = new JsonMapper();

    private final ServerAddress address;
    private final Patience patience;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    /** Before the first answer a refused connection is a wrong address, not an outage. */
    private volatile boolean answeredOnce;

    HistoryServer(ServerAddress address, Patience patience) {
        this.address = address;
        this.patience = patience;
    }

    /** An event that was refused at the door: its place in the batch and why. */
    record Refused(int index, String reason, String detail) {}

    /**
     * Sends a JSON array of {@code size} events; returns when those that are not refused are stored.
     *
     * @throws CommandFailure where the server refuses the request as a whole or stays away
     */
    List<Refused> send(byte[] batch, int size) {
        HttpResponse<byte[]> answer = exchange(request(address.events())
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch))
                .build());
        JsonNode body = body(answer);
        List<Refused> refused = switch (answer.statusCode()) {
            case ACCEPTED -> turnedAway(body.path("rejected"));
            case NO_EVENT_ACCEPTED -> allTurnedAway(body.path("errors"));
            default -> throw refusal(answer, body);
        };
        int accepted = answer.statusCode() == ACCEPTED ? body.path("accepted").asInt() : 0;
        if (accepted + refused.size() != size || refused.stream().anyMatch(event -> event.index() >= size)) {
            throw new CommandFailure(address + " answered something that is not an ingest answer.");
        }
        return refused;
    }

    private static List<Refused> turnedAway(JsonNode rejected) {
        List<Refused> refused = new ArrayList<>();
        for (JsonNode event : rejected) {
            String type = event.path("type").asText();
            refused.add(new Refused(
                    event.path("index").asInt(),
                    type.substring(type.lastIndexOf('/') + 1),
                    event.path("detail").asText()));
        }
        return refused;
    }

    /** A problem whose errors point into the batch: {@code {"pointer":"/12/time","code":"event-in-future"}}. */
    private static List<Refused> allTurnedAway(JsonNode errors) {
        List<Refused> refused = new ArrayList<>();
        for (JsonNode error : errors) {
            Matcher pointer = POINTER.matcher(error.path("pointer").asText());
            if (pointer.matches()) {
                String reason = error.path("code").asText();
                String detail = Refusal.fromSlug(reason).map(Refusal::sentence).orElse("The server refuses it.");
                refused.add(new Refused(Integer.parseInt(pointer.group(1)), reason, detail));
            }
        }
        return refused;
    }

    /** What became of the events of a backfill so far; nothing where none arrived. */
    BackfillTally tally(HistoryRow.Destination destination) {
        HttpResponse<byte[]> answer =
                exchange(request(address.backfill(destination)).build());
        JsonNode body = body(answer);
        if (answer.statusCode() == 404) {
            return new BackfillTally(0, 0, 0, false);
        }
        if (answer.statusCode() != 200) {
            throw refusal(answer, body);
        }
        return new BackfillTally(
                body.path("counted").asLong(),
                body.path("duplicate").asLong(),
                body.path("rejected").asLong(),
                body.path("closed").asBoolean());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(REQUEST_TIMEOUT).header("Authorization", "Bearer " + address.key());
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        Instant deadline = patience.clock().instant().plus(patience.limit());
        Duration backoff = FIRST_BACKOFF;
        while (true) {
            Duration wait = backoff;
            String trouble;
            try {
                HttpResponse<byte[]> answer =
                        http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
                answeredOnce = true;
                if (!BUSY.contains(answer.statusCode())) {
                    return answer;
                }
                wait = retryAfter(answer).orElse(backoff);
                trouble = "is busy (" + answer.statusCode() + ")";
            } catch (IOException e) {
                if (!answeredOnce) {
                    throw new CommandFailure("Nothing answers at " + address + "; is Tallystream running there?", e);
                }
                trouble = "does not answer";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Patience.interrupted(e);
            }
            if (patience.clock().instant().plus(wait).isAfter(deadline)) {
                throw new CommandFailure("%s %s for %d seconds; starting the import again later is safe."
                        .formatted(address, trouble, patience.limit().toSeconds()));
            }
            patience.pauseFor(wait);
            backoff = shorter(backoff.multipliedBy(2), LONGEST_BACKOFF);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The seconds that the server asks for; a date, which our server never sends, is passed over. */
    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private JsonNode body(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    private CommandFailure refusal(HttpResponse<?> answer, JsonNode problem) {
        String detail = problem.path("detail").asText(problem.path("title").asText("it did not say why."));
        return new CommandFailure(
                "%s refused the import with status %d: %s".formatted(address, answer.statusCode(), detail));
    }
}
