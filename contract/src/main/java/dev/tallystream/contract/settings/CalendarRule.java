package dev.tallystream.contract.settings;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;

/**
 * How an organization cuts time: its zone decides the date of an instant, the first day of its week and the first
 * month of its fiscal year decide week and quarter.
 */
public record CalendarRule(ZoneId zone, DayOfWeek weekStart, Month fiscalYearStart) {
    /** Where nothing was decided: UTC, weeks from Monday, fiscal year from January. */
    public static final CalendarRule DEFAULT = new CalendarRule(ZoneId.of("UTC"), DayOfWeek.MONDAY, Month.JANUARY);
}
