package dev.tallystream.standalone.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.installation.KeyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCommandTest {
    @TempDir
    private Path directory;

    private TypedCommand typed = new TypedCommand();

    private int key(String command, String... more) {
        typed = new TypedCommand();
        List<String> arguments = new ArrayList<>(
                List.of("key", command, "--keys-file", file().path().toString()));
        arguments.addAll(List.of(more));
        return typed.run(arguments.toArray(String[]::new));
    }

    private KeyFile file() {
        return new KeyFile(directory.resolve("keys.json"));
    }

    private boolean isGood(String key) {
        return new HashedKeys(file().read()).find(key).isPresent();
    }

    @Test
    void twoKeysAreGoodAtOnceUntilTheFirstIsRevoked() {
        assertEquals(0, key("create", "--name", "slides"));
        String first = typed.answer().strip();
        assertEquals(0, key("create", "--name", "slides"));
        String second = typed.answer().strip();
        assertTrue(isGood(first) && isGood(second));

        int exitCode = key("revoke", KeySecret.parse(first).orElseThrow().id());

        assertAll(() -> assertEquals(0, exitCode), () -> assertFalse(isGood(first)), () -> assertTrue(isGood(second)));
    }

    @Test
    void theWholeKeyNamesItToo() {
        assertEquals(0, key("create"));
        String secret = typed.answer().strip();

        assertEquals(0, key("revoke", secret));

        assertFalse(isGood(secret));
        assertFalse(typed.answer().contains(secret), typed.answer());
    }

    @Test
    void theListShowsWhatEachMayAndWhereItStandsButNoSecret() throws Exception {
        key("create", "--name", "slides", "--org", "acme", "--scope", "events:write", "--days", "2");
        String secret = typed.answer().strip();
        key("create", "--name", "old");
        key("revoke", typed.answer().strip());

        assertEquals(0, key("list", "--json"));
        JsonNode list = new ObjectMapper().readTree(typed.answer());
        assertEquals(0, key("list"));

        JsonNode slides = list.get(0);
        assertAll(
                () -> assertEquals("live", slides.get("state").asText()),
                () -> assertEquals("slides", slides.get("name").asText()),
                () -> assertEquals("[\"events:write\"]", slides.get("scopes").toString()),
                () -> assertEquals("[\"acme\"]", slides.get("organizations").toString()),
                () -> assertEquals(
                        Duration.ofDays(2),
                        Duration.between(
                                Instant.parse(slides.get("created_at").asText()),
                                Instant.parse(slides.get("expires_at").asText()))),
                () -> assertEquals("revoked", list.get(1).get("state").asText()),
                () -> assertFalse(list.get(1).has("organizations")),
                () -> assertTrue(typed.answer().contains("events:write for acme"), typed.answer()),
                () -> assertFalse((list + typed.answer()).contains(secret.substring(16))));
    }

    @Test
    void anEmptyFileIsSaidSo() {
        assertEquals(0, key("list"));

        assertEquals("There are no keys in %s.%n".formatted(file().path()), typed.answer());
    }

    @Test
    void whatIsNotThereCannotBeRevoked() {
        assertEquals(1, key("revoke", "5d2c40fe9a31"));

        assertEquals("There is no key with that id in %s.%n".formatted(file().path()), typed.aside());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key | Say what to do with keys: create, list or revoke; see ./tallystream key --help",
                "key --data d | Unknown options: '--data', 'd'; see ./tallystream key --help",
                "key create --days 0 | A key is valid for 1 to 3660 days, not 0; see ./tallystream key create --help",
                "key revoke | Missing required parameter: 'ID'; see ./tallystream key revoke --help",
            })
    void aMistakeIsOneSentence(String line, String sentence) {
        int exitCode = typed.run(line.split(" ", -1));

        assertEquals(2, exitCode);
        assertEquals(sentence + System.lineSeparator(), typed.aside());
    }
}
