package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Role;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What answers say where something happens between their cut and the reading of their rows. */
class RowsReadLaterTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Principal ADMIN = new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);
    private static final String TIME = "2026-11-20T08:00:00Z";

    private final SettableClock clock = new SettableClock("2026-11-22T10:15:30.412Z");
    private final InMemoryUsageView view = new InMemoryUsageView(clock);
    private final UsageQueries queries = new UsageQueries(view, clock);

    @BeforeEach
    void twoUses() {
        view.use("acme", TIME, "ai_slides", "t1", "u1", "6");
        view.use("acme", TIME, "ai_agents", "t2", "u2", "3");
    }

    @Test
    void aPanelShowsNothingOfWhatIsCountedMeanwhile() {
        countMeanwhile();

        PanelAnswer panel = answer(queries.panel(ADMIN, panelRequest()));

        assertAll(
                () -> assertEquals("9", panel.totalCredits()),
                () -> assertEquals("9", panel.history().getLast().credits()),
                () -> assertEquals(List.of("t1 6", "t2 3"), credits(panel.byTeam())),
                () -> assertEquals(List.of("u1 6", "u2 3"), credits(panel.byUser())),
                () -> assertEquals(List.of("ai_slides 6", "ai_agents 3"), credits(panel.byFeature())),
                () -> assertEquals("3:2", panel.freshness().position()));
    }

    @Test
    void aListAddsUpAndItsTrendEndsWithItsRow() {
        countMeanwhile();

        ListAnswer list = answer(queries.list(ADMIN, listing(Sort.MOST_CREDITS)));

        assertAll(
                () -> assertEquals("9", list.totalCredits()),
                () -> assertEquals(List.of("u1 6", "u2 3"), credits(list.items())),
                () -> assertEquals("6", trend(list.items().getFirst()).getLast()),
                () -> assertEquals("3:2", list.freshness().position()));
    }

    @Test
    void aReconciliationBalances() {
        countMeanwhile();

        assertEquals(true, answer(queries.reconciliation(ADMIN, panelRequest())).balanced());
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void aListNamesNobodyWhoWasErasedWhileItWasRead(Sort sort) {
        AtomicInteger times = new AtomicInteger();
        view.whileRowsAreRead(() -> {
            if (times.getAndIncrement() == 0) {
                view.erase(erased("u1"), "u1");
            }
        });

        ListAnswer list = answer(queries.list(ADMIN, listing(sort)));

        assertAll(
                () -> assertEquals(List.of("u2 3"), credits(list.items())),
                () -> assertEquals(new PanelAnswer.Unattributed("6", new BigDecimal("0.6667")), list.unattributed()));
    }

    @Test
    void aListThatIsOutdatedWheneverItIsReadIsToBeAskedForAgain() {
        AtomicInteger times = new AtomicInteger();
        view.whileRowsAreRead(() -> {
            String user = "x" + times.getAndIncrement();
            view.erase(erased(user), user);
        });

        assertInstanceOf(UsageOutcome.Busy.class, queries.list(ADMIN, listing(Sort.MOST_CREDITS)));
    }

    @Test
    void usersWhoAreHiddenWhileTheirListIsReadAreNotShown() {
        OrganizationSettings settings = OrganizationSettings.DEFAULT;
        view.whileRowsAreRead(() -> view.settings(
                "acme",
                new OrganizationSettings(
                        settings.version() + 1, UserAnalytics.EXCLUDE, settings.calendars(), List.of())));

        assertInstanceOf(UsageOutcome.UsersHidden.class, queries.list(ADMIN, listing(Sort.MOST_CREDITS)));
    }

    private void countMeanwhile() {
        view.whileRowsAreRead(() -> view.use("acme", TIME, "ai_slides", "t3", "u1", "100"));
    }

    private static ErasedUser erased(String user) {
        return ErasureKey.of(new byte[ErasureKey.LENGTH]).erase(ACME, new UserId(user));
    }

    private static List<String> credits(PanelAnswer.@Nullable Section section) {
        return section == null ? List.of() : credits(section.items());
    }

    private static List<String> trend(RankedRow row) {
        return row.trend() == null ? List.of() : row.trend();
    }

    private static List<String> credits(List<RankedRow> rows) {
        return rows.stream().map(row -> row.id() + " " + row.credits()).toList();
    }

    private static PanelRequest panelRequest() {
        return new PanelRequest(ACME, Granularity.MONTH, PeriodName.CURRENT);
    }

    private static ListRequest listing(Sort sort) {
        return new ListRequest(
                ACME,
                Dimension.USER,
                Granularity.MONTH,
                PeriodName.CURRENT,
                null,
                "",
                sort,
                50,
                null,
                true,
                false,
                null);
    }

    private static <T> T answer(UsageOutcome<T> outcome) {
        return switch (outcome) {
            case UsageOutcome.Answer<T>(var answer, var settings) -> answer;
            default -> throw new AssertionError("an answer was expected: " + outcome);
        };
    }
}
