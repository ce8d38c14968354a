package dev.tallystream.standalone.broker;

import dev.tallystream.ingest.StorageRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk has room for more events. A broker or a store that meets a full disk stops, and comes back only when
 * somebody makes room: refusing before that keeps everything readable. Looks at most once a second.
 */
public final class DiskRoom implements StorageRoom {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier freeBytes;
    private final LongSupplier nanoTime;
    private final long minFreeBytes;
    private final AtomicLong lookedAt;
    private volatile boolean left;

    DiskRoom(LongSupplier freeBytes, long minFreeBytes, LongSupplier nanoTime) {
        this.freeBytes = freeBytes;
        this.minFreeBytes = minFreeBytes;
        this.nanoTime = nanoTime;
        lookedAt = new AtomicLong(nanoTime.getAsLong());
        left = true;
        look();
    }

    /** Of the disk that holds the directory, of which so much must stay free. */
    public static DiskRoom on(Path directory, long minFreeBytes) {
        return new DiskRoom(() -> free(directory), minFreeBytes, System::nanoTime);
    }

    @Override
    public boolean isLeft() {
        long now = nanoTime.getAsLong();
        long before = lookedAt.get();
        if (now - before >= LOOK_EVERY_NANOS && lookedAt.compareAndSet(before, now)) {
            look();
        }
        return left;
    }

    private void look() {
        long free = freeBytes.getAsLong();
        boolean enough = free >= minFreeBytes;
        if (left && !enough) {
            LOG.atError()
                    .addKeyValue("free_bytes", free)
                    .addKeyValue("min_free_bytes", minFreeBytes)
                    .log("The disk is nearly full; publishers are told to come back");
        } else if (!left && enough) {
            LOG.atInfo().addKeyValue("free_bytes", free).log("There is room on the disk again");
        }
        left = enough;
    }

    private static long free(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            // Whether events can be stored is what the broker will say.
            return Long.MAX_VALUE;
        }
    }
}
