package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Usage;
import java.util.List;

/** Whose sum a row is, within its organization and period. */
public sealed interface Cell {
    /** The whole. */
    record Total() implements Cell {}

    /** One member's part. */
    record Part(Dimension dimension, Member member) implements Cell {}

    /** The cells that a usage adds to: the whole and one part of each dimension. */
    static List<Cell> of(Usage usage) {
        Member team = usage.team() == null
                ? new Member.Unattributed()
                : new Member.Named(usage.team().value());
        Member user = switch (usage.actor()) {
            case Actor.Member member -> new Member.Named(member.user().value());
            case Actor.UnnamedMember() -> new Member.Unattributed();
            case Actor.Guest() -> new Member.Unattributed();
            case Actor.Service() -> new Member.Unattributed();
        };
        return List.of(
                new Total(),
                new Part(Dimension.FEATURE, new Member.Named(usage.feature().value())),
                new Part(Dimension.TEAM, team),
                new Part(Dimension.USER, user));
    }
}
