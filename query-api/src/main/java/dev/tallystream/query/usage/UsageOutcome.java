package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.query.access.Denial;

/** What became of a question about usage. */
public sealed interface UsageOutcome<T> {
    /** The answer, of one cut, with the settings that were in force at it. */
    record Answer<T>(T value, OrganizationSettings settings) implements UsageOutcome<T> {}

    /** The caller may not see it. */
    record Denied<T>(Denial denial) implements UsageOutcome<T> {}

    /** No answer now; asking again soon is right. */
    record Unavailable<T>(Reading.Reason reason) implements UsageOutcome<T> {}

    /** The position that was to be awaited is of a partition on which the organization is not. */
    record OtherPartition<T>() implements UsageOutcome<T> {}

    /** This node has too many of such requests under way. */
    record Busy<T>() implements UsageOutcome<T> {}

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
