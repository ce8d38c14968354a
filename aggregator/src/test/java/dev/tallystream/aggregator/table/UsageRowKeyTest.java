package dev.tallystream.aggregator.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Crossing;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.id.OrganizationId;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageRowKeyTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 1);

    @Test
    void aKeyIsReadBackAsItWasWritten() {
        for (Cell cell : List.of(
                new Cell.Total(),
                new Cell.Part(Dimension.FEATURE, new Member.Named("ai_slides")),
                new Cell.Part(Dimension.TEAM, new Member.Unattributed()),
                new Cell.Part(Dimension.USER, new Member.Named("u\u00e9\uD83D\uDE00")),
                new Cell.Hour(24),
                new Cell.Crossed(Crossing.TEAM_USER, new Member.Named("t"), new Member.Unattributed()),
                new Cell.Crossed(Crossing.USER_FEATURE, new Member.Named("u"), new Member.Named("f")))) {
            UsageRowKey key = new UsageRowKey(new OrganizationId("acme"), cell, LocalDate.of(1969, 12, 31));

            assertEquals(key, UsageRowKey.fromBytes(key.toBytes()));
        }
    }

    @Test
    void theHistoryOfATotalIsInTheOrderOfItsDatesBeforeAndAfter1970() {
        byte[] before = total("acme", LocalDate.of(1969, 12, 31));
        byte[] after = total("acme", LocalDate.of(1970, 1, 1));

        assertTrue(Arrays.compareUnsigned(before, after) < 0);
    }

    @Test
    void aBreakdownsRangeHoldsEveryMemberAndNothingElse() {
        byte[] first = UsageRowKey.firstOf(new OrganizationId("a"), Dimension.TEAM, DATE);
        byte[] last = UsageRowKey.afterLastOf(new OrganizationId("a"), Dimension.TEAM, DATE);

        assertTrue(within(first, part("a", Dimension.TEAM, new Member.Unattributed(), DATE), last));
        assertTrue(within(first, part("a", Dimension.TEAM, new Member.Named("\uDBFF\uDFFF".repeat(127)), DATE), last));
        assertTrue(!within(first, part("a", Dimension.USER, new Member.Named("t"), DATE), last));
        assertTrue(!within(first, part("a", Dimension.TEAM, new Member.Named("t"), DATE.plusDays(1)), last));
        assertTrue(!within(first, part("ab", Dimension.TEAM, new Member.Named("t"), DATE), last));
    }

    @Test
    void afterAnOrganizationComesTheNextWhateverItsRows() {
        byte[] bound = UsageRowKey.afterLastOf(new OrganizationId("a"));

        assertTrue(Arrays.compareUnsigned(part("a", Dimension.USER, new Member.Named("z"), DATE), bound) < 0);
        assertTrue(Arrays.compareUnsigned(total("b", DATE), bound) > 0);
        assertTrue(Arrays.compareUnsigned(total("aa", DATE), bound) > 0);
    }

    private static boolean within(byte[] first, byte[] key, byte[] last) {
        return Arrays.compareUnsigned(first, key) <= 0 && Arrays.compareUnsigned(key, last) <= 0;
    }

    private static byte[] total(String organization, LocalDate date) {
        return new UsageRowKey(new OrganizationId(organization), new Cell.Total(), date).toBytes();
    }

    private static byte[] part(String organization, Dimension dimension, Member member, LocalDate date) {
        return new UsageRowKey(new OrganizationId(organization), new Cell.Part(dimension, member), date).toBytes();
    }
}
