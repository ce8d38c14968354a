package dev.tallystream.standalone.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option can be given by the environment: {@code --kafka-port} as {@code TALLYSTREAM_KAFKA_PORT}. The command
 * line wins over the environment, also where it names another of several alternatives ({@link Alternatives}); the
 * environment wins over the option's own default.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {
    private static final String PREFIX = "TALLYSTREAM_";

    /** Read by the root script: options for the Java virtual machine. */
    private static final String JAVA_OPTIONS = PREFIX + "JAVA_OPTIONS";

    private final Map<String, String> environment;

    /** Takes the values from this environment. */
    public EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && canBeGiven(option)
                ? environment.get(variable(option))
                : argument.defaultValue();
    }

    /** The variable of an option, from its longest name. */
    public static String variable(OptionSpec option) {
        return PREFIX + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Every variable that some option of the command or of its subcommands reads, and the script's own. */
    public static Set<String> variables(CommandLine commandLine) {
        Set<String> variables = new TreeSet<>(Set.of(JAVA_OPTIONS));
        for (OptionSpec option : commandLine.getCommandSpec().options()) {
            if (canBeGiven(option)) {
                variables.add(variable(option));
            }
        }
        commandLine.getSubcommands().values().forEach(subcommand -> variables.addAll(variables(subcommand)));
        return variables;
    }

    /** What the environment says to us but no option reads: a typing error that would otherwise go unnoticed. */
    public List<String> unknownVariables(CommandLine commandLine) {
        Set<String> known = variables(commandLine);
        List<String> unknown = new ArrayList<>();
        for (String variable : environment.keySet()) {
            if (variable.startsWith(PREFIX) && !known.contains(variable)) {
                unknown.add(variable);
            }
        }
        unknown.sort(null);
        return unknown;
    }

    private static boolean canBeGiven(OptionSpec option) {
        return !option.usageHelp()
                && !option.versionHelp()
                && option.longestName().startsWith("--");
    }
}
