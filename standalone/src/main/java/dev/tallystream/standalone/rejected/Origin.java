package dev.tallystream.standalone.rejected;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record was first appended to the events topic; names a rejected event among all. */
public record Origin(int partition, long offset) {
    /** Nine and eighteen digits fit into an int and a long. */
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    /**
     * Reads {@code partition:offset}.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static Origin parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException(
                    "origin '%s' must be partition:offset, such as 3:182736".formatted(text));
        }
        return new Origin(Integer.parseInt(written.group(1)), Long.parseLong(written.group(2)));
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
