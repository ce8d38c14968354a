package dev.tallystream.standalone.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyLife;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.standalone.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysOfFileTest {
    @TempDir
    private Path directory;

    private final KeySecret first = KeySecret.generate();
    private final KeySecret second = KeySecret.generate();
    private Instant now = Instant.now();
    private long nanos;
    private KeyFile file;
    private KeysOfFile keys;

    @BeforeEach
    void start() {
        file = new KeyFile(directory.resolve("keys.json"));
        file.add(key(first, KeyLife.ENDLESS));
        keys = new KeysOfFile(file, List.of(), () -> now, () -> nanos);
    }

    @Test
    void aKeyThatIsAddedIsKnownASecondLaterBesideTheOneBefore() {
        file.add(key(second, KeyLife.ENDLESS));
        assertFalse(knows(second));

        later(Duration.ofSeconds(1));

        assertTrue(knows(second));
        assertTrue(knows(first));
    }

    @Test
    void aKeyThatIsRevokedIsUnknownASecondLater() {
        file.change(all -> List.of(all.getFirst().with(KeyLife.ENDLESS.revokedAt(now))));

        later(Duration.ofSeconds(1));

        assertFalse(knows(first));
    }

    @Test
    void aKeyEndsByTheClockWithoutAnybodyTouchingTheFile() {
        file.add(key(second, new KeyLife(now, now.plusSeconds(60), null)));
        later(Duration.ofSeconds(59));
        assertTrue(knows(second));

        later(Duration.ofSeconds(1));

        assertFalse(knows(second));
        assertTrue(knows(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{ \"keys\" : [ {", "[]", "gone"})
    void aFileThatIsHalfWrittenOrGoneChangesNothingUntilItIsWhole(String content) throws Exception {
        String whole = Files.readString(file.path());
        if (content.equals("gone")) {
            Files.delete(file.path());
        } else {
            Files.writeString(file.path(), content);
        }
        later(Duration.ofSeconds(5));
        assertTrue(knows(first));

        Files.writeString(file.path(), whole.replace(first.id(), "other"));
        later(Duration.ofSeconds(1));

        assertFalse(knows(first));
    }

    @Test
    void aChangeWithinTheSameTickOfTheFilesClockIsSeen() throws Exception {
        var modified = Files.getLastModifiedTime(file.path());
        String content = Files.readString(file.path());
        later(Duration.ofSeconds(1));
        assertTrue(knows(first));
        Files.writeString(
                file.path(), content.replace(first.hash().hex(), second.hash().hex()));
        Files.setLastModifiedTime(file.path(), modified);

        later(Duration.ofSeconds(1));

        assertFalse(knows(first));
    }

    @Test
    void aServerDoesNotStartWithADamagedFile() throws Exception {
        Files.writeString(file.path(), "{");

        assertThrows(CommandFailure.class, () -> new KeysOfFile(file, List.of(), () -> now));
    }

    @Test
    void theSameIdTwiceIsADamagedFile() {
        file.add(key(first, KeyLife.ENDLESS));

        assertEquals(
                "%s has the key %s twice.".formatted(file.path(), first.id()),
                assertThrows(CommandFailure.class, file::read).getMessage());
    }

    private void later(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    private boolean knows(KeySecret secret) {
        return keys.find(secret.reveal()).isPresent();
    }

    private static HashedKey key(KeySecret secret, KeyLife life) {
        return new HashedKey(
                new KeyGrant(secret.id(), new OrganizationScope.All(), Set.of(KeyScope.EVENTS_WRITE)),
                secret.hash(),
                "",
                life);
    }
}
