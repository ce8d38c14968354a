package dev.tallystream.standalone.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.history.PlayedIngest.Fault;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ImportCommandTest {
    private static final OrganizationId ACME = new OrganizationId("acme");

    @TempDir
    private Path directory;

    private PlayedIngest server;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answered = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        server = new PlayedIngest();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyRowIsCountedOnceAndTheBackfillClosed() throws IOException {
        // Given
        Path file = rows(1_234);
        // When
        int exit = importCsv(file);
        // Then
        assertEquals(0, exit);
        assertEquals(1_234, server.counted());
        assertEquals(Credits.parse("1.234"), server.credits());
        assertEquals(Set.of(ACME), server.closed());
        assertEquals(
                List.of(500, 500, 234, 1),
                server.batchSizes().stream().sorted(Collections.reverseOrder()).toList());
        assertTrue(answer().startsWith(file + ": 1,234 rows: 1,234 accepted, 0 duplicate, 0 rejected in "), answer());
    }

    @Test
    void aSecondImportAddsNothing() throws IOException {
        // Given
        Path file = rows(700);
        importCsv(file);
        answered.reset();
        // When
        int exit = importCsv(file);
        // Then
        assertEquals(0, exit);
        assertEquals(700, server.counted());
        assertTrue(answer().startsWith(file + ": 700 rows: 0 accepted, 700 duplicate, 0 rejected in "), answer());
    }

    @Test
    void anImportAYearLaterIsKnownByItsClosedBackfill() throws IOException {
        // Given
        Path file = rows(700);
        importCsv(file);
        server.forgetIdentities();
        answered.reset();
        // When
        int exit = importCsv(file);
        // Then
        assertEquals(0, exit);
        assertEquals(700, server.counted());
        assertTrue(answer().startsWith(file + ": 700 rows: 0 accepted, 700 duplicate, 0 rejected in "), answer());
        assertTrue(answer().contains("700 rows were imported before: this file's history is closed."), answer());
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSays() throws IOException {
        // Given
        server.next(Fault.BUSY, Fault.TOO_MANY, Fault.NONE, Fault.BUSY);
        // When
        int exit = importCsv(rows(1_000));
        // Then
        assertEquals(0, exit);
        assertEquals(1_000, server.counted());
        assertEquals(2, waits.stream().filter(Duration.ofSeconds(7)::equals).count());
    }

    @Test
    void aLostAnswerMakesNoRowADuplicate() throws IOException {
        // Given
        Path file = rows(1_000);
        server.next(Fault.NONE, Fault.ANSWER_LOST);
        // When
        int exit = importCsv(file);
        // Then
        assertEquals(0, exit);
        assertEquals(1_000, server.counted());
        assertEquals(
                List.of(500L),
                server.tallies().values().stream().map(BackfillTally::duplicate).toList());
        assertTrue(answer().startsWith(file + ": 1,000 rows: 1,000 accepted, 0 duplicate, 0 rejected in "), answer());
    }

    @Test
    void aServerThatStaysAwayIsOnePlainSentence() throws IOException {
        // Given
        Path file = rows(10);
        server.next(Collections.nCopies(100, Fault.BUSY).toArray(Fault[]::new));
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> importCsv(file));
        // Then
        assertEquals(
                server.url() + " is busy (503) for 60 seconds; starting the import again later is safe.",
                failure.getMessage());
        assertEquals(Set.of(), server.closed());
    }

    @Test
    void anAddressWhereNothingAnswersIsOnePlainSentence() throws IOException {
        // Given
        Path file = rows(10);
        server.close();
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> importCsv(file));
        // Then
        assertEquals("Nothing answers at " + server.url() + "; is Tallystream running there?", failure.getMessage());
        assertEquals(List.of(), waits);
    }

    @Test
    void aKeyThatIsNotKnownIsOnePlainSentence() throws IOException {
        // Given
        Path file = rows(10);
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> run(csv("wrong", file)));
        // Then
        assertEquals(
                server.url() + " refused the import with status 401: Because of unauthenticated.",
                failure.getMessage());
    }

    @Test
    void rowsThatTheDoorRefusesAreReportedAndTheRestIsCounted() throws IOException {
        // Given
        Path file = rows(600);
        server.refuse(event ->
                event.identity().id().equals("7") || event.identity().id().equals("555"));
        // When
        int exit = importCsv(file);
        // Then
        assertEquals(3, exit);
        assertEquals(598, server.counted());
        assertEquals("""
                %1$s line 8: The event is more than 5 minutes in the future. (event-in-future)
                %1$s line 556: The event is more than 5 minutes in the future. (event-in-future)
                """.formatted(file), said());
        assertTrue(answer().contains("598 accepted, 0 duplicate, 2 rejected"), answer());
        assertTrue(answer().contains("Rejected: event-in-future 2."), answer());
    }

    @Test
    void aBatchOfWhichNothingIsTakenIsReportedRowByRow() throws IOException {
        // Given
        Path file = rows(501);
        server.refuse(event -> event.identity().id().equals("501"));
        // When
        int exit = importCsv(file);
        // Then
        assertEquals(3, exit);
        assertEquals(500, server.counted());
        assertEquals(file + " line 502: The event is more than 5 minutes in the future. (event-in-future)\n", said());
    }

    @Test
    void badRowsAreReportedBeforeAnythingIsSentAndTheRestGoesOn() throws IOException {
        // Given
        StringBuilder content = new StringBuilder("time,tokens\n");
        for (int i = 0; i < 12; i++) {
            content.append("2023-11-16 18:15:46,-1\n2023-11-16 18:15:46,1\n");
        }
        Path file = Files.writeString(directory.resolve("some.csv"), content);
        // When
        int exit = importCsv(file);
        // Then
        assertEquals(3, exit);
        assertEquals(12, server.counted());
        assertEquals(11, said().lines().count());
        assertTrue(
                said().startsWith("%s line 2: %s (invalid-credits)\n"
                        .formatted(file, Refusal.INVALID_CREDITS.sentence())),
                said());
        assertTrue(said().endsWith(file + ": 2 more rows like these.\n"), said());
    }

    @Test
    void aMissingColumnInTheLastFileSendsNothingOfTheFirst() throws IOException {
        // Given
        Path good = rows(3);
        Path bad = Files.writeString(directory.resolve("bad.csv"), "when,tokens\n");
        // When
        assertThrows(CommandFailure.class, () -> importCsv(good, bad));
        // Then
        assertEquals(List.of(), server.batchSizes());
    }

    @Test
    void countingThatStandsStillIsSaidPlainly() throws IOException {
        // Given
        Path file = rows(3);
        server.standStill();
        // When
        int exit = importCsv(file);
        // Then
        assertEquals(0, exit);
        assertTrue(
                answer().endsWith(
                                "  Everything is stored, but counting is not done yet; it goes on without this command.\n"),
                answer());
    }

    @Test
    void ndjsonKeepsItsIdentitiesAndEachOrganizationIsClosed() throws IOException {
        // Given
        String one = event("a1", "acme", "");
        String two = event("g1", "globex", "");
        String own = event("a2", "acme", "\"backfillid\":\"last-year\",");
        Path file = Files.writeString(
                directory.resolve("events.ndjson"),
                one + "\n\r\n  " + two + "\r\n" + own + "\n{\"id\":\n" + event("a3", "acme", "\"backfillid\":null,"));
        // When
        int exit = run(ndjson(file));
        // Then
        assertEquals(3, exit);
        BackfillId backfill = ContentHash.of(file).backfill();
        assertEquals(
                Set.of(
                        new HistoryRow.Destination(ACME, backfill),
                        new HistoryRow.Destination(ACME, new BackfillId("last-year")),
                        new HistoryRow.Destination(new OrganizationId("globex"), backfill)),
                server.tallies().keySet());
        assertEquals(Set.of(ACME, new OrganizationId("globex")), server.closed());
        assertEquals(
                new BackfillTally(1, 0, 0, false),
                server.tallies().get(new HistoryRow.Destination(ACME, new BackfillId("last-year"))));
        String sent = new String(server.bodies().getFirst(), StandardCharsets.UTF_8);
        String inserted = "{\"backfillid\":\"" + backfill + "\",";
        assertEquals(
                "[" + one.replaceFirst("\\{", inserted) + ",  " + two.replaceFirst("\\{", inserted) + "\r," + own + "]",
                sent);
        assertEquals("""
                %1$s line 5: The body is not well-formed JSON in UTF-8. (malformed-json)
                %1$s line 6: A member is given twice. (duplicate-key)
                """.formatted(file), said());
    }

    @Test
    void aLineLongerThanAnEventIsRefusedWithoutItsNeighbours() throws IOException {
        // Given
        String tooLong = event("a1", "acme", "\"note\":\"" + "x".repeat(70_000) + "\",");
        Path file =
                Files.writeString(directory.resolve("events.ndjson"), tooLong + "\n" + event("a2", "acme", "") + "\n");
        // When
        int exit = run(ndjson(file));
        // Then
        assertEquals(3, exit);
        assertEquals(1, server.counted());
        assertEquals(file + " line 1: " + Refusal.OVERSIZE.sentence() + " (oversize)\n", said());
    }

    @Test
    void aMarkInsideTheFileDoesNotShutItsEventsOut() throws IOException {
        // Given
        String mark = """
                {"specversion":"1.0","id":"m","source":"/s","type":"ai.credits.backfill.closed.v1","subject":"acme",\
                "backfillid":"last-year"}
                """;
        Path file = Files.writeString(
                directory.resolve("events.ndjson"), mark + event("a2", "acme", "\"backfillid\":\"last-year\","));
        // When
        int exit = run(ndjson(file));
        // Then
        assertEquals(3, exit);
        assertEquals(1, server.counted());
        assertEquals(
                file + " line 1: The import closes backfills itself; this mark is left out. (backfill-mark)\n", said());
    }

    @Test
    void theSummaryIsOneLineOfJsonWhereAsked() throws IOException {
        // Given
        Path file = rows(5);
        // When
        int exit = run(with(csv(PlayedIngest.KEY, file), "--json"));
        // Then
        assertEquals(0, exit);
        assertEquals(1, answer().lines().count());
        JsonNode summary = new JsonMapper().readTree(answer()).path("files").path(0);
        assertEquals(file.toString(), summary.path("file").asText());
        assertEquals(
                ContentHash.of(file).backfill().value(),
                summary.path("backfill_id").asText());
        assertEquals(5, summary.path("rows").asLong());
        assertEquals(5, summary.path("accepted").asLong());
        assertEquals(0, summary.path("rejected").asLong());
        assertTrue(summary.path("complete").asBoolean());
        assertNotNull(summary.get("seconds"));
    }

    @Test
    void theServerIsFoundByItsDataDirectory() throws IOException {
        // Given
        Path file = rows(5);
        new Installation(directory).publish(new Credentials(server.url(), "127.0.0.1:9092", PlayedIngest.KEY));
        // When
        int exit = run(
                "--data",
                directory.toString(),
                "--csv",
                "--org",
                "acme",
                "--time",
                "time",
                "--credits",
                "tokens",
                "--scale",
                "0.001",
                "--feature",
                "ai_code",
                file.toString());
        // Then
        assertEquals(0, exit);
        assertEquals(5, server.counted());
    }

    @Test
    void aDataDirectoryWithoutServerIsOnePlainSentence() throws IOException {
        // Given
        Path file = rows(5);
        // When
        CommandFailure failure = assertThrows(
                CommandFailure.class, () -> run("--data", directory.toString(), "--ndjson", file.toString()));
        // Then
        assertEquals(
                "There is no Tallystream in " + directory + "; start one with serve or demo first.",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --csv                                                        | either --data, or --url and --key must be given
            --data d --url http://h --key k --csv                        | --data and --url exclude each other
            --url http://h --csv                                         | either --data, or --url and --key must be given
            --url ftp://h --key k --csv                                  | --url must start with http:// or https:// and a host
            --url http://h --key k                                       | either --csv or --ndjson must be given
            --url http://h --key k --csv --ndjson                        | either --csv or --ndjson must be given
            --url http://h --key k --csv --scale 1e3                     | --scale must be a decimal such as 0.001, without exponent
            --url http://h --key k --csv --credits a++b                  | --credits must be one column or several joined by +
            --url http://h --key k --csv --user u --spread-users 2       | --user and --spread-users exclude each other
            --url http://h --key k --csv --team t --spread-teams 2       | --team and --spread-teams exclude each other
            --url http://h --key k --csv --spread-users 0                | there must be at least 1 user to spread over
            """)
    void wrongOptionsAreOnePlainSentence(String options, String sentence) {
        // Given
        List<String> arguments = new ArrayList<>(List.of(options.split(" ", -1)));
        for (String needed : List.of("--org", "--feature", "--time", "--credits")) {
            if (!arguments.contains(needed)) {
                arguments.addAll(List.of(needed, "x"));
            }
        }
        arguments.add("file.csv");
        // When
        ParameterException failure =
                assertThrows(ParameterException.class, () -> run(arguments.toArray(String[]::new)));
        // Then
        assertEquals(sentence, failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--org", "--feature", "--time", "--credits"})
    void whatCsvNeedsIsNamed(String option) throws IOException {
        // Given
        List<String> arguments = new ArrayList<>(List.of(csv(PlayedIngest.KEY, rows(1))));
        int at = arguments.indexOf(option);
        arguments.subList(at, at + 2).clear();
        // When
        ParameterException failure =
                assertThrows(ParameterException.class, () -> run(arguments.toArray(String[]::new)));
        // Then
        assertEquals("--csv needs " + option, failure.getMessage());
    }

    private Path rows(int count) throws IOException {
        StringBuilder content = new StringBuilder("time,tokens\n");
        for (int i = 0; i < count; i++) {
            content.append("2023-11-16 18:15:46,1\n");
        }
        return Files.writeString(directory.resolve("rows.csv"), content);
    }

    private static String event(String id, String organization, String member) {
        return "{ \"specversion\":\"1.0\", \"id\":\"%s\",\"source\":\"/s\",%s\"type\":\"ai.credits.consumed.v1\",\"subject\":\"%s\",\"time\":\"2023-11-16T18:15:46Z\",\"data\":{\"feature\":\"f\",\"credits\":1}}"
                .formatted(id, member, organization);
    }

    private int importCsv(Path... files) {
        String[] arguments = new String[0];
        for (Path file : files) {
            arguments = arguments.length == 0 ? csv(PlayedIngest.KEY, file) : with(arguments, file.toString());
        }
        return run(arguments);
    }

    private String[] csv(String key, Path file) {
        return new String[] {
            "--url",
            server.url(),
            "--key",
            key,
            "--csv",
            "--org",
            "acme",
            "--time",
            "time",
            "--credits",
            "tokens",
            "--scale",
            "0.001",
            "--feature",
            "ai_code",
            "--spread-users",
            "50",
            "--spread-teams",
            "5",
            file.toString()
        };
    }

    private String[] ndjson(Path file) {
        return new String[] {"--url", server.url() + "/", "--key", PlayedIngest.KEY, "--ndjson", file.toString()};
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private int run(String... arguments) {
        Terminal answer = new Terminal(new PrintStream(answered, true, StandardCharsets.UTF_8), now::get, false);
        Terminal aside = new Terminal(new PrintStream(said, true, StandardCharsets.UTF_8), now::get, false);
        Patience patience = new Patience(Duration.ofMinutes(1), now::get, wait -> {
            waits.add(wait);
            now.updateAndGet(before -> before.plus(wait));
        });
        ImportCommand command = new ImportCommand(answer, aside, patience);
        CommandLine line = new CommandLine(command);
        line.parseArgs(arguments);
        return command.call();
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private String answer() {
        return answered.toString(StandardCharsets.UTF_8);
    }
}
