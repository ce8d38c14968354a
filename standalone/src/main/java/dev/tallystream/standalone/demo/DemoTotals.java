package dev.tallystream.standalone.demo;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tables must say once the demo's events are counted: each organization's exact sums, every event once. */
public final class DemoTotals {
    private final SortedMap<OrganizationId, Expected> totals = new TreeMap<>();

    /**
     * An organization's sums.
     *
     * @param events that count
     * @param again copies that must not
     */
    public record Expected(Credits credits, long events, long again) {
        static final Expected NOTHING = new Expected(Credits.ZERO, 0, 0);

        Expected plus(DemoEvent event) {
            return event.again()
                    ? new Expected(credits, events, again + 1)
                    : new Expected(credits.plus(event.usage().credits()), events + 1, again);
        }
    }

    /** The sums of everything that the stream has. */
    public static DemoTotals of(Iterable<DemoEvent> usage) {
        DemoTotals totals = new DemoTotals();
        usage.forEach(totals::add);
        return totals;
    }

    /** Adds an event while it streams by. */
    public void add(DemoEvent event) {
        totals.merge(event.usage().organization(), Expected.NOTHING.plus(event), (before, _) -> before.plus(event));
    }

    /** The sums so far. */
    public SortedMap<OrganizationId, Expected> byOrganization() {
        return Collections.unmodifiableSortedMap(totals);
    }
}
