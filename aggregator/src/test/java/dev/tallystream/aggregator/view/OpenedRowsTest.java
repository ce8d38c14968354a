package dev.tallystream.aggregator.view;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.topology.CountingRules;
import dev.tallystream.aggregator.topology.CreditTopology;
import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view over the whole topology on RocksDB: what becomes of rows that are read while counting goes on. */
class OpenedRowsTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Cell.Part TEAM = new Cell.Part(Dimension.TEAM, new Member.Named("t1"));

    @TempDir
    Path directory;

    private TopologyTestDriver driver;
    private boolean running = true;
    private LiveTasks tasks;
    private CountedIterators iterators;
    private UsageView view;

    /** What one answer shows. */
    private record Shown(Tally total, List<MemberTally> users, List<MemberTally> ofTeam, List<MemberTally> teams) {}

    @BeforeEach
    void start() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "opened-rows");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        tasks = new LiveTasks();
        driver = new TopologyTestDriver(CreditTopology.build(CountingRules.of(1), tasks), config);
        iterators = new CountedIterators();
        view = new StoreUsageView(
                () -> KafkaStreams.State.RUNNING,
                (store, partition) -> iterators.of(new LazyStore(driver, store)),
                tasks,
                1,
                Duration.ofSeconds(10),
                () -> NOW,
                Optional::empty);
    }

    @AfterEach
    void stop() {
        if (running) {
            close();
        }
    }

    /** The driver's own thread alone can: the state's directory is locked by it. */
    private void close() {
        running = false;
        driver.close();
    }

    @Test
    void rowsThatAreReadAfterAWriteBackShowTheStateBeforeItAndAddUp() {
        count("e1", "u1", "2");
        count("e2", "u2", "3");

        Reading<Shown> before = view.readRows(ACME, cut -> openedRows(cut, () -> countMeanwhile("e3", "u3", "7")));
        Reading<Shown> after = view.readRows(ACME, cut -> openedRows(cut, () -> {}));

        Reading.Answered<Shown> shown = answered(before);
        assertAll(
                () -> assertEquals(2, shown.freshness().offset()),
                () -> assertEquals(tally(5, 2), shown.value().total()),
                () -> assertEquals(
                        List.of(row("u1", 2), row("u2", 3)), shown.value().users()),
                () -> assertEquals(shown.value().users(), shown.value().ofTeam()),
                () -> assertEquals(tally(12, 3), answered(after).value().total()),
                () -> assertEquals(3, answered(after).value().users().size()));
    }

    @Test
    void aRangeThatWasEmptyWhenItWasOpenedStaysEmpty() {
        Reading<Shown> reading = view.readRows(ACME, cut -> openedRows(cut, () -> countMeanwhile("e1", "u1", "2")));

        assertEquals(
                new Shown(Tally.ZERO, List.of(), List.of(), List.of()),
                answered(reading).value());
        assertEquals(
                1,
                answered(view.readRows(ACME, cut -> openedRows(cut, () -> {})))
                        .value()
                        .users()
                        .size());
    }

    @Test
    void aLaterCutOfTheSameQuerySeesWhatWasWrittenBackMeanwhile() {
        count("e1", "u1", "2");

        Reading<Tally> reading = view.readRows(ACME, first -> later -> {
            countMeanwhile("e2", "u1", "3");
            return later.cut(cut -> cut.total(today(cut)));
        });

        assertEquals(new Reading.Answered<>(tally(5, 2), answered(reading).freshness()), reading);
        assertEquals(1, answered(reading).freshness().offset());
    }

    @Test
    void namesAreThoseOfTheCutInWhichTheyWereOpened() {
        name("u1", "One");

        Reading<List<NamedMember>> reading = view.readRows(ACME, cut -> {
            Iterable<NamedMember> names = cut.names(DirectoryKind.USER);
            return later -> {
                meanwhile(() -> name("u2", "Two"));
                return listed(names);
            };
        });

        assertEquals(
                List.of(new NamedMember("u1", DirectoryEntry.named("One"))),
                answered(reading).value());
    }

    @Test
    void rowsAreClosedWhateverBecomesOfTheQuery() {
        count("e1", "u1", "2");

        view.readRows(ACME, cut -> openedRows(cut, () -> assertTrue(iterators.open() >= 3)));
        int afterAnAnswer = iterators.open();
        assertThrows(
                IllegalArgumentException.class,
                () -> view.readRows(
                        ACME,
                        cut -> openedRows(cut, () -> {
                            throw new IllegalArgumentException("reading fails");
                        })));
        int afterReadingFailed = iterators.open();
        assertThrows(
                IllegalArgumentException.class,
                () -> view.readRows(ACME, cut -> {
                    openedRows(cut, () -> {});
                    throw new IllegalArgumentException("the query fails");
                }));
        int afterTheQueryFailed = iterators.open();
        iterators.failAfter(2);
        Reading<Shown> halfOpened = view.readRows(ACME, cut -> openedRows(cut, () -> {}));

        assertAll(
                () -> assertEquals(0, afterAnAnswer),
                () -> assertEquals(0, afterReadingFailed),
                () -> assertEquals(0, afterTheQueryFailed),
                () -> assertInstanceOf(Reading.Unavailable.class, halfOpened),
                () -> assertEquals(0, iterators.open()));
    }

    @Test
    void aTaskThatGoesAwayWhileItsRowsAreReadGivesNoAnswerAndNotHalfOfOne() {
        for (int user = 0; user < 100; user++) {
            count("e" + user, "u" + user, "1");
        }
        List<MemberTally> read = new ArrayList<>();

        Reading<Integer> reading = view.readRows(ACME, cut -> {
            Breakdown users = cut.breakdown(Dimension.USER, today(cut));
            return later -> {
                for (MemberTally row : users) {
                    read.add(row);
                    if (read.size() == 10) {
                        close();
                    }
                }
                return read.size();
            };
        });

        assertInstanceOf(Reading.Unavailable.class, reading);
        assertTrue(read.size() < 100, "all rows were read of a store that is closed");
    }

    @Test
    void aTaskThatGoesAwayOnceItsRowsAreReadGivesNoAnswer() {
        count("e1", "u1", "2");

        Reading<Integer> reading = view.readRows(ACME, cut -> later -> {
            close();
            return 1;
        });

        assertInstanceOf(Reading.Unavailable.class, reading);
    }

    private OpenedRows<Shown> openedRows(UsageCut cut, Runnable beforeReading) {
        Period today = today(cut);
        Tally total = cut.total(today);
        Breakdown users = cut.breakdown(Dimension.USER, today);
        Breakdown ofTeam = cut.breakdown(Dimension.USER, TEAM, today).orElseThrow();
        Breakdown teams = cut.breakdown(Dimension.TEAM, today);
        return later -> {
            beforeReading.run();
            return new Shown(total, listed(users), listed(ofTeam), listed(teams));
        };
    }

    private static Period today(UsageCut cut) {
        return cut.calendar().periodOf(Granularity.DAY, TODAY);
    }

    private static <T> List<T> listed(Iterable<T> rows) {
        List<T> list = new ArrayList<>();
        rows.forEach(list::add);
        return list;
    }

    private static <T> Reading.Answered<T> answered(Reading<T> reading) {
        return switch (reading) {
            case Reading.Answered<T> answered -> answered;
            case Reading.Unavailable<T>(var reason) -> throw new AssertionError("unavailable: " + reason);
        };
    }

    private static MemberTally row(String user, long credits) {
        return new MemberTally(new Member.Named(user), tally(credits, 1));
    }

    private static Tally tally(long credits, long events) {
        return new Tally(new Credits(credits * Credits.MICROS_PER_CREDIT), events);
    }

    /** The counting thread counts and writes back; where that waits for whoever reads, it never ends. */
    private void countMeanwhile(String id, String user, String credits) {
        meanwhile(() -> count(id, user, credits));
    }

    private static void meanwhile(Runnable act) {
        Thread counting = Thread.ofPlatform().daemon().start(act);
        try {
            assertTrue(counting.join(DEADLINE), "counting waits while rows are read");
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private void count(String id, String user, String credits) {
        String event = """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"acme",\
                "data":{"feature":"ai_slides","team_id":"t1","user_id":"%s","credits":%s}}""".formatted(id, user, credits);
        pipe(Topics.CREDIT_EVENTS.name(), new byte[0], event.getBytes(StandardCharsets.UTF_8));
    }

    private void name(String user, String name) {
        pipe(
                Topics.DIRECTORY.name(),
                new DirectoryKey(ACME, DirectoryKind.USER, user).toBytes(),
                DirectoryCodec.encode(DirectoryEntry.named(name)));
    }

    private void pipe(String topic, byte[] key, byte[] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value, NOW);
    }
}
