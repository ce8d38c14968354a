package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.event.EventJson;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Placement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where else than in the tables the id of an erased user could stand. */
class ErasedNamesTest {
    private static final ErasureKey KEY = ErasureKey.of(new byte[ErasureKey.LENGTH]);
    private static final String USER = "canary-user";

    @TempDir
    Path directory;

    private TopologyBench bench;

    @BeforeEach
    void start() {
        bench = new TopologyBench(directory, new CountingRules(1, Map.of(), KEY));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void theNameIsTakenAwayWhicheverRecordIsReadFirst() {
        bench.name("acme", DirectoryKind.USER, USER, "Canary");
        bench.name("acme", DirectoryKind.TEAM, USER, "A team of that id");
        bench.name("other", DirectoryKind.USER, USER, "Somebody else");

        bench.erase(KEY, "acme", USER);
        bench.name("acme", DirectoryKind.USER, USER, "Canary");

        assertFalse(bench.everything().contains("Canary"));
        assertTrue(bench.everything().contains("A team of that id"));
        assertTrue(bench.everything().contains("Somebody else"));
        assertEquals(
                List.of(USER, USER),
                bench.removedNames().stream()
                        .map(key -> DirectoryKey.fromBytes(key).id())
                        .toList(),
                "the name that was there, and the one that came later, are taken off the topic, too");
    }

    @Test
    void aReversalThatWaitsLosesItsIdAndIsStillRejectedWhereItLay() {
        bench.send(reversal("the-reversal-of-" + USER, "late").toString());
        assertTrue(bench.everything().contains(USER), "the search must find it before");

        bench.erase(KEY, "acme", USER);

        assertFalse(bench.everything().contains(USER));
        bench.send(used("late").credits("7").toString());
        assertIsWithoutNames(bench.rejected(), "reversal-mismatch");
    }

    @Test
    void aLaterReversalThatWaitsHasNoId() {
        bench.erase(KEY, "acme", USER);

        bench.send(reversal("the-reversal-of-" + USER, "never").toString());

        assertFalse(bench.everything().contains(USER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"credits\":\"many\",\"user_id\":\"canary-user\"",
                "\"credits\":\"many\",\"user_id\":\"\\u0063anary-user\"",
                "\"credits\":\"many\",\"note\":\"canary-user\"",
                "\"user_id\":\"canary-user\""
            })
    void aLaterEventThatIsRejectedLeavesItsBytesAtItsOrigin(String data) {
        bench.erase(KEY, "acme", USER);

        bench.send(EventJson.consumed()
                .with("data", "{\"feature\":\"f\"," + data + "}")
                .toString());

        assertIsWithoutNames(bench.rejected(), null);
    }

    @Test
    void aLaterEventWhoseIdIsTheUsersIsRejectedWithoutIt() {
        bench.erase(KEY, "acme", USER);

        bench.send(EventJson.consumed().id(USER).credits("many").toString());

        assertIsWithoutNames(bench.rejected(), "invalid-credits");
    }

    @Test
    void anotherUsersRejectedEventKeepsItsBytes() {
        bench.erase(KEY, "acme", USER);
        EventJson bad = EventJson.consumed().credits("many");
        EventJson elsewhere = used("e").organization("other").credits("many");

        bench.send(bad.toString());
        bench.send(elsewhere.toString());

        assertEquals(
                List.of(bad.toString(), elsewhere.toString()),
                bench.rejected().stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                        .toList());
    }

    @Test
    void whatIsRejectedBesideItsOrganizationsPartitionLeavesItsBytesWhereOnlyAnotherNodeKnowsWhoIsErased() {
        bench.close();
        bench = new TopologyBench(directory.resolve("four"), new CountingRules(4, Map.of(), KEY));
        String elsewhere = "org0";
        for (int i = 1; Placement.partitionOf(new OrganizationId(elsewhere), 4) == 0; i++) {
            elsewhere = "org" + i;
        }

        bench.send(used("e").organization(elsewhere).credits("many").toString());

        assertIsWithoutNames(bench.rejected(), "invalid-credits");
    }

    private static void assertIsWithoutNames(List<TestRecord<byte[], byte[]>> rejected, @Nullable String reason) {
        assertEquals(1, rejected.size());
        TestRecord<byte[], byte[]> record = rejected.getFirst();
        assertEquals(0, record.value().length);
        assertNotNull(record.headers().lastHeader(EventHeaders.AT_ORIGIN));
        assertNotNull(record.headers().lastHeader(EventHeaders.ORIGIN));
        assertNull(record.headers().lastHeader(EventHeaders.EVENT_ID));
        for (Header header : record.headers()) {
            assertFalse(new String(header.value(), StandardCharsets.UTF_8).contains(USER), header.key());
        }
        if (reason != null) {
            assertEquals(reason, TopologyBench.header(record, EventHeaders.REASON));
        }
    }

    private static EventJson used(String id) {
        return EventJson.consumed().id(id).data("user_id", EventJson.quote(USER));
    }

    private static EventJson reversal(String id, String original) {
        return used(id).with("type", EventJson.quote("ai.credits.reversed.v1"))
                .data("reverses", "{\"source\":\"/test\",\"id\":\"" + original + "\"}");
    }
}
