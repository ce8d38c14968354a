package dev.tallystream.query.usage;

import dev.tallystream.http.problem.ProblemType;

/**
 * The problem (RFC 9457) of a range that cuts a period, with one more member: the narrowest range around it that does
 * not, which can be asked for as it stands.
 */
record RangeProblem(String type, String title, int status, String detail, String instance, Aligned aligned) {
    /** RFC 3339, {@code to} exclusive. */
    record Aligned(String from, String to) {}

    static RangeProblem of(String path, String from, String to) {
        ProblemType type = ProblemType.RANGE_NOT_ALIGNED;
        String detail = "The range must begin and end with a period, such as from " + from + " to " + to + ".";
        return new RangeProblem(type.uri(), type.title(), type.status(), detail, path, new Aligned(from, to));
    }
}
