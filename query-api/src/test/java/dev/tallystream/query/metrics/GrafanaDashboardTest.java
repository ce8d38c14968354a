package dev.tallystream.query.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.query.QueryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/grafana/tallystream.json} asks for nothing that {@code /metrics} does not print. */
class GrafanaDashboardTest {
    private static final Path DASHBOARD =
            Path.of(System.getProperty("tallystream.root"), "docs", "grafana", "tallystream.json");
    private static final Pattern LINE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? .*");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern METRIC = Pattern.compile("\\b((?:tallystream|jvm|process)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern GROUPING = Pattern.compile("by \\(([a-z_, ]+)\\)");

    /** Prometheus adds it. */
    private static final String INSTANCE = "instance";

    /** Of each metric the labels with their values. */
    private static final Map<String, Map<String, Set<String>>> PRINTED = new HashMap<>();

    @BeforeAll
    static void readWhatIsPrinted() {
        try (QueryServer server = new QueryServer(new StillPartitions(), new StillPartitions.Figures())) {
            server.get("/v1/orgs", server.admin()); // so that there is a request to print
            server.get("/metrics", server.metricsKey()).body().lines().forEach(line -> {
                Matcher parts = LINE.matcher(line);
                if (!line.startsWith("#") && parts.matches()) {
                    Map<String, Set<String>> labels = PRINTED.computeIfAbsent(parts.group(1), name -> new HashMap<>());
                    Matcher label = LABEL.matcher(parts.group(2) == null ? "" : parts.group(2));
                    while (label.find()) {
                        labels.computeIfAbsent(label.group(1), name -> new TreeSet<>())
                                .add(label.group(3));
                    }
                }
            });
        }
    }

    @AfterAll
    static void forget() {
        PRINTED.clear();
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel :
                new ObjectMapper().readTree(Files.readString(DASHBOARD)).get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(target.get("expr").textValue());
            }
        }
        return expressions;
    }

    @Test
    void everyPanelAsksForMetricsAndLabelsThatThereAre() throws IOException {
        List<String> expressions = expressions();

        assertTrue(expressions.size() > 20, expressions::toString);
        for (String expression : expressions) {
            Matcher metric = METRIC.matcher(expression);
            assertTrue(metric.find(), expression);
            do {
                Map<String, Set<String>> labels = PRINTED.getOrDefault(metric.group(1), Map.of());
                assertTrue(PRINTED.containsKey(metric.group(1)), expression + " asks for what is not printed");
                assertSelected(expression, labels, metric.group(2));
                assertGrouped(expression, labels);
            } while (metric.find());
        }
    }

    private static void assertSelected(String expression, Map<String, Set<String>> labels, String selector) {
        Matcher label = LABEL.matcher(selector);
        while (label.find()) {
            if (!label.group(1).equals(INSTANCE)) {
                Set<String> values = labels.getOrDefault(label.group(1), Set.of());
                assertFalse(values.isEmpty(), label.group(1) + " of " + expression);
                boolean exact = label.group(2).equals("=");
                assertTrue(!exact || values.contains(label.group(3)), label.group(3) + " of " + expression);
            }
        }
    }

    private static void assertGrouped(String expression, Map<String, Set<String>> labels) {
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            for (String name : grouping.group(1).split(", *", -1)) {
                assertTrue(name.equals(INSTANCE) || labels.containsKey(name), name + " of " + expression);
            }
        }
    }

    @Test
    void everyMetricOfOursIsOnTheDashboard() throws IOException {
        String all = String.join("\n", expressions());
        Set<String> missing = new TreeSet<>();
        for (String name : PRINTED.keySet()) {
            if (name.startsWith("tallystream_") && !all.contains(name) && !name.endsWith("_sum")) {
                missing.add(name);
            }
        }

        assertEquals(Set.of(), missing);
    }

    @Test
    void panelsDoNotLieOnOneAnother() throws IOException {
        Set<String> taken = new TreeSet<>();
        for (JsonNode panel :
                new ObjectMapper().readTree(Files.readString(DASHBOARD)).get("panels")) {
            JsonNode at = panel.get("gridPos");
            for (int x = at.get("x").asInt();
                    x < at.get("x").asInt() + at.get("w").asInt();
                    x++) {
                for (int y = at.get("y").asInt();
                        y < at.get("y").asInt() + at.get("h").asInt();
                        y++) {
                    assertTrue(taken.add(x + ":" + y), panel.get("title")::textValue);
                    assertFalse(x >= 24, panel.get("title")::textValue);
                }
            }
        }
    }
}
