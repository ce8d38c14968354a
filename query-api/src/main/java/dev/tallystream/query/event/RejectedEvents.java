package dev.tallystream.query.event;

import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The events that were not counted. Thread-safe. */
public interface RejectedEvents {
    /**
     * The organization's rejected events that are wanted, the newest first. One call looks through a bounded number of
     * records of whatever organization, so a page may have fewer events than asked for, or none, and still go on.
     *
     * @param before where the page before ended; null for the newest
     * @throws NotRead where that cannot be found out now
     */
    Page page(OrganizationId organization, Predicate<RejectedEvent> wanted, @Nullable RejectedPlace before, int most);

    /**
     * Some of them.
     *
     * @param next where the next page starts; null where there is nothing left
     */
    record Page(List<RejectedEvent> events, @Nullable RejectedPlace next) {
        /** Copies the list. */
        public Page {
            events = List.copyOf(events);
        }
    }
}
