package dev.tallystream.publisher;

/** What became of one event, at last. */
public sealed interface Outcome {
    /** It is durable and counts once. */
    record Accepted() implements Outcome {}

    /**
     * It will never be accepted as it is; sending it again is useless.
     *
     * @param problem the problem's type, such as {@code /problems/event-too-old}
     * @param pointer JSON pointer of what is wrong in the event; empty for the whole or the request
     */
    record Refused(String problem, String pointer) implements Outcome {}

    /**
     * Nobody knows: no answer came in time. Publishing it again under the same id is right, and safe.
     *
     * @param why in words for a log
     */
    record GivenUp(String why) implements Outcome {}
}
