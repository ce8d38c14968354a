package dev.tallystream.ingest.door;

import static dev.tallystream.contract.event.EventJson.consumed;
import static dev.tallystream.ingest.door.IngestServer.EVENT;
import static dev.tallystream.ingest.door.IngestServer.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A key where somebody took the URL for a place to put one: in proxies' logs it would be for everybody to read. */
class KeyInTheUrlTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();

    @BeforeEach
    void listen() {
        log.start();
        root.setLevel(Level.INFO); // as processes log
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        root.setLevel(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/events?key=", "/v1/events?access_token=", "/api/v1/events?token=", "/v1/events?atomic="})
    void itIsNoKeyAndNobodyRepeatsIt(String path) throws Exception {
        try (IngestServer server = new IngestServer()) {
            String secret = server.key.reveal();

            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(path + secret))
                    .header("Content-Type", EVENT)
                    .POST(BodyPublishers.ofString(consumed().toString())));

            assertProblem(response, 401, "unauthenticated");
            assertEquals(
                    "Bearer", response.headers().firstValue("WWW-Authenticate").orElse(""));
            assertFalse(response.body().contains(secret), response.body());
            assertEquals(
                    List.of(),
                    log.list.stream()
                            .filter(event -> (event.getFormattedMessage() + event.getKeyValuePairs()).contains(secret))
                            .toList());
            assertEquals(List.of(), server.publisher.arrived());
        }
    }
}
