package dev.tallystream.standalone.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.standalone.CommandFailure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = """
            {"partition":2,"position":"2:7","ledger":{"consumed":7,"rerouted_in":1,"counted":5,"duplicate":1,\
            "rejected":1,"rerouted_out":1,"appended":"2026-11-22T10:00:00Z","rerouted_up_to":{"0":9}},\
            "edges":{"daily":"2026-01-01"},\
            "erased_users":[{"organization_id":"acme","hash":"ffffffffffffffff0000000000000001"}]}""";
    private static final String TOTAL = """
            {"table":"daily","organization_id":"acme","period_start":"2026-11-22","cell":["total"],"micros":"-5",\
            "events":2}""";
    private static final String CROSSED = """
            {"table":"monthly","organization_id":"acme","period_start":"2026-11-01","cell":["team",null,"user","u1"],\
            "micros":"7","events":1}""";

    @Test
    void aWholeExportIsRead() {
        Export export = read(HEAD, TOTAL, CROSSED, "{\"rows\":2}");

        assertEquals(7, export.ledger().nextOffset());
        assertEquals(Map.of(0, 9L), export.ledger().reroutedUpTo());
        assertEquals(Map.of(Cell.Table.DAILY, LocalDate.of(2026, 1, 1).toEpochDay()), export.edges());
        assertEquals(-1, export.erasedUsers().iterator().next().hash().high());
        assertEquals(new Sums(-5, 2), export.rows().getFirst().sums());
        assertEquals(
                new Cell(
                        Cell.Table.MONTHLY,
                        "acme",
                        LocalDate.of(2026, 11, 1).toEpochDay(),
                        Cell.Part.TEAM_USER,
                        null,
                        "u1"),
                export.rows().getLast().cell());
    }

    @Test
    void anExportThatIsTornOrOfSomethingElseIsNone() {
        assertRefused("broke off after 0 rows");
        assertRefused("broke off after 0 rows", HEAD);
        assertRefused("broke off after 1 rows", HEAD, TOTAL);
        assertRefused("not as many rows", HEAD, TOTAL, "{\"rows\":2}");
        assertRefused("goes on behind its end", HEAD, TOTAL, "{\"rows\":1}", TOTAL);
        assertRefused("of partition 3", HEAD.replace("\"partition\":2", "\"partition\":3"), "{\"rows\":0}");
        assertRefused("its position is 3:7", HEAD.replace("2:7", "3:7"), "{\"rows\":0}");
        assertRefused("is not understood", HEAD, TOTAL.replace("2026-11-22", "2026-11-31"), "{\"rows\":1}");
        assertRefused("is not understood", HEAD, TOTAL.replace("total", "sum").replace("]", ",1]"), "{\"rows\":1}");
    }

    private static void assertRefused(String why, String... lines) {
        String said = assertThrows(CommandFailure.class, () -> read(lines)).getMessage();
        assertTrue(said != null && said.contains(why), said);
    }

    private static Export read(String... lines) {
        List<JsonNode> parsed = new ArrayList<>();
        try {
            for (String line : lines) {
                parsed.add(JSON.readTree(line));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return ExportReader.read(2, parsed.iterator());
    }
}
