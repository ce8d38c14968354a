package dev.tallystream.standalone.demo;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Believable usage, in the order in which its publishers send it: 25 months of it, with people who use much and many
 * who use little, weekdays and office hours, slow growth, one day that stands out, a dissolved team, guests and
 * services, members without a team, about one event in a hundred sent twice and one in a hundred sent late. Equal
 * arguments give equal bytes; only a day is in memory at a time.
 */
public final class DemoUsage implements Iterable<DemoEvent> {
    private final DemoPlan plan;
    private final Instant liveFrom;
    private final List<DemoCompany> companies;

    /**
     * @param liveFrom events before carry the plan's backfill, because they are too old, or soon will be, for the live
     *     window
     */
    public DemoUsage(DemoPlan plan, Instant liveFrom) {
        this.plan = plan;
        this.liveFrom = liveFrom;
        this.companies = DemoCompany.all(plan);
    }

    /** The planted day. */
    public Spike spike() {
        return companies.stream()
                .map(DemoCompany::spike)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    /** The companies by name. */
    String names() {
        return companies.stream().map(company -> company.organization().value()).collect(Collectors.joining(", "));
    }

    List<DemoCompany> companies() {
        return companies;
    }

    @Override
    public Iterator<DemoEvent> iterator() {
        return new DemoStream(plan, liveFrom, companies);
    }
}
