package dev.tallystream.standalone.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One structured CloudEvent a line. The events keep their own identities. */
record NdjsonFormat() implements HistoryFile.Format {
    @Override
    public HistoryFile.Rows open(Path path, ContentHash hash) throws IOException {
        return new NdjsonRows(Files.newInputStream(path), hash);
    }
}
