package dev.tallystream.standalone.command;

import dev.tallystream.standalone.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code key}: API keys for programs. */
@Command(
        name = "key",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "API keys for programs. A running server knows a key a second after it was made or revoked.",
            "To change a key without a gap: create the next one, give it to the program, revoke the old one."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream key create --data ~/usage --org acme --name slides",
            "  ./tallystream key list --data ~/usage",
            "  ./tallystream key revoke --data ~/usage 5d2c40fe9a31"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the field before it calls the command
public final class KeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private KeyCommand() {}

    /** The command with its own commands, which print on that terminal. */
    public static CommandLine on(Terminal answer) {
        return new CommandLine(new KeyCommand())
                .addSubcommand(new KeyCreateCommand(answer))
                .addSubcommand(new KeyListCommand(answer))
                .addSubcommand(new KeyRevokeCommand(answer));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do with keys: create, list or revoke");
    }
}
