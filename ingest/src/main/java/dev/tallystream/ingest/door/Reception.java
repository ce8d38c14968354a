package dev.tallystream.ingest.door;

import dev.tallystream.contract.event.BinaryEvent;
import dev.tallystream.http.BearerToken;
import dev.tallystream.http.HttpDefaults;
import dev.tallystream.http.OpenDoor;
import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.ingest.EventPublisher;
import dev.tallystream.ingest.StorageRoom;
import dev.tallystream.ingest.limit.BodyRoom;
import dev.tallystream.ingest.limit.IngestLimits;
import dev.tallystream.ingest.limit.NewFeatures;
import dev.tallystream.ingest.limit.Rates;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What comes before the events of a request: who brings them, whether there is room, how they are carried. */
@Singleton
@Requires(beans = {EventPublisher.class, ApiKeys.class})
final class Reception {
    /** Sixteen of the largest requests at once; with the copies of their events that is half of a small heap. */
    private static final long MAX_BODY_BYTES_UNDER_WAY = 16L * HttpDefaults.MAX_REQUEST_BYTES;

    private static final byte[] NOTHING = new byte[0];

    private final OpenDoor open;
    private final ApiKeys keys;
    private final Optional<StorageRoom> storage;
    private final Rates rates;
    private final BodyRoom room = new BodyRoom(MAX_BODY_BYTES_UNDER_WAY);
    private final EventDoor door;

    Reception(
            OpenDoor open,
            ApiKeys keys,
            EventPublisher publisher,
            InstantSource clock,
            Optional<StorageRoom> storage,
            Optional<IngestLimits> limits) {
        IngestLimits chosen = limits.orElseGet(IngestLimits::standard);
        this.open = open;
        this.keys = keys;
        this.storage = storage;
        this.rates = new Rates(chosen, System::nanoTime);
        this.door =
                new EventDoor(new Judge(clock, new NewFeatures(chosen.newFeaturesPerHour(), clock)), publisher, rates);
    }

    /**
     * Takes the events of one request; waits for the broker. The body is awaited only once the key is known and has room
     * for it, so strangers cannot make us wait for theirs.
     *
     * @param body null where the request has none
     * @param atomic whether one bad event of a batch refuses them all, as the request's parameters say
     * @throws ProblemException where nothing was accepted, or where that is not known
     */
    IngestAnswer take(
            HttpRequest<?> request, @Nullable CompletableFuture<byte[]> body, Predicate<HttpParameters> atomic) {
        try (OpenDoor.Visit _ = open.enter()) {
            KeyGrant grant = grant(request);
            boolean allOrNothing = atomic.test(request.getParameters());
            BodyKind kind = BodyKind.of(request)
                    .orElseThrow(() -> new ProblemException(
                            Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, BodyKind.CONTENT_TYPES)));
            refuseWithoutStorage();
            EventDoor.refuseFor(rates.request(grant.id()));
            long bytes = request.getContentLength() < 0 ? HttpDefaults.MAX_REQUEST_BYTES : request.getContentLength();
            if (!room.take(bytes)) {
                throw new ProblemException(Problem.of(ProblemType.RATE_LIMITED, "Too many bodies are under way."));
            }
            try {
                return take(grant, kind, request, body == null ? NOTHING : body.join(), allOrNothing);
            } finally {
                room.giveBack(bytes);
            }
        }
    }

    private IngestAnswer take(KeyGrant grant, BodyKind kind, HttpRequest<?> request, byte[] body, boolean atomic) {
        if (kind != BodyKind.BINARY) {
            return door.take(grant, kind, body, atomic);
        }
        return switch (BinaryHeaders.read(request, body).toStructured()) {
            case BinaryEvent.Structured.Composed(byte[] event) -> door.take(grant, kind, event, atomic);
            case BinaryEvent.Structured.Impossible impossible ->
                throw new ProblemException(
                        Judgement.TurnedAway.fromBinary(impossible.refused()).toProblem());
        };
    }

    private KeyGrant grant(HttpRequest<?> request) {
        KeyGrant grant = BearerToken.of(request)
                .flatMap(keys::find)
                .orElseThrow(() -> new ProblemException(ProblemType.UNAUTHENTICATED));
        if (!grant.has(KeyScope.EVENTS_WRITE)) {
            throw new ProblemException(Problem.of(
                    ProblemType.ROLE_REQUIRED,
                    "Publishing needs a key with the scope " + KeyScope.EVENTS_WRITE.wireName() + "."));
        }
        return grant;
    }

    private void refuseWithoutStorage() {
        if (storage.isPresent() && !storage.get().isLeft()) {
            throw new ProblemException(ProblemType.DISK_FULL);
        }
    }
}
