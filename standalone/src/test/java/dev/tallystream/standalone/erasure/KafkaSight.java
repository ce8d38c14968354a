package dev.tallystream.standalone.erasure;

import dev.tallystream.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the topics hold, the tables' changelogs among them: of each key the newest record, as a reader finds it. */
final class KafkaSight {
    private KafkaSight() {}

    /** The record of a key on a partition. */
    private record Place(TopicPartition partition, String key) {}

    /** Every topic but the journal and what passes through that still names one of the words, with the record. */
    static List<String> naming(String bootstrapServers, String... words) throws Exception {
        List<String> found = new ArrayList<>();
        newest(bootstrapServers).forEach((place, record) -> {
            for (String word : words) {
                if (record.contains(word)) {
                    found.add(place.partition + " " + record);
                }
            }
        });
        return found;
    }

    private static Map<Place, String> newest(String bootstrapServers) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        Map<Place, String> newest = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics(bootstrapServers)) {
                consumer.partitionsFor(topic)
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream()
                    .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Place place = new Place(new TopicPartition(record.topic(), record.partition()), text(record.key()));
                    if (record.value() == null) {
                        newest.remove(place);
                    } else {
                        newest.put(place, place.key + " " + text(record.value()) + headers(record));
                    }
                }
            }
        }
        return newest;
    }

    private static Set<String> topics(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> topics = new TreeSet<>(admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get());
            topics.removeIf(topic -> topic.startsWith("__")
                    || topic.equals(Topics.CREDIT_EVENTS.name())
                    || topic.endsWith("-repartition"));
            return topics;
        }
    }

    private static String headers(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder headers = new StringBuilder();
        for (Header header : record.headers()) {
            headers.append(' ').append(text(header.value()));
        }
        return headers.toString();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
