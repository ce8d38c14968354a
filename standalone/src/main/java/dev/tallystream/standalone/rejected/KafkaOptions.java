package dev.tallystream.standalone.rejected;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.command.Alternatives;
import dev.tallystream.standalone.command.BootstrapServers;
import dev.tallystream.standalone.installation.Credentials;
import dev.tallystream.standalone.installation.Installation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** On which Kafka the events are. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class KafkaOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory of demo or serve, which must be running. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Where the Kafka brokers are, instead of --data.")
    private @Nullable BootstrapServers bootstrapServers;

    /**
     * Where Kafka clients connect. What was typed wins over what the environment says.
     *
     * @throws CommandFailure where the directory does not say it
     */
    String toBootstrapServers() {
        boolean typedDirectory = Alternatives.typed(command, "--data", "--bootstrap-servers");
        if (bootstrapServers != null && !typedDirectory) {
            return bootstrapServers.value();
        }
        return new Installation(data.toAbsolutePath().normalize())
                .credentials()
                .map(Credentials::bootstrapServers)
                .orElseThrow(() -> CommandFailure.noTallystreamIn(data));
    }
}
