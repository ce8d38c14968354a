package dev.tallystream.query.erasure;

import dev.tallystream.aggregator.view.ErasedRows;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.erasure.ErasureOutcome.Cleared;
import dev.tallystream.query.usage.UsageQueries;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases users, each step of it as often as it is asked for. One erasure of a user runs at a time; whoever asks for the
 * same meanwhile gets its answer. Thread-safe.
 */
public final class UserErasures {
    /** How long a caller waits for an answer: below the half minute after which a silent connection is given up. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Each reads the whole rejected topic, so a few are enough. */
    static final int MOST_AT_ONCE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(UserErasures.class);

    /** How long it is waited until the counting has moved the rows; a restore takes longer, and then this is asked again. */
    private static final Duration APPLIED_WITHIN = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final UsageView view;
    private final UsageQueries lists;
    private final ErasureWriter writer;
    private final RejectedRecords rejected;
    private final ErasureKey key;
    private final Duration patience;
    private final Map<ErasedUser, CompletableFuture<ErasureOutcome>> running = new ConcurrentHashMap<>();

    /** Erases with that key, which the counting must have, too. */
    public UserErasures(
            UsageView view,
            UsageQueries lists,
            ErasureWriter writer,
            RejectedRecords rejected,
            ErasureKey key,
            Duration patience) {
        this.view = view;
        this.lists = lists;
        this.writer = writer;
        this.rejected = rejected;
        this.key = key;
        this.patience = patience;
    }

    /** What the tables know of a user. */
    private record Known(Optional<ErasedRows> erased, boolean named, boolean hidden) {}

    /** Erases the user; waits until it is done, or for a while. */
    public ErasureOutcome erase(Principal caller, OrganizationId organization, UserId user) {
        Optional<Denial> denial = Denial.of(caller, organization, Right.ERASE_USERS);
        if (denial.isPresent()) {
            return new ErasureOutcome.Denied(denial.get());
        }
        ErasedUser erased = key.erase(organization, user);
        CompletableFuture<ErasureOutcome> job = begin(erased, user);
        if (job == null) {
            return new ErasureOutcome.TooMany();
        }
        try {
            ErasureOutcome outcome = job.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            running.remove(erased, job);
            return outcome;
        } catch (TimeoutException notYet) {
            return new ErasureOutcome.GoesOn();
        } catch (ExecutionException e) {
            running.remove(erased, job);
            throw new IllegalStateException("an erasure failed unexpectedly", e.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new ErasureOutcome.GoesOn();
        }
    }

    /** The one that runs already, or a new one; null where too many run. */
    private synchronized @Nullable CompletableFuture<ErasureOutcome> begin(ErasedUser erased, UserId user) {
        CompletableFuture<ErasureOutcome> same = running.get(erased);
        if (same != null) {
            return same;
        }
        if (running.size() >= MOST_AT_ONCE) {
            // Nobody came back for the answers of these.
            running.values().removeIf(CompletableFuture::isDone);
        }
        if (running.size() >= MOST_AT_ONCE) {
            return null;
        }
        CompletableFuture<ErasureOutcome> job = new CompletableFuture<>();
        running.put(erased, job);
        Thread.ofVirtual().name("erasure").start(() -> {
            try {
                job.complete(run(erased, user));
            } catch (RuntimeException unexpected) {
                job.completeExceptionally(unexpected);
            }
        });
        return job;
    }

    private ErasureOutcome run(ErasedUser erased, UserId user) {
        OrganizationId organization = erased.organization();
        Known before;
        switch (look(erased, user)) {
            case Reading.Unavailable<Known>(var reason) -> {
                return new ErasureOutcome.Unavailable(reason);
            }
            case Reading.Answered<Known>(var known, var freshness) -> before = known;
        }
        try {
            writer.removeName(organization, user).join();
            writer.erase(erased, key.fingerprint()).join();
            ErasedRows after = await(erased, user);
            if (after == null) {
                return new ErasureOutcome.GoesOn();
            }
            ErasedRows rows = before.erased.isPresent() ? ErasedRows.NONE : after;
            long records = rejected.clear(organization, user);
            int snapshots = lists.dropLists(organization);
            return new ErasureOutcome.Erased(
                    new Cleared(before.hidden ? null : rows, before.named, records, snapshots));
        } catch (CompletionException | RejectedRecords.NotCleared notStored) {
            LOG.atWarn().setCause(notStored).log("An erasure was not stored wholly");
            return new ErasureOutcome.NotStored();
        }
    }

    private Reading<Known> look(ErasedUser erased, UserId user) {
        return view.read(
                erased.organization(),
                cut -> new Known(
                        cut.erasedRows(erased),
                        cut.directory(DirectoryKind.USER, user.value()).isPresent(),
                        cut.settings().userAnalytics() == UserAnalytics.EXCLUDE));
    }

    /** What was moved, once the tables show that it was; null where that takes too long. */
    private @Nullable ErasedRows await(ErasedUser erased, UserId user) {
        long end = System.nanoTime() + APPLIED_WITHIN.toNanos();
        while (System.nanoTime() - end < 0) {
            if (look(erased, user) instanceof Reading.Answered<Known>(Known known, var freshness)
                    && known.erased.isPresent()
                    && !known.named) {
                return known.erased.get();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return null;
    }
}
