package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 6, 7, 1_000})
    void theTopIsTheHeadOfTheWholeRankingAndTheRestItsTail(int members) {
        Random random = new Random(members);
        List<MemberTally> breakdown = new ArrayList<>();
        Tally unattributed = new Tally(new Credits(7), 1);
        breakdown.add(new MemberTally(new Member.Unattributed(), unattributed));
        for (int member = 0; member < members; member++) {
            // Few amounts, so that many are equal; some are below zero after corrections.
            Tally tally = new Tally(new Credits(random.nextLong(-3, 8)), 1);
            breakdown.add(new MemberTally(new Member.Named("m" + random.nextInt(9) + "-" + member), tally));
        }

        Ranking top = Ranking.top(5, breakdown);

        List<RankedMember> all = Ranking.of(breakdown).members();
        int places = Math.min(5, members);
        assertEquals(all.subList(0, places), top.members());
        assertEquals(members - places, top.rest());
        assertEquals(Ranking.sum(all.subList(places, members)), top.restCredits());
        assertEquals(members, top.count());
        assertEquals(unattributed, top.unattributed());
    }
}
