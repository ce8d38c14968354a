package dev.tallystream.standalone;

import java.io.Console;
import java.io.PrintStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where a command speaks to a person.
 *
 * @param interactive whether a line can be redrawn; otherwise progress is a plain line now and then
 */
public record Terminal(PrintStream out, InstantSource clock, boolean interactive) {
    /** The process's standard output. */
    public static Terminal standardOutput() {
        return new Terminal(System.out, Clock.systemUTC(), isInteractive());
    }

    /** The process's standard error: for what must not mix with an answer that a program reads. */
    public static Terminal standardError() {
        return new Terminal(System.err, Clock.systemUTC(), isInteractive());
    }

    private static boolean isInteractive() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** Says one sentence. */
    public void line(String sentence) {
        out.println(sentence);
        out.flush();
    }

    /** Begins to show how many of {@code total} are done; close it before the next sentence. */
    public Progress progress(String unit, long total) {
        return new Progress(this, unit, total);
    }
}
