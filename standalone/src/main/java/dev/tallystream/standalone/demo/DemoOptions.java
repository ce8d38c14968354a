package dev.tallystream.standalone.demo;

import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the demo is told about its data. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class DemoOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "300000",
            description = "About how many events of history there are. Default: ${DEFAULT-VALUE}.")
    private long events;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Decides the data: the same seed, the same people and usage. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** The plan of data that ends now. */
    public DemoPlan toPlan(Instant now) {
        try {
            return new DemoPlan(seed, events, now);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
