package dev.tallystream.standalone.audit;

import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Events of a few organizations with everything in them that may go wrong, from a seed. */
final class Load {
    static final List<String> ORGANIZATIONS = List.of("a", "ab", "acme", "globex", "initech", "umbrella");
    private static final int PARTITIONS = 4;

    private final Random random;
    private final Instant now;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final List<Made> events = new ArrayList<>();

    private record Made(OrganizationId organization, byte[] bytes) {}

    private Load(long seed, Instant now) {
        this.random = new Random(seed);
        this.now = now;
    }

    static void send(String bootstrapServers, long seed, int count, Instant now, ErasureKey key) throws Exception {
        Load load = new Load(seed, now);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            load.decide(producer, key);
            for (int i = 0; i < count; i++) {
                load.event(producer, i);
            }
            load.erase(producer, key, "acme", "u2");
            producer.flush();
        }
        for (Future<RecordMetadata> one : load.sent) {
            one.get();
        }
    }

    private void decide(KafkaProducer<byte[], byte[]> producer, ErasureKey key) throws Exception {
        OrganizationId acme = new OrganizationId("acme");
        CalendarRule rule = new CalendarRule(ZoneId.of("Europe/Amsterdam"), DayOfWeek.SUNDAY, Month.APRIL);
        byte[] settings = SettingsCodec.encode(OrganizationSettings.first(UserAnalytics.EXCLUDE, rule));
        producer.send(new ProducerRecord<>(
                        Topics.ORGANIZATION_SETTINGS.name(),
                        Placement.partitionOf(acme, PARTITIONS),
                        Placement.recordKey(acme),
                        settings))
                .get();
        erase(producer, key, "ab", "u1");
    }

    private void erase(KafkaProducer<byte[], byte[]> producer, ErasureKey key, String organization, String user)
            throws Exception {
        OrganizationId id = new OrganizationId(organization);
        byte[] fingerprint =
                ByteBuffer.allocate(Long.BYTES).putLong(key.fingerprint()).array();
        producer.send(new ProducerRecord<>(
                        Topics.ERASED_USERS.name(),
                        Placement.partitionOf(id, PARTITIONS),
                        key.erase(id, new UserId(user)).toBytes(),
                        fingerprint))
                .get();
    }

    private void event(KafkaProducer<byte[], byte[]> producer, int number) {
        int dice = random.nextInt(20);
        Made made = dice == 0 && !events.isEmpty() ? events.get(random.nextInt(events.size())) : make(number, dice);
        events.add(made);
        // A third lies where a client that hashes in another way would put it, what is no event only at home.
        boolean misplaced = dice > 3 && random.nextInt(3) == 0;
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.CREDIT_EVENTS.name(),
                misplaced ? random.nextInt(PARTITIONS) : Placement.partitionOf(made.organization, PARTITIONS),
                Placement.eventKey(made.organization),
                dice == 3 ? "{\"feature\":\"f1\",\"credits\":\"2\"}".getBytes(StandardCharsets.UTF_8) : made.bytes);
        if (dice == 3) {
            inBinaryMode(record, made.organization, number);
        }
        sent.add(producer.send(record));
    }

    private static void inBinaryMode(ProducerRecord<byte[], byte[]> record, OrganizationId organization, int number) {
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_type", "ai.credits.consumed.v1",
                        "ce_source", "/binary",
                        "ce_id", "b" + number,
                        "ce_subject", organization.value(),
                        "content-type", "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    }

    private Made make(int number, int dice) {
        OrganizationId organization = new OrganizationId(ORGANIZATIONS.get(random.nextInt(ORGANIZATIONS.size())));
        byte[] event = dice == 1
                ? "no event".getBytes(StandardCharsets.UTF_8)
                : event(organization.value(), "e" + number, dice == 2, random.nextInt(9_999) + 1);
        return new Made(organization, event);
    }

    private byte[] event(String organization, String id, boolean adjusted, int credits) {
        Instant time = now.minus(Duration.ofMinutes(random.nextInt(30 * 24 * 60)));
        String actor = random.nextInt(10) == 0 ? "guest" : "member";
        return """
                {"specversion":"1.0","id":"%s","source":"/load","type":"%s","subject":"%s","time":"%s",\
                "data":{"feature":"f%d","team_id":"t%d","user_id":"u%d","actor_type":"%s","credits":"%s%d.%06d"%s}}""".formatted(
                        id,
                        adjusted ? "ai.credits.adjusted.v1" : "ai.credits.consumed.v1",
                        organization,
                        time,
                        random.nextInt(4),
                        random.nextInt(3),
                        random.nextInt(9),
                        actor,
                        adjusted ? "-" : "",
                        credits / 100,
                        credits % 100 * 10_000L,
                        adjusted ? ",\"reason\":\"load\"" : "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
