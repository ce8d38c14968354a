package dev.tallystream.query.access;

/** What a route asks of its caller, for one organization or for all of them. */
public enum Right {
    /** To see usage: the panel, the lists. */
    READ_USAGE,
    /** To see what is left of the credits, and no more of how they are used. */
    READ_BALANCE,
    /** To see how many credits were agreed, and for which periods. */
    READ_ALLOCATIONS,
    /** To say how many credits an organization may use: the vendor's, never the organization's. */
    WRITE_ALLOCATIONS,
    /** To see what became of a load of history. */
    READ_BACKFILLS,
    /** To take an event back. */
    REVERSE_EVENTS,
    /** To erase a user for ever. */
    ERASE_USERS,
    /** To see what the process says of itself; of no organization. */
    READ_METRICS,
    /** To read and decide the calendar and the privacy switch. */
    DECIDE_SETTINGS,
    /** To read and write what teams, users and features are called. */
    WRITE_DIRECTORY,
    /** To see whole partitions, users by id: an operator's, never a key's. */
    EXPORT_PARTITIONS
}
