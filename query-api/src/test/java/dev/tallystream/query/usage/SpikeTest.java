package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.query.QueryServer;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UI-72 in the answers: the days that stand out, with whom they come from. Every Wednesday is 10 credits. */
class SpikeTest {
    private static final LocalDate SPIKE = LocalDate.parse("2026-11-11");
    private static final String USAGE = "/v1/orgs/acme/credits-usage";

    private final QueryServer server = new QueryServer();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @BeforeEach
    void everyDayIsUsed() {
        for (LocalDate date = LocalDate.parse("2026-07-01");
                date.isBefore(LocalDate.parse("2026-11-22"));
                date = date.plusDays(1)) {
            use(date, "slides", "t1", "6");
            use(date, "images", "t2", "3");
            use(date, "images", null, "1");
        }
        server.view.directory("acme", DirectoryKind.TEAM, "t2", DirectoryEntry.named("Brand Studio"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?granularity=day", "/history?granularity=day"})
    void aDayFarAboveItsWeekdayIsMarkedWithTheTeamAndFeatureThatGrewMost(String path) {
        use(SPIKE, "images", "t2", "40");
        use(SPIKE, "slides", "t2", "1");
        use(SPIKE, "slides", "t1", "20"); // more slides in all, and t1 still grew less than t2

        List<JsonNode> marked = marked(path);

        assertEquals(1, marked.size());
        assertEquals("2026-11-11", marked.getFirst().get("id").asText());
        assertEquals(
                "{\"usual_credits\":\"10\",\"feature\":{\"id\":\"images\",\"name\":\"images\"},"
                        + "\"team\":{\"id\":\"t2\",\"name\":\"Brand Studio\"}}",
                marked.getFirst().get("spike").toString());
    }

    @Test
    void useWithoutATeamNamesItsFeatureAlone() {
        use(SPIKE, "chat", null, "40");

        JsonNode spike = marked("?granularity=day").getFirst().get("spike");

        assertEquals("chat", spike.get("feature").get("id").asText());
        assertNull(spike.get("team"));
    }

    @Test
    void itIsMarkedWhateverTheChartShowsOnceItIsOver() {
        use(SPIKE, "images", "t2", "40");
        use(LocalDate.parse("2026-11-22"), "images", "t2", "40");

        assertEquals(List.of("2026-11-11"), ids(marked("?granularity=day&period=2026-11-11")));
        assertEquals(List.of("2026-11-11"), ids(marked("?granularity=day")));
        server.clock.set("2026-11-23T00:00:01Z");
        assertEquals(List.of("2026-11-11", "2026-11-22"), ids(marked("?granularity=day")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"week", "month", "quarter"})
    void longerPeriodsAreNotJudged(String granularity) {
        use(SPIKE, "images", "t2", "4000");

        assertEquals(List.of(), marked("?granularity=" + granularity));
    }

    @Test
    void daysThatAreNoLongerKeptAreNotTakenForUsual() {
        use(SPIKE, "images", "t2", "40");
        server.view.keepDaysFrom("acme", SPIKE.minusWeeks(SpikeRule.FEWEST - 1));

        assertEquals(List.of(), marked("?granularity=day&period=2026-11-11"));
    }

    private static List<String> ids(List<JsonNode> points) {
        return points.stream().map(point -> point.get("id").asText()).toList();
    }

    private List<JsonNode> marked(String path) {
        JsonNode answer = QueryServer.json(server.get(USAGE + path, server.admin()));
        JsonNode points = answer.get(path.startsWith("/history") ? "items" : "history");
        return StreamSupport.stream(points.spliterator(), false)
                .filter(point -> point.has("spike"))
                .toList();
    }

    private void use(LocalDate date, String feature, @Nullable String team, String credits) {
        server.view.use("acme", date + "T08:00:00Z", feature, team, "u", credits);
    }
}
