package dev.tallystream.query.usage;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.OpenDoor;
import dev.tallystream.http.description.ApiDescription;
import dev.tallystream.http.description.DescribedClient;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Role;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamOverHttpTest {
    private static final String STREAM = "/v1/orgs/acme/credits-usage/stream";

    private final QueryServer server = new QueryServer();
    private final HttpClient client = new DescribedClient();

    /** One event as it came. */
    private record Sent(String name, String id, JsonNode data) {}

    @AfterEach
    void stopTheServer() {
        client.shutdownNow();
        server.close();
    }

    @Test
    void newsHavePositionAndTimeAndComeWhenThereAreAny() throws Exception {
        use();
        try (Stream stream = open(null)) {
            assertEquals("text/event-stream", stream.header("Content-Type"));
            assertEquals("3:1", stream.header("Tallystream-Position"));
            assertEquals("private, no-store", stream.header("Cache-Control"));
            assertEquals(new Sent("usage.updated", "3:1", new ObjectMapper().readTree("""
                            {"organization_id":"acme","as_of":"2026-11-22T10:15:30.412Z","lag_ms":0,"position":"3:1",\
                            "settings_version":0}
                            """)), stream.next());
            use();
            assertEquals("3:2", name(stream, "usage.updated").id());
        }
    }

    @Test
    void manyChangesAtOnceAreFewEvents() throws Exception {
        try (Stream stream = open(null)) {
            assertEquals("3:0", name(stream, "usage.updated").id());
            long begun = System.nanoTime();
            int events = 0;
            String last = "";
            for (int use = 0; use < 500; use++) {
                use();
            }
            while (!last.equals("3:500")) {
                last = name(stream, "usage.updated").id();
                events++;
            }
            long looks = Duration.ofNanos(System.nanoTime() - begun).toMillis() / UsageStreams.INTERVAL.toMillis();
            assertTrue(events <= looks + 1, events + " events in " + looks + " looks");
        }
    }

    @Test
    void whoeverComesBackIsToldOnlyWhatTheyHaveNotSeen() throws Exception {
        use();
        use();
        try (Stream seen = open("3:2");
                Stream behind = open("3:1");
                Stream garbage = open("x")) {
            assertEquals("3:2", behind.next().id());
            assertEquals("3:2", garbage.next().id());
            assertEquals("heartbeat", seen.next().name());
            use();
            assertEquals("3:3", name(seen, "usage.updated").id());
        }
    }

    @Test
    void aQuietStreamBeatsSoThatItIsNotTakenForDead() throws Exception {
        try (Stream stream = open(null)) {
            assertEquals("usage.updated", stream.next().name());

            Sent beat = stream.next();

            assertEquals("heartbeat", beat.name());
            assertEquals("3:0", beat.data().get("position").asText());
        }
    }

    @Test
    void aStreamEndsWithItsToken() throws Exception {
        try (Stream stream = open(null)) {
            assertEquals("usage.updated", stream.next().name());

            server.clock.advance(Duration.ofHours(1));

            assertEquals(Optional.empty(), stream.read());
        }
    }

    @Test
    void aChangeOfTheSettingsIsNewsAndHidingUsersEndsTheStream() throws Exception {
        try (Stream stream = open(null)) {
            stream.next();
            OrganizationSettings first = OrganizationSettings.first(UserAnalytics.INCLUDE, CalendarRule.DEFAULT);

            server.view.settings("acme", first);
            assertEquals("3:0", name(stream, "usage.updated").id());
            server.view.settings("acme", first.next(UserAnalytics.EXCLUDE, first.calendars(), List.of()));

            assertEquals("3:0", name(stream, "usage.updated").id());
            assertEquals(Optional.empty(), stream.read());
        }
    }

    @Test
    void anOrganizationHasSoManyStreamsAndNoMoreUntilOneEnds() throws Exception {
        UsageStreams streams = server.context().getBean(UsageStreams.class);
        List<Stream> open = new ArrayList<>();
        try {
            for (int i = 0; i < UsageStreams.MAX_OF_ORGANIZATION; i++) {
                Stream stream = open(null);
                open.add(stream);
                assertEquals("usage.updated", stream.next().name());
            }
            HttpResponse<String> refused = server.get(STREAM, server.admin());
            assertEquals(429, refused.statusCode());
            assertEquals("/problems/rate-limited", json(refused).get("type").asText());

            open.removeFirst().close();
            await(() -> streams.size() < UsageStreams.MAX_OF_ORGANIZATION);
            try (Stream next = open(null)) {
                assertEquals("usage.updated", next.next().name());
            }
        } finally {
            for (Stream stream : open) {
                stream.close();
            }
        }
    }

    @Test
    void everyStreamEndsWhenTheNodeStops() throws Exception {
        try (Stream stream = open(null)) {
            stream.next();

            server.context().getBean(UsageStreams.class).close();

            assertEquals(Optional.empty(), stream.read());
            assertEquals(429, server.get(STREAM, server.admin()).statusCode());
        }
    }

    @Test
    void anOpenStreamDoesNotHoldUpTheStopOfTheProcess() throws Exception {
        try (Stream stream = open(null)) {
            stream.next();

            boolean allEnded = server.context().getBean(OpenDoor.class).close(Duration.ofSeconds(20));

            assertTrue(allEnded);
            assertEquals(Optional.empty(), stream.read());
        }
    }

    @Test
    void aPageListensWithTheCookieThatShowsItAndOnlyBelowThePages() throws Exception {
        String cookie = "tallystream_session=" + server.admin();
        HttpRequest.Builder asked = HttpRequest.newBuilder(server.uri("/admin/acme/credits-usage/stream"))
                .header("Cookie", cookie)
                .header("Accept", "text/event-stream");

        HttpResponse<InputStream> response = client.send(asked.build(), BodyHandlers.ofInputStream());

        assertEquals(200, response.statusCode());
        try (Stream stream = new Stream(response)) {
            assertEquals("usage.updated", stream.next().name());
        }
        HttpRequest.Builder api = HttpRequest.newBuilder(server.uri(STREAM)).header("Cookie", cookie);
        assertEquals(401, server.send(api).statusCode());
        HttpRequest.Builder foreign = HttpRequest.newBuilder(server.uri("/admin/other/credits-usage/stream"))
                .header("Cookie", cookie);
        assertEquals(404, server.send(foreign).statusCode());
    }

    @Test
    void whoMayNotReadMayNotListen() {
        assertEquals(401, server.get(STREAM, null).statusCode());
        assertEquals(403, server.get(STREAM, server.token(Role.MEMBER, "acme")).statusCode());
        assertEquals(403, server.get(STREAM, server.eventsKey()).statusCode());
        assertEquals(
                404, server.get(STREAM, server.token(Role.ORG_ADMIN, "other")).statusCode());
        assertEquals(400, server.get(STREAM + "?since=1", server.admin()).statusCode());
    }

    private void use() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "1");
    }

    /** The next event of that name; beats may come between. */
    private static Sent name(Stream stream, String name) throws IOException {
        Sent sent = stream.next();
        while (!sent.name().equals(name)) {
            sent = stream.next();
        }
        return sent;
    }

    private Stream open(@Nullable String lastSeen) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(STREAM))
                .header("Authorization", "Bearer " + server.admin())
                .header("Accept", "text/event-stream");
        if (lastSeen != null) {
            request.header("Last-Event-ID", lastSeen);
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        return new Stream(response);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain");
            Thread.onSpinWait();
        }
    }

    /** A stream as a client reads it, line by line. */
    private static final class Stream implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Stream(HttpResponse<InputStream> response) {
            this.response = response;
            this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        String header(String name) {
            return response.headers().firstValue(name).orElseThrow();
        }

        Sent next() throws IOException {
            return read().orElseThrow(() -> new AssertionError("the stream ended"));
        }

        /** The next event; empty at the end. */
        Optional<Sent> read() throws IOException {
            String name = "";
            String id = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    JsonNode update = new ObjectMapper().readTree(data.toString());
                    ApiDescription.served().check("UsageUpdate", update);
                    return Optional.of(new Sent(name, id, update));
                }
                int colon = line.indexOf(':');
                String value = line.substring(colon + 1).stripLeading();
                switch (line.substring(0, colon)) {
                    case "event" -> name = value;
                    case "id" -> id = value;
                    case "data" -> data.append(value);
                    default -> throw new AssertionError("an unknown field: " + line);
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
