package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.EventRecord;
import dev.tallystream.contract.topic.Placement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in the binary mode of the CloudEvents Kafka binding: attributes as headers, data as the value. */
class BinaryRecordsTest {
    private static final String DATA =
            "{\"feature\":\"ai_slides\",\"team_id\":\"t1\",\"user_id\":\"u1\",\"credits\":%s}";

    @TempDir
    private Path directory;

    private @org.jspecify.annotations.Nullable TopologyBench bench;

    private TopologyBench start(int partitions) {
        bench = new TopologyBench(directory, partitions);
        return bench;
    }

    @AfterEach
    void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void aBinaryRecordIsTheSameEventAsTheStructuredOneThatSaysTheSame() {
        TopologyBench topology = start(1);
        send(topology, attributes("e1", "acme"), data("1.5"));
        topology.send("""
                {"specversion":"1.0","id":"e1","source":"/s","type":"ai.credits.consumed.v1","subject":"acme",\
                "data":%s}""".formatted(DATA.formatted("1.50")));

        assertEquals("1.5 in 1", topology.rows(Granularity.DAY).get("acme 2026-11-22 total"));
        assertEquals(1, topology.ledger().counted());
        assertEquals(1, topology.ledger().duplicate());
    }

    @Test
    void aMisplacedBinaryRecordIsPassedOnAndCountsOnce() {
        TopologyBench topology = start(4);
        String elsewhere = Stream.iterate(0, i -> i + 1)
                .map(i -> "org" + i)
                .filter(id -> Placement.partitionOf(new OrganizationId(id), 4) != 0)
                .findFirst()
                .orElseThrow();
        send(topology, attributes("e1", elsewhere), data("1"));
        send(topology, attributes("e1", elsewhere), data("1"));

        assertEquals("1 in 1", topology.rows(Granularity.DAY).get(elsewhere + " 2026-11-22 total"));
        assertEquals(2, topology.ledger().reroutedIn());
        assertEquals(1, topology.ledger().duplicate());
        assertTrue(topology.ledger().balances());
    }

    @Test
    void aRejectedBinaryRecordSaysAllThatIsNeededToReplayIt() {
        TopologyBench topology = start(1);
        send(topology, attributes("e1", "acme"), data("1"));
        Headers conflicting = attributes("e1", "acme").add("ce_traceparent", bytes("00-ab"));
        send(topology, conflicting, data("2"));
        send(topology, attributes("e2", "acme"), data("-1"));

        List<TestRecord<byte[], byte[]>> rejected = topology.rejected();

        assertEquals(
                List.of("id-conflict", "invalid-credits"),
                rejected.stream()
                        .map(record -> TopologyBench.header(record, EventHeaders.REASON))
                        .toList());
        assertAll(
                () -> assertEquals(EventRecord.read(conflicting, data("2")).decoded(), replayed(rejected.get(0))),
                () -> assertTrue(new String(rejected.get(0).value(), StandardCharsets.UTF_8).contains("00-ab")),
                () -> assertEquals(
                        EventRecord.read(attributes("e2", "acme"), data("-1")).decoded(), replayed(rejected.get(1))));
    }

    @Test
    void whatNoStructuredEventCanSayIsRejectedWithItsOwnBytes() {
        TopologyBench topology = start(1);
        byte[] broken = bytes("{\"feature\":");
        send(topology, attributes("e1", "acme"), broken);
        send(topology, attributes("e2", "acme").add("ce_x", new byte[] {(byte) 0xFF}), data("1"));
        send(topology, attributes("e3", "acme").add("ce_x", new byte[70_000]), data("1"));
        send(topology, attributes("e4", "acme"), data("1"));

        List<TestRecord<byte[], byte[]>> rejected = topology.rejected();

        assertEquals(
                List.of("malformed-json", "invalid-text", "oversize"),
                rejected.stream()
                        .map(record -> TopologyBench.header(record, EventHeaders.REASON))
                        .toList());
        assertArrayEquals(broken, rejected.getFirst().value());
        assertEquals(1, topology.ledger().counted());
    }

    @Test
    void aWaitingBinaryReversalThatTurnsOutToBeWrongIsRejectedAsItself() {
        TopologyBench topology = start(1);
        byte[] restated = bytes("{\"reverses\":{\"source\":\"/s\",\"id\":\"e1\"},\"feature\":\"other\",\"credits\":1}");
        Headers reversal = attributes("r1", "acme");
        reversal.remove("ce_type");
        reversal.add("ce_type", bytes("ai.credits.reversed.v1"));
        send(topology, reversal, restated);
        send(topology, attributes("e1", "acme"), data("1"));

        TestRecord<byte[], byte[]> rejected = topology.rejected().getFirst();

        assertEquals("reversal-mismatch", TopologyBench.header(rejected, EventHeaders.REASON));
        assertEquals("0:0", TopologyBench.header(rejected, EventHeaders.ORIGIN));
        assertEquals(Map.of("acme 2026-11-22 total", "1 in 1"), totals(topology));
    }

    private static void send(TopologyBench topology, Headers headers, byte[] value) {
        topology.send(null, value, headers);
    }

    private static Map<String, String> totals(TopologyBench topology) {
        Map<String, String> rows = topology.rows(Granularity.DAY);
        rows.keySet().removeIf(row -> !row.endsWith("total"));
        return rows;
    }

    /** As the record would be read that carries the rejected one's headers and value. */
    private static Decoded replayed(TestRecord<byte[], byte[]> rejected) {
        return EventRecord.read(rejected.headers(), rejected.value()).decoded();
    }

    private static Headers attributes(String id, String organization) {
        return new RecordHeaders()
                .add("content-type", bytes("application/json"))
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes(id))
                .add("ce_source", bytes("/s"))
                .add("ce_type", bytes("ai.credits.consumed.v1"))
                .add("ce_subject", bytes(organization));
    }

    private static byte[] data(String credits) {
        return bytes(DATA.formatted(credits));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
