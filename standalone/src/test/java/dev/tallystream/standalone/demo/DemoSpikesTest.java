package dev.tallystream.standalone.demo;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.usage.PanelAnswer;
import dev.tallystream.query.usage.PanelRequest;
import dev.tallystream.query.usage.PeriodName;
import dev.tallystream.query.usage.UsageProblems;
import dev.tallystream.query.usage.UsageQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UI-72: what the panel marks in a demo, whatever its seed, its size and the day on which it starts. */
class DemoSpikesTest {
    private static final Duration LIVE = Duration.ofDays(28);
    private static final Principal ADMIN = new Principal.SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN);

    @ParameterizedTest
    @CsvSource({
        "1, 300000, 2026-11-22T10:15:30Z",
        "2, 300000, 2026-11-25T23:15:30Z",
        "3, 300000, 2027-01-11T12:00:00Z",
        "4, 300000, 2026-09-04T08:00:00Z"
    })
    void thePlantedSpikeIsMarkedWithItsFeatureAndTeamAndNoOtherDayIs(long seed, long events, Instant until) {
        // Given
        DemoUsage usage = new DemoUsage(new DemoPlan(seed, events, until), until.minus(LIVE));
        for (DemoCompany company : usage.companies()) {
            // When
            List<String> marked = marked(usage, company, until);
            // Then
            assertEquals(planted(usage, company), marked, company.organization().value());
        }
    }

    /** The other companies of a small demo use so little on a day that one use is an outlier. */
    @ParameterizedTest
    @CsvSource({"1, 2026-11-24T10:15:30Z", "2, 2026-12-30T10:15:30Z", "5, 2026-03-31T06:00:00Z"})
    void soItIsInTheLargestCompanyOfASmallDemo(long seed, Instant until) {
        // Given
        DemoUsage usage = new DemoUsage(new DemoPlan(seed, 20_000, until), until.minus(LIVE));
        DemoCompany largest = usage.companies().getFirst();
        // When
        List<String> marked = marked(usage, largest, until);
        // Then
        assertEquals(planted(usage, largest), marked);
    }

    private static List<String> planted(DemoUsage usage, DemoCompany company) {
        Spike spike = usage.spike();
        return company.organization().equals(spike.organization())
                ? List.of(spike.date() + " " + spike.feature().value() + " "
                        + spike.team().value())
                : List.of();
    }

    /** What the panel shows by day: the date of each spike, its feature and its team. */
    private static List<String> marked(DemoUsage usage, DemoCompany company, Instant until) {
        UsageQueries queries = new UsageQueries(new DemoDays(usage, company, until), () -> until);
        PanelAnswer panel = UsageProblems.answered(
                queries.panel(ADMIN, new PanelRequest(company.organization(), Granularity.DAY, PeriodName.CURRENT)));
        return panel.history().stream()
                .filter(point -> point.spike() != null)
                .map(point -> point.id() + " "
                        + requireNonNull(point.spike().feature()).id() + " "
                        + (point.spike().team() == null
                                ? "none"
                                : point.spike().team().id()))
                .toList();
    }
}
