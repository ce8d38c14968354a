package dev.tallystream.query.activity;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.usage.Unstamped;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageQueries;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers how many people and teams were active. A member is active who has anything left in the range once everything
 * that was taken back is taken off: exactly those whose daily rows do not add up to nothing. Thread-safe.
 */
public final class ActivityQueries {
    /** The longest first: a month is one row a member where its days are thirty. */
    private static final List<Granularity> LONGER_THAN_A_DAY = List.of(Granularity.MONTH, Granularity.WEEK);

    private final UsageQueries usage;
    private final InstantSource clock;

    /** Asks as all questions about usage are asked. */
    public ActivityQueries(UsageQueries usage, InstantSource clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /** Who was active up to now. */
    public UsageOutcome<ActivityAnswer> activity(Principal caller, ActivityRequest request) {
        return usage.readRows(
                caller, request.organization(), Right.READ_USAGE, null, cut -> activity(cut, request.days()));
    }

    private OpenedRows<UsageOutcome<Unstamped<ActivityAnswer>>> activity(UsageCut cut, int days) {
        LocalDate today = cut.calendar().dateOf(clock.instant());
        LocalDate from = today.minusDays(days - 1L);
        List<Period> pieces = pieces(cut, from, today.plusDays(1));
        if (!pieces.stream().allMatch(piece -> cut.keeps(piece.granularity(), piece.start()))) {
            return later -> new UsageOutcome.NotKept<>();
        }
        boolean hidden = cut.settings().userAnalytics() == UserAnalytics.EXCLUDE;
        OrganizationSettings settings = cut.settings();
        List<Breakdown> users = hidden ? null : open(cut, Dimension.USER, pieces);
        List<Breakdown> teams = open(cut, Dimension.TEAM, pieces);
        return later -> {
            Integer people = users == null ? null : active(users);
            int activeTeams = active(teams);
            return new UsageOutcome.Answer<>(
                    freshness -> new ActivityAnswer(from, today, people, activeTeams, freshness), settings);
        };
    }

    /** The range as the longest periods that fill it: what they hold is the sum of their days. */
    static List<Period> pieces(UsageCut cut, LocalDate from, LocalDate to) {
        List<Period> pieces = new ArrayList<>();
        for (LocalDate date = from; date.isBefore(to); date = pieces.getLast().end()) {
            pieces.add(longest(cut, date, to));
        }
        return pieces;
    }

    private static Period longest(UsageCut cut, LocalDate from, LocalDate to) {
        for (Granularity granularity : LONGER_THAN_A_DAY) {
            Period period = cut.calendar().periodOf(granularity, from);
            boolean fits = period.start().equals(from) && !period.end().isAfter(to);
            if (fits && cut.keeps(granularity, from)) {
                return period;
            }
        }
        return cut.calendar().periodOf(Granularity.DAY, from);
    }

    private static List<Breakdown> open(UsageCut cut, Dimension dimension, List<Period> pieces) {
        return pieces.stream().map(piece -> cut.breakdown(dimension, piece)).toList();
    }

    private static int active(List<Breakdown> pieces) {
        Map<String, Tally> left = new HashMap<>();
        for (Breakdown piece : pieces) {
            for (MemberTally row : piece) {
                switch (row.member()) {
                    case MemberTally.Member.Named(String id) -> left.merge(id, row.tally(), Tally::plus);
                    case MemberTally.Member.Unattributed() -> {} // nobody in particular
                }
            }
        }
        return (int) left.values().stream()
                .filter(tally -> !tally.equals(Tally.ZERO))
                .count();
    }
}
