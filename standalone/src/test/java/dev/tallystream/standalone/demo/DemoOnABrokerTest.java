package dev.tallystream.standalone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.ingest.IngestConfig;
import dev.tallystream.ingest.KafkaEventPublisher;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.balance.BalanceAnswer;
import dev.tallystream.query.balance.BalanceQueries;
import dev.tallystream.query.balance.BalanceRequest;
import dev.tallystream.query.balance.KafkaAllocationsWriter;
import dev.tallystream.query.directory.KafkaDirectoryWriter;
import dev.tallystream.query.settings.KafkaSettingsWriter;
import dev.tallystream.query.topic.KafkaRecordWriter;
import dev.tallystream.query.usage.UsageProblems;
import dev.tallystream.query.usage.UsageQueries;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.ListenPort;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class DemoOnABrokerTest {

    @TempDir
    private static Path directory;

    private static DemoPlan plan;
    private static EmbeddedBroker broker;
    private static Aggregator aggregator;
    private static KafkaEventPublisher publisher;
    private static KafkaRecordWriter records;
    private static String firstWords = "";

    @BeforeAll
    static void loadOnce() {
        plan = new DemoPlan(5, 12_000, Clock.systemUTC().instant());
        broker = EmbeddedBroker.start(directory.resolve("broker"), ListenPort.free());
        aggregator = Aggregator.start(
                AggregatorConfig.singleNode(broker.bootstrapServers(), directory.resolve("state"), "demo-test"),
                Clock.systemUTC());
        publisher = KafkaEventPublisher.connect(IngestConfig.of(broker.bootstrapServers()));
        records = KafkaRecordWriter.connect(broker.bootstrapServers());
        firstWords = load();
    }

    @AfterAll
    static void stop() {
        records.close();
        publisher.close();
        aggregator.close();
        broker.close();
    }

    @Test
    void theTablesSayExactlyWhatTheOracleSays() {
        DemoTotals.of(new DemoUsage(plan, plan.until())).byOrganization().forEach((organization, expected) -> {
            for (Granularity granularity : Granularity.values()) {
                // When
                Tally total = read(organization, cut -> total(cut, granularity));
                // Then
                assertEquals(new Tally(expected.credits(), expected.events()), total, organization + " " + granularity);
            }
        });
    }

    @Test
    void theSpikeIsInTheTables() {
        // Given
        Spike spike = new DemoUsage(plan, plan.until()).spike();
        // When
        Optional<MemberTally> top = readRows(spike.organization(), cut -> {
            Breakdown teams = cut.breakdown(Dimension.TEAM, cut.calendar().periodOf(Granularity.DAY, spike.date()));
            return later -> StreamSupport.stream(teams.spliterator(), false)
                    .max(Comparator.comparing(row -> row.tally().credits()));
        });
        // Then
        assertEquals(Optional.of(new MemberTally.Member.Named(spike.team().value())), top.map(MemberTally::member));
    }

    @Test
    void theDissolvedTeamKeepsItsName() {
        // When
        Optional<DirectoryEntry> entry =
                read(new OrganizationId("acme"), cut -> cut.directory(DirectoryKind.TEAM, "team-05"));
        // Then
        assertEquals(Optional.of(new DirectoryEntry("Growth Experiments", null, true)), entry);
    }

    @Test
    void everyCompanyHasAnAllocationAndTheLargestRunsOutBeforeItsReset() {
        // Given
        BalanceQueries balances =
                new BalanceQueries(new UsageQueries(aggregator.view(), Clock.systemUTC()), Clock.systemUTC());
        Principal anybody = new Principal.SignedIn(new OrganizationScope.All(), Role.BILLING_ADMIN);
        for (String company : List.of("acme", "globex", "initech", "hooli")) {
            // When
            BalanceAnswer balance = UsageProblems.answered(
                    balances.balance(anybody, new BalanceRequest(new OrganizationId(company), null)));
            // Then
            assertEquals("0", balance.overage(), company);
            assertNotNull(balance.forecast(), company);
            assertEquals(company.equals("acme"), balance.forecast().runsOutAt() != null, balance.toString());
            assertEquals(company.equals("acme"), balance.resetsAt().contains("-15T"), balance.toString());
        }
    }

    @Test
    void aSecondLoadAddsNothing() {
        // Given
        OrganizationId acme = new OrganizationId("acme");
        Optional<BackfillTally> before = read(acme, cut -> cut.backfill(plan.backfill()));
        // When
        String words = load();
        // Then
        assertTrue(firstWords.startsWith("Loading about 12,000 events"), firstWords);
        assertEquals("The demo data is there already; new events go on from now.\n", words);
        assertEquals(before, read(acme, cut -> cut.backfill(plan.backfill())));
        assertEquals(Optional.of(true), before.map(BackfillTally::closed));
    }

    private static String load() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new PrintStream(said, true, StandardCharsets.UTF_8), Clock.systemUTC(), false);
        new DemoLoader(
                        aggregator.view(),
                        publisher,
                        new KafkaDirectoryWriter(records),
                        new KafkaSettingsWriter(records),
                        new KafkaAllocationsWriter(records),
                        terminal)
                .load(plan);
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Tally total(UsageCut cut, Granularity granularity) {
        LocalDate end = cut.calendar().dateOf(plan.until()).plusYears(1);
        return cut.history(granularity, end.minusYears(5), end).values().stream()
                .reduce(
                        Tally.ZERO,
                        (one, other) -> new Tally(one.credits().plus(other.credits()), one.events() + other.events()));
    }

    private static <T> T read(OrganizationId organization, Function<UsageCut, T> query) {
        return readRows(organization, cut -> {
            T value = query.apply(cut);
            return later -> value;
        });
    }

    private static <T> T readRows(OrganizationId organization, Function<UsageCut, OpenedRows<T>> query) {
        Reading<T> reading = aggregator.view().readRows(organization, query);
        return switch (reading) {
            case Reading.Answered<T> answered -> answered.value();
            case Reading.Unavailable<T> unavailable -> throw new AssertionError(unavailable.toString());
        };
    }
}
