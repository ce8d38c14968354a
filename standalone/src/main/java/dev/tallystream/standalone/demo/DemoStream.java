package dev.tallystream.standalone.demo;

import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.standalone.event.OutgoingEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/** Makes one day after the other; what a day sends late or again waits its turn among the next ones. */
final class DemoStream implements Iterator<DemoEvent> {
    private static final double SENT_LATE = 0.01;
    private static final double SENT_AGAIN = 0.01;
    private static final Duration LATE_FROM = Duration.ofHours(2);
    private static final Duration LATE_TO = Duration.ofHours(60);
    private static final Duration AGAIN_TO = Duration.ofHours(6);

    private final DemoPlan plan;
    private final Instant liveFrom;
    private final RandomGenerator random;
    private final List<Source> sources;
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(
            Comparator.comparing((Pending event) -> event.event.sent()).thenComparingLong(event -> event.sequence));
    private LocalDate day;
    private Instant complete = Instant.MIN;
    private long sequence;

    private record Source(DemoCompany company, Optional<Spike> spike, Rhythm rhythm) {}

    private record Pending(DemoEvent event, long sequence) {}

    DemoStream(DemoPlan plan, Instant liveFrom, List<DemoCompany> companies) {
        this.plan = plan;
        this.liveFrom = liveFrom;
        this.random = plan.random(DemoPlan.Purpose.USAGE);
        this.sources = companies.stream()
                .map(company -> new Source(company, company.spike(), rhythm(company)))
                .toList();
        this.day = sources.stream()
                .map(source -> source.rhythm.firstDay())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Rhythm rhythm(DemoCompany company) {
        long events = Math.round(plan.events() * company.share() / (1 + SENT_AGAIN));
        return Rhythm.of(company.zone(), plan.until(), company.spike(), events, random);
    }

    @Override
    public boolean hasNext() {
        while (complete.isBefore(Instant.MAX)
                && (pending.isEmpty() || !pending.peek().event.sent().isBefore(complete))) {
            makeDay();
        }
        return !pending.isEmpty();
    }

    @Override
    public DemoEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the demo has no more events");
        }
        return pending.remove().event;
    }

    /** Adds a day of every company; nothing that later days add is sent before {@code complete}. */
    private void makeDay() {
        boolean more = false;
        for (Source source : sources) {
            makeDay(source);
            more |= day.isBefore(source.rhythm.lastDay());
        }
        day = day.plusDays(1);
        complete = more ? day.atTime(LocalTime.MIDNIGHT).toInstant(ZoneOffset.MAX) : Instant.MAX;
    }

    private void makeDay(Source source) {
        long events = source.rhythm.eventsOn(day);
        Spike spike = source.spike.filter(planted -> planted.date().equals(day)).orElse(null);
        long usual = spike == null ? events : Rhythm.usualPartOf(events);
        for (long i = 0; i < usual; i++) {
            Instant time = source.rhythm.moment(day, random);
            add(source.company, source.company.use(random, time), time);
        }
        if (spike != null) {
            for (long i = usual; i < events; i++) {
                Instant time = source.rhythm.busyMoment(day, random);
                add(source.company, source.company.spikeUse(random, spike, time), time);
            }
        }
    }

    private void add(DemoCompany company, DemoCompany.Use use, Instant time) {
        sequence++;
        OutgoingEvent.Usage usage = new OutgoingEvent.Usage(
                company.organization(),
                new EventIdentity("/demo/" + plan.seed(), Long.toString(sequence)),
                time,
                time.isBefore(liveFrom) ? plan.backfill() : null,
                use.feature(),
                use.team(),
                use.usedBy(),
                use.credits());
        Instant sent = random.nextDouble() < SENT_LATE ? time.plus(between(LATE_FROM, LATE_TO)) : time;
        pending.add(new Pending(new DemoEvent(usage, sent, false), sequence));
        if (random.nextDouble() < SENT_AGAIN) {
            Instant again = sent.plus(between(Duration.ofMillis(1), AGAIN_TO));
            pending.add(new Pending(new DemoEvent(usage, again, true), sequence));
        }
    }

    private Duration between(Duration from, Duration to) {
        return Duration.ofMillis(random.nextLong(from.toMillis(), to.toMillis()));
    }
}
