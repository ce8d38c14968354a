package dev.tallystream.standalone.installation;

import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One process's claim on a data directory. The operating system lets go of it when the process ends, however it ends;
 * the file holds the process's id for the sentence that refuses the next one.
 */
public final class DirectoryClaim implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final FileChannel channel;

    private DirectoryClaim(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Claims the directory, which is created when it is new, for its owner alone.
     *
     * @throws CommandFailure if another process has it, or it cannot be written
     */
    public static DirectoryClaim on(Installation installation) {
        Path file = installation.directory().resolve("lock");
        try {
            create(installation.directory());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new CommandFailure(
                        "The data directory %s is in use by another Tallystream (process %s); stop it, or choose another with --data."
                                .formatted(
                                        installation.directory(),
                                        Files.readString(file).strip()));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new DirectoryClaim(channel);
        } catch (IOException e) {
            throw new CommandFailure("The data directory %s cannot be written.".formatted(installation.directory()), e);
        }
    }

    /** What lies in it is everybody's usage: no other user of the machine is to read it. */
    private static void create(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent == null || Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(parent);
        if (Files.getFileStore(parent).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createDirectory(directory);
        }
    }

    /** Whether another process has the directory now. */
    public static boolean isTaken(Installation installation) {
        try (DirectoryClaim claim = tryOn(installation.directory().resolve("lock"))) {
            return claim == null;
        } catch (IOException e) {
            throw new CommandFailure("The data directory %s cannot be written.".formatted(installation.directory()), e);
        }
    }

    private static @Nullable DirectoryClaim tryOn(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            return null;
        }
        return new DirectoryClaim(channel);
    }

    /** Gives the directory back; what is stored in it stays. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CommandFailure("The data directory could not be given back.", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException claimedByThisProcess) {
            return null;
        }
    }
}
