package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.query.access.Denial;

/** What became of a question about usage. */
public sealed interface UsageOutcome<T> {
    /** The answer, of one cut. */
    record Answer<T>(T value) implements UsageOutcome<T> {}

    /** The caller may not see it. */
    record Denied<T>(Denial denial) implements UsageOutcome<T> {}

    /** No answer now; asking again soon is right. */
    record Unavailable<T>(Reading.Reason reason) implements UsageOutcome<T> {}

    /** The organization's calendar has no period of that name. */
    record NoSuchPeriod<T>(PeriodName period) implements UsageOutcome<T> {}

    /** Some of the rows that the answer is summed from are no longer kept. */
    record NotKept<T>() implements UsageOutcome<T> {}

    /** The organization hides what individuals do. */
    record UsersHidden<T>() implements UsageOutcome<T> {}

    /** The cursor is none of ours, or belongs to another list. */
    record InvalidCursor<T>() implements UsageOutcome<T> {}

    /** The cursor was right, and its list is no longer kept: the list must be read from its start. */
    record ExpiredCursor<T>() implements UsageOutcome<T> {}
}
