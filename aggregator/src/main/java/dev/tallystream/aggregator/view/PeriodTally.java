package dev.tallystream.aggregator.view;

import java.time.LocalDate;

/** One row of a breakdown of several periods: of the period that starts on that date. */
public record PeriodTally(LocalDate periodStart, MemberTally row) {}
