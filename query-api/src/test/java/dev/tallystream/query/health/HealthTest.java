package dev.tallystream.query.health;

import static dev.tallystream.query.QueryServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.aggregator.view.ViewState;
import dev.tallystream.query.QueryServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HealthTest {
    private static QueryServer server;

    @BeforeAll
    static void startTheServer() {
        server = new QueryServer();
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of(new ViewState.Live(Duration.ofMillis(180)), 200, 200, "{'status':'live','lag_ms':180}"),
                Arguments.of(
                        new ViewState.NotReady("2 of 4 partitions are being restored"),
                        200,
                        503,
                        "{'status':'not_ready','why':'2 of 4 partitions are being restored'}"),
                Arguments.of(
                        new ViewState.Stalled(Duration.ofSeconds(9)),
                        200,
                        503,
                        "{'status':'stalled','lag_ms':9000,'why':'Events wait and none is being counted.'}"),
                Arguments.of(
                        new ViewState.Failed("the disk is broken"),
                        503,
                        503,
                        "{'status':'failed','why':'the disk is broken'}"));
    }

    @ParameterizedTest
    @MethodSource("states")
    void readinessNeedsLiveNumbersAndLivenessFailsOnlyForGood(ViewState state, int live, int ready, String body) {
        server.view.state(state);

        HttpResponse<String> liveness = server.get("/health/live", null);
        HttpResponse<String> readiness = server.get("/health/ready", null);

        assertEquals(live, liveness.statusCode());
        assertEquals(ready, readiness.statusCode());
        assertEquals(body.replace('\'', '"'), json(readiness).toString());
        assertEquals(
                "application/json",
                readiness.headers().firstValue("Content-Type").orElseThrow());
    }
}
