package dev.tallystream.standalone.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.topology.TopicSetup;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.http.HttpDefaults;
import dev.tallystream.http.description.DescribedClient;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryConfig;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.query.directory.KafkaDirectoryWriter;
import dev.tallystream.query.settings.KafkaSettingsWriter;
import dev.tallystream.query.topic.KafkaRecordWriter;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.ListenPort;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions over HTTP, through a real broker, to the tables; the writer's clock stands some days ago. */
@Tag("broker")
class SettingsOnABrokerTest {
    private static final CalendarRule KOLKATA =
            new CalendarRule(ZoneId.of("Asia/Kolkata"), DayOfWeek.MONDAY, Month.JANUARY);

    @TempDir
    private static Path directory;

    private static final SigningKey KEY = SigningKey.generate();
    /** A day whose morning is the writer's now: what comes after it can be published already. */
    private static LocalDate day;

    private static CountingNode node;
    private static KafkaRecordWriter records;
    private static EmbeddedServer server;
    private static final HttpClient CLIENT = new DescribedClient();

    @BeforeAll
    static void start() {
        day = LocalDate.now(ZoneOffset.UTC).minusDays(3);
        InstantSource clock = InstantSource.fixed(day.atTime(10, 0).toInstant(ZoneOffset.UTC));
        node = CountingNode.start(directory);
        records = KafkaRecordWriter.connect(node.bootstrapServers());
        Map<String, Object> properties = new HashMap<>(HttpDefaults.properties());
        properties.put("micronaut.server.port", -1);
        server = ApplicationContext.builder()
                .properties(properties)
                .singletons(
                        QueryConfig.of(KEY),
                        node.view(),
                        new HashedKeys(List.of()),
                        clock,
                        new KafkaSettingsWriter(records),
                        new KafkaDirectoryWriter(records))
                .run(EmbeddedServer.class);
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        server.close();
        records.close();
        node.close();
    }

    @Test
    void aMoveAtMidnightLeavesWhatWasCountedAndCountsTheRestByTheNewRule() throws Exception {
        OrganizationId organization = new OrganizationId("moving");
        publish(organization, "before", day.atTime(9, 0).toInstant(ZoneOffset.UTC));
        CountingNode.await("the first event", () -> events(organization, day) == 1);

        HttpResponse<String> moved = put(organization, 0, body("include", "Asia/Kolkata"));
        assertEquals(200, moved.statusCode(), moved.body());
        Instant midnight = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        CalendarHistory history = CalendarHistory.DEFAULT.with(midnight, KOLKATA);
        assertEquals(history, settings(organization).calendars());
        publish(organization, "evening", day.atTime(20, 0).toInstant(ZoneOffset.UTC));
        publish(organization, "next", day.plusDays(1).atTime(18, 29).toInstant(ZoneOffset.UTC));
        publish(organization, "after", day.plusDays(1).atTime(18, 30).toInstant(ZoneOffset.UTC));

        CountingNode.await("the last event", () -> events(organization, day.plusDays(2)) == 1);
        assertEquals(2, events(organization, day));
        assertEquals(1, events(organization, day.plusDays(1)));
    }

    @Test
    void ofTwoDecisionsAtOnceOneStandsAndIsTheNewestRecord() throws Exception {
        OrganizationId organization = new OrganizationId("contended");
        for (int version = 0; version < 5; version++) {
            int over = version;
            String switched = version % 2 == 0 ? "exclude" : "include";
            List<CompletableFuture<Integer>> answers = Stream.of("Asia/Tokyo", "Europe/Amsterdam")
                    .map(zone -> CompletableFuture.supplyAsync(
                            () -> put(organization, over, body(switched, zone)).statusCode()))
                    .toList();

            List<Integer> statuses =
                    answers.stream().map(CompletableFuture::join).sorted().toList();

            assertEquals(List.of(200, 412), statuses);
            assertEquals(version + 1, settings(organization).version());
            awaitNewestIsApplied(organization);
        }
    }

    @Test
    void aRecordThatWouldAlterWhatWasCountedIsAnsweredWithWhatStands() throws Exception {
        OrganizationId organization = new OrganizationId("counted");
        publish(organization, "first", day.atTime(20, 0).toInstant(ZoneOffset.UTC));
        CountingNode.await("the first event", () -> events(organization, day) == 1);
        assertEquals(200, put(organization, 0, body("exclude", "UTC")).statusCode());
        OrganizationSettings stands = settings(organization);

        new KafkaSettingsWriter(records)
                .write(organization, stands.next(UserAnalytics.INCLUDE, CalendarHistory.always(KOLKATA), List.of()))
                .join();

        awaitNewestIsApplied(organization);
        assertEquals(stands, settings(organization));
        publish(organization, "second", day.atTime(20, 0).toInstant(ZoneOffset.UTC));
        CountingNode.await("the second event", () -> events(organization, day) == 2);
    }

    @Test
    void aRuleFromTheBeginningIsThereBeforeTheFirstEvent() throws Exception {
        OrganizationId organization = new OrganizationId("early");
        assertEquals(200, put(organization, 0, body("include", "Asia/Kolkata")).statusCode());
        assertEquals(CalendarHistory.always(KOLKATA), settings(organization).calendars());

        publish(organization, "first", day.atTime(18, 30).toInstant(ZoneOffset.UTC));

        CountingNode.await("the event", () -> events(organization, day.plusDays(1)) == 1);
    }

    /** As after a rebuild: the topics hold everything, and of the settings only the newest record is left. */
    @Test
    void settingsAreReadBeforeTheEventsThatWait(@TempDir Path other) {
        OrganizationId organization = new OrganizationId("rebuilt");
        OrganizationSettings fourth =
                new OrganizationSettings(4, UserAnalytics.INCLUDE, CalendarHistory.always(KOLKATA), List.of());
        try (EmbeddedBroker broker = EmbeddedBroker.start(other.resolve("broker"), ListenPort.free())) {
            AggregatorConfig config =
                    AggregatorConfig.singleNode(broker.bootstrapServers(), other.resolve("state"), "rebuilt");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                new TopicSetup(admin, config).ensure();
            }
            try (KafkaRecordWriter writer = KafkaRecordWriter.connect(broker.bootstrapServers())) {
                byte[] event = event(organization, "first", day.atTime(18, 30).toInstant(ZoneOffset.UTC));
                writer.write(Topics.CREDIT_EVENTS, organization, Placement.eventKey(organization), event)
                        .join();
                new KafkaSettingsWriter(writer).write(organization, fourth).join();
            }

            try (Aggregator aggregator = Aggregator.start(config, InstantSource.system())) {
                CountingNode.await(
                        "the event by the rule that came after it",
                        () -> events(aggregator.view(), organization, day.plusDays(1)) == 1);
            }
        }
    }

    private static long events(UsageView view, OrganizationId organization, LocalDate date) {
        Reading<Long> reading = view.read(
                organization,
                cut -> cut.total(cut.calendar().periodOf(Granularity.DAY, date)).events());
        return switch (reading) {
            case Reading.Answered<Long>(var events, var freshness) -> events;
            case Reading.Unavailable<Long> unavailable -> 0;
        };
    }

    private static void publish(OrganizationId organization, String id, Instant time) throws Exception {
        byte[] key = Placement.eventKey(organization);
        node.send(Topics.CREDIT_EVENTS.name(), null, key, event(organization, id, time));
        node.flush();
    }

    private static byte[] event(OrganizationId organization, String id, Instant time) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"%s",\
                "time":"%s","data":{"feature":"f","credits":1}}""".formatted(id, organization, time).getBytes(StandardCharsets.UTF_8);
    }

    private static long events(OrganizationId organization, LocalDate date) {
        return node.read(
                organization,
                cut -> cut.total(cut.calendar().periodOf(Granularity.DAY, date)).events());
    }

    private static OrganizationSettings settings(OrganizationId organization) {
        return node.read(organization, UsageCut::settings);
    }

    private static HttpResponse<String> put(OrganizationId organization, long version, String body) {
        String token = server.getApplicationContext()
                .getBean(TokenAuthority.class)
                .issue(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN), Duration.ofHours(1));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.getURI() + "/v1/orgs/" + organization + "/analytics-settings"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"" + version + "\"")
                .PUT(BodyPublishers.ofString(body))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
    }

    private static String body(String userAnalytics, String zone) {
        return """
                {"user_analytics":"%s","time_zone":"%s","week_start":"monday","fiscal_year_start_month":1}""".formatted(userAnalytics, zone);
    }

    /** Behind every record that was refused there is one with what stands, on the organization's partition. */
    private static void awaitNewestIsApplied(OrganizationId organization) {
        byte[] applied = SettingsCodec.encode(settings(organization));
        CountingNode.await("the newest record of " + organization + " to be what is applied", () -> {
            List<ConsumerRecord<byte[], byte[]>> all = recordsOf(organization);
            int own = Placement.partitionOf(organization, CountingNode.PARTITIONS);
            assertTrue(all.stream().allMatch(record -> record.partition() == own));
            return Arrays.equals(applied, all.getLast().value());
        });
    }

    private static List<ConsumerRecord<byte[], byte[]>> recordsOf(OrganizationId organization) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", node.bootstrapServers(), "isolation.level", "read_committed");
        byte[] key = Placement.recordKey(organization);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ORGANIZATION_SETTINGS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Stream.Builder<ConsumerRecord<byte[], byte[]>> found = Stream.builder();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (Arrays.equals(key, record.key())) {
                        found.add(record);
                    }
                });
            }
            return found.build().toList();
        }
    }
}
