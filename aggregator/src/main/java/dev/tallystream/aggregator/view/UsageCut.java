package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.settings.OrganizationSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;

/** One organization's tables, directory and settings at one position; valid only within the query that got it. */
public interface UsageCut {
    /** What the organization decided; the defaults where it decided nothing. */
    OrganizationSettings settings();

    /** What was agreed with the organization; {@link BillingTerms#NONE} where nothing was. */
    BillingTerms billingTerms();

    /** The calendar of those settings. */
    OrganizationCalendar calendar();

    /** The period's total; {@link Tally#ZERO} where nothing was used. */
    Tally total(Period period);

    /**
     * The totals of every period that starts from {@code from} up to before {@code to}, by first date; periods without
     * usage are absent.
     */
    SortedMap<LocalDate, Tally> history(Granularity granularity, LocalDate from, LocalDate to);

    /** Opens the period's rows of that dimension's members. */
    Breakdown breakdown(Dimension dimension, Period period);

    /**
     * Opens the same rows of every period that starts from {@code from} up to before {@code to}, by first date: one range,
     * however many periods they are of.
     */
    Iterable<PeriodTally> breakdowns(Dimension dimension, Granularity granularity, LocalDate from, LocalDate to);

    /** A member's own row of the period; {@link Tally#ZERO} where it has none. */
    Tally part(Cell.Part member, Period period);

    /**
     * Opens what {@code within} has of each member of another dimension; together they are the row of {@code within}.
     * Summed from the days or months of the {@link Crossing}; empty where some of them are no longer kept.
     *
     * @throws IllegalArgumentException where the two dimensions have no crossing
     */
    Optional<Breakdown> breakdown(Dimension dimension, Cell.Part within, Period period);

    /**
     * What {@code within} has of that member of another dimension: its row in {@link #breakdown(Dimension, Cell.Part,
     * Period)}, read alone; empty where some of what it is summed from is no longer kept.
     *
     * @throws IllegalArgumentException where the two dimensions have no crossing
     */
    Optional<Tally> part(Cell.Part within, Cell.Part member, Period period);

    /** The total of the date's first hours, counted from its first instant; empty where they are no longer kept. */
    Optional<Tally> firstHours(LocalDate date, int hours);

    /** What the directory says of a team, user or feature. */
    Optional<DirectoryEntry> directory(DirectoryKind kind, String id);

    /** Opens all that the directory says of teams, users or features, which are read as a breakdown is. */
    Iterable<NamedMember> names(DirectoryKind kind);

    /** What was moved when that user was erased; empty until no row names the user any more. */
    Optional<ErasedRows> erasedRows(ErasedUser user);

    /** Whether that user is erased: from the first moment, while rows may still name them, and for ever. */
    boolean isErased(ErasedUser user);

    /** How many users of the organization are erased; what was read when they were fewer may name one of them. */
    int erasedUsers();

    /** Whether the table of that granularity still keeps the period that starts on that date. */
    boolean keeps(Granularity granularity, LocalDate periodStart);

    /** What became of the event of that identity; empty where it is not known at {@code now}, or not any more. */
    Optional<KnownEvent> event(EventIdentity identity, Instant now);

    /** What became of a backfill's events so far; empty where none arrived. */
    Optional<BackfillTally> backfill(BackfillId backfill);
}
