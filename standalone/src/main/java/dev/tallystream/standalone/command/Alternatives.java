package dev.tallystream.standalone.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Options of which a command takes one: what is typed wins over what the environment says of the others. */
public final class Alternatives {
    private Alternatives() {}

    /**
     * Whether the option was typed, so that whatever the environment says of the others does not count.
     *
     * @throws ParameterException where one of the others was typed, too
     */
    public static boolean typed(CommandSpec command, String option, String... others) {
        ParseResult typed = command.commandLine().getParseResult();
        if (!typed.hasMatchedOption(option)) {
            return false;
        }
        for (String other : others) {
            if (typed.hasMatchedOption(other)) {
                throw new ParameterException(
                        command.commandLine(), "%s and %s exclude each other".formatted(option, other));
            }
        }
        return true;
    }
}
