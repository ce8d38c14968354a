package dev.tallystream.standalone.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.command.OptionValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Against a door that says what the test wants. */
class EraseCommandTest {
    private static final String CLEARED = """
            {"organization_id":"acme","cleared":{"rows":{"tables":12,"crossings":8},"name":true,"rejected_records":1,\
            "waiting_reversals":0,"snapshots":2},"remains":[{"where":"credit-events","until":"It stays."}]}""";
    private static final String NOTHING = CLEARED.replaceAll("\\d+", "0").replace("true", "false");
    private static final String GOES_ON = "{\"type\":\"/problems/erasure-goes-on\",\"detail\":\"Not finished.\"}";

    private record Answer(int status, String body) {}

    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream aside = new ByteArrayOutputStream();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer door;

    @BeforeEach
    void open() throws IOException {
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Answer next = answers.isEmpty() ? new Answer(200, CLEARED) : answers.removeFirst();
            byte[] bytes = next.body.getBytes(UTF_8);
            exchange.sendResponseHeaders(next.status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        door.start();
    }

    @AfterEach
    void close() {
        door.stop(0);
    }

    @Test
    void theIdIsReadFromTheInputAskedForOnceMoreAndNeverRepeated() {
        run("canary\ncanary\n", "--user", "-");

        assertEquals(List.of("POST /v1/orgs/acme/erasures Bearer secret {\"user_id\":\"canary\"}"), asked);
        String said = answer.toString(UTF_8) + aside.toString(UTF_8);
        assertTrue(said.contains("12 rows of tables, 8 of crossings"), said);
        assertTrue(said.contains("credit-events: It stays."), said);
        assertFalse(said.contains("canary"), said);
    }

    @Test
    void anotherIdOrNoneTheSecondTimeErasesNobody() {
        for (String input : List.of("canary\ncanari\n", "canary\n", "canary\n\n")) {
            CommandFailure failure = assertThrows(CommandFailure.class, () -> run(input, "--user", "-"));
            assertEquals("That is another id; nothing was erased.", failure.getMessage());
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void anEmptyInputErasesNobody() {
        assertThrows(CommandFailure.class, () -> run("", "--user", "-", "--yes"));
        assertEquals(List.of(), asked);
    }

    @Test
    void withYesNothingIsAskedAndJsonIsOneLine() {
        run("", "--user", "canary", "--yes", "--json");

        assertEquals(
                CLEARED.substring(0, CLEARED.length() - 1) + ",\"known\":true}" + System.lineSeparator(),
                answer.toString(UTF_8));
        assertEquals("", aside.toString(UTF_8));
    }

    @Test
    void whoeverMistypesLearnsThatNothingWasKnown() {
        answers.add(new Answer(200, NOTHING));
        answers.add(new Answer(200, NOTHING));

        run("", "--user", "nobody", "--yes");
        run("", "--user", "nobody", "--yes", "--json");

        String said = answer.toString(UTF_8);
        assertTrue(said.startsWith("Nothing of this user was known in acme, or it was erased before;"), said);
        assertTrue(said.contains("Check the id and the organization."), said);
        assertTrue(said.contains("\"known\":false"), said);
    }

    @Test
    void whatAnOrganizationHidesIsNotKnownToBeNothing() {
        answers.add(new Answer(200, NOTHING.replace("\"rows\":{\"tables\":0,\"crossings\":0},", "")));

        run("", "--user", "canary", "--yes", "--json");

        assertFalse(answer.toString(UTF_8).contains("known"), answer.toString(UTF_8));
    }

    @Test
    void whatGoesOnIsAskedForAgain() {
        answers.add(new Answer(503, GOES_ON));
        answers.add(new Answer(503, GOES_ON));

        run("", "--user", "canary", "--yes");

        assertEquals(3, asked.size());
    }

    @Test
    void aRefusalIsSaidWithItsReason() {
        answers.add(new Answer(501, "{\"detail\":\"This node has no erasure key.\"}"));

        CommandFailure failure = assertThrows(CommandFailure.class, () -> run("", "--user", "canary", "--yes"));

        assertTrue(
                String.valueOf(failure.getMessage()).endsWith("with status 501: This node has no erasure key."),
                failure.getMessage());
    }

    private void run(String input, String... arguments) {
        Terminal out = new Terminal(new PrintStream(answer, true, UTF_8), Clock.systemUTC(), false);
        Terminal err = new Terminal(new PrintStream(aside, true, UTF_8), Clock.systemUTC(), false);
        EraseCommand command = new EraseCommand(
                out,
                err,
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new Patience(Duration.ofMinutes(1), Clock.systemUTC(), pause -> {}));
        CommandLine line = OptionValues.register(new CommandLine(command));
        line.parseArgs(concat(arguments));
        command.call();
    }

    private String[] concat(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--org",
                "acme",
                "--url",
                "http://127.0.0.1:" + door.getAddress().getPort(),
                "--token",
                "secret"));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
