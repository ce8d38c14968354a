package dev.tallystream.query.usage;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Reading;
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
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.PanelAnswer.PreviousAnswer;
import dev.tallystream.query.usage.PanelAnswer.Section;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PanelTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Principal ADMIN =
            new Principal.SignedIn(new OrganizationScope.Only(Set.of(ACME)), Role.ORG_ADMIN);

    private final SettableClock clock = new SettableClock("2026-11-22T10:15:30.412Z");
    private final InMemoryUsageView view = new InMemoryUsageView(clock);
    private final UsageQueries queries = new UsageQueries(view, clock);

    @Test
    void nothingUsedIsAZeroWithoutSections() {
        PanelAnswer panel = panel(Granularity.QUARTER, PeriodName.CURRENT);

        assertEquals("0", panel.totalCredits());
        assertEquals(0, panel.eventCount());
        assertNull(panel.byFeature());
        assertNull(panel.byTeam());
        assertNull(panel.byUser());
        assertNull(panel.hidden());
        assertEquals(8, panel.history().size());
        assertEquals(new FreshnessAnswer("2026-11-22T10:15:30.412Z", 0, "3:0"), panel.freshness());
    }

    @ParameterizedTest
    @CsvSource({
        // Sunday the 22nd, of which 2 are used; each weekday is as its two days before, and Sundays are expected to be
        // 4.
        "DAY, 4",
        "WEEK, 64",
        "MONTH, 206",
        "QUARTER, 492",
    })
    void theRunningPeriodIsForecastAtThePaceOfItsWeekdays(Granularity granularity, String end) {
        for (int day = 8; day <= 21; day++) {
            view.use("acme", "2026-11-%02dT08:00:00Z".formatted(day), "f", "t1", "u1", day % 7 == 1 ? "4" : "10");
        }
        view.use("acme", "2026-11-22T08:00:00Z", "f", "t1", "u1", "2");

        PanelAnswer.ForecastAnswer forecast =
                panel(granularity, PeriodName.CURRENT).forecast();

        assertEquals(new PanelAnswer.ForecastAnswer("weekday_weighted_14d", end), forecast);
        assertNull(panel(granularity, PeriodName.PREVIOUS).forecast(), "what is over needs none");
    }

    @Test
    void twoDaysOfUseAreTooFewForAForecast() {
        for (String day : List.of("20", "21", "22")) {
            view.use("acme", "2026-11-" + day + "T08:00:00Z", "f", "t1", "u1", "10");
        }

        assertNull(panel(Granularity.QUARTER, PeriodName.CURRENT).forecast());
    }

    @Test
    void usageThatWasTakenBackIsStillShown() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "5");
        view.use("acme", "2026-11-20T08:00:01Z", "ai_slides", "t1", "u1", "-5");

        PanelAnswer panel = panel(Granularity.QUARTER, PeriodName.CURRENT);

        assertEquals("0", panel.totalCredits());
        RankedRow row = section(panel.byFeature()).items().getFirst();
        assertEquals("0", row.credits());
        assertNull(row.share(), "of a total of 0 there is no share");
    }

    @Test
    void theTopFiveAreByCreditsAndEqualOnesById() {
        for (String team : List.of("t7", "t3", "t1", "t6", "t2", "t5", "t4")) {
            view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", team, "u1", team.equals("t6") ? "20" : "10");
        }

        Section byTeam = section(panel(Granularity.QUARTER, PeriodName.CURRENT).byTeam());

        assertEquals(
                List.of("t6", "t1", "t2", "t3", "t4"),
                byTeam.items().stream().map(RankedRow::id).toList());
        assertEquals(
                List.of(1, 2, 3, 4, 5),
                byTeam.items().stream().map(RankedRow::rank).toList());
        assertEquals(new PanelAnswer.Others(2, "20", new BigDecimal("0.2500")), byTeam.others());
        assertEquals(7, byTeam.totalCount());
        assertNull(byTeam.unattributed());
    }

    @Test
    void fiveMembersLeaveNoOthers() {
        for (String team : List.of("t1", "t2", "t3", "t4", "t5")) {
            view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", team, "u1", "10");
        }

        Section byTeam = section(panel(Granularity.QUARTER, PeriodName.CURRENT).byTeam());

        assertEquals(5, byTeam.items().size());
        assertNull(byTeam.others());
    }

    @Test
    void whatBelongsToNobodyIsALineOfItsOwnAndNoMember() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", null, null, "1");
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "2");

        PanelAnswer panel = panel(Granularity.QUARTER, PeriodName.CURRENT);

        assertEquals(
                new PanelAnswer.Unattributed("1", new BigDecimal("0.3333")),
                section(panel.byUser()).unattributed());
        assertEquals(1, section(panel.byUser()).totalCount());
        assertEquals(
                new PanelAnswer.Unattributed("1", new BigDecimal("0.3333")),
                section(panel.byTeam()).unattributed());
        assertNull(section(panel.byFeature()).unattributed());
    }

    @Test
    void namesComeFromTheDirectoryAndAreTheIdWhereItHasNone() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "2");
        view.use("acme", "2026-11-20T08:00:00Z", "ai_new", "t1", "u1", "1");
        view.directory("acme", DirectoryKind.FEATURE, "ai_slides", DirectoryEntry.named("AI slides"));
        view.directory("acme", DirectoryKind.TEAM, "t1", new DirectoryEntry("Design", "/teams/t1", true));

        PanelAnswer panel = panel(Granularity.QUARTER, PeriodName.CURRENT);

        assertEquals(
                List.of("AI slides", "ai_new"),
                section(panel.byFeature()).items().stream().map(RankedRow::name).toList());
        assertEquals(
                new RankedRow(1, "t1", "Design", true, "/teams/t1", "3", new BigDecimal("1.0000"), 2, null, null),
                section(panel.byTeam()).items().getFirst());
    }

    @Test
    void hiddenUsersAreInNoSectionAndFeaturesAndTeamsStay() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "2");
        view.settings("acme", OrganizationSettings.first(UserAnalytics.EXCLUDE, CalendarRule.DEFAULT));

        PanelAnswer panel = panel(Granularity.QUARTER, PeriodName.CURRENT);

        assertNull(panel.byUser());
        assertEquals(List.of("by_user"), panel.hidden());
        assertNotNull(panel.byFeature());
        assertNotNull(panel.byTeam());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theTotalIsTheSumOfEverySectionAndTheHistoryOfItsBars(long seed) {
        clock.set("2026-11-30T12:00:00Z");
        Random random = new Random(seed);
        Credits used = Credits.ZERO;
        for (int i = 0; i < 2_000; i++) {
            Credits credits = new Credits(random.nextLong(-2_000_000, 9_000_000));
            used = used.plus(credits);
            view.use(
                    "acme",
                    "2026-1%d-%02dT08:00:00Z".formatted(random.nextInt(0, 2), random.nextInt(1, 31)),
                    "f" + random.nextInt(9),
                    random.nextInt(10) == 0 ? null : "t" + random.nextInt(40),
                    random.nextInt(10) == 0 ? null : "u" + random.nextInt(300),
                    credits.toDecimal());
        }

        PanelAnswer quarter = panel(Granularity.QUARTER, PeriodName.CURRENT);
        PanelAnswer month = panel(Granularity.MONTH, PeriodName.CURRENT);
        PanelAnswer day = panel(Granularity.DAY, new PeriodName.Named("2026-11-30"));

        assertEquals(used.toDecimal(), quarter.totalCredits(), "seed " + seed);
        for (Section section :
                List.of(section(quarter.byFeature()), section(quarter.byTeam()), section(quarter.byUser()))) {
            assertEquals(used, sum(section), "seed " + seed);
        }
        assertEquals(
                used,
                Credits.parse(requireNonNull(quarter.previous().totalCredits()))
                        .plus(Credits.parse(month.totalCredits()))
                        .plus(Credits.parse(requireNonNull(month.previous().totalCredits()))),
                "seed " + seed);
        assertEquals(Credits.parse(month.totalCredits()), sum(day.history()), "seed " + seed);
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 30, 2026-10-24, 2026-11-22",
        "WEEK, 13, 2026-W35, 2026-W47",
        "MONTH, 12, 2025-12, 2026-11",
        "QUARTER, 8, 2025-Q1, 2026-Q4",
    })
    void theHistoryEndsWithTheAskedPeriodAndDrawsEmptyOnesAsZero(
            Granularity granularity, int bars, String first, String last) {
        view.use("acme", "2026-11-22T08:00:00Z", "ai_slides", "t1", "u1", "2.5");

        PanelAnswer panel = panel(granularity, PeriodName.CURRENT);

        assertEquals(bars, panel.history().size());
        assertEquals(first, panel.history().getFirst().id());
        assertEquals("0", panel.history().getFirst().credits());
        assertEquals(true, panel.history().getFirst().complete());
        HistoryPoint lastBar = panel.history().getLast();
        assertEquals(last, lastBar.id());
        assertEquals("2.5", lastBar.credits());
        assertEquals(false, lastBar.complete());
        assertEquals(last, panel.period().id());
    }

    @Test
    void aPastPeriodHasItsOwnHistoryAndIsComplete() {
        view.use("acme", "2026-08-01T08:00:00Z", "ai_slides", "t1", "u1", "7");
        view.use("acme", "2026-11-01T08:00:00Z", "ai_slides", "t1", "u1", "1");

        PanelAnswer panel = panel(Granularity.QUARTER, new PeriodName.Named("2026-Q3"));

        assertEquals("7", panel.totalCredits());
        assertEquals(true, panel.period().complete());
        assertEquals("2026-Q4", panel.period().next());
        assertEquals(new PreviousAnswer("2026-Q2", "0", null), panel.previous());
        assertEquals("2026-Q3", panel.history().getLast().id());
        assertEquals(panel, panel(Granularity.QUARTER, PeriodName.PREVIOUS));
    }

    @Test
    void aQuarterThatHasNotBegunIsNotAnswered() {
        UsageOutcome<PanelAnswer> outcome =
                queries.panel(ADMIN, new PanelRequest(ACME, Granularity.QUARTER, new PeriodName.Named("2031-Q1")));

        assertEquals(new UsageOutcome.NotBegun<>(), outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 2026-02-30",
        "DAY, 2026-11",
        "DAY, 0000",
        "DAY, 0000-01-01",
        "WEEK, 2026-W54",
        "WEEK, 2026-W00",
        "MONTH, 2026-13",
        "QUARTER, 2026-Q5",
        "QUARTER, 9999-Q1",
        "QUARTER, FY2026-Q1",
        "QUARTER, BAD",
    })
    void aPeriodThatDoesNotExistIsNamed(Granularity granularity, String id) {
        PeriodName name = PeriodName.parse(id).orElseThrow();

        UsageOutcome<PanelAnswer> outcome = queries.panel(ADMIN, new PanelRequest(ACME, granularity, name));

        assertEquals(new UsageOutcome.NoSuchPeriod<>(name), outcome);
    }

    @Test
    void aPeriodsInstantsCarryTheOffsetsOfTheOrganizationsZone() {
        view.settings("acme", calendar("Europe/Amsterdam", DayOfWeek.MONDAY, Month.JANUARY));

        PanelAnswer quarter = panel(Granularity.QUARTER, PeriodName.CURRENT);
        PanelAnswer shortDay = panel(Granularity.DAY, new PeriodName.Named("2026-03-29"));

        assertEquals(
                new PeriodAnswer(
                        "2026-Q4",
                        "2026-10-01T00:00:00+02:00",
                        "2027-01-01T00:00:00+01:00",
                        "Europe/Amsterdam",
                        false,
                        "2026-Q3",
                        null,
                        false),
                quarter.period());
        assertEquals("2026-03-29T00:00:00+01:00", shortDay.period().start());
        assertEquals("2026-03-30T00:00:00+02:00", shortDay.period().end());
    }

    @Test
    void aDayWithoutMidnightStartsAfterTheGap() {
        view.settings("acme", calendar("America/Santiago", DayOfWeek.MONDAY, Month.JANUARY));

        PanelAnswer panel = panel(Granularity.DAY, new PeriodName.Named("2026-09-06"));

        assertEquals("2026-09-06T01:00:00-03:00", panel.period().start());
    }

    @Test
    void theZoneDecidesWhichPeriodIsRunning() {
        clock.set("2026-12-31T23:30:00Z");
        view.use("acme", "2026-12-31T23:15:00Z", "ai_slides", "t1", "u1", "3");
        view.settings("acme", calendar("Asia/Tokyo", DayOfWeek.MONDAY, Month.JANUARY));

        PanelAnswer panel = panel(Granularity.QUARTER, PeriodName.CURRENT);

        assertEquals("2027-Q1", panel.period().id());
        assertEquals("3", panel.totalCredits());
    }

    @Test
    void aFiscalYearFromAprilHasItsOwnQuarters() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");
        view.settings("acme", calendar("UTC", DayOfWeek.SUNDAY, Month.FEBRUARY));

        PanelAnswer panel = panel(Granularity.QUARTER, PeriodName.CURRENT);

        assertEquals("FY2026-Q4", panel.period().id());
        assertEquals("2026-11-01T00:00:00Z", panel.period().start());
        assertEquals(new PreviousAnswer("FY2026-Q3", "0", "0"), panel.previous());
        assertEquals("3", panel.totalCredits());
        assertEquals(
                "2026-11-22T00:00:00Z",
                panel(Granularity.WEEK, PeriodName.CURRENT).period().start());
    }

    @ParameterizedTest
    @CsvSource({
        // Now is Sunday 2026-11-22T10:15:30.412Z: 52 days and 10 hours of the quarter, 21 days and 10 of the month.
        "QUARTER, 2026-08-22T09:59:59Z, 2026-08-22T10:00:00Z",
        "MONTH, 2026-10-22T09:59:59Z, 2026-10-22T10:00:00Z",
        "WEEK, 2026-11-15T09:59:59Z, 2026-11-15T10:00:00Z",
        "DAY, 2026-11-21T09:59:59Z, 2026-11-21T10:00:00Z",
    })
    void thePreviousPeriodIsComparedUpToTheSameDayAndHour(Granularity granularity, String last, String first) {
        view.use("acme", last, "ai_slides", "t1", "u1", "2.5");
        view.use("acme", first, "ai_slides", "t1", "u1", "4");

        assertEquals("2.5", panel(granularity, PeriodName.CURRENT).previous().toSamePoint());
    }

    @Test
    void aLongMonthIsComparedWithAllOfAShortOneInTheEnd() {
        clock.set("2026-03-31T10:00:00Z");
        view.use("acme", "2026-02-28T23:59:59Z", "ai_slides", "t1", "u1", "3");

        assertEquals(
                "3", panel(Granularity.MONTH, PeriodName.CURRENT).previous().toSamePoint());
    }

    @Test
    void theSamePointIsTheSameTimeOfDayThoughTheClockWasChanged() {
        // The clock in Amsterdam went back on 25 October, so the last month ran an hour ahead until then.
        view.settings("acme", calendar("Europe/Amsterdam", DayOfWeek.MONDAY, Month.JANUARY));
        view.use("acme", "2026-10-22T08:59:59Z", "ai_slides", "t1", "u1", "2");
        view.use("acme", "2026-10-22T09:00:00Z", "ai_slides", "t1", "u1", "4");

        assertEquals(
                "2", panel(Granularity.MONTH, PeriodName.CURRENT).previous().toSamePoint());
    }

    @Test
    void aPeriodThatIsNotRunningOrWhoseDaysAreGoneHasNoSamePoint() {
        view.use("acme", "2026-08-01T08:00:00Z", "ai_slides", "t1", "u1", "7");

        assertNull(panel(Granularity.QUARTER, PeriodName.PREVIOUS).previous().toSamePoint());
        assertEquals(
                "7", panel(Granularity.QUARTER, PeriodName.CURRENT).previous().toSamePoint());
        view.keepDaysFrom("acme", LocalDate.parse("2026-07-02"));
        assertNull(panel(Granularity.QUARTER, PeriodName.CURRENT).previous().toSamePoint());
    }

    @Test
    void everyAnswerIsOneCut() {
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");

        panel(Granularity.QUARTER, PeriodName.CURRENT);

        assertEquals(1, view.reads());
    }

    @Test
    void aNodeThatIsNotReadySaysSo() {
        view.unavailable(Reading.Reason.RESTORING);

        UsageOutcome<PanelAnswer> outcome =
                queries.panel(ADMIN, new PanelRequest(ACME, Granularity.QUARTER, PeriodName.CURRENT));

        assertEquals(new UsageOutcome.Unavailable<>(Reading.Reason.RESTORING), outcome);
    }

    @Test
    void onlyAnAdminOfTheOrganizationIsAnsweredAndNothingIsReadForOthers() {
        PanelRequest request = new PanelRequest(ACME, Granularity.QUARTER, PeriodName.CURRENT);
        OrganizationScope acme = new OrganizationScope.Only(Set.of(ACME));
        OrganizationScope other = new OrganizationScope.Only(Set.of(new OrganizationId("other")));

        assertEquals(
                List.of(
                        new UsageOutcome.Denied<>(Denial.NOT_FOUND),
                        new UsageOutcome.Denied<>(Denial.NOT_FOUND),
                        new UsageOutcome.Denied<>(Denial.ROLE_REQUIRED),
                        new UsageOutcome.Denied<>(Denial.ROLE_REQUIRED)),
                Stream.of(
                                new Principal.SignedIn(other, Role.ORG_ADMIN),
                                new Principal.SignedIn(other, Role.MEMBER),
                                new Principal.SignedIn(acme, Role.MEMBER),
                                new Principal.SignedIn(acme, Role.BILLING_ADMIN))
                        .map(principal -> queries.panel(principal, request))
                        .toList());
        assertEquals(0, view.reads());
    }

    private PanelAnswer panel(Granularity granularity, PeriodName period) {
        UsageOutcome<PanelAnswer> outcome = queries.panel(ADMIN, new PanelRequest(ACME, granularity, period));
        return switch (outcome) {
            case UsageOutcome.Answer<PanelAnswer>(var answer, var settings) -> answer;
            default -> throw new AssertionError("an answer was expected: " + outcome);
        };
    }

    private static Section section(@Nullable Section section) {
        assertNotNull(section);
        return section;
    }

    private static Credits sum(Section section) {
        Credits sum = Credits.ZERO;
        for (RankedRow row : section.items()) {
            sum = sum.plus(Credits.parse(row.credits()));
        }
        if (section.others() != null) {
            sum = sum.plus(Credits.parse(section.others().credits()));
        }
        if (section.unattributed() != null) {
            sum = sum.plus(Credits.parse(section.unattributed().credits()));
        }
        return sum;
    }

    private static Credits sum(List<HistoryPoint> bars) {
        return bars.stream()
                .map(bar -> Credits.parse(requireNonNull(bar.credits())))
                .reduce(Credits.ZERO, Credits::plus);
    }

    private static OrganizationSettings calendar(String zone, DayOfWeek weekStart, Month fiscalYearStart) {
        return OrganizationSettings.first(
                UserAnalytics.INCLUDE, new CalendarRule(ZoneId.of(zone), weekStart, fiscalYearStart));
    }
}
