package dev.tallystream.query.settings;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsChange;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.body.Applied;
import dev.tallystream.query.body.Applied.Seen;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where organizations decide for themselves. A decision is made over the version that the caller has seen, and is
 * answered when the owner of the organization has applied exactly it. Thread-safe.
 */
public final class SettingsDesk {
    /** Quarters of all of history: the table has one row for each, so asking for all of them is cheap. */
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);

    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private final SettingsWriter writer;
    private final Applied applied;
    private final InstantSource clock;

    /** Writes through that writer. */
    public SettingsDesk(SettingsWriter writer, Applied applied, InstantSource clock) {
        this.writer = writer;
        this.applied = applied;
        this.clock = clock;
    }

    /** What stands, and whether anything was counted by it. */
    private record Standing(OrganizationSettings settings, boolean counted) {
        static Standing of(UsageCut cut) {
            return new Standing(
                    cut.settings(),
                    !cut.history(Granularity.QUARTER, FIRST, LAST).isEmpty());
        }
    }

    /** What stands. */
    public Seen<OrganizationSettings> read(Principal caller, OrganizationId organization) {
        authorize(caller, organization);
        return applied.now(organization, UsageCut::settings);
    }

    /**
     * Decides, where {@code version} is what stands.
     *
     * @throws ProblemException {@code precondition-failed} where it is not, or where another decision was faster
     */
    public Seen<OrganizationSettings> decide(
            Principal caller, OrganizationId organization, long version, SettingsRequest request) {
        authorize(caller, organization);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Seen<Standing> seen = applied.now(organization, Standing::of);
        OrganizationSettings stands = seen.value().settings();
        if (stands.version() != version) {
            throw new ProblemException(ProblemType.PRECONDITION_FAILED);
        }
        CalendarHistory calendars = stamped(seen.value(), request.rule(), now);
        List<SettingsChange> changes = changes(caller.logName(), now, stands, request);
        if (changes.isEmpty()) {
            return new Seen<>(stands, seen.freshness());
        }
        OrganizationSettings next = stands.next(request.userAnalytics(), calendars, changes);
        CompletableFuture<Void> write = writer.write(organization, next);
        Seen<OrganizationSettings> after = applied.after(
                write,
                organization,
                cut -> Optional.of(cut.settings()).filter(settings -> settings.version() >= next.version()));
        if (!isIn(next, changes, after.value())) {
            throw new ProblemException(ProblemType.PRECONDITION_FAILED);
        }
        return after;
    }

    /** Whether the decision is what stands, or was before somebody went on from it. */
    private static boolean isIn(OrganizationSettings next, List<SettingsChange> changes, OrganizationSettings stands) {
        return stands.equals(next)
                || (stands.version() > next.version() && stands.log().containsAll(changes));
    }

    private static CalendarHistory stamped(Standing standing, CalendarRule wanted, Instant now) {
        CalendarHistory stands = standing.settings().calendars();
        if (wanted.equals(stands.last())) {
            return stands;
        }
        if (stands.changes().size() + 2 > CalendarHistory.MAX_CHANGES) {
            throw new ProblemException(Problem.at(
                    "",
                    ProblemType.INVALID_VALUE,
                    "The calendar has changed " + stands.changes().size() + " times, which is as often as it can."));
        }
        return CalendarStamp.next(stands, wanted, standing.counted(), now);
    }

    private static List<SettingsChange> changes(
            String who, Instant when, OrganizationSettings stands, SettingsRequest request) {
        List<SettingsChange> changes = new ArrayList<>();
        CalendarRule from = stands.calendars().last();
        CalendarRule to = request.rule();
        record Field(String name, String from, String to) {}
        for (Field field : List.of(
                new Field(
                        SettingsFields.USER_ANALYTICS,
                        SettingsAnswer.lower(stands.userAnalytics()),
                        SettingsAnswer.lower(request.userAnalytics())),
                new Field(
                        SettingsFields.TIME_ZONE, from.zone().getId(), to.zone().getId()),
                new Field(
                        SettingsFields.WEEK_START,
                        SettingsAnswer.lower(from.weekStart()),
                        SettingsAnswer.lower(to.weekStart())),
                new Field(
                        SettingsFields.FISCAL_YEAR_START,
                        Integer.toString(from.fiscalYearStart().getValue()),
                        Integer.toString(to.fiscalYearStart().getValue())))) {
            if (!field.from.equals(field.to)) {
                changes.add(new SettingsChange(who, when, field.name, field.from, field.to));
            }
        }
        return changes;
    }

    private static void authorize(Principal caller, OrganizationId organization) {
        Denial.of(caller, organization, Right.DECIDE_SETTINGS).ifPresent(denial -> {
            throw new ProblemException(denial.toProblemType());
        });
    }
}
