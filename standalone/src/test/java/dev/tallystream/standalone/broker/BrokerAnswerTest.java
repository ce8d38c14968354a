package dev.tallystream.standalone.broker;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.standalone.CommandFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerAnswerTest {
    /** Below the 30 seconds after which a call of Kafka's gives up by itself, far above what giving up takes. */
    private static final Duration SOON = Duration.ofSeconds(25);

    @Test
    void whoeverHearsNothingIsToldSoAfterThePatienceAndNotLater() throws Exception {
        // given somebody who takes connections and never answers
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String servers = "127.0.0.1:" + silent.getLocalPort();
            long started = System.nanoTime();

            CommandFailure failure =
                    assertThrows(CommandFailure.class, () -> BrokerAnswer.await(servers, Duration.ofSeconds(1)));

            Duration took = Duration.ofNanos(System.nanoTime() - started);
            assertAll(
                    () -> assertEquals(
                            "No Kafka broker answers at %s; is it running, and reachable from here?".formatted(servers),
                            failure.getMessage()),
                    () -> assertTrue(took.compareTo(SOON) < 0, took::toString));
        }
    }
}
