package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A breakdown in the order of its credits, the most first, ties by id.
 *
 * @param unattributed what belongs to no member, or null where everything belongs to one
 */
record Ranking(List<RankedMember> members, @Nullable Tally unattributed) {
    private record Named(String id, Tally tally) {}

    private static final Comparator<Named> MOST_CREDITS = Comparator.comparing(
                    (Named member) -> member.tally().credits(), Comparator.reverseOrder())
            .thenComparing(Named::id);

    static Ranking of(List<MemberTally> breakdown) {
        List<Named> named = new ArrayList<>(breakdown.size());
        Tally unattributed = null;
        for (MemberTally row : breakdown) {
            switch (row.member()) {
                case Member.Named(String id) -> named.add(new Named(id, row.tally()));
                case Member.Unattributed() -> unattributed = row.tally();
            }
        }
        named.sort(MOST_CREDITS);
        List<RankedMember> members = new ArrayList<>(named.size());
        for (Named member : named) {
            members.add(new RankedMember(members.size() + 1, member.id(), member.tally()));
        }
        return new Ranking(members, unattributed);
    }

    /** What the members used together. */
    static Credits sum(List<RankedMember> members) {
        Credits sum = Credits.ZERO;
        for (RankedMember member : members) {
            sum = sum.plus(member.tally().credits());
        }
        return sum;
    }
}
