package dev.tallystream.standalone.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.ingest.IngestConfig;
import dev.tallystream.ingest.KafkaEventPublisher;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.process.Await;
import dev.tallystream.standalone.process.RunningTallystream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * While events load, every answer over HTTP is asked whether it adds up, and none is older than the one before. In the
 * end everything that was sent is counted, once.
 */
@Tag("process")
class AnswersAddUpTest {
    private static final int READERS = 4;
    private static final long SEED = 20_261_124;
    private static final int EVENTS_AT_LEAST = 20_000;
    private static final int BATCH = 500;

    /** Loading goes on until so many answers were looked at. */
    private static final long ANSWERS_AT_LEAST = 4_000;

    /** A machine that is slower than this has other troubles. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void everyAnswerAddsUpWhileEventsLoadAndInTheEndAllAreCounted() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                KafkaEventPublisher publisher = KafkaEventPublisher.connect(IngestConfig.of(serve.bootstrapServers()));
                ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            String token = new TokenAuthority(installation.signingKeyFile().read(), Clock.systemUTC())
                    .issue(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN), Duration.ofHours(1));
            Load load = new Load(publisher, SEED);
            AtomicBoolean loaded = new AtomicBoolean();
            Tally tally = new Tally();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                Reader reader = new Reader(serve.url(), token, tally, SEED + i);
                readers.add(threads.submit(() -> {
                    while (!loaded.get()) {
                        reader.askOnce();
                    }
                    return null;
                }));
            }
            long end = System.nanoTime() + LONGEST.toNanos();
            long published = 0;
            try {
                while ((published < EVENTS_AT_LEAST || tally.answers() < ANSWERS_AT_LEAST)
                        && System.nanoTime() - end < 0
                        && readers.stream().noneMatch(Future::isDone)) {
                    load.publish(BATCH);
                    published += BATCH;
                }
            } finally {
                loaded.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }

            Reader last = new Reader(serve.url(), token, tally, SEED);
            for (String organization : Load.ORGANIZATIONS) {
                JsonNode total = Await.until(
                        () -> last.reconciliation(organization, "quarter"),
                        answer -> Reader.micros(answer.get("total_credits")) == load.micros(organization));
                assertEquals(load.events(organization), total.get("event_count").asLong(), organization);
            }
            System.out.printf(
                    "Answers add up: seed %d, %s; %s, 0 that did not add up, 0 that went back%n", SEED, load, tally);
            assertTrue(tally.answers() >= ANSWERS_AT_LEAST, tally::toString);
            assertTrue(published >= EVENTS_AT_LEAST, load::toString);
        }
    }
}
