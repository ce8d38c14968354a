package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.event.EventCases;
import dev.tallystream.contract.event.EventCases.Expected;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.EventJson;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door refuses is rejected here for the same reason, and what is behind it is counted. */
class BadInputTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final int LOAD = 10_000;

    @TempDir
    Path directory;

    private TopologyBench bench;

    @BeforeEach
    void start() {
        bench = new TopologyBench(directory, 1);
        bench.at(EventCases.NOW);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    // The table of events, which drives the decoder and the door, too.

    @Test
    void everyBadEventOfTheTableIsRejectedAsAtTheDoorAndTheNextOneCounts() {
        List<EventCases.Case> cases = EventCases.refused().toList();
        for (int i = 0; i < cases.size(); i++) {
            EventCases.Case row = cases.get(i);
            var expected = (Expected.Refused) row.expected();

            bench.send(null, row.bytes().toArray());
            bench.send(EventJson.consumed().id("good-" + i).toString());

            List<TestRecord<byte[], byte[]>> rejected = bench.rejected();
            assertEquals(1, rejected.size(), row.name());
            assertEquals(expected.reason().slug(), reason(rejected.getFirst()), row.name());
            assertEquals(expected.pointer(), header(rejected.getFirst(), EventHeaders.POINTER), row.name());
            assertEquals("0:" + 2 * i, header(rejected.getFirst(), EventHeaders.ORIGIN), row.name());
            assertKept(row.bytes().toArray(), rejected.getFirst());
            assertEquals(i + 1, bench.ledger().rejected(), row.name());
            assertEquals(i + 1, bench.ledger().counted(), row.name());
        }
        assertTrue(cases.size() > 100, "the table has lost its cases");
        assertTrue(bench.ledger().balances());
    }

    /** Each for an organization of its own, because the table's events share an identity. */
    @Test
    void everyGoodEventOfTheTableCounts() {
        List<EventCases.Case> cases = EventCases.good().toList();
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < cases.size(); i++) {
            EventCases.Case row = cases.get(i);
            String organization = "o%03d".formatted(i);
            String event = new String(row.bytes().toArray(), StandardCharsets.UTF_8);
            bench.send(event.replace("\"subject\":\"acme\"", "\"subject\":\"" + organization + "\""));

            assertEquals(List.of(), bench.rejected(), row.name());
            assertEquals(i + 1, bench.ledger().counted(), row.name());
            if (row.expected() instanceof Expected.Counted(Usage usage)
                    && usage.credits().micros() != 0) {
                expected.put(organization, usage.credits() + " in 1");
            }
        }

        Map<String, String> totals = new TreeMap<>();
        bench.rows(Granularity.QUARTER).forEach((key, tally) -> {
            if (key.endsWith(" total")) {
                totals.put(key.substring(0, key.indexOf(' ')), tally);
            }
        });
        assertEquals(expected, totals);
    }

    // What only a record has.

    /** One record and what becomes of it; without a reason it counts. */
    record RecordCase(
            String name,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers,
            @Nullable Refusal reason,
            boolean acmes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<RecordCase> records() {
        byte[] good = EventJson.consumed().toBytes();
        byte[] key = "acme".getBytes(StandardCharsets.UTF_8);
        byte[] longestKey = new byte[64 * 1024];
        byte[] longerKey = new byte[64 * 1024 + 1];
        byte[] megabyte = new byte[1_000_000];
        new Random(7).nextBytes(megabyte);
        return Stream.of(
                new RecordCase("no value", key, null, version(), Refusal.NULL_VALUE, false),
                new RecordCase("an empty value", key, new byte[0], version(), Refusal.MALFORMED_JSON, false),
                new RecordCase("one byte", key, new byte[] {42}, version(), Refusal.MALFORMED_JSON, false),
                new RecordCase("a megabyte", key, megabyte, version(), Refusal.OVERSIZE, false),
                new RecordCase("no key", null, good, version(), null, true),
                new RecordCase("another's key", "globex".getBytes(StandardCharsets.UTF_8), good, version(), null, true),
                new RecordCase("the longest key", longestKey, good, version(), null, true),
                new RecordCase("a longer key", longerKey, good, version(), Refusal.OVERSIZE, true),
                new RecordCase("a key of a megabyte", megabyte, good, version(), Refusal.OVERSIZE, true),
                new RecordCase(
                        "a longer key of nobody", longerKey, new byte[] {42}, version(), Refusal.OVERSIZE, false),
                new RecordCase("the known version", key, good, version("1.0"), null, true),
                new RecordCase("a newer version", key, good, version("1.1"), Refusal.UNKNOWN_VERSION, true),
                new RecordCase("an older version", key, good, version("0.3"), Refusal.UNKNOWN_VERSION, true),
                new RecordCase("two versions", key, good, version("1.0", "2.0"), Refusal.UNKNOWN_VERSION, true),
                new RecordCase("an empty version", key, good, version(""), Refusal.UNKNOWN_VERSION, true),
                new RecordCase(
                        "a newer version of what cannot be read",
                        key,
                        new byte[] {42},
                        version("2.0"),
                        Refusal.UNKNOWN_VERSION,
                        false));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordIsJudgedByMoreThanItsValueAndTheNextOneCounts(RecordCase row) {
        bench.send(row.key, row.value, row.headers);
        bench.send(EventJson.consumed().id("good").toString());

        List<TestRecord<byte[], byte[]>> rejected = bench.rejected();
        assertEquals(row.reason == null ? 2 : 1, bench.ledger().counted());
        assertEquals(row.reason == null ? 0 : 1, rejected.size());
        if (row.reason != null) {
            assertEquals(row.reason.slug(), reason(rejected.getFirst()));
            assertEquals(
                    new RejectedKey(row.acmes ? ACME : null, 0, 0),
                    RejectedKey.fromBytes(rejected.getFirst().key()));
            assertKept(row.value == null ? new byte[0] : row.value, rejected.getFirst());
        }
    }

    @Test
    void aRejectedRecordSaysEverythingThatExplainsIt() {
        bench.send(null, EventJson.consumed().id("e-7").credits("many").toBytes());

        TestRecord<byte[], byte[]> rejected = bench.rejected().getFirst();
        assertEquals("invalid-credits", reason(rejected));
        assertEquals("/data/credits", header(rejected, EventHeaders.POINTER));
        assertEquals("0:0", header(rejected, EventHeaders.ORIGIN));
        assertEquals("2026-11-22T10:15:30Z", header(rejected, EventHeaders.APPENDED));
        assertEquals("e-7", header(rejected, EventHeaders.EVENT_ID));
    }

    @Test
    void ofAnOversizedRecordTheHashOfTheWholeIsKept() {
        bench.send(null, new byte[70_000]);

        assertEquals(32, header(bench.rejected().getFirst(), EventHeaders.HASH).length());
    }

    @Test
    void theVersionThatIsNotKnownIsKeptForALaterRelease() {
        bench.send(null, EventJson.consumed().toBytes(), version("2.0"));

        assertEquals("2.0", header(bench.rejected().getFirst(), EventHeaders.SPECVERSION));
    }

    @Test
    void whatTheRecordsOwnHeadersClaimIsNotTakenOver() {
        Headers headers = new RecordHeaders();
        for (String name : List.of(
                EventHeaders.ORIGIN,
                EventHeaders.REASON,
                EventHeaders.POINTER,
                EventHeaders.HASH,
                EventHeaders.APPENDED,
                EventHeaders.EVENT_ID,
                EventHeaders.AT_ORIGIN,
                "anything")) {
            headers.add(name, new byte[100_000]);
        }
        bench.send(null, new byte[] {42}, headers);

        Headers kept = bench.rejected().getFirst().headers();
        List<String> names =
                Arrays.stream(kept.toArray()).map(header -> header.key()).toList();
        assertEquals(List.of(EventHeaders.ORIGIN, EventHeaders.APPENDED, EventHeaders.REASON), names);
    }

    @Test
    void aMisplacedRecordLeavesItsHeadersBehind() {
        bench.close();
        bench = new TopologyBench(directory.resolve("four"), 4);
        Headers headers = new RecordHeaders().add("anything", new byte[1_000_000]);
        int elsewhere = 0;
        for (int i = 0; i < 8; i++) {
            bench.send(null, EventJson.consumed().organization("org" + i).toBytes(), headers);
            elsewhere = (int) bench.ledger().reroutedOut();
        }

        assertTrue(elsewhere > 0, "no organization was misplaced");
        assertTrue(bench.rerouted().stream().allMatch(record -> record.headers().toArray().length == 1));
    }

    @Test
    void tenThousandMalformedRecordsStopNothingAndEachIsRejectedOnce() {
        Random random = new Random(42);
        int good = 0;
        for (int i = 0; i < LOAD; i++) {
            byte[] bytes = EventJson.consumed().id("bad-" + i).toBytes();
            bytes[random.nextInt(bytes.length - 1)] = (byte) random.nextInt(0x20);
            bench.send(null, bytes);
            if (i % 100 == 0) {
                bench.send(EventJson.consumed().id("good-" + good++).toString());
            }
        }

        List<TestRecord<byte[], byte[]>> rejected = bench.rejected();
        long origins = rejected.stream()
                .map(record -> header(record, EventHeaders.ORIGIN))
                .distinct()
                .count();
        assertEquals(LOAD, rejected.size());
        assertEquals(LOAD, origins);
        assertEquals(LOAD, bench.ledger().rejected());
        assertEquals(good, bench.ledger().counted());
        assertTrue(bench.ledger().balances());
    }

    @Test
    void whereNothingMoreIsRejectedSomethingIsAppendedAllTheSameSoThatTheTopicCompacts() {
        bench.wait(Duration.ofHours(1));

        List<TestRecord<byte[], byte[]>> appended = bench.rejected();
        assertTrue(appended.size() >= 1);
        for (TestRecord<byte[], byte[]> record : appended) {
            assertEquals(RejectedKey.ofNothing(0), RejectedKey.fromBytes(record.key()));
            assertNull(record.value());
        }
    }

    // The directory, which anybody with the broker's address may write to.

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aNameOfWhatCanHaveNoIdIsPassedOverAndTheNextOneIsKept(int kind) {
        for (String id : List.of("", " ", "a\u0001", "x".repeat(256), "\u0085")) {
            bench.name(new KeyWriter().text("acme").int8(kind).text(id).toBytes(), "Nobody");
        }
        bench.name("acme", DirectoryKind.TEAM, "t1", "Design");
        bench.send(EventJson.consumed().toString());

        assertEquals(1, bench.size(Stores.DIRECTORY));
        assertEquals(List.of(), bench.removedNames());
        assertEquals(1, bench.ledger().counted());
    }

    private static void assertKept(byte[] sent, TestRecord<byte[], byte[]> rejected) {
        boolean whole = sent.length <= EventCodec.MAX_EVENT_BYTES;
        assertArrayEquals(whole ? sent : Arrays.copyOf(sent, 1024), rejected.value());
        assertEquals(whole, rejected.headers().lastHeader(EventHeaders.HASH) == null);
        assertNull(rejected.headers().lastHeader(EventHeaders.AT_ORIGIN));
    }

    private static Headers version(String... versions) {
        Headers headers = EventHeaders.structured();
        for (String version : versions) {
            headers.add(EventHeaders.SPECVERSION, version.getBytes(StandardCharsets.US_ASCII));
        }
        return headers;
    }

    private static String reason(TestRecord<byte[], byte[]> record) {
        return header(record, EventHeaders.REASON);
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return record.headers().lastHeader(name) == null ? "" : TopologyBench.header(record, name);
    }
}
