package dev.tallystream.contract.event;

import dev.tallystream.contract.id.UserId;

/** Who used the feature. Only a member has an id here: a guest's or a service's stays in the journal. */
public sealed interface Actor {
    /** A licensed member, by id. */
    record Member(UserId user) implements Actor {}

    /** A member whose id the event did not give. */
    record UnnamedMember() implements Actor {}

    /** Somebody invited from outside. */
    record Guest() implements Actor {}

    /** A program. */
    record Service() implements Actor {}
}
