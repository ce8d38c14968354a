package dev.tallystream.aggregator.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.UsageRowKey;
import dev.tallystream.aggregator.table.UsageTables;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUsageCutTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Instant FIRST = Instant.parse("2025-11-20T00:00:00Z");
    private static final int DAYS = 420;
    private static final int USES = 1_500;
    private static final Tally HALF = new Tally(new Credits(500_000), 1);

    private final Map<String, SortedStore> stores = new HashMap<>();
    private final OpenRanges ranges = new OpenRanges();

    /** One use of the generated year: who, what, when. */
    private record Use(LocalDate date, Member feature, Member team, Member user, Tally tally) {
        Member of(Dimension dimension) {
            return switch (dimension) {
                case FEATURE -> feature;
                case TEAM -> team;
                case USER -> user;
            };
        }
    }

    @Test
    void aUserIsErasedFromTheFirstMomentAndDoneWithOnceNoRowNamesThem() {
        ErasedUser user = ErasureKey.of(new byte[ErasureKey.LENGTH]).erase(ACME, new UserId("u1"));
        Bytes key = Bytes.wrap(user.toBytes());
        byte[] done = ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(7)
                .putLong(1)
                .putLong(2)
                .putLong(3)
                .array();

        store(Stores.ERASED_USERS).put(key, Arrays.copyOf(done, done.length + 1));
        boolean erasedMeanwhile = cut().isErased(user);
        Optional<ErasedRows> rowsMeanwhile = cut().erasedRows(user);
        int usersMeanwhile = cut().erasedUsers();
        store(Stores.ERASED_USERS).put(key, done);

        assertTrue(erasedMeanwhile);
        assertEquals(Optional.empty(), rowsMeanwhile);
        assertEquals(0, usersMeanwhile);
        assertTrue(cut().isErased(user));
        assertEquals(Optional.of(new ErasedRows(1, 2, 3)), cut().erasedRows(user));
        assertEquals(1, cut().erasedUsers());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatAMemberHasOfAnotherDimensionAddsUpToItsOwnRowInEveryPeriod(long seed) {
        OrganizationSettings settings = settings(seed);
        List<Use> uses = generate(new Random(seed), new OrganizationCalendar(settings.calendars()));

        UsageCut cut = cut();

        int compared = 0;
        for (Granularity granularity : Granularity.values()) {
            for (Period period : periods(cut.calendar(), granularity)) {
                for (Dimension filter : Dimension.values()) {
                    for (MemberTally row : rows(opening -> opening.breakdown(filter, period))) {
                        Cell.Part within = new Cell.Part(filter, row.member());
                        assertEquals(row.tally(), cut.part(within, period));
                        for (Dimension listed : Dimension.values()) {
                            if (listed != filter) {
                                List<MemberTally> rows = rows(opening -> opening.breakdown(listed, within, period)
                                        .orElseThrow());
                                String what = "seed " + seed + " " + listed + " of " + within + " in " + period.id();
                                assertEquals(row.tally(), sum(rows), what);
                                assertEquals(recount(uses, listed, within, period), new HashSet<>(rows), what);
                                for (MemberTally one : rows) {
                                    Cell.Part alone = new Cell.Part(listed, one.member());
                                    assertEquals(
                                            one.tally(),
                                            cut.part(within, alone, period).orElseThrow(),
                                            what);
                                }
                                compared++;
                            }
                        }
                    }
                }
            }
        }
        assertTrue(compared > 2_000, "only " + compared + " lists compared");
    }

    @Test
    void theBreakdownsOfARangeAreThoseOfItsPeriodsOneAfterTheOther() {
        OrganizationCalendar calendar = new OrganizationCalendar(settings(3).calendars());
        generate(new Random(3), calendar);
        Period first = calendar.periodOf(Granularity.WEEK, LocalDate.parse("2026-04-20"));
        LocalDate end = first.start().plusWeeks(9);
        List<PeriodTally> expected = new ArrayList<>();
        for (Period week = first; week.start().isBefore(end); week = calendar.next(week)) {
            Period each = week;
            rows(cut -> cut.breakdown(Dimension.TEAM, each))
                    .forEach(row -> expected.add(new PeriodTally(each.start(), row)));
        }

        StoreUsageCut cut = cut();
        Iterable<PeriodTally> opened = cut.breakdowns(Dimension.TEAM, Granularity.WEEK, first.start(), end);
        cut.end();

        List<PeriodTally> range = new ArrayList<>();
        opened.forEach(range::add);
        assertTrue(expected.size() > 20);
        assertEquals(expected, range);
    }

    @Test
    void aWeekWhoseDaysAreNotAllKeptHasNoCrossingsAndAQuarterOfWholeMonthsStillHas() {
        generate(new Random(7), new OrganizationCalendar(OrganizationSettings.DEFAULT.calendars()));
        edge(UsageTable.DAILY, LocalDate.parse("2026-08-12"));
        UsageCut cut = cut();
        Cell.Part team = new Cell.Part(Dimension.TEAM, new Member.Named("t1"));

        Period cutWeek = period(cut, Granularity.WEEK, "2026-W33");
        Period keptWeek = period(cut, Granularity.WEEK, "2026-W34");
        Period quarter = period(cut, Granularity.QUARTER, "2026-Q1");

        assertEquals(LocalDate.parse("2026-08-10"), cutWeek.start());
        assertTrue(cut.breakdown(Dimension.FEATURE, team, cutWeek).isEmpty());
        Cell.Part feature = new Cell.Part(Dimension.FEATURE, new Member.Named("f"));
        assertTrue(cut.part(team, feature, cutWeek).isEmpty());
        assertTrue(cut.part(team, feature, keptWeek).isPresent());
        assertTrue(cut.breakdown(Dimension.FEATURE, team, keptWeek).isPresent());
        assertEquals(
                cut.part(team, quarter),
                sum(rows(opening ->
                        opening.breakdown(Dimension.FEATURE, team, quarter).orElseThrow())));
    }

    @Test
    void theFirstHoursOfADateAreSummedWhileTheyAreKept() {
        LocalDate date = LocalDate.parse("2026-11-22");
        for (int hour : List.of(0, 7, 8, 23)) {
            add(UsageTable.HOURLY, new Cell.Hour(hour), date, HALF);
        }
        UsageCut cut = cut();

        assertEquals(Tally.ZERO, cut.firstHours(date, 0).orElseThrow());
        assertEquals(1, cut.firstHours(date, 7).orElseThrow().events());
        assertEquals(2, cut.firstHours(date, 8).orElseThrow().events());
        assertEquals(4, cut.firstHours(date, 24).orElseThrow().events());
        assertEquals(Tally.ZERO, cut.firstHours(date.plusDays(1), 24).orElseThrow());
        edge(UsageTable.HOURLY, date.plusDays(1));
        UsageCut later = cut();
        assertTrue(later.firstHours(date, 8).isEmpty());
        assertTrue(later.firstHours(date.plusDays(1), 8).isPresent());
    }

    @Test
    void aDimensionHasNoCrossingWithItself() {
        Cell.Part team = new Cell.Part(Dimension.TEAM, new Member.Named("t1"));
        UsageCut cut = cut();
        Period quarter = period(cut, Granularity.QUARTER, "2026-Q1");

        assertThrows(IllegalArgumentException.class, () -> cut.breakdown(Dimension.TEAM, team, quarter));
    }

    @Test
    void rowsAreNotReadWithinTheirCutNorIsACutAskedAfterIt() {
        StoreUsageCut cut = cut();
        Period quarter = period(cut, Granularity.QUARTER, "2026-Q1");
        Breakdown opened = cut.breakdown(Dimension.TEAM, quarter);

        assertThrows(IllegalStateException.class, opened::iterator);
        cut.end();

        assertFalse(opened.iterator().hasNext());
        assertThrows(IllegalStateException.class, () -> cut.total(quarter));
    }

    /** Calendars whose quarters start in odd months, whose zone moves, and whose fiscal year changes on the way. */
    private OrganizationSettings settings(long seed) {
        CalendarRule plain = CalendarRule.DEFAULT;
        CalendarRule fiscal = new CalendarRule(ZoneId.of("Asia/Tokyo"), DayOfWeek.SUNDAY, Month.FEBRUARY);
        CalendarHistory history = switch ((int) seed) {
            case 1 -> CalendarHistory.always(plain);
            case 2 -> CalendarHistory.always(fiscal);
            default -> CalendarHistory.always(plain).with(Instant.parse("2026-05-13T00:00:00Z"), fiscal);
        };
        OrganizationSettings settings = new OrganizationSettings(1, UserAnalytics.INCLUDE, history, List.of());
        store(Stores.SETTINGS).put(Bytes.wrap(Placement.recordKey(ACME)), SettingsCodec.encode(settings));
        return settings;
    }

    private List<Use> generate(Random random, OrganizationCalendar calendar) {
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < USES; i++) {
            Instant time = FIRST.plusSeconds(random.nextLong(DAYS * 86_400L));
            Use use = new Use(
                    calendar.dateOf(time),
                    new Member.Named("f" + random.nextInt(3)),
                    random.nextInt(5) == 0 ? new Member.Unattributed() : new Member.Named("t" + random.nextInt(3)),
                    random.nextInt(5) == 0 ? new Member.Unattributed() : new Member.Named("u" + random.nextInt(4)),
                    new Tally(new Credits(random.nextLong(-2_000_000, 9_000_000)), 1));
            uses.add(use);
            for (Granularity granularity : Granularity.values()) {
                LocalDate start = calendar.startOfPeriod(granularity, use.date);
                UsageTable table = UsageTable.of(granularity);
                for (Dimension dimension : Dimension.values()) {
                    add(table, new Cell.Part(dimension, use.of(dimension)), start, use.tally);
                }
                if (granularity == Granularity.DAY || granularity == Granularity.MONTH) {
                    for (Crossing crossing : Crossing.values()) {
                        Cell cell = new Cell.Crossed(crossing, use.of(crossing.first()), use.of(crossing.second()));
                        add(table, cell, start, use.tally);
                    }
                }
            }
        }
        return uses;
    }

    private static Set<MemberTally> recount(List<Use> uses, Dimension listed, Cell.Part within, Period period) {
        Map<Member, Tally> sums = new HashMap<>();
        for (Use use : uses) {
            if (period.contains(use.date) && use.of(within.dimension()).equals(within.member())) {
                sums.merge(use.of(listed), use.tally, Tally::plus);
            }
        }
        Set<MemberTally> rows = new HashSet<>();
        sums.forEach((member, tally) -> rows.add(new MemberTally(member, tally)));
        return rows;
    }

    private static List<Period> periods(OrganizationCalendar calendar, Granularity granularity) {
        List<Period> periods = new ArrayList<>();
        LocalDate end = calendar.dateOf(FIRST).plusDays(DAYS + 1);
        // Every tenth day is enough of them.
        int step = granularity == Granularity.DAY ? 10 : 1;
        Period period = calendar.periodOf(granularity, calendar.dateOf(FIRST));
        while (period.start().isBefore(end)) {
            periods.add(period);
            period = calendar.periodOf(granularity, period.end().plusDays(step - 1));
        }
        return periods;
    }

    private static Period period(UsageCut cut, Granularity granularity, String id) {
        return cut.calendar().parse(granularity, id).orElseThrow();
    }

    private static Tally sum(List<MemberTally> rows) {
        return rows.stream().map(MemberTally::tally).reduce(Tally.ZERO, Tally::plus);
    }

    private void add(UsageTable table, Cell cell, LocalDate start, Tally tally) {
        Bytes key = Bytes.wrap(new UsageRowKey(ACME, cell, start).toBytes());
        byte[] before = store(table.storeName()).get(key);
        Tally sum = before == null ? tally : UsageTables.tally(before).plus(tally);
        store(table.storeName()).put(key, UsageTables.tallySerde().serializer().serialize("", sum));
    }

    /** As the ledger's store holds it. */
    private void edge(UsageTable table, LocalDate edge) {
        store(Stores.LEDGER)
                .put(
                        Bytes.wrap(new byte[] {1, place(table)}),
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(edge.toEpochDay())
                                .array());
    }

    private static byte place(UsageTable table) {
        return switch (table) {
            case HOURLY -> 0;
            case DAILY -> 1;
            case WEEKLY -> 2;
            case MONTHLY -> 3;
            case QUARTERLY -> 4;
        };
    }

    private StoreUsageCut cut() {
        return new StoreUsageCut(ACME, this::store, ranges);
    }

    /** Rows are read when their cut is over. */
    private List<MemberTally> rows(Function<UsageCut, Breakdown> opening) {
        StoreUsageCut cut = cut();
        Breakdown opened = opening.apply(cut);
        cut.end();
        List<MemberTally> rows = new ArrayList<>();
        opened.forEach(rows::add);
        return rows;
    }

    private SortedStore store(String name) {
        return stores.computeIfAbsent(name, absent -> new SortedStore());
    }
}
