package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.process.RunningTallystream.Ended;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class ServeTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void anEventIsCountedOnceAlsoAfterAKillAndARetry() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller("acme")) {
            Credentials before = installation.credentials().orElseThrow();
            SigningKey signingKey = installation.signingKeyFile().read();
            assertEquals(202, acme.publish(serve.url(), before.ingestKey(), "first", "40"));
            Await.until(() -> acme.usage(serve.url(), signingKey), usage -> isTotal(usage, "40"));

            serve.kill();
            serve.restart();

            assertEquals(before, installation.credentials().orElseThrow());
            assertEquals(202, acme.publish(serve.url(), before.ingestKey(), "first", "40"));
            assertEquals(202, acme.publish(serve.url(), before.ingestKey(), "second", "2.5"));
            JsonNode usage = Await.until(() -> acme.usage(serve.url(), signingKey), now -> isTotal(now, "42.5"));
            assertEquals(2, usage.get("event_count").intValue());
            assertEquals(0, serve.stop());
        }
    }

    @Test
    void aSecondStartIsRefusedInOneSentenceAndTheFirstStopsInOrder() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller("acme")) {
            Credentials credentials = installation.credentials().orElseThrow();
            String elsewhere = directory.resolve("elsewhere").toString();

            assertEquals(
                    new Ended(
                            1,
                            "",
                            "The data directory %s is in use by another Tallystream (process %d); stop it, or choose another with --data."
                                    .formatted(installation.directory(), serve.pid())),
                    RunningTallystream.run(
                            "serve", "--data", installation.directory().toString()));
            assertEquals(
                    new Ended(1, "", busy(credentials.port(), "--port")),
                    RunningTallystream.run("serve", "--data", elsewhere, "--port", "" + credentials.port()));
            assertEquals(
                    new Ended(1, "", busy(credentials.kafkaPort(), "--kafka-port")),
                    RunningTallystream.run(
                            "serve", "--data", elsewhere, "--port", "0", "--kafka-port", "" + credentials.kafkaPort()));

            assertAll(
                    () -> assertEquals(303, acme.status(URI.create(serve.announced("sign_in_url")))),
                    () -> assertEquals(401, acme.status(serve.url().resolve("/v1/orgs/acme/credits-usage"))),
                    () -> assertEquals("rw-------", permissions(installation.credentialsFile())),
                    () -> assertEquals(
                            "rw-------", permissions(installation.keyFile().path())),
                    () -> assertEquals(
                            "rw-------",
                            permissions(installation.signingKeyFile().path())));
            assertEquals(0, serve.stop());
            assertEquals("Stopping.\n", serve.errors());
            String log = Files.readString(installation.log());
            assertTrue(
                    log.indexOf("Stopped part=http") < log.indexOf("Stopped part=aggregator")
                            && log.indexOf("Stopped part=aggregator") < log.indexOf("Stopped part=broker"),
                    log);
        }
    }

    private static boolean isTotal(JsonNode usage, String credits) {
        return usage.path("total_credits").asText().equals(credits);
    }

    private static String busy(int port, String option) {
        return ("Port %d of 127.0.0.1 cannot be listened on, most likely because another program does; choose another"
                        + " with %s.")
                .formatted(port, option);
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
