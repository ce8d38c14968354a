package dev.tallystream.query.topic;

import dev.tallystream.contract.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from a place towards its beginning, stretch by stretch on all partitions: the order of all its records
 * is the broker's append time, then partition and offset. One thread's, and no longer than its consumer is lent.
 */
public final class NewestFirst {
    private static final Duration POLL = Duration.ofMillis(200);

    /** How long one stretch may take: somebody waits for the answer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Where compaction left nothing, a stretch grows so fast, and to so many offsets. */
    private static final int GROWTH = 8;

    private static final long[] NOTHING = {0, 0};

    private static final int LONGEST_STRETCH = 100_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Part> parts = new HashMap<>();
    private long records;
    private long bytes;

    /** A record's place in that order. */
    public record Place(long timestamp, int partition, long offset) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::timestamp)
                .thenComparingInt(Place::partition)
                .thenComparingLong(Place::offset);

        /** The record's. */
        public static Place of(ConsumerRecord<byte[], byte[]> record) {
            return new Place(record.timestamp(), record.partition(), record.offset());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** One partition: what lies before {@code next} is not read yet. */
    private static final class Part {
        final long beginning;
        final long end;
        long next;

        @Nullable
        Place oldest;

        Part(long beginning, long next, long end) {
            this.beginning = beginning;
            this.next = Math.max(beginning, next);
            this.end = end;
        }

        boolean isLeft() {
            return next > beginning;
        }
    }

    /**
     * Looks into the topic, from just before that place, or from the newest record; one that is not there has none.
     *
     * @throws KafkaException where Kafka does not answer
     */
    public static <T> T look(
            LentConsumers consumers,
            Topic<byte[], byte[]> topic,
            @Nullable Place before,
            Function<NewestFirst, T> look) {
        return consumers.look(consumer -> look.apply(new NewestFirst(consumer, topic, before)));
    }

    private NewestFirst(KafkaConsumer<byte[], byte[]> consumer, Topic<byte[], byte[]> topic, @Nullable Place before) {
        this.consumer = consumer;
        List<PartitionInfo> infos = consumer.partitionsFor(topic.name());
        if (infos == null) {
            return;
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = before == null ? ends : startsBefore(before, ends);
        ends.forEach((partition, end) -> parts.put(
                partition,
                new Part(beginnings.getOrDefault(partition, end), starts.getOrDefault(partition, end), end)));
    }

    private Map<TopicPartition, Long> startsBefore(Place place, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        ends.keySet().forEach(each -> times.put(each, place.timestamp + (each.partition() < place.partition ? 1 : 0)));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<TopicPartition, Long> starts = new HashMap<>();
        ends.forEach((each, end) -> {
            OffsetAndTimestamp first = found.get(each);
            long start = first == null ? end : first.offset();
            starts.put(each, Math.min(end, each.partition() == place.partition ? place.offset : start));
        });
        return starts;
    }

    /** How many records were read. */
    public long records() {
        return records;
    }

    /** How many bytes they had. */
    public long bytes() {
        return bytes;
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return parts.size();
    }

    /** The oldest place from which on everything up to the start is read; null once everything is. */
    public @Nullable Place readFrom() {
        return parts.values().stream()
                .filter(Part::isLeft)
                .map(part -> part.oldest == null ? new Place(Long.MAX_VALUE, 0, 0) : part.oldest)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * What came behind the start since {@code since}, of each partition at most the newest {@code most}, oldest first.
     *
     * @throws KafkaException where Kafka does not answer
     */
    public void readTail(Instant since, int most, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> times = new HashMap<>();
        parts.keySet().forEach(part -> times.put(part, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<TopicPartition, long[]> stretches = new HashMap<>();
        parts.forEach((partition, part) -> {
            OffsetAndTimestamp first = found.get(partition);
            long from = Math.max(Math.max(part.next, part.end - most), first == null ? part.end : first.offset());
            if (from < part.end) {
                stretches.put(partition, new long[] {from, part.end});
            }
        });
        read(stretches, each);
    }

    /**
     * Reads on: about the next so many offsets of each partition; within each the oldest first.
     *
     * @throws KafkaException where Kafka does not answer
     */
    public void readOn(int offsets, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Integer> lengths = new HashMap<>();
        parts.forEach((partition, part) -> {
            if (part.isLeft()) {
                lengths.put(partition, offsets);
            }
        });
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!lengths.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new TimeoutException("nothing was found in time where much was compacted");
            }
            Map<TopicPartition, long[]> stretches = new HashMap<>();
            lengths.forEach((partition, length) -> {
                Part part = part(partition);
                stretches.put(partition, new long[] {Math.max(part.beginning, part.next - length), part.next});
            });
            List<TopicPartition> found = new ArrayList<>(read(stretches, each));
            stretches.forEach((partition, stretch) -> part(partition).next = stretch[0]);
            lengths.keySet()
                    .removeIf(partition ->
                            found.contains(partition) || !part(partition).isLeft());
            lengths.replaceAll((partition, length) -> Math.min(LONGEST_STRETCH, length * GROWTH));
        }
    }

    private Part part(TopicPartition partition) {
        Part part = parts.get(partition);
        if (part == null) {
            throw new IllegalStateException("a record came of " + partition + ", which was not asked for");
        }
        return part;
    }

    /** Reads [from, to) of each; returns those that had a record there. */
    private List<TopicPartition> read(
            Map<TopicPartition, long[]> stretches, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> found = new ArrayList<>();
        consumer.assign(stretches.keySet());
        consumer.resume(stretches.keySet()); // a partition that stays assigned stays paused
        stretches.forEach((partition, stretch) -> consumer.seek(partition, stretch[0]));
        List<TopicPartition> under = new ArrayList<>(stretches.keySet());
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!under.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new TimeoutException("the topic could not be read in time");
            }
            var polled = consumer.poll(POLL);
            for (TopicPartition partition : polled.partitions()) {
                long to = end(stretches, partition);
                for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                    if (record.offset() < to) {
                        take(record, partition, found);
                        each.accept(record);
                    }
                }
            }
            List<TopicPartition> done = under.stream()
                    .filter(partition -> consumer.position(partition) >= end(stretches, partition))
                    .toList();
            consumer.pause(done);
            under.removeAll(done);
        }
        return found;
    }

    private static long end(Map<TopicPartition, long[]> stretches, TopicPartition partition) {
        return stretches.getOrDefault(partition, NOTHING)[1];
    }

    private void take(ConsumerRecord<byte[], byte[]> record, TopicPartition partition, List<TopicPartition> found) {
        records++;
        bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        Part part = part(partition);
        boolean behindStart = record.offset() >= part.next;
        if (!behindStart && !found.contains(partition)) {
            part.oldest = Place.of(record);
        }
        if (!found.contains(partition)) {
            found.add(partition);
        }
    }
}
