package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.http.OpenDoor;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Tells open streams that there is something new: one thread looks four times a second, once for each organization that
 * somebody listens to. A stream whose reader is slow is passed over until the reader has taken what it was sent.
 * Thread-safe.
 */
public final class UsageStreams implements AutoCloseable {
    /** How often is looked; so no stream has more events than four a second. */
    static final Duration INTERVAL = Duration.ofMillis(250);

    /** Looks between two beats of a stream without news: 10 s, where a connection may be idle for 30. */
    private static final int LOOKS_PER_BEAT = 40;

    /** Looks between two questions whether the listener may still listen: a second. */
    private static final int LOOKS_PER_CHECK = 4;

    /** Streams of one node: each is a connection and next to no work. */
    static final int MAX_STREAMS = 1_000;

    /** Streams of one organization on one node: its admins with some tabs each. */
    static final int MAX_OF_ORGANIZATION = 50;

    private static final Logger LOG = LoggerFactory.getLogger(UsageStreams.class);

    private final UsageView view;
    private final OpenDoor door;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name("usage-streams").daemon().unstarted(work));
    private volatile boolean closed;

    /** Starts to look; every stream is a visit at that door and ends when it closes. */
    public UsageStreams(UsageView view, OpenDoor door) {
        this.view = view;
        this.door = door;
        var _ = timer.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether this node has room for one more stream of the organization. */
    boolean hasRoom(OrganizationId organization) {
        long own = listeners.stream()
                .filter(listener -> listener.organization.equals(organization))
                .count();
        return !closed && listeners.size() < MAX_STREAMS && own < MAX_OF_ORGANIZATION;
    }

    /**
     * A stream that begins when somebody reads it.
     *
     * @param lastSeen the position that the listener knows; null for none, which makes the first event
     * @param mayListen asked once a second; the stream ends when they may not any more
     */
    Flux<Event<UsageUpdate>> listen(OrganizationId organization, @Nullable String lastSeen, BooleanSupplier mayListen) {
        return Flux.create(
                sink -> {
                    Listener listener = new Listener(organization, lastSeen, mayListen, sink);
                    OpenDoor.Visit visit = door.enter();
                    sink.onDispose(() -> {
                        listeners.remove(listener);
                        visit.close();
                    });
                    listeners.add(listener);
                    if (closed) {
                        sink.complete();
                    }
                },
                FluxSink.OverflowStrategy.ERROR);
    }

    /** How many listen. */
    int size() {
        return listeners.size();
    }

    private void look() {
        try {
            if (door.isClosed()) {
                endAll();
            }
            Map<OrganizationId, Reading<OrganizationSettings>> looks = new HashMap<>();
            for (Listener listener : listeners) {
                listener.see(looks.computeIfAbsent(
                        listener.organization, organization -> view.read(organization, cut -> cut.settings())));
            }
        } catch (RuntimeException e) {
            // The next look is a quarter of a second away; without it every stream would be silent for good.
            LOG.warn("Open streams could not be told what is new; they are told by the next look.", e);
        }
    }

    /** Ends every stream; whoever listened comes back, to another node or to the next process. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        endAll();
    }

    private void endAll() {
        listeners.forEach(listener -> listener.sink.complete());
    }

    /** One open stream; seen by the one thread that looks. */
    private static final class Listener {
        private final OrganizationId organization;
        private final BooleanSupplier mayListen;
        private final FluxSink<Event<UsageUpdate>> sink;
        private @Nullable String position;
        private @Nullable OrganizationSettings settings;
        private int looks;
        private int quiet;

        Listener(
                OrganizationId organization,
                @Nullable String lastSeen,
                BooleanSupplier mayListen,
                FluxSink<Event<UsageUpdate>> sink) {
            this.organization = organization;
            this.position = lastSeen;
            this.mayListen = mayListen;
            this.sink = sink;
        }

        void see(Reading<OrganizationSettings> reading) {
            looks++;
            if (looks % LOOKS_PER_CHECK == 0 && !mayListen.getAsBoolean()) {
                sink.complete();
            } else if (reading instanceof Reading.Answered<OrganizationSettings>(var now, var freshness)) {
                see(now, freshness);
            }
        }

        private void see(OrganizationSettings now, Freshness freshness) {
            if (sink.requestedFromDownstream() == 0) {
                return;
            }
            OrganizationSettings before = settings == null ? now : settings;
            boolean news = !freshness.position().equals(position) || !now.equals(before);
            quiet = news ? 0 : quiet + 1;
            // The server holds the head of its answer back until there is something in the body.
            boolean first = settings == null;
            if (news || first || quiet % LOOKS_PER_BEAT == 0) {
                UsageUpdate update =
                        UsageUpdate.of(organization.value(), FreshnessAnswer.from(freshness), now.version());
                sink.next(Event.of(update)
                        .name(news ? "usage.updated" : "heartbeat")
                        .id(freshness.position()));
            }
            settings = now;
            position = freshness.position();
            if (now.userAnalytics() != before.userAnalytics()) {
                // Who showed individuals must not go on as if nothing happened.
                sink.complete();
            }
        }
    }
}
