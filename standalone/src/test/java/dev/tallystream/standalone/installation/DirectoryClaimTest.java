package dev.tallystream.standalone.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystream.standalone.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryClaimTest {
    @TempDir
    private Path directory;

    @Test
    void aSecondClaimNamesTheProcessThatHasTheDirectory() {
        Installation installation = new Installation(directory);
        DirectoryClaim first = DirectoryClaim.on(installation);

        CommandFailure failure = assertThrows(CommandFailure.class, () -> DirectoryClaim.on(installation));

        assertEquals(
                "The data directory %s is in use by another Tallystream (process %d); stop it, or choose another with --data."
                        .formatted(directory, ProcessHandle.current().pid()),
                failure.getMessage());
        first.close();
        DirectoryClaim.on(installation).close();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Installation installation = new Installation(file.resolve("data"));

        CommandFailure failure = assertThrows(CommandFailure.class, () -> DirectoryClaim.on(installation));

        assertEquals(
                "The data directory %s cannot be written.".formatted(installation.directory()), failure.getMessage());
    }
}
