package dev.tallystream.standalone.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.installation.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An exported variable neither breaks nor overrides what was typed, in any command. */
class TypedBeatsEnvironmentTest {
    /** What a shell has that talks to another installation: all that its options can be given. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "TALLYSTREAM_URL", "http://elsewhere.example",
            "TALLYSTREAM_TOKEN", "t",
            "TALLYSTREAM_KEY", "ck_a_b",
            "TALLYSTREAM_BOOTSTRAP_SERVERS", "elsewhere.example:9092",
            "TALLYSTREAM_SIGNING_KEY", "ab".repeat(32),
            "TALLYSTREAM_ERASURE_KEY", "cd".repeat(32),
            "TALLYSTREAM_KEYS_FILE", "elsewhere.json",
            "TALLYSTREAM_NDJSON", "true");

    private final TypedCommand typed = new TypedCommand();

    @TempDir
    private Path directory;

    private String data() {
        return directory.resolve("data").toString();
    }

    private int run(String line) {
        return typed.run(line.replace("DATA", data()).split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit --data DATA",
                "token --data DATA --org acme",
                "key create --data DATA",
                "key list --data DATA",
                "erase --data DATA --org acme --user u --yes",
                "import --data DATA --ndjson pom.xml",
                "rejected list --data DATA",
                "rejected replay --data DATA --all",
            })
    void aTypedDirectoryIsLookedAtWhateverIsExported(String line) {
        typed.setEnvironment(ELSEWHERE);

        int exitCode = run(line);

        assertAll(
                () -> assertEquals(
                        "There is no Tallystream in %s; start one with serve or demo first.%n".formatted(data()),
                        typed.aside()),
                () -> assertEquals(1, exitCode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TALLYSTREAM_URL", "TALLYSTREAM_BOOTSTRAP_SERVERS"})
    void halfOfAnotherInstallationInTheEnvironmentChangesNothing(String variable) {
        typed.setEnvironment(Map.of(variable, ELSEWHERE.get(variable), "TALLYSTREAM_DATA", data()));

        assertEquals(1, run("audit"), typed::aside);

        assertTrue(typed.aside().contains("There is no Tallystream in " + data()), typed::aside);
    }

    @Test
    void aTokenOfADirectoryIsOneThatTheDirectoryAccepts() throws Exception {
        Files.createDirectory(Path.of(data()));
        SigningKey key = new Installation(Path.of(data())).signingKeyFile().readOrCreate();
        typed.setEnvironment(ELSEWHERE);

        assertEquals(0, run("token --data DATA --org acme"), typed::aside);

        assertTrue(new TokenAuthority(key, Clock.systemUTC())
                .verify(typed.answer().strip())
                .isPresent());
    }

    @Test
    void aTypedKeyFileIsReadWhateverKeyIsExported() throws Exception {
        SigningKey key = SigningKey.generate();
        Path file = Files.writeString(directory.resolve("signing.key"), key.reveal());
        typed.setEnvironment(ELSEWHERE);

        assertEquals(0, run("token --org acme --signing-key-file " + file), typed::aside);

        assertTrue(new TokenAuthority(key, Clock.systemUTC())
                .verify(typed.answer().strip())
                .isPresent());
    }

    @Test
    void aKeyIsMadeInTheTypedDirectoryWhateverFileIsExported() throws Exception {
        Path other = directory.resolve("other.json");
        Files.createDirectory(Path.of(data()));
        new Installation(Path.of(data())).signingKeyFile().readOrCreate();
        typed.setEnvironment(Map.of("TALLYSTREAM_KEYS_FILE", other.toString()));

        assertEquals(0, run("key create --data DATA"), typed::aside);

        assertAll(
                () -> assertFalse(Files.exists(other)),
                () -> assertEquals(
                        1, new Installation(Path.of(data())).keyFile().read().size()));
    }

    @ParameterizedTest
    @CsvSource({
        "audit --data d --url http://h, --url",
        "audit --data d --bootstrap-servers h:1, --bootstrap-servers",
        "audit --data d --signing-key-file f, --signing-key-file",
        "audit --data d --erasure-key-file f, --erasure-key-file",
        "token --org acme --data d --signing-key-file f, --signing-key-file",
        "token --org acme --data d --signing-key f, --signing-key",
        "key create --data d --keys-file f, --keys-file",
        "key list --data d --keys-file f, --keys-file",
        "key revoke --data d --keys-file f 5d2c40fe9a31, --keys-file",
        "rejected list --data d --bootstrap-servers h:1, --bootstrap-servers",
        "rejected replay --all --data d --bootstrap-servers h:1, --bootstrap-servers",
        "erase --org acme --user u --data d --url http://h, --url",
        "import --ndjson f --data d --url http://h, --url",
    })
    void bothTypedIsAMistakeInEveryCommand(String line, String other) {
        int exitCode = typed.run(line.split(" ", -1));

        assertAll(
                () -> assertEquals(2, exitCode),
                () -> assertTrue(
                        typed.aside().startsWith("--data and %s exclude each other; see ".formatted(other)),
                        typed::aside));
    }

    @Test
    void oneKeyIsTypedNotTwo() {
        assertEquals(2, run("token --org acme --signing-key-file f --signing-key " + "ab".repeat(32)));

        assertTrue(typed.aside().startsWith("--signing-key-file and --signing-key exclude each other"), typed::aside);
    }
}
