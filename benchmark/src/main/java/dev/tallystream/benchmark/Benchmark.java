package dev.tallystream.benchmark;

import dev.tallystream.benchmark.model.ModelCommand;
import dev.tallystream.benchmark.reading.ReadingCommand;
import dev.tallystream.standalone.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands that prove something: {@code proof …}. */
@Command(
        name = "tallystream",
        mixinStandardHelpOptions = true,
        header = "Proofs that Tallystream keeps its promises, and their figures.%n")
@SuppressWarnings("NullAway.Init") // picocli fills the field before it calls the command
public final class Benchmark implements Runnable {
    @Spec
    private CommandSpec spec;

    private Benchmark() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.standardOutput(), Terminal.standardError(), arguments));
    }

    /** Runs one command; returns its exit code. */
    static int run(Terminal answer, Terminal aside, String... arguments) {
        CommandLine proof = new CommandLine(new Proof())
                .addSubcommand(new ModelCommand(answer, aside))
                .addSubcommand(new ReadingCommand(answer, aside));
        return new CommandLine(new Benchmark())
                .addSubcommand(proof)
                .setUsageHelpAutoWidth(true)
                .setOut(new PrintWriter(
                        new OutputStreamWriter(answer.out(), answer.out().charset()), true))
                .setParameterExceptionHandler((misuse, typed) -> {
                    aside.line(misuse.getMessage() + "; see ./"
                            + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    /** Without a command: says what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code proof}: what can be proved. */
    @Command(
            name = "proof",
            mixinStandardHelpOptions = true,
            description = "Proves a promise, prints the figure, and fails where it does not hold.")
    @SuppressWarnings("NullAway.Init") // picocli fills the field before it calls the command
    static final class Proof implements Runnable {
        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }
}
