package dev.tallystream.query.access;

/** What a route asks of its caller, for one organization or for all of them. */
public enum Right {
    /** To see usage: the panel, the lists. */
    READ_USAGE("an org_admin of the organization, or a key with the scope usage:read"),
    /** To see what is left of the credits, and no more of how they are used. */
    READ_BALANCE("an org_admin or billing_admin of the organization, or a key with the scope usage:read"),
    /** To see how many credits were agreed, and for which periods. */
    READ_ALLOCATIONS(
            "an org_admin or billing_admin of the organization, or a key with the scope usage:read or allocations:write"),
    /** To say how many credits an organization may use: the vendor's, never the organization's. */
    WRITE_ALLOCATIONS("a key with the scope allocations:write"),
    /** To see what became of a load of history. */
    READ_BACKFILLS("an org_admin of the organization, or a key with the scope backfill"),
    /** To take an event back. */
    REVERSE_EVENTS("a key with the scope events:write"),
    /** To erase a user for ever. */
    ERASE_USERS("an org_admin of the organization"),
    /** To see what the process says of itself; of no organization. */
    READ_METRICS("a key for all organizations with the scope metrics:read"),
    /** To read and decide the calendar and the privacy switch. */
    DECIDE_SETTINGS("an org_admin of the organization"),
    /** To read and write what teams, users and features are called. */
    WRITE_DIRECTORY("an org_admin of the organization, or a key with the scope directory:write"),
    /** To see whole partitions, users by id: an operator's, never a key's. */
    EXPORT_PARTITIONS("whoever has the signing key");

    private final String owners;

    Right(String owners) {
        this.owners = owners;
    }

    /** Who has it, in words for whoever has it not; the same for every organization. */
    String owners() {
        return owners;
    }
}
