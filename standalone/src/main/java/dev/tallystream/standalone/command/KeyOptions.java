package dev.tallystream.standalone.command;

import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.IngestKey;
import dev.tallystream.standalone.installation.KeyFile;
import dev.tallystream.standalone.installation.KeysOfFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which API keys a process of its own knows: those of a file, and one from the environment. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class KeyOptions {
    @Option(
            names = "--keys-file",
            paramLabel = "FILE",
            description =
                    "The API keys that are known, by their hashes; changes are seen within a second. ./tallystream key create adds one.")
    private @Nullable Path file;

    @Option(
            names = "--ingest-key",
            paramLabel = "KEY",
            description = "One key that may publish for every organization, ck_<id>_<secret>; better given as"
                    + " TALLYSTREAM_INGEST_KEY, since others on the machine see command lines.")
    private @Nullable String ingestKey;

    /** The keys, or empty where none is given in either way. */
    Optional<ApiKeys> toKeys(InstantSource clock) {
        List<HashedKey> given = new ArrayList<>();
        if (ingestKey != null) {
            KeySecret secret = KeySecret.parse(ingestKey)
                    .orElseThrow(
                            () -> new CommandFailure(
                                    "The ingest key is not of the form ck_<id>_<secret> with at least 32 characters of secret."));
            given.add(IngestKey.hashed(secret));
        }
        if (file == null) {
            return given.isEmpty() ? Optional.empty() : Optional.of(new HashedKeys(given, clock));
        }
        if (!Files.exists(file)) {
            throw new CommandFailure(
                    "There is no keys file %1$s; ./tallystream key create --keys-file %1$s makes it.".formatted(file));
        }
        KeyFile keyFile = new KeyFile(file);
        boolean none = given.isEmpty() && keyFile.read().isEmpty();
        return none ? Optional.empty() : Optional.of(new KeysOfFile(keyFile, given, clock));
    }
}
