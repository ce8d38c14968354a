package dev.tallystream.query.topic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.directory.KafkaDirectoryWriter;
import dev.tallystream.query.settings.KafkaSettingsWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Over Kafka's own producer in memory, which acknowledges when it is told to. */
class KafkaRecordWriterTest {
    private static final int PARTITIONS = 7;
    private static final OrganizationId ACME = new OrganizationId("acme");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(cluster(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaRecordWriter records = new KafkaRecordWriter(producer);

    @Test
    void anEntryIsWrittenToItsOrganizationsPartition() {
        DirectoryKey key = new DirectoryKey(ACME, DirectoryKind.TEAM, "t1");
        DirectoryEntry entry = new DirectoryEntry("Design", "/teams/t1", true);

        CompletableFuture<Void> write = new KafkaDirectoryWriter(records).write(key, entry);
        producer.completeNext();
        write.join();

        ProducerRecord<byte[], byte[]> record = onlyRecord();
        assertEquals("directory", record.topic());
        assertEquals(Placement.partitionOf(ACME, PARTITIONS), record.partition());
        assertEquals(key, DirectoryKey.fromBytes(record.key()));
        assertEquals(Optional.of(entry), DirectoryCodec.decode(record.value()));
    }

    @Test
    void settingsAreWrittenToTheirOrganizationsPartition() {
        OrganizationSettings settings = OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT);

        CompletableFuture<Void> write = new KafkaSettingsWriter(records).write(ACME, settings);
        producer.completeNext();
        write.join();

        ProducerRecord<byte[], byte[]> record = onlyRecord();
        assertEquals("organization-settings", record.topic());
        assertEquals(Placement.partitionOf(ACME, PARTITIONS), record.partition());
        assertArrayEquals(Placement.recordKey(ACME), record.key());
        assertEquals(Optional.of(settings), SettingsCodec.decode(record.value()));
    }

    @Test
    void aWriteIsDoneWhenTheBrokerHasIt() {
        CompletableFuture<Void> write = records.write(Topics.DIRECTORY, ACME, new byte[1], new byte[1]);
        assertFalse(write.isDone());

        producer.completeNext();

        assertTrue(write.isDone());
        write.join();
    }

    @Test
    void aWriteThatTheBrokerDoesNotTakeFailsWithItsReason() {
        CompletableFuture<Void> write = records.write(Topics.DIRECTORY, ACME, new byte[1], new byte[1]);
        TimeoutException reason = new TimeoutException("30 s passed");

        producer.errorNext(reason);

        assertSame(reason, assertThrows(CompletionException.class, write::join).getCause());
    }

    @Test
    void aBrokerThatCannotBeAskedFailsTheWriteAndNotTheCaller() {
        producer.sendException = new TimeoutException("no metadata");

        CompletableFuture<Void> write = records.write(Topics.DIRECTORY, ACME, new byte[1], new byte[1]);

        assertTrue(write.isCompletedExceptionally());
    }

    @Test
    void closingClosesTheProducer() {
        records.close();

        assertTrue(producer.closed());
    }

    private ProducerRecord<byte[], byte[]> onlyRecord() {
        assertEquals(1, producer.history().size());
        return producer.history().getFirst();
    }

    private static Cluster cluster() {
        Node node = new Node(0, "127.0.0.1", 9092);
        List<PartitionInfo> partitions = Stream.of(Topics.DIRECTORY, Topics.ORGANIZATION_SETTINGS)
                .flatMap(topic -> IntStream.range(0, PARTITIONS)
                        .mapToObj(partition ->
                                new PartitionInfo(topic.name(), partition, node, new Node[] {node}, new Node[] {node})))
                .toList();
        return new Cluster("cluster", List.of(node), partitions, Set.of(), Set.of());
    }
}
