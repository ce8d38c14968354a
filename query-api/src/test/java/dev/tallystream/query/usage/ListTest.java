package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Principal ADMIN = new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);

    private final SettableClock clock = new SettableClock("2026-11-22T10:15:30.412Z");
    private final InMemoryUsageView view = new InMemoryUsageView(clock);
    private final UsageQueries queries = new UsageQueries(view, clock);

    @Test
    void aListSaysWhatMatchesInAllWhateverThePage() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "6");
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t2", "u1", "3");
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", null, "u1", "1");

        ListAnswer list = list(asking(Dimension.TEAM).limit(1));

        assertEquals("teams", list.kind());
        assertEquals(2, list.totalCount());
        assertEquals("9", list.totalCredits());
        assertEquals(new PanelAnswer.Unattributed("1", new BigDecimal("0.1000")), list.unattributed());
        assertTrue(list.hasMore());
        assertEquals(
                List.of(new RankedRow(1, "t1", "t1", null, null, "6", new BigDecimal("0.6000"), 1, null, null)),
                list.items());
    }

    @Test
    void nothingUsedIsAnEmptyList() {
        ListAnswer list = list(asking(Dimension.USER));

        assertEquals(List.of(), list.items());
        assertEquals(0, list.totalCount());
        assertEquals("0", list.totalCredits());
        assertFalse(list.hasMore());
        assertNull(list.nextCursor());
    }

    @Test
    void everyOrderBreaksTiesByIdAndKeepsTheRank() {
        use("t2", "Beta", "5");
        use("t1", "Écho", "5");
        use("t3", "alpha", "7");
        use("t4", "Zeta", "1");

        assertEquals(List.of("1 t3", "2 t1", "3 t2", "4 t4"), ranks(asking(Dimension.TEAM)));
        assertEquals(
                List.of("4 t4", "2 t1", "3 t2", "1 t3"),
                ranks(asking(Dimension.TEAM).sort(Sort.FEWEST_CREDITS)));
        assertEquals(
                List.of("1 t3", "3 t2", "2 t1", "4 t4"),
                ranks(asking(Dimension.TEAM).sort(Sort.NAME)));
        assertEquals(
                List.of("4 t4", "2 t1", "3 t2", "1 t3"),
                ranks(asking(Dimension.TEAM).sort(Sort.NAME_BACKWARDS)));
    }

    @Test
    void equalNamesAreOrderedByIdInBothDirections() {
        use("t2", "Same", "1");
        use("t1", "Same", "2");

        assertEquals(List.of("1 t1", "2 t2"), ranks(asking(Dimension.TEAM).sort(Sort.NAME)));
        assertEquals(List.of("1 t1", "2 t2"), ranks(asking(Dimension.TEAM).sort(Sort.NAME_BACKWARDS)));
    }

    @Test
    void aSearchSeesNeitherCaseNorAccentsAndSumsWhatItFound() {
        use("t1", "Équipe Straße", "5");
        use("t2", "equipe rouge", "3");
        use("t3", "Design", "9");
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", null, null, "1");

        ListAnswer found = list(asking(Dimension.TEAM).search("EQUIPÉ"));

        assertEquals(
                List.of("2 t1", "3 t2"),
                found.items().stream().map(row -> row.rank() + " " + row.id()).toList());
        assertEquals(2, found.totalCount());
        assertEquals("8", found.totalCredits());
        assertNull(found.unattributed());
        assertEquals(List.of("2 t1"), ranks(asking(Dimension.TEAM).search("strasse")));
        assertEquals(List.of(), ranks(asking(Dimension.TEAM).search("[a-z]*")));
    }

    @Test
    void aMemberWithoutNameIsFoundByItsId() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_new", "t1", "u1", "1");

        assertEquals(List.of("1 ai_new"), ranks(asking(Dimension.FEATURE).search("_NEW")));
    }

    @Test
    void scrollingWhileNumbersMoveNeitherRepeatsNorSkips() {
        Credits sum = Credits.ZERO;
        for (int user = 0; user < 137; user++) {
            view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u%03d".formatted(user), "" + user);
            sum = sum.plus(Credits.parse("" + user));
        }
        List<RankedRow> rows = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            ListAnswer page = list(asking(Dimension.USER).limit(10).cursor(cursor));
            assertEquals(137, page.totalCount());
            assertEquals(sum.toDecimal(), page.totalCredits());
            rows.addAll(page.items());
            cursor = page.nextCursor();
            view.use("acme", "2026-11-21T08:00:00Z", "ai_slides", "t1", "u000", "1000");
            view.use("acme", "2026-11-21T08:00:00Z", "ai_slides", "t1", "new" + rows.size(), "999");
            clock.advance(Duration.ofMinutes(4));
        } while (cursor != null);

        assertEquals(137, rows.size());
        assertEquals(137, new HashSet<>(rows).size());
        assertEquals(sum, rows.stream().map(row -> Credits.parse(row.credits())).reduce(Credits.ZERO, Credits::plus));
        for (int place = 0; place < rows.size(); place++) {
            assertEquals(place + 1, rows.get(place).rank());
        }
    }

    @Test
    void aNextPageIsAsFreshAsItsList() {
        use("t1", "A", "2");
        use("t2", "B", "1");
        ListAnswer first = list(asking(Dimension.TEAM).limit(1));
        clock.advance(Duration.ofSeconds(10));
        use("t3", "C", "3");

        ListAnswer second = list(asking(Dimension.TEAM).limit(1).cursor(first.nextCursor()));

        assertEquals(new FreshnessAnswer("2026-11-22T10:15:30.412Z", 10_000, "3:2"), second.freshness());
    }

    @Test
    void aCursorIsGoneFiveMinutesAfterItsPage() {
        use("t1", "A", "2");
        use("t2", "B", "1");
        Asking asking = asking(Dimension.TEAM).limit(1);
        String cursor = list(asking).nextCursor();

        clock.advance(Duration.ofMinutes(5));

        assertEquals(new UsageOutcome.ExpiredCursor<>(), outcome(asking.cursor(cursor)));
    }

    @Test
    void aCursorBelongsToItsQuestionAlone() {
        use("t1", "A", "2");
        use("t2", "B", "1");
        view.use("other", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "1");
        Asking asked = asking(Dimension.TEAM).limit(1);
        String cursor = list(asked).nextCursor();
        assertNotNull(cursor);

        for (Asking another : List.of(
                asked.organization("other"),
                asked.dimension(Dimension.USER),
                asked.granularity(Granularity.MONTH),
                asked.period(new PeriodName.Named("2026-Q3")),
                asked.period(PeriodName.PREVIOUS),
                asked.within(new Within(Dimension.FEATURE, "ai_slides")),
                asked.search("a"),
                asked.sort(Sort.NAME))) {
            assertEquals(new UsageOutcome.InvalidCursor<>(), outcome(another.cursor(cursor)), another.toString());
        }
        assertEquals(List.of("2 t2"), ranks(asked.limit(50).cursor(cursor)));
    }

    @Test
    void aCursorIsTakenWithThePeriodAsAskedAndWithItsId() {
        use("t1", "A", "2");
        use("t2", "B", "1");
        view.use("acme", "2026-08-20T08:00:00Z", "ai_slides", "t3", "u1", "2");
        view.use("acme", "2026-08-20T08:00:00Z", "ai_slides", "t4", "u1", "1");
        Asking running = asking(Dimension.TEAM).limit(1);
        Asking before = running.period(PeriodName.PREVIOUS);
        String ofRunning = list(running).nextCursor();
        String ofBefore = list(before).nextCursor();

        assertEquals(List.of("2 t2"), ranks(running.cursor(ofRunning)));
        assertEquals(
                List.of("2 t2"),
                ranks(running.period(new PeriodName.Named("2026-Q4")).cursor(ofRunning)));
        assertEquals(List.of("2 t4"), ranks(before.cursor(ofBefore)));
        assertEquals(
                List.of("2 t4"),
                ranks(before.period(new PeriodName.Named("2026-Q3")).cursor(ofBefore)));
        assertEquals(new UsageOutcome.InvalidCursor<>(), outcome(running.cursor(ofBefore)));
    }

    @Test
    void aCursorWithOneLetterChangedIsNoneOfOurs() {
        use("t1", "A", "2");
        use("t2", "B", "1");
        Asking asked = asking(Dimension.TEAM).limit(1);
        String cursor = list(asked).nextCursor();
        assertNotNull(cursor);

        for (int at = 0; at < cursor.length(); at++) {
            char changed = cursor.charAt(at) == 'A' ? 'B' : 'A';
            String tampered = cursor.substring(0, at) + changed + cursor.substring(at + 1);
            assertEquals(new UsageOutcome.InvalidCursor<>(), outcome(asked.cursor(tampered)), tampered);
        }
        for (String garbage : List.of("", "x", cursor + "A", cursor.substring(1), "!".repeat(cursor.length()))) {
            assertEquals(new UsageOutcome.InvalidCursor<>(), outcome(asked.cursor(garbage)), garbage);
        }
    }

    @Test
    void aCursorOfAnEarlierProcessWithTheSameKeyIsExpiredAndWithAnotherKeyInvalid() {
        use("t1", "A", "2");
        use("t2", "B", "1");
        Asking asked = asking(Dimension.TEAM).limit(1);
        byte[] key = new byte[32];
        String cursor = answer(new UsageQueries(view, clock, key).list(ADMIN, asked.toRequest()))
                .nextCursor();

        assertEquals(
                new UsageOutcome.ExpiredCursor<>(),
                new UsageQueries(view, clock, key)
                        .list(ADMIN, asked.cursor(cursor).toRequest()));
        assertEquals(new UsageOutcome.InvalidCursor<>(), outcome(asked.cursor(cursor)));
    }

    @Test
    void firstPagesShareAListForTwoSeconds() {
        use("t1", "A", "2");
        use("t2", "B", "1");
        Asking asked = asking(Dimension.TEAM).limit(1);
        FreshnessAnswer first = list(asked).freshness();

        clock.advance(Duration.ofMillis(1_999));
        assertEquals(first.asOf(), list(asked).freshness().asOf());
        clock.advance(Duration.ofMillis(1));
        assertEquals("2026-11-22T10:15:32.412Z", list(asked).freshness().asOf());
    }

    @Test
    void aListIsSharedForOneSecondOnlyOnceMoreIsCounted() {
        use("t1", "A", "2");
        use("t2", "B", "1");
        Asking asked = asking(Dimension.TEAM).limit(1);
        list(asked);
        use("t3", "C", "9");

        clock.advance(Duration.ofMillis(999));
        assertEquals(List.of("1 t1"), ranks(asked));
        clock.advance(Duration.ofMillis(1));
        assertEquals(List.of("1 t3"), ranks(asked));
    }

    @Test
    void hiddenUsersAreNotListedOnTheFirstPageNorOnTheNext() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "1");
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u2", "1");
        Asking asked = asking(Dimension.USER).limit(1);
        String cursor = list(asked).nextCursor();

        view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        assertEquals(new UsageOutcome.UsersHidden<>(), outcome(asked));
        assertEquals(new UsageOutcome.UsersHidden<>(), outcome(asked.cursor(cursor)));
        assertEquals(1, list(asking(Dimension.TEAM)).totalCount());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aNarrowedListAddsUpToTheRowOfItsMember(long seed) {
        Random random = new Random(seed);
        for (int use = 0; use < 300; use++) {
            view.use(
                    "acme",
                    Instant.parse("2026-01-01T00:00:00Z")
                            .plusSeconds(random.nextInt(330 * 86_400))
                            .toString(),
                    "f" + random.nextInt(4),
                    random.nextInt(6) == 0 ? null : "t" + random.nextInt(5),
                    random.nextInt(6) == 0 ? null : "u" + random.nextInt(9),
                    random.nextInt(1, 500) + ".25");
        }
        for (Granularity granularity : List.of(Granularity.WEEK, Granularity.MONTH, Granularity.QUARTER)) {
            for (Dimension listed : Dimension.values()) {
                for (Dimension by : Within.offered(listed)) {
                    Asking whole = asking(by).granularity(granularity).period(PeriodName.PREVIOUS);
                    for (RankedRow row : list(whole).items()) {
                        ListAnswer parts = list(whole.dimension(listed).within(new Within(by, row.id())));
                        Credits unattributed = parts.unattributed() == null
                                ? Credits.ZERO
                                : Credits.parse(parts.unattributed().credits());
                        assertEquals(
                                Credits.parse(row.credits()),
                                Credits.parse(parts.totalCredits()).plus(unattributed),
                                "seed " + seed + ": " + listed + " of " + row);
                        ListAnswer.WithinAnswer within = parts.within();
                        assertNotNull(within);
                        assertEquals(row.credits(), within.credits());
                        assertEquals(row.eventCount(), within.eventCount());
                    }
                }
            }
        }
    }

    @Test
    void aMemberWithoutUsageHasAnEmptyList() {
        use("t1", "A", "2");

        ListAnswer list = list(asking(Dimension.FEATURE).within(new Within(Dimension.TEAM, "nobody")));

        assertEquals(List.of(), list.items());
        assertEquals("0", list.totalCredits());
        assertEquals(new ListAnswer.WithinAnswer("teams", "nobody", "nobody", null, "0", 0), list.within());
    }

    @Test
    void aListIsOneCutAndThereIsNoneOfAPeriodThatDoesNotExist() {
        use("t1", "A", "2");

        list(asking(Dimension.TEAM));
        assertEquals(1, view.reads());

        PeriodName never = new PeriodName.Named("2026-02-30");
        assertEquals(
                new UsageOutcome.NoSuchPeriod<>(never),
                outcome(asking(Dimension.TEAM).period(never)));
    }

    @Test
    void aMemberIsNotAnswered() {
        Principal member = new Principal.SignedIn(new OrganizationScope.Only(Set.of(ACME)), Role.MEMBER);

        assertEquals(
                new UsageOutcome.Denied<>(Denial.ROLE_REQUIRED),
                queries.list(member, asking(Dimension.TEAM).toRequest()));
        assertEquals(0, view.reads());
    }

    private void use(String team, String name, String credits) {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", team, "u1", credits);
        view.directory("acme", DirectoryKind.TEAM, team, DirectoryEntry.named(name));
    }

    private List<String> ranks(Asking asking) {
        return list(asking).items().stream()
                .map(row -> row.rank() + " " + row.id())
                .toList();
    }

    private ListAnswer list(Asking asking) {
        return answer(outcome(asking));
    }

    private UsageOutcome<ListAnswer> outcome(Asking asking) {
        return queries.list(ADMIN, asking.toRequest());
    }

    private static ListAnswer answer(UsageOutcome<ListAnswer> outcome) {
        return switch (outcome) {
            case UsageOutcome.Answer<ListAnswer>(var answer, var settings) -> answer;
            default -> throw new AssertionError("an answer was expected: " + outcome);
        };
    }

    private static Asking asking(Dimension dimension) {
        return new Asking(
                "acme", dimension, Granularity.QUARTER, PeriodName.CURRENT, null, "", Sort.MOST_CREDITS, 50, null);
    }

    /** A request that is changed one part at a time. */
    private record Asking(
            String organization,
            Dimension dimension,
            Granularity granularity,
            PeriodName period,
            @Nullable Within within,
            String search,
            Sort sort,
            int limit,
            @Nullable String cursor) {
        ListRequest toRequest() {
            return new ListRequest(
                    new OrganizationId(organization),
                    dimension,
                    granularity,
                    period,
                    within,
                    search,
                    sort,
                    limit,
                    cursor,
                    false,
                    false,
                    null);
        }

        Asking organization(String organization) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }

        Asking dimension(Dimension dimension) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }

        Asking granularity(Granularity granularity) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }

        Asking period(PeriodName period) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }

        Asking within(Within within) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }

        Asking search(String search) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }

        Asking sort(Sort sort) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }

        Asking limit(int limit) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }

        Asking cursor(@Nullable String cursor) {
            return new Asking(organization, dimension, granularity, period, within, search, sort, limit, cursor);
        }
    }
}
