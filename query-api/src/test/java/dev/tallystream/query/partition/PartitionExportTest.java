package dev.tallystream.query.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PartitionExportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DEADLINE_NANOS = 10_000_000_000L;
    private static PlayedPartitions partitions;
    private static QueryServer server;

    @BeforeAll
    static void startTheServer() {
        partitions = new PlayedPartitions();
        server = new QueryServer(partitions);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void anOperatorGetsEveryRowAndTheirNumberAtTheEnd() throws Exception {
        HttpResponse<String> response = server.get("/v1/operator/partitions/2/cut", operator());

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "application/x-ndjson",
                response.headers().firstValue("Content-Type").orElseThrow());
        List<String> lines = response.body().lines().toList();
        JsonNode head = JSON.readTree(lines.getFirst());
        assertEquals("2:12", head.path("position").asText());
        assertEquals(7, head.path("ledger").path("counted").asInt());
        assertEquals(4, head.path("ledger").path("rerouted_up_to").path("3").asInt());
        assertEquals("2026-01-01", head.path("edges").path("hourly").asText());
        assertEquals(
                "00000000000000010000000000000002",
                head.path("erased_users").path(0).path("hash").asText());
        assertEquals("[\"hour\",0]", JSON.readTree(lines.get(1)).path("cell").toString());
        assertEquals(
                "[\"team\",null,\"user\",\"user-1\"]",
                JSON.readTree(lines.get(2)).path("cell").toString());
        assertEquals("{\"rows\":" + PlayedPartitions.ROWS + "}", lines.getLast());
        assertEquals(PlayedPartitions.ROWS + 2, lines.size());
        awaitAllClosed();
    }

    @Test
    void whatBreaksOffHasNoEnd() {
        String body;
        try {
            body = server.get("/v1/operator/partitions/3/cut", operator()).body();
        } catch (UncheckedIOException brokeOff) {
            body = "";
        }

        assertFalse(body.contains("{\"rows\":"), body);
        awaitAllClosed();
    }

    @Test
    void onlyWhoMaySeeAllOrganizationsAsTheirAdminGetsIt() {
        String path = "/v1/operator/partitions/2/cut";

        assertEquals(401, server.get(path, null).statusCode());
        for (String token : List.of(
                server.admin(),
                server.token(Role.MEMBER, "acme"),
                server.token(new SignedIn(new OrganizationScope.All(), Role.MEMBER)),
                server.token(new SignedIn(new OrganizationScope.All(), Role.BILLING_ADMIN)),
                server.usageKey(),
                server.backfillKey(),
                server.eventsKey())) {
            HttpResponse<String> response = server.get(path, token);

            assertEquals(403, response.statusCode());
            assertTrue(response.body().contains("role-required"), response.body());
        }
    }

    @Test
    void aPartitionThatIsNotHereOrNowhereIsSaidSo() {
        assertEquals(
                503, server.get("/v1/operator/partitions/1/cut", operator()).statusCode());
        for (String none : List.of("4", "-1", "x", "02", "9999999999")) {
            assertEquals(
                    404,
                    server.get("/v1/operator/partitions/" + none + "/cut", operator())
                            .statusCode());
        }
    }

    private static String operator() {
        return server.token(new SignedIn(new OrganizationScope.All(), Role.ORG_ADMIN));
    }

    private static void awaitAllClosed() {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (partitions.open.get() != 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
        assertEquals(0, partitions.open.get());
    }
}
