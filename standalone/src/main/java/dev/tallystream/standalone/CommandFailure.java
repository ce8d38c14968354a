package dev.tallystream.standalone;

import java.nio.file.Path;

/**
 * Ends a command with one plain sentence for the person who typed it. The command line prints the sentence alone, with
 * exit code 1; a cause, where there is one, goes to the log.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Ends the command because of what the person can change. */
    public CommandFailure(String sentence) {
        super(sentence);
    }

    /** Nothing was ever started in that directory, as it was typed. */
    public static CommandFailure noTallystreamIn(Path directory) {
        return new CommandFailure(
                "There is no Tallystream in %s; start one with serve or demo first.".formatted(directory));
    }

    /** Ends the command because something broke; the sentence says what it means to the person. */
    public CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
