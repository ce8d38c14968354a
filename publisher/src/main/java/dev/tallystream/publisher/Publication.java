package dev.tallystream.publisher;

import java.util.concurrent.CompletionStage;

/** What a publisher says to an event, at once. Overload is expected, so it is a value and no exception. */
public sealed interface Publication {
    /** It is on its way; the outcome comes later, on the publisher's own thread, which must not be held up. */
    record Taken(CompletionStage<Outcome> outcome) implements Publication {}

    /**
     * There is no room: the server has not kept up, or is away, for so long that the memory set aside is used. The
     * feature decides what that means: go on and lose the count, wait and try again, or refuse its own caller.
     */
    record Full() implements Publication {}

    /** The publisher is closed. */
    record Closed() implements Publication {}
}
