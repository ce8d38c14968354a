package dev.tallystream.standalone.audit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** Exports of running nodes: the one that counts a partition gives it. */
final class HttpExports implements Exports, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(500);
    private static final JsonMapper JSON = new JsonMapper();

    private final List<URI> nodes;
    private final Supplier<String> token;
    private final Patience patience;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    HttpExports(List<URI> nodes, Supplier<String> token, Patience patience) {
        this.nodes = nodes;
        this.token = token;
        this.patience = patience;
    }

    @Override
    public Export take(int partition) {
        Instant deadline = patience.clock().instant().plus(patience.limit());
        while (true) {
            String trouble = "";
            for (URI node : nodes) {
                HttpResponse<InputStream> answer = ask(node, partition);
                if (answer.statusCode() == 200) {
                    return read(partition, answer.body());
                }
                trouble = refusal(node, answer);
            }
            if (patience.clock().instant().isAfter(deadline)) {
                throw new CommandFailure(trouble);
            }
            patience.pauseFor(BETWEEN_ROUNDS);
        }
    }

    private HttpResponse<InputStream> ask(URI node, int partition) {
        URI uri = URI.create(node + "/v1/operator/partitions/" + partition + "/cut");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER_TIMEOUT)
                .header("Authorization", "Bearer " + token.get())
                .build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new CommandFailure("Nothing answers at " + node + "; is Tallystream running there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted(e);
        }
    }

    /** What to say where it stays so; ends at once where waiting changes nothing. */
    private static String refusal(URI node, HttpResponse<InputStream> answer) {
        int status = answer.statusCode();
        try (InputStream body = answer.body()) {
            JsonNode problem = JSON.readTree(body.readNBytes(1 << 16));
            String detail = problem.path("detail").asText("it did not say why.");
            String sentence = "%s refused the export with status %d: %s".formatted(node, status, detail);
            if (status != 503 && status != 429) {
                throw new CommandFailure(sentence);
            }
            return sentence;
        } catch (IOException e) {
            throw new CommandFailure("%s refused the export with status %d.".formatted(node, status), e);
        }
    }

    private static Export read(int partition, InputStream body) {
        try (InputStream stream = body;
                MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(stream)) {
            return ExportReader.read(partition, whole(lines));
        } catch (IOException e) {
            throw brokeOff(partition, e);
        }
    }

    private static CommandFailure brokeOff(int partition, Exception cause) {
        return new CommandFailure("The export of partition %d broke off.".formatted(partition), cause);
    }

    /** The lines; a line that is torn ends the audit with a sentence. */
    private static Iterator<JsonNode> whole(MappingIterator<JsonNode> lines) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return lines.hasNextValue();
                } catch (IOException e) {
                    throw new CommandFailure("An export broke off.", e);
                }
            }

            @Override
            public JsonNode next() {
                try {
                    return lines.nextValue();
                } catch (JacksonException e) {
                    throw new CommandFailure("An export broke off within a line.", e);
                } catch (IOException e) {
                    throw new CommandFailure("An export broke off.", e);
                }
            }
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
