package dev.tallystream.standalone;

import dev.tallystream.aggregator.AggregatorException;
import dev.tallystream.standalone.audit.AuditCommand;
import dev.tallystream.standalone.command.DemoCommand;
import dev.tallystream.standalone.command.EnvironmentDefaults;
import dev.tallystream.standalone.command.IngestCommand;
import dev.tallystream.standalone.command.KeyCommand;
import dev.tallystream.standalone.command.OptionValues;
import dev.tallystream.standalone.command.QueryCommand;
import dev.tallystream.standalone.command.ServeCommand;
import dev.tallystream.standalone.command.TokenCommand;
import dev.tallystream.standalone.erasure.EraseCommand;
import dev.tallystream.standalone.history.ImportCommand;
import dev.tallystream.standalone.rejected.RejectedCommand;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Whatever goes wrong is one plain sentence on standard error and an exit code, no stack trace. */
@Command(
        name = "tallystream",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Exact, live credit usage for companies that sell AI features by credits.%n",
        footer = {
            "",
            "Start here:",
            "  ./tallystream demo            a panel with numbers in it, on this machine",
            "  ./tallystream serve           an empty one, for your own events",
            "  ./tallystream import --help   history from files",
            "  ./tallystream audit           whether every number is right",
            "  ./tallystream serve --help    what a command can be told, with examples",
            "",
            "Of a checkout, by the script ./tallystream alone:",
            "  ./tallystream test            runs every test; test --help says what it installs",
            "  ./tallystream build           only builds",
            "  ./tallystream proof           proves a promise and prints the figure",
            "",
            "The environment can give every option, too: --kafka-port 0 is",
            "TALLYSTREAM_KAFKA_PORT=0. What is typed wins.",
            "Exit codes: 0 done, 1 could not be done, 2 the command line was not understood,",
            "3 an import rejected some rows, or a replay left some events."
        })
@SuppressWarnings("NullAway.Init") // picocli fills the field before it calls the command
public final class Tallystream implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Tallystream.class);

    @Spec
    private CommandSpec spec;

    private Tallystream() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.standardOutput(), Terminal.standardError(), System.getenv(), arguments));
    }

    /** Runs one command; returns its exit code. */
    static int run(Terminal answer, Terminal aside, Map<String, String> environment, String... arguments) {
        EnvironmentDefaults defaults = new EnvironmentDefaults(environment);
        CommandLine commandLine = commandLine(answer, aside, defaults);
        List<String> unknown = defaults.unknownVariables(commandLine);
        if (!unknown.isEmpty()) {
            aside.line("The environment has %s, which no option of Tallystream reads.".formatted(unknown.getFirst()));
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(arguments);
    }

    /** Without a command: says what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Every command with its options. */
    static CommandLine commandLine(Terminal answer, Terminal aside, EnvironmentDefaults defaults) {
        CommandLine commandLine = new CommandLine(new Tallystream())
                .addSubcommand(new DemoCommand(answer, aside))
                .addSubcommand(new ServeCommand(answer, aside))
                .addSubcommand(new ImportCommand(answer, aside))
                .addSubcommand(new AuditCommand(answer, aside))
                .addSubcommand(RejectedCommand.commandLine(answer))
                .addSubcommand(new EraseCommand(answer, aside))
                .addSubcommand(new TokenCommand(answer))
                .addSubcommand(KeyCommand.on(answer))
                .addSubcommand(new IngestCommand(answer, aside))
                .addSubcommand(new QueryCommand(answer, aside))
                .setDefaultValueProvider(defaults)
                .setUsageHelpAutoWidth(true)
                .setOut(new PrintWriter(
                        new OutputStreamWriter(answer.out(), answer.out().charset()), true))
                .setParameterExceptionHandler((misuse, arguments) -> {
                    aside.line(sentence(misuse));
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    log(command.getCommandName(), failure);
                    aside.line(isPlain(failure) ? message(failure) : unexpected(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
        commandLine.getSubcommands().values().forEach(Tallystream::addHelp);
        return OptionValues.register(commandLine);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec().addOption(help());
        command.getSubcommands().values().forEach(Tallystream::addHelp);
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Say what this command can be told.")
                .build();
    }

    private static String sentence(ParameterException misuse) {
        String meant = misuse instanceof UnmatchedArgumentException unmatched
                ? suggestion(unmatched).map(", did you mean %s"::formatted).orElse("")
                : "";
        return "%s%s; see ./%s --help"
                .formatted(
                        message(misuse),
                        meant,
                        misuse.getCommandLine().getCommandSpec().qualifiedName());
    }

    /** Of commands the one that is nearest, but never the one that cannot be undone; of options the most similar. */
    private static Optional<String> suggestion(UnmatchedArgumentException unmatched) {
        String typed = unmatched.getUnmatched().getFirst();
        if (typed.startsWith("-")) {
            return unmatched.getSuggestions().stream().findFirst();
        }
        Set<String> commands =
                new TreeSet<>(unmatched.getCommandLine().getSubcommands().keySet());
        commands.remove(EraseCommand.NAME);
        return Typo.meant(typed, commands);
    }

    /** What a person can change is told in a sentence; of its cause the log has a line, and a trace only of the rest. */
    private static void log(String command, Exception failure) {
        if (!isPlain(failure)) {
            LOG.error("Failed command={}", command, failure);
        } else if (failure.getCause() != null) {
            LOG.warn("Failed command={} cause={}", command, failure.getCause().toString());
        }
    }

    /** Whether the message is a sentence for the person already. */
    private static boolean isPlain(Exception failure) {
        return failure instanceof CommandFailure || failure instanceof AggregatorException;
    }

    private static String unexpected(Exception failure) {
        return "Tallystream failed unexpectedly: %s (%s); its log says more."
                .formatted(message(failure), failure.getClass().getSimpleName());
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
