package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryKey;
import org.jspecify.annotations.Nullable;

/** Keeps the newest readable entry of every team, user and feature. */
final class KeepDirectory extends KeepLatest {
    KeepDirectory(LiveTasks tasks) {
        super(Stores.DIRECTORY, tasks);
    }

    @Override
    boolean isKey(byte[] key) {
        try {
            DirectoryKey.fromBytes(key);
            return true;
        } catch (IllegalArgumentException | IndexOutOfBoundsException notAKey) {
            return false;
        }
    }

    @Override
    boolean isReadable(byte[] value) {
        return DirectoryCodec.decode(value).isPresent();
    }

    @Override
    byte @Nullable [] whenNoneWasReadable() {
        return null;
    }
}
