package dev.tallystream.standalone.rejected;

import dev.tallystream.standalone.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rejected}: the events that were not counted. */
@Command(
        name = "rejected",
        description = "Lists the events that were not counted, and publishes them again once they can be.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  ./tallystream rejected list --data data",
            "  ./tallystream rejected replay --data data --reason unknown-version"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the field before it calls the command
public final class RejectedCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private RejectedCommand() {}

    /** With its own commands, which answer on that terminal. */
    public static CommandLine commandLine(Terminal answer) {
        return new CommandLine(new RejectedCommand())
                .addSubcommand(new ListCommand(answer))
                .addSubcommand(new ReplayCommand(answer));
    }

    /** Without one of them: says what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
