package dev.tallystream.standalone.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event.CreditsConsumed;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRowsTest {
    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens,who,where\n";
    private static final CsvFormat TOKENS = format(new Assignment.None(), new Assignment.None());

    @TempDir
    private Path directory;

    @Test
    void aRowIsAnEventWithExactCredits() throws IOException {
        // Given
        HistoryFile file = file(HEADER + "2023-11-16 18:15:46.6805900,374,44,u7,t3\n");
        // When
        CreditsConsumed event = events(file, format(new Assignment.Column("who"), new Assignment.Column("where")))
                .getFirst();
        // Then
        assertEquals(new OrganizationId("acme"), event.organization());
        assertEquals(Instant.parse("2023-11-16T18:15:46.680590Z"), event.time());
        assertEquals(new FeatureId("ai_sidekicks"), event.usage().feature());
        assertEquals(new TeamId("t3"), event.usage().team());
        assertEquals(new Actor.Member(new UserId("u7")), event.usage().actor());
        assertEquals(Credits.parse("0.418"), event.usage().credits());
    }

    @Test
    void theContentNamesTheEventsWhateverTheFileIsCalled() throws IOException {
        // Given
        String content = HEADER + "2023-11-16 18:15:46,1,1,,\n2023-11-16 18:15:47,1,1,,\n";
        // When
        List<CreditsConsumed> events = events(file(content), TOKENS);
        List<CreditsConsumed> again = events(fileNamed("other.txt", content), TOKENS);
        // Then: the first 32 hex digits of the SHA-256 of that content
        String hash = "b5fd8b9d9c0d182d80b39d7d26bd2420";
        assertEquals(new EventIdentity("/import/" + hash, "1"), events.get(0).identity());
        assertEquals(new EventIdentity("/import/" + hash, "2"), events.get(1).identity());
        assertEquals(
                "import-" + hash,
                Objects.requireNonNull(events.getFirst().backfill()).value());
        assertEquals(events, again);
    }

    @ParameterizedTest
    @CsvSource({
        "0.001, 374, 44, 0.418",
        "1, 0.1, 0.2, 0.3",
        "0.000001, 1, 0, 0.000001",
        "0.5, 1.000002, 0, 0.500001",
        "1, 0, 0, 0",
        "1, 999999.999999, 0.000001, 1000000",
    })
    void creditsAreExact(String scale, String context, String generated, String credits) throws IOException {
        // Given
        CsvFormat format = scaled(scale);
        HistoryFile file = file(HEADER + "2023-11-16T18:15:46Z," + context + "," + generated + ",,\n");
        // When
        CreditsConsumed event = events(file, format).getFirst();
        // Then
        assertEquals(Credits.parse(credits), event.usage().credits());
    }

    @ParameterizedTest
    @CsvSource({
        "'2023-11-16 18:15:46,-3,1,,', invalid-credits",
        "'2023-11-16 18:15:46,0.0001,0,,', invalid-credits",
        "'2023-11-16 18:15:46,1e3,1,,', invalid-credits",
        "'2023-11-16 18:15:46,,1,,', invalid-credits",
        "'2023-11-16 18:15:46,٥,1,,', invalid-credits",
        "'2023-11-16 18:15:46,1000000001,0,,', credits-too-large",
        "'2023-11-16 18:15:46,99999999999999999999999,0,,', invalid-credits",
        "'16/11/2023 18:15,1,1,,', invalid-time",
        "'2023-02-30 18:15:46,1,1,,', invalid-time",
        "'2023-11-16 18:15:46.1234567891,1,1,,', invalid-time",
        "'2023-11-16,1,1,,', invalid-time",
        "',1,1,,', invalid-time",
        "'2023-11-16 18:15:46,1', malformed-row",
        "'2023-11-16 18:15:46,1,1,,,surplus', malformed-row",
        "'2023-11-16 18:15:46,1,1,\u0007,', invalid-id",
    })
    void aBadRowIsReportedAndTheRestGoesOn(String row, String reason) throws IOException {
        // Given
        HistoryFile file = file(HEADER + "2023-11-16 18:15:46,1,1,,\n" + row + "\n2023-11-16 18:15:48,2,2,,\n");
        CsvFormat format = format(new Assignment.Column("who"), new Assignment.None());
        // When
        List<HistoryRow> rows = rows(file, format);
        // Then
        assertEquals(3, rows.size());
        HistoryRow.Bad bad = assertInstanceOf(HistoryRow.Bad.class, rows.get(1));
        assertEquals(reason, bad.reason());
        assertEquals(3, bad.line());
        // And: the number of a later row does not depend on it
        assertEquals("3", decode(rows.get(2)).identity().id());
    }

    @ParameterizedTest
    @CsvSource({
        "2023-11-16 18:17:03.9799600, 2023-11-16T18:17:03.979960Z",
        "2023-11-16 18:17:03, 2023-11-16T18:17:03Z",
        "2023-11-16T18:17:03.123456789Z, 2023-11-16T18:17:03.123456789Z",
        "2023-11-16T18:17:03+05:30, 2023-11-16T12:47:03Z",
        "2023-11-16 18:17:03-08:00, 2023-11-17T02:17:03Z",
        "2023-11-16T18:17:03, 2023-11-16T18:17:03Z",
    })
    void aTimeWithoutOffsetIsUtc(String text, Instant instant) {
        // When
        Optional<Instant> time = RowTime.parse(text);
        // Then
        assertEquals(Optional.of(instant), time);
    }

    @Test
    void aSpreadUserIsAlwaysInTheSameTeam() throws IOException {
        // Given
        StringBuilder content = new StringBuilder(HEADER);
        for (int i = 0; i < 5_000; i++) {
            content.append("2023-11-16 18:15:46,1,1,,\n");
        }
        CsvFormat format = format(Assignment.Spread.overUsers(500), Assignment.Spread.overTeams(20));
        // When
        List<CreditsConsumed> events = events(file(content.toString()), format);
        // Then
        Map<Actor, TeamId> teamOfUser = new HashMap<>();
        for (CreditsConsumed event : events) {
            TeamId team = Objects.requireNonNull(event.usage().team());
            TeamId earlier = teamOfUser.putIfAbsent(event.usage().actor(), team);
            assertEquals(earlier == null ? team : earlier, team);
        }
        assertEquals(500, teamOfUser.size());
        assertEquals(20, teamOfUser.values().stream().distinct().count());
        assertEquals(
                new TeamId("team-20"),
                teamOfUser.values().stream().max(TeamId::compareTo).orElseThrow());
        assertEquals(true, teamOfUser.containsKey(new Actor.Member(new UserId("user-001"))));
    }

    @Test
    void aUserOfAColumnIsSpreadOverTeamsByName() throws IOException {
        // Given
        CsvFormat format = format(new Assignment.Column("who"), Assignment.Spread.overTeams(20));
        HistoryFile file = file(HEADER + "2023-11-16 18:15:46,1,1,zoë,\n2023-11-16 18:15:47,1,1,zoë,\n");
        // When
        List<CreditsConsumed> events = events(file, format);
        // Then
        assertEquals(events.get(0).usage().team(), events.get(1).usage().team());
    }

    @Test
    void aRowThatLeavesUserAndTeamEmptyHasNone() throws IOException {
        // Given
        CsvFormat format = format(new Assignment.Column("who"), new Assignment.Column("where"));
        // When
        CreditsConsumed event =
                events(file(HEADER + "2023-11-16 18:15:46,1,1,,\n"), format).getFirst();
        // Then
        assertEquals(new Actor.UnnamedMember(), event.usage().actor());
        assertEquals(null, event.usage().team());
    }

    @Test
    void quotesBlanksByteOrderMarkAndWindowsLinesAreRead() throws IOException {
        // Given
        HistoryFile file =
                file("\uFEFFTIMESTAMP, ContextTokens, GeneratedTokens\r\n\"2023-11-16 18:15:46\", \"374\", 44\r\n");
        // When
        CreditsConsumed event = events(file, TOKENS).getFirst();
        // Then
        assertEquals(Credits.parse("0.418"), event.usage().credits());
    }

    @Test
    void aMissingColumnIsOnePlainSentence() throws IOException {
        // Given
        HistoryFile file = file("time,tokens\n2023-11-16 18:15:46,1\n");
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> rows(file, TOKENS));
        // Then
        assertEquals(
                "The file " + file.path() + " has no column ContextTokens, GeneratedTokens, TIMESTAMP;"
                        + " its header is time, tokens.",
                failure.getMessage());
    }

    @Test
    void anEmptyFileHasNoColumns() throws IOException {
        // Given
        HistoryFile file = file("");
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> rows(file, TOKENS));
        // Then
        assertEquals("The file " + file.path() + " has no header.", failure.getMessage());
    }

    @Test
    void aColumnThatStandsTwiceIsRefused() throws IOException {
        // Given
        HistoryFile file = file("TIMESTAMP,ContextTokens,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1,2,3\n");
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> rows(file, TOKENS));
        // Then
        assertEquals(
                "The header of " + file.path() + " names a column twice or leaves one without a name.",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"'2023-11-16 18:15:47,\"1,1,,'", "'2023-11-16 18:15:47,\"1\"x,1,,'"})
    void aQuoteThatDoesNotEndIsOnePlainSentence(String row) throws IOException {
        // Given
        HistoryFile file = file(HEADER + "2023-11-16 18:15:46,1,1,,\n" + row + "\n");
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> rows(file, TOKENS));
        // Then
        assertEquals(notCsv(file, 3), failure.getMessage());
    }

    @Test
    void aRowWithoutEndDoesNotFillTheMemory() throws IOException {
        // Given
        HistoryFile file = file(HEADER + "\"" + "x".repeat(3 << 20) + "\",1,1,,\n");
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> rows(file, TOKENS));
        // Then
        assertEquals(notCsv(file, 2), failure.getMessage());
    }

    @Test
    void aByteThatIsNoUtf8IsOnePlainSentence() throws IOException {
        // Given
        Path path = directory.resolve("latin1.csv");
        Files.write(path, (HEADER + "2023-11-16 18:15:46,1,1,zo\u00eb,\n").getBytes(StandardCharsets.ISO_8859_1));
        HistoryFile file = HistoryFile.of(path, TOKENS);
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> rows(file, TOKENS));
        // Then
        assertEquals(notCsv(file, 1), failure.getMessage());
    }

    @Test
    void aFileThatIsNotThereIsOnePlainSentence() {
        // Given
        Path nowhere = directory.resolve("nowhere.csv");
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, () -> HistoryFile.of(nowhere, TOKENS));
        // Then
        assertEquals("There is no file " + nowhere + ".", failure.getMessage());
    }

    private static String notCsv(HistoryFile file, int line) {
        return "The file %s is no CSV in UTF-8 from about line %d on: a quote that is not closed, or a byte that is no UTF-8."
                .formatted(file.path(), line);
    }

    private HistoryFile file(String content) throws IOException {
        return fileNamed("history.csv", content);
    }

    private HistoryFile fileNamed(String name, String content) throws IOException {
        return HistoryFile.of(Files.writeString(directory.resolve(name), content), TOKENS);
    }

    private static CsvFormat format(Assignment users, Assignment teams) {
        return new CsvFormat(
                new OrganizationId("acme"),
                new FeatureId("ai_sidekicks"),
                "TIMESTAMP",
                CreditFormula.parse("ContextTokens+GeneratedTokens", "0.001"),
                users,
                teams);
    }

    private static CsvFormat scaled(String scale) {
        return new CsvFormat(
                new OrganizationId("acme"),
                new FeatureId("ai_sidekicks"),
                "TIMESTAMP",
                CreditFormula.parse("ContextTokens + GeneratedTokens", scale),
                new Assignment.None(),
                new Assignment.None());
    }

    private static List<HistoryRow> rows(HistoryFile file, CsvFormat format) throws IOException {
        List<HistoryRow> rows = new ArrayList<>();
        try (HistoryFile.Rows reader = format.open(file.path(), file.hash())) {
            for (Optional<HistoryRow> row = reader.next(); row.isPresent(); row = reader.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    private static List<CreditsConsumed> events(HistoryFile file, CsvFormat format) throws IOException {
        return rows(file, format).stream().map(CsvRowsTest::decode).toList();
    }

    private static CreditsConsumed decode(HistoryRow row) {
        HistoryRow.Sendable sendable = assertInstanceOf(HistoryRow.Sendable.class, row);
        Decoded.Accepted accepted = assertInstanceOf(Decoded.Accepted.class, EventCodec.decode(sendable.event()));
        return assertInstanceOf(CreditsConsumed.class, accepted.event());
    }
}
