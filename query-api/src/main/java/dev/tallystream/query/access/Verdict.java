package dev.tallystream.query.access;

/** What a request's credentials prove. */
sealed interface Verdict {
    /** Who is calling. */
    record Proven(Principal caller) implements Verdict {}

    /** Nothing; why not is told to nobody. */
    record Nobody() implements Verdict {}

    /** Nothing yet: a token that is good but for its key, which is not known and which the provider may have by now. */
    record KeyUnknown() implements Verdict {}
}
