package dev.tallystream.standalone.answers;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.ingest.KafkaEventPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/**
 * Seeded events of several organizations: members with and without a team, guests, duplicates, and reversals, some of
 * which come before what they take back. Knows what must be counted in the end.
 */
final class Load {
    static final List<String> ORGANIZATIONS = List.of("acme", "globex", "initech");

    private static final long MICROS = 1_000_000;

    private final KafkaEventPublisher publisher;
    private final Random random;
    private final Instant time = Instant.now();
    private final Map<String, Long> micros = new LinkedHashMap<>();
    private final Map<String, Long> events = new LinkedHashMap<>();
    private final List<CompletionStage<Position>> sent = new ArrayList<>();
    private int next;
    private int duplicates;
    private int reversals;

    Load(KafkaEventPublisher publisher, long seed) {
        this.publisher = publisher;
        this.random = new Random(seed);
    }

    /** Publishes so many events, and what goes with them; waits until all are stored. */
    void publish(int count) {
        for (int i = 0; i < count; i++) {
            String organization = ORGANIZATIONS.get(random.nextInt(ORGANIZATIONS.size()));
            String id = "e" + next++;
            long worth = 1 + random.nextLong(5 * MICROS);
            String data = data(worth);
            int fate = random.nextInt(100);
            boolean reversed = fate < 6;
            if (fate < 2) {
                send(organization, reversal("r" + id, organization, id, data));
            }
            send(organization, event(id, organization, data));
            if (fate >= 2 && reversed) {
                send(organization, reversal("r" + id, organization, id, data));
            }
            if (fate >= 90) {
                send(organization, event(id, organization, data));
                duplicates++;
            }
            if (reversed) {
                reversals++;
            } else {
                micros.merge(organization, worth, Long::sum);
                events.merge(organization, 1L, Long::sum);
            }
        }
        sent.forEach(stored -> stored.toCompletableFuture().join());
        sent.clear();
    }

    /** What must be counted, in millionths of a credit. */
    long micros(String organization) {
        return micros.getOrDefault(organization, 0L);
    }

    /** How many events must be counted. */
    long events(String organization) {
        return events.getOrDefault(organization, 0L);
    }

    @Override
    public String toString() {
        return "%,d events, %,d duplicates, %,d reversals".formatted(next, duplicates, reversals);
    }

    private String data(long worth) {
        String team = random.nextInt(5) == 0 ? "" : "\"team_id\":\"t%d\",".formatted(random.nextInt(7));
        String user = random.nextInt(8) == 0
                ? "\"actor_type\":\"guest\","
                : "\"user_id\":\"u%d\",".formatted(random.nextInt(60));
        return "\"feature\":\"f%d\",%s%s\"credits\":\"%d.%06d\""
                .formatted(random.nextInt(12), team, user, worth / MICROS, worth % MICROS);
    }

    private String event(String id, String organization, String data) {
        return message(id, organization, "consumed", data);
    }

    private String reversal(String id, String organization, String original, String data) {
        return message(
                id,
                organization,
                "reversed",
                data + ",\"reverses\":{\"source\":\"/load\",\"id\":\"" + original + "\"}");
    }

    private String message(String id, String organization, String type, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/load","type":"ai.credits.%s.v1","subject":"%s",\
                "time":"%s","data":{%s}}""".formatted(id, type, organization, time, data);
    }

    private void send(String organization, String event) {
        sent.add(publisher.publish(new OrganizationId(organization), event.getBytes(StandardCharsets.UTF_8)));
    }
}
