package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.contract.id.OrganizationId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the lists that somebody is paging through, so that scrolling while numbers move neither repeats nor skips a
 * row. Each is kept for {@link #KEPT} after its last page; where they have too many rows together, the one left alone
 * longest goes first. Thread-safe.
 */
final class SnapshotShelf {
    /** How long after a page its next one can be had. */
    static final Duration KEPT = Duration.ofMinutes(5);

    /** How old a list may be that is shown to someone else who asks for its first page. */
    static final Duration SHARED = Duration.ofSeconds(2);

    /**
     * How old it may be where more is counted by now: not never, or under steady events every reader of a busy
     * organization would have a list of their own. Pages ask again after as long.
     */
    static final Duration SHARED_BEHIND = Duration.ofSeconds(1);

    /** A kept list: {@code question} is everything that decides its rows. */
    record Kept(long id, String question, ListSnapshot list, Freshness freshness, Instant since) {}

    private record Slot(Kept kept, Instant until) {}

    private final SecureRandom random = new SecureRandom();
    private final int maxRows;
    /** In the order in which their time runs out. */
    private final Map<Long, Slot> slots = new LinkedHashMap<>();

    private int rows;

    /** Keeps at most {@code maxRows} rows in all; one row is about 100 bytes. */
    SnapshotShelf(int maxRows) {
        this.maxRows = maxRows;
    }

    /**
     * Puts a list on the shelf; one of more rows than the shelf takes is gone at once. Where the same list stands there
     * already it keeps its id, so that equal answers have equal cursors and whoever kept the earlier answer can go on.
     */
    synchronized Kept keep(String question, ListSnapshot list, Freshness freshness, Instant now) {
        long id = remove(question, list).orElseGet(random::nextLong);
        Kept kept = new Kept(id, question, list, freshness, now);
        slots.put(kept.id(), new Slot(kept, now.plus(KEPT)));
        rows += list.rows().size();
        tidy(now);
        return kept;
    }

    private Optional<Long> remove(String question, ListSnapshot list) {
        Optional<Kept> same = slots.values().stream()
                .map(Slot::kept)
                .filter(kept -> kept.question().equals(question) && kept.list().equals(list))
                .findFirst();
        same.ifPresent(kept -> {
            slots.remove(kept.id());
            rows -= kept.list().rows().size();
        });
        return same.map(Kept::id);
    }

    /** The list of that id, kept on from now; empty where it is gone. */
    synchronized Optional<Kept> take(long id, Instant now) {
        tidy(now);
        Slot slot = slots.remove(id);
        if (slot == null) {
            return Optional.empty();
        }
        slots.put(id, new Slot(slot.kept(), now.plus(KEPT)));
        return Optional.of(slot.kept());
    }

    /**
     * The newest list of that question that is new enough to be shared, kept on from now.
     *
     * @param needed the offset that it must have counted
     * @param counted the offset that is counted by now
     */
    synchronized Optional<Kept> recent(String question, Instant now, long needed, long counted) {
        return slots.values().stream()
                .map(Slot::kept)
                .filter(kept -> kept.question().equals(question)
                        && kept.freshness().offset() >= needed
                        && isShared(kept, now, counted))
                .max(Comparator.comparingLong(kept -> kept.freshness().offset()))
                .flatMap(kept -> take(kept.id(), now));
    }

    private static boolean isShared(Kept kept, Instant now, long counted) {
        Duration age = kept.freshness().offset() < counted ? SHARED_BEHIND : SHARED;
        return kept.since().plus(age).isAfter(now);
    }

    /** Takes every list of that organization off the shelf; returns how many. */
    synchronized int drop(OrganizationId organization) {
        int before = slots.size();
        Iterator<Slot> all = slots.values().iterator();
        while (all.hasNext()) {
            ListSnapshot list = all.next().kept().list();
            if (list.organization().equals(organization)) {
                rows -= list.rows().size();
                all.remove();
            }
        }
        return before - slots.size();
    }

    private void tidy(Instant now) {
        Iterator<Slot> oldestFirst = slots.values().iterator();
        while (oldestFirst.hasNext()) {
            Slot slot = oldestFirst.next();
            if (slot.until().isAfter(now) && rows <= maxRows) {
                return;
            }
            rows -= slot.kept().list().rows().size();
            oldestFirst.remove();
        }
    }
}
