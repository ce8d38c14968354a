package dev.tallystream.query.event;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plays the events topic and the rejected topic of every organization. Thread-safe. */
public final class PlayedJournal implements OriginalEvents, RejectedEvents, ReversalWriter {
    private record Rejected(OrganizationId organization, RejectedEvent event) {}

    private final Map<Long, byte[]> originals = new HashMap<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final List<String> published = new ArrayList<>();
    private int mostLookedThrough = Integer.MAX_VALUE;
    private boolean away;

    /** An event lies on partition 3 at that offset. */
    public synchronized PlayedJournal keep(long offset, String event) {
        originals.put(offset, event.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** An event of partition 3 was rejected; null bytes are not kept beside the reason. */
    public synchronized PlayedJournal reject(
            String organization, long offset, String reason, @Nullable String id, @Nullable String event) {
        rejected.addFirst(new Rejected(
                new OrganizationId(organization),
                new RejectedEvent(
                        3,
                        offset,
                        Instant.parse("2026-11-22T09:00:00Z"),
                        Instant.parse("2026-11-22T09:00:01Z"),
                        reason,
                        "/data/credits",
                        id,
                        event == null ? null : event.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    /** One page looks through so many of them. */
    synchronized void lookThrough(int most) {
        mostLookedThrough = most;
    }

    /** From now on nothing can be read or written. */
    synchronized void goAway() {
        away = true;
    }

    /** The events that were published, oldest first. */
    synchronized List<String> published() {
        return List.copyOf(published);
    }

    @Override
    public synchronized Optional<byte[]> read(int partition, long offset) {
        requireHere();
        return partition == 3 ? Optional.ofNullable(originals.get(offset)) : Optional.empty();
    }

    /** The place of the n-th newest is its index. */
    @Override
    public synchronized Page page(
            OrganizationId organization, Predicate<RejectedEvent> wanted, @Nullable RejectedPlace before, int most) {
        requireHere();
        int at = before == null ? 0 : (int) before.offset();
        int end = (int) Math.min(rejected.size(), (long) at + mostLookedThrough);
        List<RejectedEvent> page = new ArrayList<>();
        while (at < end && page.size() < most) {
            Rejected next = rejected.get(at++);
            if (next.organization.equals(organization) && wanted.test(next.event)) {
                page.add(next.event);
            }
        }
        return new Page(page, at == rejected.size() ? null : new RejectedPlace(0, 0, at));
    }

    @Override
    public synchronized CompletableFuture<Position> publish(OrganizationId organization, byte[] event) {
        if (away) {
            return CompletableFuture.failedFuture(new IllegalStateException("the broker is away"));
        }
        published.add(new String(event, StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(new Position(3, 100 + published.size()));
    }

    private void requireHere() {
        if (away) {
            throw NotRead.away(new IllegalStateException("the broker is away"));
        }
    }
}
