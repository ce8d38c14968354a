package dev.tallystream.standalone.demo;

import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.ingest.EventPublisher;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.event.OutgoingEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Somebody in one of the demo's companies uses a little, two to five times a second, until it is closed. */
public final class LiveTrickle implements AutoCloseable {
    private static final long SHORTEST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 500;
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final EventPublisher publisher;
    private final DemoPlan plan;
    private final InstantSource clock;
    private final Patience.Pause pause;
    private final RandomGenerator random;
    private final Weighted<DemoCompany> companies;
    private final Thread thread;

    private LiveTrickle(EventPublisher publisher, DemoPlan plan, InstantSource clock, Patience.Pause pause) {
        this.publisher = publisher;
        this.plan = plan;
        this.clock = clock;
        this.pause = pause;
        this.random = plan.random(DemoPlan.Purpose.LIVE);
        this.companies = Weighted.of(DemoCompany.all(plan), DemoCompany::share);
        this.thread = Thread.ofPlatform().name("demo-live").daemon().unstarted(this::run);
    }

    /** Starts on a thread of its own. */
    public static LiveTrickle start(EventPublisher publisher, DemoPlan plan, InstantSource clock) {
        return start(publisher, plan, clock, Thread::sleep);
    }

    static LiveTrickle start(EventPublisher publisher, DemoPlan plan, InstantSource clock, Patience.Pause pause) {
        LiveTrickle trickle = new LiveTrickle(publisher, plan, clock, pause);
        trickle.thread.start();
        return trickle;
    }

    private void run() {
        // Of this start only: the same people go on after a restart, but with new events.
        String source = "/demo/" + plan.seed() + "/live/" + clock.millis();
        try {
            for (long number = 1; ; number++) {
                pause.last(Duration.ofMillis(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS)));
                publish(new EventIdentity(source, Long.toString(number)));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(EventIdentity identity) {
        DemoCompany company = companies.draw(random);
        Instant now = clock.instant();
        DemoCompany.Use use = company.smallUse(random, now);
        OutgoingEvent event = new OutgoingEvent.Usage(
                company.organization(), identity, now, null, use.feature(), use.team(), use.usedBy(), use.credits());
        // One that is not stored is not missed: the next comes at once, and the publisher logs what is wrong.
        var _ = publisher.publish(event.organization(), event.toJson());
    }

    /** Returns when the last event is on its way. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
