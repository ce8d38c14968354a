package dev.tallystream.query.metrics;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.ViewState;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.OpenPath;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Set<String> LABELS =
            Set.of("partition", "outcome", "state", "reason", "method", "route", "status", "le");

    private QueryServer server = new QueryServer(new StillPartitions(), new StillPartitions.Figures());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLedgerIsThereByPartitionAndOutcome() {
        List<String> lines = lines();

        assertAll(List.of(
                        "tallystream_records_total{outcome=\"consumed\",partition=\"0\"} 10.0",
                        "tallystream_records_total{outcome=\"rerouted_in\",partition=\"0\"} 2.0",
                        "tallystream_records_total{outcome=\"counted\",partition=\"0\"} 6.0",
                        "tallystream_records_total{outcome=\"duplicate\",partition=\"0\"} 3.0",
                        "tallystream_records_total{outcome=\"rejected\",partition=\"0\"} 2.0",
                        "tallystream_records_total{outcome=\"rerouted_out\",partition=\"0\"} 1.0",
                        "tallystream_records_total{outcome=\"consumed\",partition=\"3\"} 0.0",
                        "tallystream_position{partition=\"0\"} 12.0",
                        "tallystream_settled_timestamp_seconds{partition=\"3\"} 1.7953416E9",
                        "tallystream_ledger_balanced 1.0",
                        "tallystream_lag_seconds 0.0",
                        "tallystream_state{state=\"live\"} 1.0",
                        "tallystream_state{state=\"not_ready\"} 0.0",
                        "tallystream_thread_restarts_since_start_total 1.0",
                        "tallystream_commits_since_start_total 40.0",
                        "tallystream_records_to_restore 7.0",
                        "tallystream_disk_free_bytes 1000000.0",
                        "tallystream_rejected_since_start_total{reason=\"id-conflict\"} 2.0")
                .stream()
                .map(line -> () -> assertTrue(lines.contains(line), line + " in\n" + String.join("\n", lines))));
    }

    @Test
    void requestsAreCountedByRouteAndStatusAndNeverByPath() {
        server.get("/v1/orgs/acme/credits-usage", server.admin());
        server.get("/v1/orgs/acme/credits-usage", null);
        server.get("/v1/orgs/canary/nothing", server.admin());

        String route = "{method=\"GET\",route=\"/v1/orgs/{org}/credits-usage\",status=";
        String metric = "tallystream_http_request_seconds_count";
        List<String> lines = lines();
        assertAll(List.of(
                        metric + route + "\"200\"} 1",
                        metric + route + "\"401\"} 1",
                        metric + "{method=\"GET\",route=\"none\",status=\"404\"} 1",
                        "tallystream_http_request_seconds_bucket" + route + "\"200\",le=\"+Inf\"} 1")
                .stream()
                .map(line -> () -> assertTrue(lines.contains(line), line + " in\n" + String.join("\n", lines))));
    }

    @Test
    void aRecordWithoutAnOutcomeUnbalancesTheLedger() {
        server.close();
        server = new QueryServer(
                new StillPartitions(Map.of(0, new Ledger(2, 0, 1, 0, 0, 0, 2, 0, Map.of()))),
                new StillPartitions.Figures());

        assertTrue(lines().contains("tallystream_ledger_balanced 0.0"));
    }

    @Test
    void aNodeThatStandsStillSaysForHowLongAndOneThatIsNotReadyHasNoLag() {
        server.view.state(new ViewState.Stalled(Duration.ofMillis(12_500)));
        assertTrue(lines().containsAll(
                        List.of("tallystream_lag_seconds 12.5", "tallystream_state{state=\"stalled\"} 1.0")));

        server.view.state(new ViewState.NotReady("restoring"));
        List<String> restoring = lines();
        assertTrue(restoring.contains("tallystream_state{state=\"not_ready\"} 1.0"));
        assertFalse(restoring.stream().anyMatch(line -> line.startsWith("tallystream_lag_seconds ")));
    }

    @Test
    void nothingOfAnOrganizationIsInAnyLabel() {
        server.view.use("acme", "2026-11-20T08:00:00Z", "canary", "canary", "canary", "1");
        server.get("/v1/orgs/acme/credits-usage", server.admin());

        String all = String.join("\n", lines());
        Set<String> labels = Pattern.compile("([a-z_]+)=\"")
                .matcher(all.lines()
                        .filter(line -> line.startsWith("tallystream_"))
                        .collect(Collectors.joining("\n")))
                .results()
                .map(label -> label.group(1))
                .collect(Collectors.toSet());

        assertEquals(LABELS, labels);
        assertFalse(all.contains("acme") || all.contains("canary"), all);
        assertTrue(all.contains("jvm_memory_used_bytes"), all);
    }

    @Test
    void theNamesAreThoseOfTheDocumentation() throws IOException {
        String documented =
                Files.readString(Path.of(System.getProperty("tallystream.root"), "docs", "runbooks", "metrics.md"));
        Set<String> names = new TreeSet<>();
        Pattern.compile("`(tallystream_[a-z_]+)[`{]")
                .matcher(documented)
                .results()
                .map((MatchResult name) -> name.group(1))
                .forEach(names::add);

        server.get("/v1/orgs", server.admin()); // so that there is a request to print
        Set<String> exposed = new TreeSet<>();
        for (String line : lines()) {
            if (line.startsWith("tallystream_")) {
                exposed.add(line.split("[{ ]", 2)[0].replaceFirst("_seconds_(bucket|count|sum)$", "_seconds"));
            }
        }
        assertEquals(exposed, names);
    }

    @Test
    void whereTheProcessOpensThePathAnyoneIsAnswered() {
        server.close();
        server = new QueryServer(new StillPartitions(), new StillPartitions.Figures(), new OpenPath("/metrics"));

        HttpResponse<String> response = server.get("/metrics", null);

        assertEquals(200, response.statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                response.headers().firstValue("Content-Type").orElseThrow().replace(";charset", "; charset"));
        // What is always open stays so.
        assertEquals(404, server.get("/assets/old/panel.css", null).statusCode());
        assertEquals(200, server.get("/sign-in", null).statusCode());
    }

    private List<String> lines() {
        HttpResponse<String> response = server.get("/metrics", server.metricsKey());
        assertEquals(200, response.statusCode(), response.body());
        return response.body().lines().toList();
    }
}
