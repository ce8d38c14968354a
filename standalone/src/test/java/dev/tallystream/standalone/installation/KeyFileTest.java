package dev.tallystream.standalone.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.standalone.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    @TempDir
    private Path directory;

    @Test
    void aServerThatReadsTheFileKnowsTheKeysButTheFileDoesNotHoldThem() throws Exception {
        KeyFile file = new KeyFile(directory.resolve("keys.json"));
        KeySecret everybodys = KeySecret.generate();
        KeySecret acmes = KeySecret.generate();
        KeyGrant everything = new KeyGrant(
                everybodys.id(), new OrganizationScope.All(), Set.of(KeyScope.EVENTS_WRITE, KeyScope.BACKFILL));
        KeyGrant reading = new KeyGrant(
                acmes.id(),
                new OrganizationScope.Only(Set.of(new OrganizationId("acme"))),
                Set.of(KeyScope.USAGE_READ));

        file.add(new HashedKey(everything, everybodys.hash()));
        file.add(new HashedKey(reading, acmes.hash()));

        HashedKeys known = new HashedKeys(file.read());
        assertEquals(Optional.of(everything), known.find(everybodys.reveal()));
        assertEquals(Optional.of(reading), known.find(acmes.reveal()));
        String content = Files.readString(file.path());
        assertFalse(content.contains(everybodys.reveal().substring(20)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
    }

    @Test
    void noFileIsNoKeys() {
        assertEquals(List.of(), new KeyFile(directory.resolve("none.json")).read());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"id\":\"a\",\"sha256\":\"short\",\"scopes\":[]}]}",
                "{\"keys\":[{\"id\":\"a\",\"sha256\":\"%64s\",\"scopes\":[\"everything\"]}]}"
            })
    void aFileThatCannotBeUnderstoodIsRefusedInOneSentence(String content) throws Exception {
        Path path = directory.resolve("keys.json");
        Files.writeString(path, content.formatted("0").replace(' ', '0'));

        CommandFailure failure = assertThrows(CommandFailure.class, () -> new KeyFile(path).read());

        assertEquals(1, String.valueOf(failure.getMessage()).lines().count());
    }
}
