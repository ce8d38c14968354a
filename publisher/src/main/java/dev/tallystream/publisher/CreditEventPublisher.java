package dev.tallystream.publisher;

import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.publisher.Waiting.Pending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events over HTTP, in batches and in the background, each as often as it takes until the server has it or has
 * refused it: a retry has the same bytes and the same id, so it counts once. Memory is bounded; what does not fit is told
 * at once. Thread-safe; one is enough for a process.
 *
 * <pre>{@code
 * try (CreditEventPublisher publisher =
 *         CreditEventPublisher.start(PublisherConfig.of(server, key, "/slides"))) {
 *     switch (publisher.publish(CreditUse.of("acme", "ai_slides", "1.5").team("design").member("amelie"))) {
 *         case Publication.Taken(var outcome) -> outcome.thenAccept(this::log);
 *         case Publication.Full() -> overloaded();
 *         case Publication.Closed() -> stopping();
 *     }
 * }
 * }</pre>
 */
public final class CreditEventPublisher implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than the server waits for its broker, so that its own answer comes first. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    /** An answer names at most 500 refused events in some 300 bytes each. */
    private static final long MAX_ANSWER_BYTES = 1024 * 1024;

    private final PublisherConfig config;
    private final URI address;
    private final Waiting waiting;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final Thread sender;

    private CreditEventPublisher(PublisherConfig config) {
        this.config = config;
        String root = config.server().toString().replaceAll("/+$", "");
        address = URI.create(root + "/v1/events");
        waiting = new Waiting(config.maxWaitingEvents(), config.maxWaitingBytes());
        sender = Thread.ofPlatform().name("tallystream-publisher").daemon().unstarted(this::send);
    }

    /** A publisher that is ready; the server need not be. */
    public static CreditEventPublisher start(PublisherConfig config) {
        CreditEventPublisher publisher = new CreditEventPublisher(config);
        publisher.sender.start();
        return publisher;
    }

    /**
     * Takes the event, or says that it cannot; never waits.
     *
     * @throws IllegalArgumentException for an event of more than 64 KiB, which no attempt could bring in
     */
    public Publication publish(CreditUse use) {
        byte[] json = use.toJson(config.source());
        if (json.length > EventCodec.MAX_EVENT_BYTES) {
            throw new IllegalArgumentException("an event must have at most " + EventCodec.MAX_EVENT_BYTES + " bytes");
        }
        return waiting.add(json);
    }

    /** Takes no more events, sends what is waiting, and gives the rest up when the time of the configuration is over. */
    @Override
    public void close() {
        waiting.close();
        try {
            if (!sender.join(config.closeWithin())) {
                sender.interrupt();
                sender.join();
            }
        } catch (InterruptedException e) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }

    private void send() {
        List<Pending> batch = List.of();
        try {
            for (batch = waiting.take(config.linger()); !batch.isEmpty(); batch = waiting.take(config.linger())) {
                send(batch);
            }
        } catch (InterruptedException closing) {
            giveUp(batch, "the publisher was closed");
            giveUpTheRest();
        }
    }

    private void giveUpTheRest() {
        try {
            for (List<Pending> rest = waiting.take(Duration.ZERO);
                    !rest.isEmpty();
                    rest = waiting.take(Duration.ZERO)) {
                giveUp(rest, "the publisher was closed");
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when every event of the batch has its outcome. */
    private void send(List<Pending> batch) throws InterruptedException {
        List<Pending> left = batch;
        Duration backoff = FIRST_BACKOFF;
        while (true) {
            switch (ask(left)) {
                case Answer.PerEvent answer -> {
                    for (int index = 0; index < left.size(); index++) {
                        tell(
                                left.get(index),
                                answer.refused().get(index),
                                answer.notYet().get(index));
                    }
                    return;
                }
                case Answer.WholeRefused(var why) -> {
                    left.forEach(event -> waiting.done(event, why));
                    return;
                }
                case Answer.TryAgain(String why, var after) -> {
                    left = withoutTheTooOld(left, why);
                    if (left.isEmpty()) {
                        return;
                    }
                    Thread.sleep(after == null ? jittered(backoff) : after);
                    backoff = shorter(backoff.multipliedBy(2), LONGEST_BACKOFF);
                }
            }
        }
    }

    private void tell(Pending event, Outcome.@Nullable Refused refused, Answer.@Nullable TryAgain notYet) {
        if (notYet == null || notYet.after() == null) {
            waiting.done(event, refused == null ? new Outcome.Accepted() : refused);
            return;
        }
        // The others are not to wait for it.
        Duration left = config.giveUpAfter().minusNanos(System.nanoTime() - event.since());
        if (!left.isPositive() || !waiting.again(event, shorter(notYet.after(), left))) {
            waiting.done(event, new Outcome.GivenUp(notYet.why()));
        }
    }

    private Answer ask(List<Pending> batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + config.key())
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(BodyPublishers.ofByteArray(array(batch)))
                .build();
        try {
            HttpResponse<byte[]> answer =
                    http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            String retryAfter = answer.headers().firstValue("Retry-After").orElse(null);
            return Answer.read(answer.statusCode(), retryAfter, answer.body(), batch.size());
        } catch (IOException e) {
            return new Answer.TryAgain("the server does not answer: " + e, null);
        }
    }

    private static byte[] array(List<Pending> batch) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        char separator = '[';
        for (Pending event : batch) {
            array.write(separator);
            array.writeBytes(event.json());
            separator = ',';
        }
        array.write(']');
        return array.toByteArray();
    }

    private List<Pending> withoutTheTooOld(List<Pending> batch, String why) {
        List<Pending> young = new ArrayList<>();
        List<Pending> old = new ArrayList<>();
        for (Pending event : batch) {
            boolean isOld =
                    System.nanoTime() - event.since() >= config.giveUpAfter().toNanos();
            (isOld ? old : young).add(event);
        }
        giveUp(old, why);
        return young;
    }

    private void giveUp(List<Pending> batch, String why) {
        batch.forEach(event -> {
            if (!event.outcome().isDone()) {
                waiting.done(event, new Outcome.GivenUp(why));
            }
        });
    }

    /** Anywhere between half of it and all, so that many publishers do not come back in step. */
    private static Duration jittered(Duration backoff) {
        long half = backoff.toNanos() / 2;
        return Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half + 1));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
