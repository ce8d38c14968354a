package dev.tallystream.http.problem;

/** Ends a request with a problem. No stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Ends the request with a problem that needs no more words. */
    public ProblemException(ProblemType type) {
        this(Problem.of(type));
    }

    /** Ends the request with the problem. */
    public ProblemException(Problem problem) {
        super(problem.type().slug(), null, false, false);
        this.problem = problem;
    }

    /** What is answered. */
    public Problem problem() {
        return problem;
    }
}
