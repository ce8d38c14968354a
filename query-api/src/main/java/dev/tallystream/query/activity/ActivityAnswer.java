package dev.tallystream.query.activity;

import dev.tallystream.query.usage.FreshnessAnswer;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Who was active in a range of days.
 *
 * @param from its first date
 * @param last its last date, which is today
 * @param people how many users used credits; null where the organization hides individuals
 * @param teams how many teams did
 */
public record ActivityAnswer(
        LocalDate from, LocalDate last, @Nullable Integer people, int teams, FreshnessAnswer freshness) {}
