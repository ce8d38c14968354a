package dev.tallystream.standalone.installation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one machine's Tallystream keeps, all below one directory:
 *
 * <pre>
 * credentials.json   how programs reach it; written when it is ready, readable by its owner only
 * keys.json          the API keys that it knows, by their hashes
 * signing.key        signs the tokens that open the panel, readable by its owner only
 * erasure.key        erased users are recognized by it, readable by its owner only; a new one would bring them back
 * lock               the process that uses the directory now
 * broker/            the journal and everything else on Kafka
 * state/             the tables, rebuilt from the broker when lost
 * logs/tallystream.log
 * </pre>
 */
public record Installation(Path directory) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** The directory of the embedded broker. */
    public Path broker() {
        return directory.resolve("broker");
    }

    /** The directory of the aggregator's tables. */
    public Path state() {
        return directory.resolve("state");
    }

    /** Where everything that runs here logs. */
    public Path log() {
        return directory.resolve("logs").resolve("tallystream.log");
    }

    /** The file that {@link #publish} writes. */
    public Path credentialsFile() {
        return directory.resolve("credentials.json");
    }

    /** The API keys that this installation knows, by their hashes. */
    public KeyFile keyFile() {
        return new KeyFile(directory.resolve("keys.json"));
    }

    /** The key by which erased users are recognized. */
    public SecretFile<ErasureKey> erasureKeyFile() {
        return SecretFile.erasureKey(directory.resolve("erasure.key"));
    }

    /** Signs the tokens that open the panel. */
    public SecretFile<SigningKey> signingKeyFile() {
        return SecretFile.signingKey(directory.resolve("signing.key"));
    }

    /**
     * How this installation was reached when it was ready last, or empty before the first time.
     *
     * @throws CommandFailure if the file is there but cannot be understood
     */
    public Optional<Credentials> credentials() {
        if (!Files.exists(credentialsFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(credentialsFile()), Credentials.class));
        } catch (JsonProcessingException e) {
            throw new CommandFailure(credentialsFile() + " is damaged.", e);
        } catch (IOException e) {
            throw new CommandFailure(credentialsFile() + " cannot be read.", e);
        }
    }

    /** Says that the installation is ready and how it is reached. */
    public void publish(Credentials credentials) {
        try {
            PrivateFile.write(credentialsFile(), JSON.writeValueAsString(credentials) + System.lineSeparator());
        } catch (IOException e) {
            throw new CommandFailure(credentialsFile() + " cannot be written.", e);
        }
    }
}
