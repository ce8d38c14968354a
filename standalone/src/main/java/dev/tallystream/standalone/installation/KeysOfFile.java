package dev.tallystream.standalone.installation;

import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file, also after it has changed: whoever asks looks at the file, at most once a second, and reads it
 * again where it is another. A file that is gone, half-written or damaged changes nothing: the keys that were known stay
 * known, and the log says so once.
 */
public final class KeysOfFile implements ApiKeys {
    private static final Logger LOG = LoggerFactory.getLogger(KeysOfFile.class);
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /** A file that was touched so shortly before it was read may be touched again within the same tick of its clock. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final KeyFile file;
    private final List<HashedKey> besides;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile HashedKeys known;
    private volatile long lookedAt;
    private @Nullable Seen seen;
    private boolean damaged;

    /** What the file looked like when it was read; settled where every later change would look different. */
    private record Seen(
            FileTime modified, long size, @Nullable Object identity, boolean settled) {
        boolean isStill(Seen now) {
            return settled
                    && modified.equals(now.modified)
                    && size == now.size
                    && String.valueOf(identity).equals(String.valueOf(now.identity));
        }
    }

    /**
     * Reads the file.
     *
     * @param besides keys that are known besides
     * @throws CommandFailure where it cannot be understood
     */
    public KeysOfFile(KeyFile file, List<HashedKey> besides, InstantSource clock) {
        this(file, besides, clock, System::nanoTime);
    }

    KeysOfFile(KeyFile file, List<HashedKey> besides, InstantSource clock, LongSupplier nanoTime) {
        this.file = file;
        this.besides = List.copyOf(besides);
        this.clock = clock;
        this.nanoTime = nanoTime;
        lookedAt = nanoTime.getAsLong();
        seen = look();
        known = read();
    }

    @Override
    public Optional<KeyGrant> find(String presented) {
        lookAgain();
        return known.find(presented);
    }

    private void lookAgain() {
        long now = nanoTime.getAsLong();
        if (now - lookedAt < LOOK_EVERY_NANOS || !looking.compareAndSet(false, true)) {
            return;
        }
        try {
            lookedAt = now;
            readIfChanged();
        } finally {
            looking.set(false);
        }
    }

    private void readIfChanged() {
        Seen found = look();
        if (found == null) {
            // Somebody may be about to put another in its place; to take keys back there is a command.
            report(null);
        } else if (seen == null || !seen.isStill(found)) {
            try {
                known = read();
                if (damaged || seen == null || !seen.modified.equals(found.modified)) {
                    LOG.atInfo().addKeyValue("path", file.path()).log("The keys were read again");
                }
                seen = found;
                damaged = false;
            } catch (CommandFailure e) {
                report(e);
            }
        }
    }

    private void report(@Nullable CommandFailure cause) {
        if (!damaged) {
            LOG.atWarn()
                    .addKeyValue("path", file.path())
                    .setCause(cause)
                    .log("The keys cannot be read again; those that were known stay known");
        }
        damaged = true;
    }

    private @Nullable Seen look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            FileTime modified = attributes.lastModifiedTime();
            boolean settled = modified.toInstant().plus(TICK).isBefore(clock.instant());
            return new Seen(modified, attributes.size(), attributes.fileKey(), settled);
        } catch (IOException gone) {
            return null;
        }
    }

    private HashedKeys read() {
        List<HashedKey> all = new ArrayList<>(file.read());
        all.addAll(besides);
        return new HashedKeys(all, clock);
    }
}
