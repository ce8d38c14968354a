package dev.tallystream.benchmark.model;

import dev.tallystream.contract.settings.CalendarHistory;

/** What happens next in a generated stream. */
sealed interface Step permits Intent, Step.Decided, Step.Erased {
    /** An organization decides about its calendar. */
    record Decided(String organization, CalendarHistory calendar) implements Step {}

    /** A user's id is erased. */
    record Erased(String organization, String user) implements Step {}
}
