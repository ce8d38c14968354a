package dev.tallystream.ingest.door;

import dev.tallystream.contract.event.EventBatch;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.ingest.EventNotStored;
import dev.tallystream.ingest.EventPublisher;
import dev.tallystream.ingest.door.IngestAnswer.RejectedEvent;
import dev.tallystream.ingest.door.Judgement.Admitted;
import dev.tallystream.ingest.door.Judgement.TurnedAway;
import dev.tallystream.ingest.limit.Rates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Lets a request's events pass or not, and answers once the broker has acknowledged all that passed. */
final class EventDoor {
    private final Judge judge;
    private final EventPublisher publisher;
    private final Rates rates;

    EventDoor(Judge judge, EventPublisher publisher, Rates rates) {
        this.judge = judge;
        this.publisher = publisher;
        this.rates = rates;
    }

    /** Refuses for now what should wait that long. */
    static void refuseFor(Duration wait) {
        if (wait.isPositive()) {
            throw new ProblemException(Problem.of(ProblemType.RATE_LIMITED).after(wait));
        }
    }

    /**
     * Takes the events of one request; waits for the broker.
     *
     * @param atomic whether one bad event of a batch refuses them all
     * @throws ProblemException where nothing was accepted, or where that is not known
     */
    IngestAnswer take(KeyGrant grant, BodyKind kind, byte[] body, boolean atomic) {
        return switch (Submission.read(kind, body)) {
            case Submission.Lone() -> takeLone(grant, body);
            case Submission.Batch(List<EventBatch.Element> elements) -> takeBatch(grant, body, elements, atomic);
        };
    }

    private IngestAnswer takeLone(KeyGrant grant, byte[] body) {
        refuseFor(rates.events(grant.id(), 1));
        return switch (judge.judge(grant, body, new EventBatch.Element(0, body.length))) {
            case Admitted admitted -> store(body, List.of(admitted), List.of());
            case TurnedAway turnedAway -> throw new ProblemException(turnedAway.toProblem());
        };
    }

    private IngestAnswer takeBatch(KeyGrant grant, byte[] body, List<EventBatch.Element> elements, boolean atomic) {
        refuseFor(rates.events(grant.id(), elements.size()));
        List<Admitted> admitted = new ArrayList<>(elements.size());
        List<RejectedEvent> rejected = new ArrayList<>();
        List<Problem.Fault> faults = new ArrayList<>();
        for (int index = 0; index < elements.size(); index++) {
            switch (judge.judge(grant, body, elements.get(index))) {
                case Admitted event -> admitted.add(event);
                case TurnedAway event -> {
                    rejected.add(event.toRejected(index));
                    faults.add(event.toFault(index));
                }
            }
        }
        if (admitted.isEmpty() || (atomic && !rejected.isEmpty())) {
            ProblemType type = ProblemType.NO_EVENT_ACCEPTED;
            throw new ProblemException(new Problem(type, detail(faults), faults));
        }
        return store(body, admitted, rejected);
    }

    private IngestAnswer store(byte[] body, List<Admitted> admitted, List<RejectedEvent> rejected) {
        List<CompletableFuture<Position>> underWay = new ArrayList<>(admitted.size());
        for (Admitted event : admitted) {
            int start = event.place().offset();
            byte[] own = Arrays.copyOfRange(body, start, start + event.place().length());
            CompletableFuture<Position> stored =
                    publisher.publish(event.organization(), own).toCompletableFuture();
            underWay.add(stored);
            if (stored.isCompletedExceptionally()) {
                break; // each further one could wait for room as long as this one did
            }
        }
        Map<OrganizationId, Position> last = new TreeMap<>();
        for (int i = 0; i < underWay.size(); i++) {
            last.merge(admitted.get(i).organization(), await(underWay.get(i)), EventDoor::later);
        }
        return IngestAnswer.of(admitted.size(), rejected, last);
    }

    /** Where no element is an object, the body is meant for something else: that is said, rather than where to look. */
    private static String detail(List<Problem.Fault> faults) {
        boolean noObjects = faults.stream().allMatch(fault -> fault.code().equals(ProblemType.MALFORMED_JSON.slug()));
        return noObjects ? Judgement.KINDS_OF_BODY : ProblemType.NO_EVENT_ACCEPTED.advice();
    }

    private static Position later(Position one, Position other) {
        return one.offset() > other.offset() ? one : other;
    }

    private static Position await(CompletableFuture<Position> stored) {
        try {
            return stored.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EventNotStored) {
                throw new ProblemException(ProblemType.BROKER_UNAVAILABLE);
            }
            throw e;
        }
    }
}
