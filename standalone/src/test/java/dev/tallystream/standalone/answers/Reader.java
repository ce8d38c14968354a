package dev.tallystream.standalone.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.credits.Credits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Asks one question after another and fails where an answer does not add up or is older than the one before. */
final class Reader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> GRANULARITIES = List.of("day", "week", "month", "quarter");
    private static final List<String> SECTIONS = List.of("by_feature", "by_team", "by_user");
    private static final int PAGE = 7;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;
    private final String token;
    private final Tally tally;
    private final Random random;

    /** Of each question the last position: an answer may be shared for a moment, but never go back. */
    private final Map<String, Long> positions = new HashMap<>();

    Reader(URI base, String token, Tally tally, long seed) {
        this.base = base;
        this.token = token;
        this.tally = tally;
        this.random = new Random(seed);
    }

    void askOnce() throws Exception {
        String organization = Load.ORGANIZATIONS.get(random.nextInt(Load.ORGANIZATIONS.size()));
        String granularity = GRANULARITIES.get(random.nextInt(GRANULARITIES.size()));
        switch (random.nextInt(4)) {
            case 0, 1 -> panel(organization, granularity);
            case 2 -> reconciliation(organization, granularity);
            default ->
                list(
                        organization,
                        granularity,
                        List.of("features", "teams", "users").get(random.nextInt(3)));
        }
    }

    private void panel(String organization, String granularity) throws Exception {
        JsonNode panel = ask("/v1/orgs/" + organization + "/credits-usage?granularity=" + granularity);
        advance(organization, panel);
        long total = micros(panel.get("total_credits"));
        JsonNode history = panel.get("history");
        assertEquals(total, micros(history.get(history.size() - 1).get("credits")), panel::toString);
        for (String name : SECTIONS) {
            JsonNode section = panel.path(name);
            if (panel.get("event_count").asLong() > 0) {
                long sum =
                        sum(section.get("items")) + rest(section.path("others")) + rest(section.path("unattributed"));
                assertEquals(total, sum, () -> name + " of " + panel);
            }
        }
        tally.panels.incrementAndGet();
    }

    JsonNode reconciliation(String organization, String granularity) throws Exception {
        JsonNode sums = ask("/v1/orgs/" + organization + "/reconciliation?granularity=" + granularity);
        advance(organization, sums);
        assertTrue(sums.get("balanced").asBoolean(), sums::toString);
        for (String name : List.of("by_feature", "by_team", "by_user", "by_day", "by_month")) {
            JsonNode side = sums.path(name);
            if (!side.isMissingNode()) {
                assertEquals("0", side.get("difference").asText(), sums::toString);
                assertEquals(sums.get("total_credits"), side.get("credits"), sums::toString);
                assertEquals(sums.get("event_count"), side.get("event_count"), sums::toString);
            }
        }
        assertEquals(granularity.equals("quarter"), sums.has("by_month"), sums::toString);
        assertEquals(Set.of("week", "month").contains(granularity), sums.has("by_day"), sums::toString);
        tally.reconciliations.incrementAndGet();
        return sums;
    }

    /** Every page of a list, from one state however long it takes. */
    private void list(String organization, String granularity, String kind) throws Exception {
        String path = "/v1/orgs/" + organization + "/credits-usage/" + kind + "?granularity=" + granularity + "&limit="
                + PAGE;
        JsonNode first = ask(path);
        advance(organization + kind + granularity, first);
        Set<String> ids = new HashSet<>();
        long credits = 0;
        int rank = 0;
        JsonNode page = first;
        while (true) {
            tally.pages.incrementAndGet();
            for (JsonNode row : page.get("items")) {
                assertTrue(ids.add(row.get("id").asText()), () -> "twice: " + row);
                assertEquals(++rank, row.get("rank").asInt(), row::toString);
                credits += micros(row.get("credits"));
            }
            assertEquals(first.get("total_credits"), page.get("total_credits"));
            assertEquals(first.at("/freshness/position"), page.at("/freshness/position"));
            if (!page.get("has_more").asBoolean()) {
                break;
            }
            page = ask(path + "&cursor=" + page.get("next_cursor").asText());
        }
        assertEquals(first.get("total_count").asInt(), ids.size(), first::toString);
        assertEquals(micros(first.get("total_credits")), credits, first::toString);
        tally.lists.incrementAndGet();
    }

    private void advance(String question, JsonNode answer) {
        String position = answer.at("/freshness/position").asText();
        long offset = Long.parseLong(position.substring(position.indexOf(':') + 1));
        long before = positions.getOrDefault(question, 0L);
        assertTrue(offset >= before, () -> question + " went back from " + before + " to " + offset);
        positions.put(question, offset);
        if (offset > before) {
            tally.advances.incrementAndGet();
        }
    }

    private JsonNode ask(String path) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private static long sum(JsonNode items) {
        long sum = 0;
        for (JsonNode item : items) {
            sum += micros(item.get("credits"));
        }
        return sum;
    }

    private static long rest(JsonNode part) {
        return part.isObject() ? micros(part.get("credits")) : 0;
    }

    static long micros(JsonNode credits) {
        return Credits.parse(credits.asText()).micros();
    }
}
