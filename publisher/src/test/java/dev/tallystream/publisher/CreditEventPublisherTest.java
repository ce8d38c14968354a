package dev.tallystream.publisher;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.publisher.PlayedDoor.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditEventPublisherTest {
    private static final String KEY = "ck_test_secret";

    private PlayedDoor door;

    @BeforeEach
    void open() throws Exception {
        door = new PlayedDoor();
    }

    @AfterEach
    void shut() {
        door.close();
    }

    private PublisherConfig config() {
        return PublisherConfig.of(door.address(), KEY, "/slides");
    }

    private static CreditUse use() {
        return CreditUse.of("acme", "ai_slides", "1.5");
    }

    private static CompletableFuture<Outcome> taken(Publication publication) {
        return assertInstanceOf(Publication.Taken.class, publication).outcome().toCompletableFuture();
    }

    private static Outcome outcome(Publication publication) throws Exception {
        return taken(publication).get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsSentIsTheEventAndTheKeyIsTheHeaders() throws Exception {
        Instant time = Instant.parse("2026-11-22T10:15:30Z");
        CreditUse use = use().id("e-1").at(time).team("design").member("amélie").quantity("8");
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            assertEquals(new Outcome.Accepted(), outcome(publisher.publish(use)));
        }

        String body = door.bodies().getFirst();
        byte[] event = body.substring(1, body.length() - 1).getBytes(StandardCharsets.UTF_8);
        var consumed = assertInstanceOf(
                Event.CreditsConsumed.class,
                assertInstanceOf(Decoded.Accepted.class, EventCodec.decode(event), body)
                        .event());
        assertAll(
                () -> assertEquals("acme", consumed.organization().value()),
                () -> assertEquals("e-1", consumed.identity().id()),
                () -> assertEquals("/slides", consumed.identity().source()),
                () -> assertEquals(time, consumed.time()),
                () -> assertEquals("1.5", consumed.usage().credits().toDecimal()),
                () -> assertEquals(
                        new Actor.Member(new UserId("amélie")), consumed.usage().actor()),
                () -> assertTrue(body.contains("\"quantity\":\"8\""), body),
                () -> assertEquals(List.of("Bearer " + KEY), door.keys()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 429, 500, 502, 503})
    void aRetryHasTheSameBytesAndSoTheSameId(int status) throws Exception {
        door.next(Reply.of(status), Reply.of(status));
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            assertEquals(new Outcome.Accepted(), outcome(publisher.publish(use())));
        }

        assertEquals(3, door.bodies().size());
        assertEquals(1, Set.copyOf(door.bodies()).size());
    }

    @Test
    void theServerSaysWhenToComeBack() throws Exception {
        door.next(new Reply(503, "1", ""));
        long begun = System.nanoTime();
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            assertEquals(new Outcome.Accepted(), outcome(publisher.publish(use())));
        }

        assertTrue(System.nanoTime() - begun >= 1_000_000_000L);
    }

    @Test
    void aProxysPageInTheServersPlaceIsNoAnswer() throws Exception {
        door.next(new Reply(202, "", "<html>"));
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            assertEquals(new Outcome.Accepted(), outcome(publisher.publish(use())));
        }

        assertEquals(2, door.bodies().size());
    }

    @Test
    void eachEventOfABatchHasItsOwnOutcome() throws Exception {
        door.next(new Reply(202, "", """
                {"accepted":2,"positions":{"acme":"3:7"},"rejected":[{"index":1,"id":"b","type":"/problems/event-too-old",\
                "detail":"…","pointer":"/time"}]}"""));
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            for (String id : List.of("a", "b", "c")) {
                outcomes.add(taken(publisher.publish(use().id(id))));
            }
        }

        assertEquals(1, door.bodies().size());
        assertEquals(
                List.of(
                        new Outcome.Accepted(),
                        new Outcome.Refused("/problems/event-too-old", "/time"),
                        new Outcome.Accepted()),
                outcomes.stream().map(CompletableFuture::join).toList());
    }

    @Test
    void aBatchOfBadEventsOnlyIsRefusedEventByEvent() throws Exception {
        door.next(new Reply(422, "", """
                {"type":"/problems/no-event-accepted","title":"…","status":422,\
                "errors":[{"pointer":"/0/data/feature","code":"missing-field"}]}"""));
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            assertEquals(
                    new Outcome.Refused("/problems/missing-field", "/data/feature"), outcome(publisher.publish(use())));
        }
    }

    private static Reply notYet(int seconds) {
        return new Reply(202, "", """
                {"accepted":1,"positions":{"acme":"3:7"},"rejected":[{"index":0,"id":"new","type":\
                "/problems/cardinality-limit","detail":"…","pointer":"/data/feature","retry_after":%d}]}""".formatted(seconds));
    }

    @Test
    void anEventThatIsTooManyForNowComesAgainAndTheOthersDoNotWaitForIt() throws Exception {
        door.next(notYet(1));
        long begun = System.nanoTime();
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            CompletableFuture<Outcome> first = taken(publisher.publish(use().id("new")));
            door.awaitRequests(1);
            assertEquals(new Outcome.Accepted(), outcome(publisher.publish(use().id("known"))));
            assertFalse(first.isDone());

            assertEquals(new Outcome.Accepted(), first.get(30, TimeUnit.SECONDS));
        }

        assertTrue(System.nanoTime() - begun >= 1_000_000_000L);
        assertEquals(3, door.bodies().size());
        assertEquals(door.bodies().getFirst(), door.bodies().getLast());
    }

    @Test
    void anEventThatStaysTooManyIsGivenUpWhenItsTimeIsOver() throws Exception {
        door.next(notYet(60), new Reply(422, "", """
                {"type":"/problems/no-event-accepted","title":"…","status":422,\
                "errors":[{"pointer":"/0/data/feature","code":"cardinality-limit"}]}"""));
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config().giveUpAfter(Duration.ofSeconds(1)))) {
            assertEquals(
                    new Outcome.GivenUp("the server answered /problems/cardinality-limit"),
                    outcome(publisher.publish(use())));
        }

        assertEquals(2, door.bodies().size());
    }

    @Test
    void closingBringsWhatWasTooManyOnceMore() throws Exception {
        door.next(notYet(60), notYet(60));
        CreditEventPublisher publisher = CreditEventPublisher.start(config());
        CompletableFuture<Outcome> event = taken(publisher.publish(use()));
        door.awaitRequests(1);

        publisher.close();

        assertEquals(new Outcome.GivenUp("the server answered /problems/cardinality-limit"), event.join());
    }

    @ParameterizedTest
    @CsvSource({"401, /problems/unauthenticated", "403, /problems/role-required", "413, /problems/payload-too-large"})
    void aKeyThatIsNotGoodIsNotTriedAgain(int status, String problem) throws Exception {
        door.next(new Reply(status, "", "{\"status\":%d,\"type\":\"%s\"}".formatted(status, problem)));
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            assertEquals(new Outcome.Refused(problem, ""), outcome(publisher.publish(use())));
        }

        assertEquals(1, door.bodies().size());
    }

    @Test
    void whatDoesNotFitIsToldAtOnceAndFitsAgainLater() throws Exception {
        door.hold();
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config().room(3, 1_000_000))) {
            List<CompletableFuture<Outcome>> taken = IntStream.range(0, 3)
                    .mapToObj(i -> taken(publisher.publish(use())))
                    .toList();
            assertEquals(new Publication.Full(), publisher.publish(use()));

            door.goOn();
            for (CompletableFuture<Outcome> one : taken) {
                assertEquals(new Outcome.Accepted(), one.get(10, TimeUnit.SECONDS));
            }

            assertEquals(new Outcome.Accepted(), outcome(publisher.publish(use())));
        }
    }

    @Test
    void bytesAreBoundedToo() throws Exception {
        door.hold();
        try (CreditEventPublisher publisher =
                CreditEventPublisher.start(config().room(1_000, 600).closeWithin(Duration.ZERO))) {
            assertInstanceOf(Publication.Taken.class, publisher.publish(use()));

            assertInstanceOf(Publication.Taken.class, publisher.publish(use()));
            assertEquals(new Publication.Full(), publisher.publish(use()));
        }
    }

    @Test
    void anEventIsGivenUpWhenItsTimeIsOver() throws Exception {
        door.close();
        try (CreditEventPublisher publisher =
                CreditEventPublisher.start(config().giveUpAfter(Duration.ofMillis(300)))) {
            var givenUp = assertInstanceOf(Outcome.GivenUp.class, outcome(publisher.publish(use())));

            assertTrue(givenUp.why().contains("does not answer"), givenUp.why());
        }
    }

    @Test
    void closingSendsWhatIsWaiting() throws Exception {
        List<CompletableFuture<Outcome>> taken = new ArrayList<>();
        CreditEventPublisher publisher = CreditEventPublisher.start(config());
        for (int i = 0; i < 1_234; i++) {
            taken.add(taken(publisher.publish(use())));
        }

        publisher.close();

        assertTrue(taken.stream().allMatch(one -> one.join().equals(new Outcome.Accepted())));
        assertEquals(3, door.bodies().size());
        assertEquals(new Publication.Closed(), publisher.publish(use()));
    }

    @Test
    void closingWaitsNoLongerThanItMayAndGivesTheRestUp() throws Exception {
        door.hold();
        CreditEventPublisher publisher = CreditEventPublisher.start(config().closeWithin(Duration.ofMillis(200)));
        List<CompletableFuture<Outcome>> taken = IntStream.range(0, 600)
                .mapToObj(i -> taken(publisher.publish(use())))
                .toList();
        door.awaitRequests(1);
        long begun = System.nanoTime();

        publisher.close();

        assertTrue(System.nanoTime() - begun < 5_000_000_000L);
        assertTrue(taken.stream().allMatch(one -> one.join() instanceof Outcome.GivenUp));
    }

    @Test
    void manyThreadsPublishAtOnceAndNothingIsLostOrDoubled() throws Exception {
        try (CreditEventPublisher publisher = CreditEventPublisher.start(config())) {
            door.next(Reply.LOST, Reply.of(503), Reply.LOST);
            List<CompletableFuture<Outcome>> taken = IntStream.range(0, 2_000)
                    .parallel()
                    .mapToObj(i -> taken(publisher.publish(use().id("e" + i))))
                    .toList();
            for (CompletableFuture<Outcome> one : taken) {
                assertEquals(new Outcome.Accepted(), one.get(30, TimeUnit.SECONDS));
            }
        }

        String all = String.join("", door.bodies());
        assertTrue(IntStream.range(0, 2_000).allMatch(i -> all.contains("\"id\":\"e" + i + "\"")));
    }

    @Test
    void whatIsNoUseIsRefusedWhereItIsMade() {
        assertAll(
                () -> assertThrows(IllegalArgumentException.class, () -> CreditUse.of("", "f", "1")),
                () -> assertThrows(IllegalArgumentException.class, () -> CreditUse.of("acme", "f", "1e3")),
                () -> assertThrows(IllegalArgumentException.class, () -> CreditUse.of("acme", "f", "-1")),
                () -> assertThrows(IllegalArgumentException.class, () -> CreditUse.of("acme", "f", "1000001")),
                () -> assertThrows(IllegalArgumentException.class, () -> use().id("a\nb")),
                () -> assertThrows(
                        IllegalArgumentException.class, () -> PublisherConfig.of(URI.create("ftp://x"), KEY, "/s")),
                () -> assertThrows(
                        IllegalArgumentException.class, () -> PublisherConfig.of(door.address(), "a\nb", "/s")));
    }

    @Test
    void theKeyIsInNoDescription() {
        assertFalse(config().toString().contains(KEY));
    }

    @Test
    void aFeatureNeedsNoKafka() {
        assertThrows(
                ClassNotFoundException.class, () -> Class.forName("org.apache.kafka.clients.producer.KafkaProducer"));
    }
}
