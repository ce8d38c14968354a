package dev.tallystream.standalone.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.LiveWindow;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.standalone.event.OutgoingEvent;
import dev.tallystream.standalone.event.UsedBy;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoUsageTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
    private static final Instant UNTIL = Instant.parse("2026-11-22T10:15:30Z");
    private static final Instant LIVE_FROM = UNTIL.minus(Duration.ofDays(28));
    private static final DemoPlan PLAN = new DemoPlan(7, 60_000, UNTIL);

    private List<DemoEvent> events;
    private List<OutgoingEvent.Usage> once;

    @BeforeAll
    void generate() {
        events = new ArrayList<>();
        usage(PLAN).forEach(events::add);
        once = events.stream()
                .filter(event -> !event.again())
                .map(DemoEvent::usage)
                .toList();
    }

    @Test
    void theSamePlanGivesTheSameBytes() {
        // Given
        Iterator<DemoEvent> again = usage(PLAN).iterator();
        // When
        for (DemoEvent event : events) {
            // Then
            assertArrayEquals(event.usage().toJson(), again.next().usage().toJson());
        }
        assertFalse(again.hasNext());
    }

    @Test
    void anotherSeedGivesOtherUsage() {
        // When
        List<OutgoingEvent.Usage> other = new ArrayList<>();
        usage(new DemoPlan(8, 60_000, UNTIL)).forEach(event -> other.add(event.usage()));
        // Then
        long same = 0;
        for (int i = 0; i < 1_000; i++) {
            same += other.get(i).time().equals(events.get(i).usage().time()) ? 1 : 0;
        }
        assertTrue(same < 10, same + " of 1000 times are the same");
    }

    @Test
    void thereAreAboutAsManyEventsAsAskedFor() {
        // Then
        assertEquals(60_000, events.size(), 300);
        assertEquals(0.01, shareOf(events, DemoEvent::again), 0.002);
    }

    @Test
    void everyEventIsTakenByTheStrictDecoder() {
        for (DemoEvent event : events) {
            // When
            Decoded decoded = EventCodec.decode(event.usage().toJson());
            // Then
            Event.CreditsConsumed consumed = assertInstanceOf(
                    Event.CreditsConsumed.class,
                    assertInstanceOf(Decoded.Accepted.class, decoded).event());
            assertEquals(event.usage().credits(), consumed.usage().credits());
            assertEquals(event.usage().time(), consumed.time());
            assertTrue(LiveWindow.AT_THE_DOOR
                    .refuse(consumed, UNTIL.plus(Duration.ofDays(6)))
                    .isEmpty());
        }
    }

    @Test
    void onlyWhatIsOldIsABackfill() {
        // Then
        for (OutgoingEvent.Usage usage : once) {
            assertEquals(usage.time().isBefore(LIVE_FROM), usage.backfill() != null);
        }
        assertTrue(once.stream().anyMatch(usage -> usage.backfill() == null));
    }

    @Test
    void twentyFiveMonthsUpToTheEndAreCovered() {
        // When
        Map<YearMonth, Long> months = once.stream()
                .filter(usage -> usage.organization().equals(ACME))
                .collect(Collectors.groupingBy(
                        usage -> YearMonth.from(dateOf(usage)), TreeMap::new, Collectors.counting()));
        Instant last = once.stream()
                .map(OutgoingEvent.Usage::time)
                .max(Instant::compareTo)
                .orElseThrow();
        // Then
        assertEquals(26, months.size());
        assertTrue(months.containsKey(YearMonth.of(2024, 10)) && months.containsKey(YearMonth.of(2026, 11)));
        assertTrue(last.isBefore(UNTIL) && last.isAfter(UNTIL.minus(Duration.ofDays(1))), last.toString());
        assertTrue(months.getOrDefault(YearMonth.of(2026, 10), 0L)
                > 1.5 * months.getOrDefault(YearMonth.of(2024, 11), 0L));
    }

    @Test
    void weekdaysAreBusyAndWeekendsAreNot() {
        // When
        Map<DayOfWeek, Long> days =
                acme().collect(Collectors.groupingBy(usage -> dateOf(usage).getDayOfWeek(), Collectors.counting()));
        // Then
        for (DayOfWeek weekday : List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY)) {
            assertTrue(
                    days.getOrDefault(weekday, 0L) > 4 * days.getOrDefault(DayOfWeek.SUNDAY, 0L),
                    weekday + " of " + days);
        }
    }

    @Test
    void mostHappensInOfficeHoursOfTheCompanysZone() {
        // When
        double office = shareOf(acme().toList(), usage -> {
            int hour = usage.time().atZone(AMSTERDAM).getHour();
            return hour >= 8 && hour < 18;
        });
        // Then
        assertTrue(office > 0.75, "in office hours: " + office);
    }

    @Test
    void theSpikeIsTheOneDayThatStandsOut() {
        // Given
        Spike spike = usage(PLAN).spike();
        assertEquals(ACME, spike.organization());
        // When
        Map<LocalDate, Credits> days = sums(acme().toList(), DemoUsageTest::dateOf);
        Map<List<Object>, Credits> causes = sums(
                acme().filter(usage -> dateOf(usage).equals(spike.date())).toList(),
                usage -> List.of(usage.feature(), Objects.requireNonNullElse(usage.team(), "none")));
        // Then
        long usual = days.entrySet().stream()
                .filter(day -> !day.getKey().equals(spike.date()))
                .mapToLong(day -> day.getValue().micros())
                .max()
                .orElseThrow();
        assertTrue(days.getOrDefault(spike.date(), Credits.ZERO).micros() > 1.5 * usual, days.toString());
        assertEquals(
                List.of(spike.feature(), spike.team()),
                Collections.max(causes.entrySet(), Map.Entry.comparingByValue()).getKey());
    }

    @Test
    void fewUsersUseMuchAndManyUseLittle() {
        // When
        List<Long> byUser = acme()
                .map(OutgoingEvent.Usage::usedBy)
                .filter(UsedBy.Member.class::isInstance)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values()
                .stream()
                .sorted(Collections.reverseOrder())
                .toList();
        long all = byUser.stream().mapToLong(Long::longValue).sum();
        long topTenth = byUser.stream()
                .limit(byUser.size() / 10)
                .mapToLong(Long::longValue)
                .sum();
        // Then
        assertTrue(byUser.size() > 1_350, byUser.size() + " users");
        assertEquals(0.48, (double) topTenth / all, 0.06);
        assertTrue(byUser.getFirst() > 20 * byUser.get(byUser.size() / 2), byUser.getFirst() + " by the first");
    }

    @Test
    void everyKindOfUsageIsPresent() {
        // When
        List<OutgoingEvent.Usage> acme = acme().toList();
        // Then
        assertEquals(0.04, shareOf(acme, usage -> usage.usedBy() instanceof UsedBy.Guest), 0.006);
        assertEquals(0.03, shareOf(acme, usage -> usage.usedBy() instanceof UsedBy.Service), 0.006);
        assertEquals(0.005, shareOf(acme, usage -> usage.usedBy() instanceof UsedBy.UnnamedMember), 0.002);
        assertTrue(shareOf(acme, usage -> usage.usedBy() instanceof UsedBy.Member && usage.team() == null) > 0.01);
        assertEquals(
                0.01,
                shareOf(
                        events,
                        event -> !event.again()
                                && event.sent().isAfter(event.usage().time())),
                0.002);
        assertEquals(
                DemoFeature.ALL.stream().map(DemoFeature::id).collect(Collectors.toSet()),
                acme.stream().map(OutgoingEvent.Usage::feature).collect(Collectors.toSet()));
        assertEquals(
                Set.of("acme", "globex", "initech", "hooli"),
                once.stream().map(usage -> usage.organization().value()).collect(Collectors.toSet()));
        assertTrue(once.stream().noneMatch(usage -> usage.credits().equals(Credits.ZERO)));
    }

    @Test
    void featuresCostByWhatTheyMake() {
        // When
        Map<FeatureId, Credits> byFeature = sums(acme().toList(), OutgoingEvent.Usage::feature);
        // Then
        assertTrue(byFeature
                        .getOrDefault(new FeatureId("ai_slides"), Credits.ZERO)
                        .compareTo(byFeature.getOrDefault(new FeatureId("ask_ai"), Credits.ZERO))
                > 0);
        assertTrue(acme().anyMatch(usage -> usage.credits().toDecimal().matches(".*\\.\\d{3}")));
    }

    @Test
    void aFeatureIsNotUsedBeforeItsLaunch() {
        // When
        Instant first = acme().filter(usage -> usage.feature().equals(new FeatureId("ai_code")))
                .map(OutgoingEvent.Usage::time)
                .min(Instant::compareTo)
                .orElseThrow();
        // Then
        assertTrue(first.isAfter(Instant.parse("2026-06-22T10:15:00Z")), first.toString());
        assertTrue(first.isBefore(Instant.parse("2026-07-22T00:00:00Z")), first.toString());
    }

    @Test
    void theDissolvedTeamIsUsedUntilItsEndAndKeepsItsName() {
        // Given
        Map<DirectoryKey, DirectoryEntry> directory = company("acme").directory();
        DirectoryKey key = directory.entrySet().stream()
                .filter(entry -> entry.getValue().deleted())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        // When
        Instant last = acme().filter(usage -> new TeamId(key.id()).equals(usage.team()))
                .map(OutgoingEvent.Usage::time)
                .max(Instant::compareTo)
                .orElseThrow();
        // Then
        assertEquals(new DirectoryEntry("Growth Experiments", null, true), directory.get(key));
        assertTrue(last.isBefore(UNTIL.minus(Duration.ofDays(24))), last.toString());
        assertTrue(last.isAfter(UNTIL.minus(Duration.ofDays(35))), last.toString());
    }

    @Test
    void everybodyHasAName() {
        // Given
        Map<DirectoryKey, DirectoryEntry> directory = new HashMap<>();
        usage(PLAN).companies().forEach(company -> directory.putAll(company.directory()));
        // When
        Set<DirectoryKey> used = new HashSet<>();
        for (OutgoingEvent.Usage usage : once) {
            used.add(new DirectoryKey(
                    usage.organization(), DirectoryKind.FEATURE, usage.feature().value()));
            if (usage.team() != null) {
                used.add(new DirectoryKey(
                        usage.organization(), DirectoryKind.TEAM, usage.team().value()));
            }
            if (usage.usedBy() instanceof UsedBy.Member(UserId user)) {
                used.add(new DirectoryKey(usage.organization(), DirectoryKind.USER, user.value()));
            }
        }
        // Then
        used.removeAll(directory.keySet());
        assertEquals(Set.of(), used);
        Collection<DirectoryEntry> names = directory.values();
        for (Character.UnicodeScript script : List.of(
                Character.UnicodeScript.LATIN,
                Character.UnicodeScript.HAN,
                Character.UnicodeScript.HIRAGANA,
                Character.UnicodeScript.CYRILLIC,
                Character.UnicodeScript.ARABIC,
                Character.UnicodeScript.HEBREW,
                Character.UnicodeScript.DEVANAGARI)) {
            assertTrue(
                    names.stream()
                            .anyMatch(entry ->
                                    entry.name().codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == script)),
                    script.toString());
        }
    }

    @Test
    void companiesCutTimeInTheirOwnWay() {
        // Then
        assertEquals(AMSTERDAM, company("acme").settings().calendars().first().zone());
        assertEquals(
                Month.JANUARY, company("acme").settings().calendars().first().fiscalYearStart());
        assertEquals(
                Month.OCTOBER, company("globex").settings().calendars().first().fiscalYearStart());
        assertEquals(
                DayOfWeek.SUNDAY,
                company("globex").settings().calendars().first().weekStart());
        assertEquals(
                ZoneId.of("Asia/Tokyo"),
                company("initech").settings().calendars().first().zone());
        assertEquals(UserAnalytics.EXCLUDE, company("hooli").settings().userAnalytics());
        assertEquals(41, teams("acme"));
        assertEquals(3, teams("hooli"));
    }

    @Test
    void theOracleAgreesWithARecountOfTheBytes() {
        // Given: every identity once, as the tables count
        Map<OrganizationId, Map<EventIdentity, Credits>> recount = new HashMap<>();
        for (DemoEvent event : events) {
            if (EventCodec.decode(event.usage().toJson()) instanceof Decoded.Accepted(Event.CreditsConsumed decoded)) {
                recount.computeIfAbsent(decoded.organization(), _ -> new HashMap<>())
                        .put(decoded.identity(), decoded.usage().credits());
            }
        }
        // When
        Map<OrganizationId, DemoTotals.Expected> totals =
                DemoTotals.of(usage(PLAN)).byOrganization();
        // Then
        assertEquals(recount.keySet(), totals.keySet());
        recount.forEach((organization, credits) -> {
            DemoTotals.Expected expected = Objects.requireNonNull(totals.get(organization));
            assertEquals(credits.size(), expected.events());
            assertEquals(credits.values().stream().reduce(Credits.ZERO, Credits::plus), expected.credits());
        });
        assertEquals(
                events.size(),
                totals.values().stream()
                        .mapToLong(total -> total.events() + total.again())
                        .sum());
    }

    @Test
    void aGuestIsAGuestOnTheWire() {
        // Given
        OutgoingEvent.Usage usage = acme().filter(candidate -> candidate.usedBy() instanceof UsedBy.Guest)
                .findFirst()
                .orElseThrow();
        // When
        Decoded decoded = EventCodec.decode(usage.toJson());
        // Then
        Event.CreditsConsumed event = assertInstanceOf(
                Event.CreditsConsumed.class,
                assertInstanceOf(Decoded.Accepted.class, decoded).event());
        assertEquals(new Actor.Guest(), event.usage().actor());
    }

    private static DemoUsage usage(DemoPlan plan) {
        return new DemoUsage(plan, LIVE_FROM);
    }

    private Stream<OutgoingEvent.Usage> acme() {
        return once.stream().filter(usage -> usage.organization().equals(ACME));
    }

    private static LocalDate dateOf(OutgoingEvent.Usage usage) {
        return LocalDate.ofInstant(usage.time(), AMSTERDAM);
    }

    private static DemoCompany company(String id) {
        return DemoCompany.all(PLAN).stream()
                .filter(company -> company.organization().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static long teams(String company) {
        return company(company).directory().keySet().stream()
                .filter(key -> key.kind() == DirectoryKind.TEAM)
                .count();
    }

    private static <K> Map<K, Credits> sums(List<OutgoingEvent.Usage> usage, Function<OutgoingEvent.Usage, K> key) {
        Map<K, Credits> sums = new HashMap<>();
        usage.forEach(event -> sums.merge(key.apply(event), event.credits(), Credits::plus));
        return sums;
    }

    private static <T> double shareOf(List<T> all, Predicate<T> some) {
        return (double) all.stream().filter(some).count() / all.size();
    }
}
