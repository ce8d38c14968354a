package dev.tallystream.query.event;

import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Events could not be read; asking again soon is right. */
public final class NotRead extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean busy;

    private NotRead(String message, boolean busy, @Nullable Throwable cause) {
        super(message, cause);
        this.busy = busy;
    }

    /** Where they lie does not answer. */
    public static NotRead away(Throwable cause) {
        return new NotRead("events cannot be read now", false, cause);
    }

    /** Too many read already. */
    public static NotRead busy(Throwable cause) {
        return new NotRead("too many read events already", true, cause);
    }

    /** How it is told. */
    ProblemException toProblem() {
        return new ProblemException(
                busy
                        ? Problem.of(ProblemType.RATE_LIMITED)
                        : Problem.of(ProblemType.BROKER_UNAVAILABLE, "Events cannot be read right now."));
    }
}
