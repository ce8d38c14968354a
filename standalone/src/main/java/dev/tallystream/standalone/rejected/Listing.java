package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.id.OrganizationId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a list of rejected events says.
 *
 * @param shown the newest of those that match, the newest last
 * @param matching how many match in all
 * @param byReason how many match for which reason, the most first
 * @param byOrganization how many match of which organization, the most first; null is nobody
 * @param ofNobody how many belong to no organization, whether they match or not
 * @param strangers records of the topic that are no rejected events
 */
record Listing(
        List<RejectedEvent> shown,
        long matching,
        List<Count<String>> byReason,
        List<Count<@Nullable OrganizationId>> byOrganization,
        long ofNobody,
        long strangers) {
    /** How many there are of something. */
    record Count<T extends @Nullable Object>(T what, long events) {}

    static Listing of(RejectedTopic.Content content, RejectedFilter filter, int limit) {
        List<RejectedEvent> matching = new ArrayList<>();
        long ofNobody = 0;
        for (RejectedEvent event : content.events()) {
            if (filter.includes(event)) {
                matching.add(event);
            }
            if (event.organization() == null) {
                ofNobody++;
            }
        }
        matching.sort(RejectedEvent.NEWEST_LAST);
        return new Listing(
                List.copyOf(matching.subList(Math.max(0, matching.size() - limit), matching.size())),
                matching.size(),
                counts(matching, RejectedEvent::reason, Comparator.naturalOrder()),
                counts(
                        matching,
                        RejectedEvent::organization,
                        Comparator.nullsFirst(Comparator.<OrganizationId>naturalOrder())),
                ofNobody,
                content.strangers());
    }

    /** How many belong to no organization and do not match: they are never lost from sight. */
    long ofNobodyBesides() {
        long matching = byOrganization.stream()
                .filter(count -> count.what() == null)
                .mapToLong(Count::events)
                .sum();
        return ofNobody - matching;
    }

    private static <T extends @Nullable Object> List<Count<T>> counts(
            List<RejectedEvent> events, Function<RejectedEvent, T> what, Comparator<T> order) {
        Map<T, Long> counts = new HashMap<>();
        for (RejectedEvent event : events) {
            counts.merge(what.apply(event), 1L, Long::sum);
        }
        List<Count<T>> sorted = new ArrayList<>();
        counts.forEach((key, number) -> sorted.add(new Count<>(key, number)));
        sorted.sort(Collections.reverseOrder(Comparator.<Count<T>>comparingLong(Count::events))
                .thenComparing(Count::what, order));
        return List.copyOf(sorted);
    }
}
