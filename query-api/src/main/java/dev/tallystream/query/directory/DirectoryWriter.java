package dev.tallystream.query.directory;

import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import java.util.concurrent.CompletableFuture;

/** Says what a team, user or feature is called. Thread-safe. */
public interface DirectoryWriter {
    /**
     * Replaces the entry of that key; of two writes of one key the later one stays.
     *
     * @return completes when the entry is durable, answers show it soon after; exceptionally where it is not
     */
    CompletableFuture<Void> write(DirectoryKey key, DirectoryEntry entry);
}
