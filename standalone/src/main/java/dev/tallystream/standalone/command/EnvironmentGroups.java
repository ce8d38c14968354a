package dev.tallystream.standalone.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The environment for options that belong to a group. Picocli asks nobody for their defaults, so what the environment
 * says is typed for the person, unless they have typed it, or another alternative of the group, themselves.
 */
final class EnvironmentGroups {
    private final Map<String, String> environment;
    private final List<String> typed;

    private EnvironmentGroups(Map<String, String> environment, List<String> typed) {
        this.environment = environment;
        this.typed = typed;
    }

    /** The arguments, and behind them those that the environment adds. */
    static String[] complete(CommandLine commandLine, Map<String, String> environment, String[] arguments) {
        List<String> completed = new ArrayList<>(Arrays.asList(arguments));
        CommandLine command =
                arguments.length == 0 ? null : commandLine.getSubcommands().get(arguments[0]);
        if (command != null) {
            EnvironmentGroups groups = new EnvironmentGroups(environment, List.copyOf(completed));
            for (ArgGroupSpec group : command.getCommandSpec().argGroups()) {
                groups.addTo(completed, group);
            }
        }
        return completed.toArray(String[]::new);
    }

    private void addTo(List<String> completed, ArgGroupSpec group) {
        boolean decided = group.exclusive() && isTyped(group);
        for (OptionSpec option : group.options()) {
            String value = environment.get(EnvironmentDefaults.variable(option));
            if (value != null && !decided && !isTyped(option)) {
                completed.add(option.longestName() + "=" + value);
            }
        }
        for (ArgGroupSpec alternative : group.subgroups()) {
            if (!decided || isTyped(alternative)) {
                addTo(completed, alternative);
            }
        }
    }

    private boolean isTyped(ArgGroupSpec group) {
        return group.options().stream().anyMatch(this::isTyped)
                || group.subgroups().stream().anyMatch(this::isTyped);
    }

    private boolean isTyped(OptionSpec option) {
        String name = option.longestName();
        return typed.stream().anyMatch(argument -> argument.equals(name) || argument.startsWith(name + "="));
    }
}
