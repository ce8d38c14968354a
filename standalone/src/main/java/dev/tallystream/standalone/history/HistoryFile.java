package dev.tallystream.standalone.history;

import dev.tallystream.standalone.CommandFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of history and the way to read it. */
record HistoryFile(Path path, ContentHash hash, Format format) {
    /** How a file's bytes become rows. */
    interface Format {
        /**
         * Starts to read.
         *
         * @throws CommandFailure where the file as a whole is not of this format
         */
        Rows open(Path path, ContentHash hash) throws IOException;
    }

    /** The rows, one after another, never the whole file. */
    interface Rows extends Closeable {
        /**
         * The next row, or empty at the end.
         *
         * @throws CommandFailure where no later row can be found
         */
        Optional<HistoryRow> next() throws IOException;
    }

    /**
     * Names the file by its content.
     *
     * @throws CommandFailure where it cannot be read
     */
    static HistoryFile of(Path path, Format format) {
        if (!Files.isRegularFile(path)) {
            throw new CommandFailure("There is no file " + path + ".");
        }
        try {
            return new HistoryFile(path, ContentHash.of(path), format);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Starts to read its rows. */
    Rows open() throws IOException {
        return format.open(path, hash);
    }

    static CommandFailure unreadable(Path path, IOException cause) {
        return new CommandFailure("The file " + path + " cannot be read: " + cause.getMessage() + ".", cause);
    }
}
