package dev.tallystream.benchmark.reading;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Events of one organization, whose teams and users come in so many pairs, one after the other and around again. */
final class PairEvents implements AutoCloseable {
    static final OrganizationId ORGANIZATION = new OrganizationId("pairs");

    /** Teams a user is in: a list of one user's teams goes through every pair all the same. */
    private static final int TEAMS = 50;

    private final KafkaProducer<byte[], byte[]> producer;
    private final int pairs;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    PairEvents(String bootstrapServers, int pairs) {
        this.pairs = pairs;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** How many were sent. */
    long sent() {
        return sent.get();
    }

    /** Sends one more. */
    void send() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("an event was not accepted", failed);
        }
        long number = sent.getAndIncrement();
        long pair = number % pairs;
        String event = """
                {"specversion":"1.0","id":"e%d","source":"proof","type":"ai.credits.consumed.v1","subject":"%s",\
                "data":{"feature":"ai_slides","team_id":"t%d","user_id":"u%d","credits":"0.25"}}""".formatted(number, ORGANIZATION.value(), pair % TEAMS, pair / TEAMS);
        var _ = producer.send(
                new ProducerRecord<>(
                        Topics.CREDIT_EVENTS.name(),
                        Placement.eventKey(ORGANIZATION),
                        event.getBytes(StandardCharsets.UTF_8)),
                (stored, thrown) -> {
                    if (thrown != null) {
                        failure.set(thrown);
                    }
                });
    }

    @Override
    public void close() {
        producer.close();
    }
}
