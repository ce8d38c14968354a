package dev.tallystream.http.problem;

import java.util.List;

/**
 * What went wrong with a request, in fixed words: nothing of the input and nothing of a parser's output.
 *
 * @param type which problem
 * @param detail one sentence for people
 * @param errors the places in the input that are wrong, where they are known
 */
public record Problem(ProblemType type, String detail, List<Fault> errors) {
    /** Copies the list. */
    public Problem {
        errors = List.copyOf(errors);
    }

    /**
     * One wrong place.
     *
     * @param pointer JSON pointer (RFC 6901) into the body; empty for the whole
     * @param code the slug of what is wrong with it
     */
    public record Fault(String pointer, String code) {}

    /** The problem without more words than its title. */
    public static Problem of(ProblemType type) {
        return of(type, type.title());
    }

    /** The problem with a sentence that says more. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of());
    }

    /** The problem of one place in the body. */
    public static Problem at(String pointer, ProblemType type, String detail) {
        return new Problem(type, detail, List.of(new Fault(pointer, type.slug())));
    }
}
