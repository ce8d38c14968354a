package dev.tallystream.ingest.door;

import dev.tallystream.contract.event.EventBatch;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import java.util.List;

/** Where the events of one request stand in its body; whether they are any good is not known yet. */
sealed interface Submission {
    /** One event, which is the whole body. */
    record Lone() implements Submission {}

    /** The elements of the body's array, at least one. */
    record Batch(List<EventBatch.Element> elements) implements Submission {}

    /**
     * Finds the events.
     *
     * @throws ProblemException where the request as a whole is refused
     */
    static Submission read(BodyKind kind, byte[] body) {
        if (isUtf16OrUtf32(body)) {
            throw new ProblemException(ProblemType.UNSUPPORTED_CHARSET);
        }
        return switch (kind) {
            case EVENT, BINARY -> new Lone();
            case BATCH -> readBatch(body);
            case EVENT_OR_BATCH -> startsAsArray(body) ? readBatch(body) : new Lone();
        };
    }

    private static Submission readBatch(byte[] body) {
        return switch (EventBatch.split(body)) {
            case EventBatch.Elements(List<EventBatch.Element> elements)
            when elements.isEmpty() -> throw new ProblemException(ProblemType.EMPTY_BATCH);
            case EventBatch.Elements(List<EventBatch.Element> elements) -> new Batch(elements);
            case EventBatch.Malformed() ->
                throw new ProblemException(Problem.of(ProblemType.MALFORMED_JSON, Judgement.KINDS_OF_BODY));
            case EventBatch.TooLarge() ->
                throw new ProblemException(Problem.of(
                        ProblemType.BATCH_TOO_LARGE,
                        "A request must have at most " + EventBatch.MAX_EVENTS + " events."));
        };
    }

    private static boolean startsAsArray(byte[] body) {
        for (byte b : body) {
            boolean blank = b == ' ' || b == '\t' || b == '\n' || b == '\r';
            if (!blank) {
                return b == '[';
            }
        }
        return false;
    }

    /** JSON starts with an ASCII character, so a zero or a two-byte mark among the first two bytes tells. */
    private static boolean isUtf16OrUtf32(byte[] body) {
        if (body.length < 2) {
            return false;
        }
        int start = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
        return body[0] == 0 || body[1] == 0 || start == 0xFEFF || start == 0xFFFE;
    }
}
