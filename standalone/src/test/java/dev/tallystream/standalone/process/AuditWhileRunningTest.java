package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.process.RunningTallystream.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class AuditWhileRunningTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void aRunningInstallationIsAuditedOverHttpAndGoesOn() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller("acme")) {
            Credentials credentials = installation.credentials().orElseThrow();
            SigningKey signingKey = installation.signingKeyFile().read();
            assertEquals(202, acme.publish(serve.url(), credentials.ingestKey(), "first", "40"));
            Await.until(
                    () -> acme.usage(serve.url(), signingKey),
                    usage -> usage.path("total_credits").asText().equals("40"));

            Ended byDirectory = RunningTallystream.run(
                    "audit", "--data", installation.directory().toString(), "--json");
            Ended byAddress = RunningTallystream.run(
                    "audit",
                    "--url",
                    credentials.url() + "/",
                    "--bootstrap-servers",
                    credentials.bootstrapServers(),
                    "--signing-key",
                    signingKey.reveal());
            Ended byStranger = RunningTallystream.run(
                    "audit",
                    "--url",
                    credentials.url(),
                    "--bootstrap-servers",
                    credentials.bootstrapServers(),
                    "--signing-key",
                    SigningKey.generate().reveal());

            assertEquals(0, byDirectory.exitCode(), byDirectory.toString());
            JsonNode report = new ObjectMapper().readTree(byDirectory.answer());
            assertEquals(1, report.path("counted").asInt());
            assertEquals(0, report.path("drift").asInt(-1));
            assertTrue(report.path("cells").asInt() > 20, byDirectory.answer());
            assertEquals(0, byAddress.exitCode(), byAddress.toString());
            assertTrue(byAddress.answer().contains("drift: 0"), byAddress.answer());
            assertEquals(1, byStranger.exitCode());
            assertTrue(byStranger.errors().contains("refused the export with status 401"), byStranger.errors());
            assertEquals(0, serve.stop());
        }
    }
}
