package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.TaskStores;
import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.UserId;
import org.jspecify.annotations.Nullable;

/** Keeps the newest readable entry of every team, user and feature. */
final class KeepDirectory extends KeepLatest {
    KeepDirectory(LiveTasks tasks) {
        super(Stores.DIRECTORY, TaskStores::directory, tasks);
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

    /** An erased user has no name. */
    @Override
    boolean isWelcome(byte[] key, LiveTasks.LiveTask task) {
        DirectoryKey entry = DirectoryKey.fromBytes(key);
        return entry.kind() != DirectoryKind.USER
                || !task.erased().contains(entry.organization(), new UserId(entry.id()));
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
