package dev.tallystream.standalone.command;

import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.installation.KeyFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which file of keys a command is about. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class KeyFileOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory of demo or serve. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(names = "--keys-file", paramLabel = "FILE", description = "The file of ingest and query instead.")
    private @Nullable Path file;

    KeyFile toKeyFile() {
        return file == null ? new Installation(data.toAbsolutePath().normalize()).keyFile() : new KeyFile(file);
    }
}
