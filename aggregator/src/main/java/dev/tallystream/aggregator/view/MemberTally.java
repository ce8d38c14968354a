package dev.tallystream.aggregator.view;

/** One row of a breakdown. */
public record MemberTally(Member member, Tally tally) {
    /** Whose row it is. */
    public sealed interface Member {
        /** A feature, team or user by its id. */
        record Named(String id) implements Member {}

        /** The part that belongs to none. */
        record Unattributed() implements Member {}
    }
}
