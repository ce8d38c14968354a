package dev.tallystream.standalone.audit;

import dev.tallystream.contract.topic.Topic;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The topics as whoever reads committed records sees them. One thread's. */
final class CommittedRecords {
    private static final String EVENTS = Topics.CREDIT_EVENTS.name();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int KAFKA_TIMEOUT_MS = 30_000;

    /** Each partition is read by a client of its own, with some megabytes under way. */
    private static final int RECORDS_OF_A_POLL = 5_000;

    /** Offsets before a partition's end among which its last record lies, but for very long aborted transactions. */
    private static final long TAIL = 2_000;

    private final String bootstrapServers;
    private final Patience patience;

    CommittedRecords(String bootstrapServers, Patience patience) {
        this.bootstrapServers = bootstrapServers;
        this.patience = patience;
    }

    /** A record of a topic that keeps the newest for each key. */
    record Latest(byte[] key, byte @Nullable [] value) {}

    /** How many partitions the journal has. */
    int partitions() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            int partitions = consumer.partitionsFor(EVENTS).size();
            if (partitions == 0) {
                throw new CommandFailure("There is no topic " + EVENTS + " at " + bootstrapServers + ".");
            }
            return partitions;
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    /** The offset behind the last record of each partition that there is now, markers of transactions left out. */
    Map<Integer, Long> behindLastRecords(int partitions) {
        Map<Integer, Long> behind = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            behind.put(partition, behindLastRecord(partition, TAIL));
        }
        return behind;
    }

    private long behindLastRecord(int partition, long tail) {
        TopicPartition at = new TopicPartition(EVENTS, partition);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(at));
            long begin = consumer.beginningOffsets(List.of(at)).getOrDefault(at, 0L);
            long end = consumer.endOffsets(List.of(at)).getOrDefault(at, 0L);
            long from = Math.max(begin, end - tail);
            consumer.seek(at, from);
            Long[] behind = {null};
            readUntil(consumer, at, end, record -> behind[0] = record.offset() + 1);
            if (behind[0] != null) {
                return behind[0];
            }
            return from == begin ? begin : behindLastRecord(partition, tail * 1_000);
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    /** Every record of a compacted topic, in the order of its partitions. */
    List<Latest> latest(Topic<byte[], byte[]> topic) {
        List<Latest> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .sorted(Comparator.comparingInt(TopicPartition::partition))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition at : partitions) {
                consumer.assign(List.of(at));
                consumer.seekToBeginning(List.of(at));
                readUntil(consumer, at, ends.getOrDefault(at, 0L), record -> {
                    if (record.key() != null) {
                        all.add(new Latest(record.key(), record.value()));
                    }
                });
            }
            return all;
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    private void readUntil(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition at,
            long end,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Instant deadline = patience.clock().instant().plus(patience.limit());
        while (consumer.position(at) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    reader.accept(record);
                }
                deadline = patience.clock().instant().plus(patience.limit());
            }
            requireTime(deadline, at);
        }
    }

    private void requireTime(Instant deadline, TopicPartition at) {
        if (patience.clock().instant().isAfter(deadline)) {
            throw new CommandFailure("Nothing could be read from partition %d of %s for %d seconds."
                    .formatted(at.partition(), at.topic(), patience.limit().toSeconds()));
        }
    }

    /**
     * Reads the events of all partitions up to those offsets, merged by append time, then partition.
     *
     * @throws CommandFailure where the journal does not have all of them
     */
    long read(Map<Integer, Long> upTo, Progress progress, Consumer<Fact> reader) {
        Map<Integer, Cursor> cursors = new LinkedHashMap<>();
        long records = 0;
        try {
            PriorityQueue<Cursor> heads = new PriorityQueue<>(
                    Comparator.comparingLong(Cursor::appended).thenComparingInt(Cursor::partition));
            for (Map.Entry<Integer, Long> partition : upTo.entrySet()) {
                Cursor cursor = new Cursor(partition.getKey(), partition.getValue());
                cursors.put(partition.getKey(), cursor);
                if (cursor.advance()) {
                    heads.add(cursor);
                }
            }
            while (!heads.isEmpty()) {
                Cursor head = heads.remove();
                reader.accept(head.fact());
                records++;
                progress.advance(1);
                if (head.advance()) {
                    heads.add(head);
                }
            }
            return records;
        } catch (KafkaException e) {
            throw unreachable(e);
        } finally {
            cursors.values().forEach(Cursor::close);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_OF_A_POLL);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private CommandFailure unreachable(KafkaException e) {
        String what = e instanceof TimeoutException ? "does not answer" : "cannot be read";
        return new CommandFailure("Kafka at %s %s; is it running and reachable?".formatted(bootstrapServers, what), e);
    }

    /** One partition, read ahead by a poll. */
    private final class Cursor implements AutoCloseable {
        private final TopicPartition at;
        private final long end;
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();
        private @Nullable ConsumerRecord<byte[], byte[]> record;

        Cursor(int partition, long end) {
            this.at = new TopicPartition(EVENTS, partition);
            this.end = end;
            this.consumer = consumer();
            consumer.assign(List.of(at));
            consumer.seekToBeginning(List.of(at));
            long begin = consumer.position(at);
            long last = consumer.endOffsets(List.of(at)).getOrDefault(at, 0L);
            if (begin > 0 && end > 0) {
                close();
                throw new CommandFailure(("Partition %d of the journal begins at offset %d: what was before is deleted,"
                                + " so nothing can be recounted.")
                        .formatted(partition, begin));
            }
            if (last < end) {
                close();
                throw new CommandFailure("The tables say that they count partition %d up to offset %d, but the journal"
                                .formatted(partition, end)
                        + " ends at %d: they are not of this journal.".formatted(last));
            }
        }

        int partition() {
            return at.partition();
        }

        long appended() {
            return head().timestamp();
        }

        Fact fact() {
            return FactReader.read(head());
        }

        private ConsumerRecord<byte[], byte[]> head() {
            if (record == null) {
                throw new IllegalStateException("partition " + at.partition() + " is read to its end");
            }
            return record;
        }

        /** Moves on; false at the end. */
        boolean advance() {
            if (ahead.isEmpty()) {
                Instant deadline = patience.clock().instant().plus(patience.limit());
                while (ahead.isEmpty() && consumer.position(at) < end) {
                    consumer.poll(POLL).forEach(ahead::add);
                    requireTime(deadline, at);
                }
            }
            record = ahead.poll();
            if (record != null && record.offset() >= end) {
                record = null;
            }
            return record != null;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
