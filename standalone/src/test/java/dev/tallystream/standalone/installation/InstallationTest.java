package dev.tallystream.standalone.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.standalone.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationTest {
    @TempDir
    private Path directory;

    @Test
    void theCredentialsAreForTheirOwnerOnlyAndReplacedAsAWhole() throws Exception {
        Installation installation = new Installation(directory);
        installation.publish(new Credentials("http://127.0.0.1:1", "127.0.0.1:2", "ck_a_b"));
        Credentials latest = new Credentials("http://127.0.0.1:8080", "127.0.0.1:9092", "ck_c_d");

        installation.publish(latest);

        assertEquals(Optional.of(latest), installation.credentials());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(installation.credentialsFile())));
        JsonNode json = new ObjectMapper().readTree(Files.readString(installation.credentialsFile()));
        assertEquals("http://127.0.0.1:8080", json.get("url").textValue());
        assertEquals("127.0.0.1:9092", json.get("bootstrap_servers").textValue());
        assertEquals("ck_c_d", json.get("ingest_key").textValue());
        assertFalse(latest.toString().contains("ck_c_d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"url\":", "{}", "[]"})
    void aDamagedFileIsOneSentence(String content) throws Exception {
        Installation installation = new Installation(directory);
        Files.writeString(installation.credentialsFile(), content);

        CommandFailure failure = assertThrows(CommandFailure.class, installation::credentials);

        assertEquals(installation.credentialsFile() + " is damaged.", failure.getMessage());
    }
}
