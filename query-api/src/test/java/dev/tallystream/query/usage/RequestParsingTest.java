package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.query.usage.Asked.NotUnderstood;
import dev.tallystream.query.usage.Asked.ParameterFault;
import dev.tallystream.query.usage.Asked.ParameterFault.Kind;
import dev.tallystream.query.usage.Asked.Understood;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParsingTest {
    private static final OrganizationId ACME = new OrganizationId("acme");

    @Test
    void noParametersMeanTheRunningQuarterByMostCredits() {
        Asked<ListRequest> asked = ListRequest.parse(ACME, Dimension.TEAM, Map.of());

        assertEquals(
                new Understood<>(new ListRequest(
                        ACME,
                        Dimension.TEAM,
                        Granularity.QUARTER,
                        PeriodName.CURRENT,
                        null,
                        "",
                        Sort.MOST_CREDITS,
                        50,
                        null,
                        false,
                        false,
                        null)),
                asked);
    }

    @Test
    void everyParameterIsRead() {
        Asked<ListRequest> asked = ListRequest.parse(
                ACME,
                Dimension.USER,
                Map.of(
                        "granularity", List.of("week"),
                        "period", List.of("2026-W47"),
                        "q", List.of("<script>"),
                        "sort", List.of("-name"),
                        "limit", List.of("500"),
                        "cursor", List.of("abc"),
                        "min_position", List.of("3:182736"),
                        "wait_ms", List.of("250")));

        assertEquals(
                new Understood<>(new ListRequest(
                        ACME,
                        Dimension.USER,
                        Granularity.WEEK,
                        new PeriodName.Named("2026-W47"),
                        null,
                        "<script>",
                        Sort.NAME_BACKWARDS,
                        500,
                        "abc",
                        false,
                        false,
                        new Awaited(new Position(3, 182_736), Duration.ofMillis(250)))),
                asked);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "granularity, year",
                "granularity, QUARTER",
                "granularity, \"\"",
                "period, \"\"",
                "period, \" \"",
                "period, 2026-Q4-and-much-more",
                "sort, users;drop",
                "sort, -foo",
                "sort, \"\"",
                "limit, 0",
                "limit, -1",
                "limit, 501",
                "limit, x",
                "limit, 99999999999",
                "limit, \"\"",
                "limit, 05",
                "limit, ٥",
                "limit, 1.5",
                "min_position, \"\"",
                "min_position, 3",
                "min_position, 3:",
                "min_position, -1:2",
                "min_position, 03:2",
                "min_position, 3:2:1",
                "min_position, 3:99999999999999999999",
                "min_position, ٣:2",
                "wait_ms, 100",
            })
    void aWrongValueIsAFaultOfItsParameter(String parameter, String value) {
        Asked<ListRequest> asked = ListRequest.parse(ACME, Dimension.TEAM, Map.of(parameter, List.of(value)));

        ParameterFault fault = onlyFault(asked);
        assertEquals(parameter, fault.parameter());
        assertEquals(Kind.INVALID, fault.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "granularity,day",
        "period,current",
        "sort,name",
        "limit,5",
        "q,a",
        "cursor,a",
    })
    void aParameterGivenTwiceIsAFaultEvenWithOneValue(String parameter, String value) {
        Asked<ListRequest> asked = ListRequest.parse(ACME, Dimension.TEAM, Map.of(parameter, List.of(value, value)));

        assertEquals(new ParameterFault(parameter, Kind.INVALID, "must be given once"), onlyFault(asked));
    }

    @ParameterizedTest
    @CsvSource({"0,true", "10000,true", "10001,false", "99999,false", "-1,false", "x,false", "05,false"})
    void aWaitHasAnEnd(String millis, boolean understood) {
        Asked<PanelRequest> asked =
                PanelRequest.parse(ACME, Map.of("min_position", List.of("3:1"), "wait_ms", List.of(millis)));

        assertEquals(understood, asked instanceof Understood<PanelRequest>, asked.toString());
    }

    @Test
    void aSearchWithAControlCharacterOrWithoutEndIsAFault() {
        for (String search : List.of("a\u0000b", "x".repeat(256), "\ud800")) {
            Asked<ListRequest> asked = ListRequest.parse(ACME, Dimension.TEAM, Map.of("q", List.of(search)));

            assertEquals("q", onlyFault(asked).parameter());
        }
    }

    @Test
    void aParameterThatIsNoneIsUnknownAndTheOthersAreReportedBesideIt() {
        Asked<PanelRequest> asked =
                PanelRequest.parse(ACME, Map.of("granularity", List.of("year"), "sort", List.of("name")));

        assertEquals(
                List.of(Kind.INVALID, Kind.UNKNOWN),
                faults(asked).stream().map(ParameterFault::kind).toList());
    }

    private static <T> ParameterFault onlyFault(Asked<T> asked) {
        List<ParameterFault> faults = faults(asked);
        assertEquals(1, faults.size(), faults.toString());
        return faults.getFirst();
    }

    private static <T> List<ParameterFault> faults(Asked<T> asked) {
        return switch (asked) {
            case NotUnderstood<T>(var faults) -> faults;
            case Understood<T> understood -> throw new AssertionError("a fault was expected: " + understood);
        };
    }
}
