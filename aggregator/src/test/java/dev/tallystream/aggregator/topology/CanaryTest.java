package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.event.EventJson;
import dev.tallystream.contract.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids of guests and services are in no store, whatever becomes of their events. */
class CanaryTest {
    private static final String CANARY = "canary-7c1f";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"guest", "service"})
    void theIdOfSomebodyWhoIsNoMemberIsInNoStoreWhateverBecomesOfTheEvent(String actor) {
        try (TopologyBench bench = new TopologyBench(directory, 1)) {
            EventJson counted = by(actor, "counted");
            bench.send(counted.toString());
            bench.send(counted.toString());
            bench.send(counted.credits("6").toString());
            bench.send(by(actor, "bad").credits("many").toString());
            bench.send(by(actor, "adjusted")
                    .with("type", "\"ai.credits.adjusted.v1\"")
                    .data("reason", "\"goodwill\"")
                    .toString());
            bench.send(reversal(actor, "waits", "never").toString());
            bench.send(reversal(actor, "wrong", "late").credits("7").toString());
            bench.send(by(actor, "late").toString());
            bench.send(reversal(actor, "mismatch", "counted").credits("9").toString());

            List<TestRecord<byte[], byte[]>> rejected = bench.rejected();
            assertEquals(
                    List.of("id-conflict", "invalid-credits", "reversal-mismatch", "reversal-mismatch"),
                    rejected.stream()
                            .map(record -> TopologyBench.header(record, EventHeaders.REASON))
                            .toList());
            for (byte[] stored : bench.everythingStored()) {
                assertFalse(holdsCanary(stored), () -> new String(stored, StandardCharsets.ISO_8859_1));
            }
            for (TestRecord<byte[], byte[]> record : rejected) {
                assertFalse(holdsCanary(record.key()));
                for (Header header : record.headers()) {
                    assertFalse(holdsCanary(header.value()), header.key());
                }
            }
        }
    }

    /** A search that finds nothing anywhere would prove nothing. */
    @Test
    void theIdOfAMemberIsFound() {
        try (TopologyBench bench = new TopologyBench(directory, 1)) {
            bench.send(by("member", "counted").toString());

            assertTrue(bench.everythingStored().stream().anyMatch(CanaryTest::holdsCanary));
        }
    }

    private static EventJson by(String actor, String id) {
        return EventJson.consumed()
                .id(id)
                .data("user_id", EventJson.quote(CANARY))
                .data("actor_type", EventJson.quote(actor));
    }

    private static EventJson reversal(String actor, String id, String original) {
        return by(actor, id)
                .with("type", "\"ai.credits.reversed.v1\"")
                .data("reverses", "{\"source\":\"/test\",\"id\":\"%s\"}".formatted(original));
    }

    private static boolean holdsCanary(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(CANARY);
    }
}
