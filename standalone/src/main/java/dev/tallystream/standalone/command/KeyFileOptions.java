package dev.tallystream.standalone.command;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.installation.KeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which file of keys a command is about. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class KeyFileOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory of demo or serve. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(names = "--keys-file", paramLabel = "FILE", description = "The file of ingest and query instead.")
    private @Nullable Path file;

    /**
     * The file.
     *
     * @throws CommandFailure where no Tallystream has been in the directory
     */
    KeyFile toKeyFile() {
        boolean ofTheDirectory = Alternatives.typed(command, "--data", "--keys-file");
        if (file != null && !ofTheDirectory) {
            return new KeyFile(file);
        }
        Installation installation = new Installation(data.toAbsolutePath().normalize());
        if (!Files.exists(installation.signingKeyFile().path())) {
            throw CommandFailure.noTallystreamIn(data);
        }
        return installation.keyFile();
    }
}
