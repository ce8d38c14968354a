package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.query.access.Denial;
import java.util.function.Function;

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

    /** The period starts after today: nothing could be said of it but zeros that look like an answer. */
    record NotBegun<T>() implements UsageOutcome<T> {}

    /** The range cannot be answered; {@code rule} is a fixed text with the limit for its placeholder. */
    record NoSuchRange<T>(String parameter, String rule, int limit) implements UsageOutcome<T> {
        NoSuchRange(String parameter, String rule) {
            this(parameter, rule, 0);
        }
    }

    /** The range cuts a period; the narrowest one around it that does not is given (RFC 3339, end exclusive). */
    record NotAligned<T>(String from, String to) implements UsageOutcome<T> {}

    /** Some of the rows that the answer is summed from are no longer kept. */
    record NotKept<T>() implements UsageOutcome<T> {}

    /** The organization has no such feature, team or user, and never had. */
    record NoSuchMember<T>() implements UsageOutcome<T> {}

    /** The organization hides what individuals do. */
    record UsersHidden<T>() implements UsageOutcome<T> {}

    /** The cursor is none of ours, or belongs to another list. */
    record InvalidCursor<T>() implements UsageOutcome<T> {}

    /** The cursor was right, and its list is no longer kept: the list must be read from its start. */
    record ExpiredCursor<T>() implements UsageOutcome<T> {}

    /** The same with that made of the answer, if there is one. */
    default <R> UsageOutcome<R> map(Function<? super T, ? extends R> make) {
        return this instanceof Answer<T>(T value, var settings)
                ? new Answer<>(make.apply(value), settings)
                : withoutAnswer();
    }

    /** What becomes of the answer, if there is one. */
    default <R> UsageOutcome<R> flatMap(Function<? super T, UsageOutcome<R>> make) {
        return this instanceof Answer<T>(T value, var settings) ? make.apply(value) : withoutAnswer();
    }

    @SuppressWarnings("unchecked") // only an answer holds a T
    private <R> UsageOutcome<R> withoutAnswer() {
        return (UsageOutcome<R>) this;
    }
}
