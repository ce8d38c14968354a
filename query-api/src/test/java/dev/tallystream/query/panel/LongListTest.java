package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.usage.InMemoryUsageView;
import dev.tallystream.query.usage.ListAnswer;
import dev.tallystream.query.usage.ListRequest;
import dev.tallystream.query.usage.PeriodName;
import dev.tallystream.query.usage.RankedRow;
import dev.tallystream.query.usage.SettableClock;
import dev.tallystream.query.usage.Sort;
import dev.tallystream.query.usage.UsageProblems;
import dev.tallystream.query.usage.UsageQueries;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** UI-42, the server's part: a hundred thousand users, scrolled to the end while numbers change. */
class LongListTest {
    private static final int USERS = 100_000;
    private static final int CHANGE_EVERY = 100;
    private static final Principal ADMIN = new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);

    private final SettableClock clock = new SettableClock("2026-11-22T10:15:30.412Z");
    private final InMemoryUsageView view = new InMemoryUsageView(clock);
    private final UsageQueries queries = new UsageQueries(view, clock);

    @Test
    void noUserIsRepeatedAndNoneIsLeftOut() {
        for (int i = 0; i < USERS; i++) {
            use("u" + i, Integer.toString(1 + i % 977));
        }
        Set<String> seen = new HashSet<>();
        String cursor = null;
        int pages = 0;
        long lastRank = 0;
        do {
            ListAnswer page = page(cursor);
            for (RankedRow row : page.items()) {
                assertTrue(seen.add(row.id()), row.id() + " is repeated");
                assertEquals(++lastRank, row.rank());
            }
            assertEquals(USERS, page.totalCount());
            cursor = page.nextCursor();
            if (++pages % CHANGE_EVERY == 0) {
                use("u" + (USERS - pages), "5000"); // from the end to the front
                use("new" + pages, "1"); // who was not there
            }
        } while (cursor != null);

        assertEquals(USERS / ListRequest.DEFAULT_LIMIT, pages);
        assertEquals(USERS, seen.size());
    }

    private void use(String user, String credits) {
        view.use("acme", "2026-11-20T08:00:00Z", "f", "t", user, credits);
    }

    private ListAnswer page(@Nullable String cursor) {
        ListRequest request = new ListRequest(
                new OrganizationId("acme"),
                Dimension.USER,
                Granularity.QUARTER,
                PeriodName.CURRENT,
                null,
                "",
                Sort.MOST_CREDITS,
                ListRequest.DEFAULT_LIMIT,
                cursor,
                false,
                false,
                null);
        return UsageProblems.answered(queries.list(ADMIN, request.forPeople()));
    }
}
