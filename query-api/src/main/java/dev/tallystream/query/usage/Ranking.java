package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A breakdown by its credits, the most first, ties by id.
 *
 * @param members those who are ranked
 * @param rest how many there are below them
 * @param restCredits what the rest used together
 * @param unattributed what belongs to no member, or null where everything belongs to one
 */
record Ranking(
        List<RankedMember> members,
        int rest,
        Credits restCredits,
        @Nullable Tally unattributed) {
    private record Named(String id, Tally tally) {
        static int byMostCredits(Named one, Named other) {
            int byCredits = Long.compare(
                    other.tally().credits().micros(), one.tally().credits().micros());
            return byCredits != 0 ? byCredits : one.id().compareTo(other.id());
        }
    }

    /** Everyone in their place. */
    static Ranking of(Iterable<MemberTally> breakdown) {
        List<Named> named = new ArrayList<>();
        Tally unattributed = null;
        for (MemberTally row : breakdown) {
            switch (row.member()) {
                case Member.Named(String id) -> named.add(new Named(id, row.tally()));
                case Member.Unattributed() -> unattributed = row.tally();
            }
        }
        named.sort(Named::byMostCredits);
        return new Ranking(ranked(named), 0, Credits.ZERO, unattributed);
    }

    /** The first {@code size} in their places and the rest as one, in one pass without sorting the rest. */
    static Ranking top(int size, Iterable<MemberTally> breakdown) {
        PriorityQueue<Named> lowestFirst =
                new PriorityQueue<>(size + 1, ((Comparator<Named>) Named::byMostCredits).reversed());
        int rest = 0;
        Credits restCredits = Credits.ZERO;
        Tally unattributed = null;
        for (MemberTally row : breakdown) {
            if (!(row.member() instanceof Member.Named(String id))) {
                unattributed = row.tally();
                continue;
            }
            lowestFirst.add(new Named(id, row.tally()));
            if (lowestFirst.size() > size) {
                rest++;
                restCredits = restCredits.plus(lowestFirst.remove().tally().credits());
            }
        }
        List<Named> top = new ArrayList<>(lowestFirst);
        top.sort(Named::byMostCredits);
        return new Ranking(ranked(top), rest, restCredits, unattributed);
    }

    /** How many members there are in all. */
    int count() {
        return members.size() + rest;
    }

    /** What the members used together. */
    static Credits sum(List<RankedMember> members) {
        Credits sum = Credits.ZERO;
        for (RankedMember member : members) {
            sum = sum.plus(member.tally().credits());
        }
        return sum;
    }

    private static List<RankedMember> ranked(List<Named> sorted) {
        List<RankedMember> members = new ArrayList<>(sorted.size());
        for (Named member : sorted) {
            members.add(new RankedMember(members.size() + 1, member.id(), member.tally()));
        }
        return members;
    }
}
