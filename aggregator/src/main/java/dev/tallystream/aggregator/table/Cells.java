package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Crossing;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.OrganizationId;
import java.util.List;

/** Which cells a usage adds to. */
final class Cells {
    private Cells() {}

    /** The whole and one part of each dimension: rows of every granularity. */
    static List<Cell> parts(Usage usage, Member user) {
        return List.of(
                new Cell.Total(),
                new Cell.Part(Dimension.FEATURE, feature(usage)),
                new Cell.Part(Dimension.TEAM, team(usage)),
                new Cell.Part(Dimension.USER, user));
    }

    /** What two of its members have in common: rows of days and months. */
    static List<Cell> crossed(Usage usage, Member user) {
        return List.of(
                new Cell.Crossed(Crossing.TEAM_FEATURE, team(usage), feature(usage)),
                new Cell.Crossed(Crossing.TEAM_USER, team(usage), user),
                new Cell.Crossed(Crossing.USER_FEATURE, user, feature(usage)));
    }

    /** Whose row it is by user; only a licensed member has one. */
    static Member user(OrganizationId organization, Usage usage, ErasedUsers erased) {
        return switch (usage.actor()) {
            case Actor.Member member
            when !erased.contains(organization, member.user()) ->
                new Member.Named(member.user().value());
            case Actor.Member member -> new Member.Unattributed();
            case Actor.UnnamedMember() -> new Member.Unattributed();
            case Actor.Guest() -> new Member.Unattributed();
            case Actor.Service() -> new Member.Unattributed();
        };
    }

    private static Member feature(Usage usage) {
        return new Member.Named(usage.feature().value());
    }

    private static Member team(Usage usage) {
        return usage.team() == null
                ? new Member.Unattributed()
                : new Member.Named(usage.team().value());
    }
}
