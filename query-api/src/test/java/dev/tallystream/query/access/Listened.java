package dev.tallystream.query.access;

import dev.tallystream.query.QueryServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An answer that need not end: what it says first, until it is closed. */
final class Listened implements AutoCloseable {
    private final HttpClient client;
    private final HttpResponse<InputStream> response;

    private Listened(HttpClient client, HttpResponse<InputStream> response) {
        this.client = client;
        this.response = response;
    }

    static Listened to(QueryServer server, String path, String token) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofMinutes(1))
                .build();
        return new Listened(client, client.send(request, BodyHandlers.ofInputStream()));
    }

    int status() {
        return response.statusCode();
    }

    /** As many lines, or all that there are. */
    String firstLines(int lines) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        for (int i = 0; i < lines; i++) {
            String line = reader.readLine();
            if (line == null) {
                break;
            }
            said.append(line).append('\n');
        }
        return said.toString();
    }

    @Override
    public void close() throws IOException {
        response.body().close();
        client.shutdownNow();
        client.close();
    }
}
