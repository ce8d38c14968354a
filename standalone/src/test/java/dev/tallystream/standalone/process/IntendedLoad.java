package dev.tallystream.standalone.process;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Events that publishers mean to send, and what they come to: of every hundred, five are sent twice, two are taken back
 * and two are late; some are a guest's. Batches that are not acknowledged are sent again, as publishers do.
 */
final class IntendedLoad {
    static final List<String> ORGANIZATIONS = List.of("acme", "globex", "initech", "hooli");

    private static final int BATCH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int events;
    private final Instant now = Instant.now();
    private final AtomicInteger nextBatch = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();

    IntendedLoad(int events) {
        this.events = events;
    }

    int batches() {
        return (lines() + BATCH - 1) / BATCH;
    }

    int acknowledgedBatches() {
        return acknowledged.get();
    }

    int sentAgain() {
        return sentAgain.get();
    }

    /** Events, repetitions and reversals: every hundred events are a hundred and seven lines. */
    private int lines() {
        return events / 100 * 107;
    }

    /** How many events of that organization count in the end. */
    long countedEvents(String organization) {
        return IntStream.range(0, events)
                .filter(event -> organizationOf(event).equals(organization) && !isReversed(event))
                .count();
    }

    /** The credits of those. */
    String credits(String organization) {
        long thousandths = IntStream.range(0, events)
                .filter(event -> organizationOf(event).equals(organization) && !isReversed(event))
                .mapToLong(IntendedLoad::thousandths)
                .sum();
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }

    /** Sends until every batch is acknowledged; several threads may. */
    void send(URI url, String key) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int batch = nextBatch.getAndIncrement(); batch < batches(); batch = nextBatch.getAndIncrement()) {
                String body = body(batch);
                while (!isAcknowledged(client, url, key, body)) {
                    sentAgain.incrementAndGet();
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
                acknowledged.incrementAndGet();
            }
        }
    }

    private String body(int batch) {
        List<String> body = new ArrayList<>(BATCH);
        for (int line = batch * BATCH; line < Math.min(lines(), (batch + 1) * BATCH); line++) {
            int hundred = line / 107 * 100;
            int within = line % 107;
            if (within < 100) {
                body.add(event(hundred + within, ""));
            } else if (within < 105) {
                body.add(event(hundred + (within - 100) * 20, ""));
            } else {
                body.add(event(hundred + (within - 105) * 50 + 7, "r"));
            }
        }
        return "[" + String.join(",", body) + "]";
    }

    private String event(int event, String reversal) {
        String reverses = reversal.isEmpty() ? "" : "\"reverses\":{\"source\":\"/load\",\"id\":\"" + event + "\"},";
        Instant time = now.minusSeconds(event % 50 == 11 ? 86_400L * (event % 30) : event % 3_600);
        return """
                {"specversion":"1.0","id":"%s%d","source":"/load","type":"ai.credits.%s.v1","subject":"%s","time":"%s",\
                "data":{%s"feature":"f%d","team_id":"t%d","user_id":"u%d","actor_type":"%s","credits":"%s"}}""".formatted(
                        reversal,
                        event,
                        reversal.isEmpty() ? "consumed" : "reversed",
                        organizationOf(event),
                        time,
                        reverses,
                        event % 7,
                        event % 23,
                        event % 211,
                        event % 97 == 0 ? "guest" : "member",
                        BigDecimal.valueOf(thousandths(event), 3).toPlainString());
    }

    private static boolean isReversed(int event) {
        return event % 50 == 7;
    }

    private static long thousandths(int event) {
        return 1L + event % 9_973;
    }

    private static String organizationOf(int event) {
        return ORGANIZATIONS.get(event % 11 % ORGANIZATIONS.size());
    }

    private static boolean isAcknowledged(HttpClient client, URI url, String key, String body) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/events"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
