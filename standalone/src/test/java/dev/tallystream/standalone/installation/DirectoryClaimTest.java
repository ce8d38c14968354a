package dev.tallystream.standalone.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystream.standalone.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void aNewDirectoryIsItsOwnersAloneAndOneThatIsThereStaysAsItIs() throws Exception {
        assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"), "this file system has no owners");
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path fresh = shared.resolve("parent").resolve("data");

        DirectoryClaim.on(new Installation(fresh)).close();
        DirectoryClaim.on(new Installation(fresh)).close();
        DirectoryClaim.on(new Installation(shared)).close();

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)));
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
