package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.aggregator.table.PendingStore;
import dev.tallystream.aggregator.table.TaskStores;
import dev.tallystream.aggregator.table.UserErasure;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasureKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureTest {
    private static final ErasureKey KEY = ErasureKey.of(new byte[ErasureKey.LENGTH]);

    @TempDir
    Path directory;

    private TopologyBench bench;

    @BeforeEach
    void start() {
        bench = new TopologyBench(directory, new CountingRules(1, Map.of(), KEY));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void whatTheUserUsedJoinsTheUnattributedPartEverywhere() {
        bench.send(event("e1", "acme", "canary-user", "2"));
        bench.send(event("e2", "acme", "other", "3"));
        bench.send(event("e3", "acme", "canary-user", "4").replace("member", "guest"));

        bench.erase(KEY, "acme", "canary-user");

        Map<String, String> month = bench.rows(Granularity.MONTH);
        assertEquals("9 in 3", month.get("acme 2026-11-01 total"));
        assertEquals("6 in 2", month.get("acme 2026-11-01 USER -"));
        assertEquals("3 in 1", month.get("acme 2026-11-01 USER other"));
        assertEquals(
                Map.of(
                        "acme 2026-11-01 TEAM_FEATURE t1 f", "9 in 3",
                        "acme 2026-11-01 TEAM_USER t1 -", "6 in 2",
                        "acme 2026-11-01 TEAM_USER t1 other", "3 in 1",
                        "acme 2026-11-01 USER_FEATURE - f", "6 in 2",
                        "acme 2026-11-01 USER_FEATURE other f", "3 in 1"),
                bench.crossings(Granularity.MONTH));
        assertFalse(bench.everything().contains("canary-user"));
    }

    @Test
    void theUserStaysErasedWhateverArrivesLater() {
        bench.name("acme", DirectoryKind.USER, "other", "Other");
        bench.erase(KEY, "acme", "canary-user");
        bench.erase(KEY, "acme", "canary-user");

        bench.send(event("e1", "acme", "canary-user", "2"));
        bench.name("acme", DirectoryKind.USER, "canary-user", "Canary");
        bench.send(event("e2", "ac", "canary-user", "2"));

        assertEquals("2 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-22 USER -"));
        assertEquals("2 in 1", bench.rows(Granularity.DAY).get("ac 2026-11-22 USER canary-user"));
        assertTrue(bench.everything().contains("Other"));
        assertFalse(bench.everything().contains("Canary"));
    }

    @Test
    void aReversalOfAnErasedUsersEventTakesItFromTheUnattributedPart() {
        bench.send(event("e1", "acme", "canary-user", "2"));
        bench.send(event("e2", "acme", "canary-user", "3"));
        bench.erase(KEY, "acme", "canary-user");

        bench.send(event("r1", "acme", "canary-user", "2")
                .replace("consumed", "reversed")
                .replace("\"feature\"", "\"reverses\":{\"source\":\"s\",\"id\":\"e1\"},\"feature\""));

        assertEquals("3 in 1", bench.rows(Granularity.DAY).get("acme 2026-11-22 USER -"));
        assertEquals(4, bench.rows(Granularity.DAY).size());
    }

    @Test
    void inALargeOrganizationUsersAreErasedASliceAtATimeWhileCountingGoesOn() {
        int members = 3_000;
        for (int member = 0; member < members; member++) {
            bench.send(event("e" + member, "acme", "member-" + member, "1"));
        }
        bench.send(event("c1", "acme", "canary-user", "2"));
        bench.name("acme", DirectoryKind.USER, "canary-user", "Canary");

        bench.erase(KEY, "acme", "canary-user");
        boolean doneAtOnce = !bench.everything().contains("canary-user");
        bench.erase(KEY, "acme", "member-7");
        bench.send(event("c2", "acme", "canary-user", "3"));
        Map<String, String> meanwhile = bench.rows(Granularity.QUARTER);
        bench.sweep();

        assertFalse(doneAtOnce);
        assertEquals("3005 in 3002", meanwhile.get("acme 2026-10-01 total"));
        assertEquals("2 in 1", meanwhile.get("acme 2026-10-01 USER canary-user"));
        assertEquals("3 in 1", meanwhile.get("acme 2026-10-01 USER -"));
        for (Granularity granularity : Granularity.values()) {
            Map<String, String> rows = bench.rows(granularity);
            assertEquals(
                    Set.of("6 in 3"),
                    rows.entrySet().stream()
                            .filter(row -> row.getKey().endsWith("USER -"))
                            .map(Map.Entry::getValue)
                            .collect(Collectors.toSet()));
            assertEquals(
                    members - 1,
                    rows.keySet().stream()
                            .filter(row -> row.contains("USER member"))
                            .count());
        }
        assertFalse(bench.everything().contains("canary-user"));
        assertFalse(bench.everything().contains("Canary"));
        assertFalse(bench.crossings(Granularity.MONTH).containsKey("acme 2026-11-01 TEAM_USER t1 member-7"));
    }

    @Test
    void aNodeThatTakesOverInTheMiddleGoesOn() {
        for (int member = 0; member < 3_000; member++) {
            bench.send(event("e" + member, "acme", "member-" + member, "1"));
        }
        bench.erase(KEY, "acme", "member-7");

        TaskStores found = bench.found();
        UserErasure next = new UserErasure(found, new ErasedUsers(found.erasedUsers(), KEY));
        boolean due = next.isDue();
        while (next.isDue()) {
            next.slice();
            found.writeBack();
        }

        assertTrue(due);
        assertFalse(
                Pattern.compile("member-7(?!\\d)").matcher(bench.everything()).find());
        assertEquals("1 in 1", bench.rows(Granularity.QUARTER).get("acme 2026-10-01 USER -"));
        assertFalse(new UserErasure(found, new ErasedUsers(found.erasedUsers(), KEY)).isDue());
    }

    @Test
    void aNodeWithAnotherKeyOrNoneDoesNotCount() {
        bench.erase(KEY, "acme", "canary-user");
        byte[] other = new byte[ErasureKey.LENGTH];
        other[0] = 1;

        PendingStore<byte[]> found = bench.found().erasedUsers();

        assertThrows(IllegalStateException.class, () -> new ErasedUsers(found, null));
        assertThrows(IllegalStateException.class, () -> new ErasedUsers(found, ErasureKey.of(other)));
        assertThrows(StreamsException.class, () -> bench.erase(ErasureKey.of(other), "acme", "somebody"));
    }

    private static String event(String id, String organization, String user, String credits) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"%s",\
                "data":{"feature":"f","team_id":"t1","user_id":"%s","actor_type":"member","credits":%s}}""".formatted(id, organization, user, credits);
    }
}
