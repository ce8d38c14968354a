package dev.tallystream.http.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, in fixed words: of the input only names of parameters and members, places and the path,
 * no values, and nothing of a parser's output.
 *
 * @param type which problem
 * @param detail one sentence for people
 * @param errors the places in the input that are wrong, where they are known
 * @param parameters the URL's parameters that are wrong, those whose names may be repeated, for who words it otherwise
 * @param retryAfter when asking again is right, where that is known better than by the type
 */
public record Problem(
        ProblemType type,
        String detail,
        List<Fault> errors,
        List<String> parameters,
        @Nullable Duration retryAfter) {
    /** Copies the lists. */
    public Problem {
        errors = List.copyOf(errors);
        parameters = List.copyOf(parameters);
    }

    /** A problem of which nothing more is known than its type says. */
    public Problem(ProblemType type, String detail, List<Fault> errors) {
        this(type, detail, errors, List.of(), null);
    }

    /**
     * One wrong place.
     *
     * @param pointer JSON pointer (RFC 6901) into the body; empty for the whole
     * @param code the slug of what is wrong with it
     */
    public record Fault(String pointer, String code) {}

    /** The problem with what is to be done about every one of its type. */
    public static Problem of(ProblemType type) {
        return of(type, type.advice());
    }

    /** The problem with a sentence that says more. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of());
    }

    /** The problem of those parameters of the URL, which the sentence names as well. */
    public static Problem ofParameters(ProblemType type, String detail, List<String> parameters) {
        return new Problem(type, detail, List.of(), parameters, null);
    }

    /** The problem of one place in the body. */
    public static Problem at(String pointer, ProblemType type, String detail) {
        return new Problem(type, detail, List.of(new Fault(pointer, type.slug())));
    }

    /** The same, to be asked again after that time; it is told in whole seconds, never less. */
    public Problem after(Duration time) {
        return new Problem(type, detail, errors, parameters, time);
    }

    /** Seconds until asking again is right. */
    long retryAfterSeconds() {
        return retryAfter == null
                ? type.retryAfterSeconds()
                : Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
    }
}
