package dev.tallystream.standalone.command;

import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.standalone.installation.KeyFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which API keys a process of its own knows. */
@SuppressWarnings("NullAway.Init") // picocli fills the field before it calls the command
final class KeysOption {
    @Option(
            names = "--keys-file",
            required = true,
            paramLabel = "FILE",
            description = "The API keys that are known, by their hashes; ./tallystream key adds one.")
    private Path file;

    ApiKeys toKeys() {
        return new HashedKeys(new KeyFile(file).read());
    }
}
