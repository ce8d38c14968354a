package dev.tallystream.query.topic;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Consumers that are lent for one look into a topic each, because opening one costs more than the look. Blocks the
 * thread that asks, which is a virtual one. Thread-safe.
 */
public final class LentConsumers implements AutoCloseable {
    /** How long a look waits for a consumer: a burst passes unnoticed, a storm is refused. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /**
     * A consumer that was read to the end asks for what comes behind it, and answers nothing else until that wait is
     * over: with Kafka's half a second a page of the rejected events took 550 ms.
     */
    private static final int FETCH_WAIT_MS = 5;

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final String clientId;
    private final int fetchBytes;
    private final Semaphore places;
    private final Deque<KafkaConsumer<byte[], byte[]>> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * Lends {@code most} at once.
     *
     * @param fetchBytes about how many bytes of a partition each fetches at once
     */
    public LentConsumers(String bootstrapServers, String clientId, int most, int fetchBytes) {
        this.bootstrapServers = bootstrapServers;
        this.clientId = clientId;
        this.fetchBytes = fetchBytes;
        this.places = new Semaphore(most, true);
    }

    /** All of them are lent. */
    public static final class AllLent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AllLent() {
            super("every consumer is lent");
        }
    }

    /**
     * What the look finds; it keeps nothing of the consumer.
     *
     * @throws AllLent where too many look already
     * @throws KafkaException where Kafka cannot be reached, or as the look does
     */
    public <T> T look(Function<KafkaConsumer<byte[], byte[]>, T> look) {
        take();
        try {
            KafkaConsumer<byte[], byte[]> known = borrow();
            KafkaConsumer<byte[], byte[]> consumer = known != null ? known : open();
            boolean sound = false;
            try {
                T found = look.apply(consumer);
                consumer.unsubscribe();
                sound = true;
                return found;
            } finally {
                give(consumer, sound);
            }
        } finally {
            places.release();
        }
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> more = Map.of(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                fetchBytes,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MS);
        return CommittedTopic.consumer(bootstrapServers, clientId, more);
    }

    private void take() {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AllLent();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AllLent();
        }
    }

    private synchronized @Nullable KafkaConsumer<byte[], byte[]> borrow() {
        return idle.pollFirst();
    }

    /** One that failed is not lent again. */
    private void give(KafkaConsumer<byte[], byte[]> consumer, boolean sound) {
        synchronized (this) {
            if (sound && !closed) {
                idle.addFirst(consumer);
                return;
            }
        }
        consumer.close(CloseOptions.timeout(CLOSING));
    }

    /** Closes those that are not lent; the others when they come back. */
    @Override
    public void close() {
        Deque<KafkaConsumer<byte[], byte[]>> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(idle);
            idle.clear();
        }
        left.forEach(consumer -> consumer.close(CloseOptions.timeout(CLOSING)));
    }
}
