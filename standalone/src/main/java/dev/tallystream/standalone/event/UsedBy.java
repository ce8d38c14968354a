package dev.tallystream.standalone.event;

import dev.tallystream.contract.id.UserId;

/** Who used a feature, as the publisher knows it: it names guests and services too, which no table ever shows. */
public sealed interface UsedBy {
    /** A licensed member. */
    record Member(UserId user) implements UsedBy {}

    /** A member whose id the publisher does not know. */
    record UnnamedMember() implements UsedBy {}

    /** Somebody invited from outside. */
    record Guest(String id) implements UsedBy {}

    /** A program. */
    record Service(String id) implements UsedBy {}
}
