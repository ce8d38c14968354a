package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.installation.ListenPort;
import dev.tallystream.standalone.process.RunningTallystream.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** An operator who mistypes where Kafka is reads sentences, in both roles. */
@Tag("process")
class UnreachableKafkaTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void whoeverNamesNoKafkaReadsWhatIsWaitedForAndASentenceAndNoTrace() throws Exception {
        String nobody = "127.0.0.1:" + ListenPort.free();
        Path keys = directory.resolve("keys.json");
        assertEquals(0, new TypedCommand().run("key", "create", "--keys-file", keys.toString()));
        Path signingKey = Files.writeString(
                directory.resolve("signing.key"), SigningKey.generate().reveal());
        String state = directory.resolve("state").toString();

        List<CompletableFuture<Ended>> both = List.of(
                ends("ingest", "--bootstrap-servers", nobody, "--keys-file", keys.toString(), "--port", "0"),
                ends(
                        "query",
                        "--bootstrap-servers",
                        nobody,
                        "--state",
                        state,
                        "--signing-key-file",
                        signingKey.toString(),
                        "--port",
                        "0"));

        for (CompletableFuture<Ended> one : both) {
            Ended ended = one.get();
            List<String> said = ended.errors().lines().toList();
            assertAll(
                    () -> assertEquals(1, ended.exitCode()),
                    () -> assertEquals("Waiting for Kafka at %s.".formatted(nobody), said.getFirst()),
                    () -> assertEquals(
                            "No Kafka broker answers at %s; is it running, and reachable from here?".formatted(nobody),
                            said.getLast()),
                    () -> assertFalse(ended.errors().contains("\tat "), ended::errors),
                    () -> assertTrue(ended.answer().isEmpty(), ended::answer));
        }
    }

    private static CompletableFuture<Ended> ends(String... arguments) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return RunningTallystream.run(arguments);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                runnable -> Thread.ofVirtual().start(runnable));
    }
}
