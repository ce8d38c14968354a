package dev.tallystream.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallystream.standalone.command.EnvironmentDefaults;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;

/** A command as somebody types it in this process, and what is said in return. */
public final class TypedCommand {
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream aside = new ByteArrayOutputStream();
    private final Terminal answerTerminal = terminal(answer);
    private final Terminal asideTerminal = terminal(aside);
    private Map<String, String> environment = Map.of();

    /** Replaces the environment, which is empty. */
    public void setEnvironment(Map<String, String> variables) {
        environment = variables;
    }

    /** Runs it; returns the exit code. */
    public int run(String... arguments) {
        return Tallystream.run(answerTerminal, asideTerminal, environment, arguments);
    }

    /** The command line with all its commands. */
    public CommandLine commandLine() {
        return Tallystream.commandLine(answerTerminal, asideTerminal, new EnvironmentDefaults(environment));
    }

    /** What was said on standard output. */
    public String answer() {
        return answer.toString(UTF_8);
    }

    /** What was said on standard error. */
    public String aside() {
        return aside.toString(UTF_8);
    }

    private static Terminal terminal(ByteArrayOutputStream bytes) {
        return new Terminal(new PrintStream(bytes, true, UTF_8), Clock.systemUTC(), false);
    }
}
