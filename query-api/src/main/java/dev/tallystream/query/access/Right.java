package dev.tallystream.query.access;

/** What a route asks of its caller, for one organization. */
public enum Right {
    /** To see usage: the panel, the lists. */
    READ_USAGE,
    /** To see what became of a load of history. */
    READ_BACKFILLS,
    /** To read and decide the calendar and the privacy switch. */
    DECIDE_SETTINGS,
    /** To read and write what teams, users and features are called. */
    WRITE_DIRECTORY
}
