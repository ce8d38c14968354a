package dev.tallystream.aggregator.period;

import java.time.LocalDate;

/**
 * A day, week, month or quarter of one organization.
 *
 * @param id its name, unique within its granularity: {@code 2026-11-22}, {@code 2026-W47}, {@code 2026-11},
 *     {@code 2026-Q4} or {@code FY2026-Q4}
 * @param start its first date
 * @param end the first date after it
 */
public record Period(Granularity granularity, String id, LocalDate start, LocalDate end) {
    /** Whether the date lies in it. */
    public boolean contains(LocalDate date) {
        return !date.isBefore(start) && date.isBefore(end);
    }
}
