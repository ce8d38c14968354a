package dev.tallystream.standalone.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.audit.Cell.Part;
import dev.tallystream.standalone.audit.Cell.Table;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lines of an export → what they say; an export that is not whole is none. */
public final class ExportReader {
    private final int partition;

    private ExportReader(int partition) {
        this.partition = partition;
    }

    /**
     * Reads the lines.
     *
     * @throws CommandFailure where they are not the whole of that partition's cut
     */
    public static Export read(int partition, Iterator<JsonNode> lines) {
        try {
            return new ExportReader(partition).read(lines);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException notAnExport) {
            throw new CommandFailure(
                    "The export of partition %d is not understood: %s.".formatted(partition, notAnExport.getMessage()),
                    notAnExport);
        }
    }

    private Export read(Iterator<JsonNode> lines) {
        if (!lines.hasNext()) {
            throw brokeOff(0);
        }
        JsonNode head = lines.next();
        require(head.path("partition").asInt(-1) == partition, "it is of partition " + head.path("partition"));
        Ledger ledger = ledger(head);
        Map<Table, Long> edges = new EnumMap<>(Table.class);
        head.path("edges").properties().forEach(edge -> edges.put(table(edge.getKey()), date(edge.getValue())));
        Set<ErasedUser> erased = new HashSet<>();
        head.path("erased_users").forEach(user -> erased.add(erasedUser(user)));
        List<Export.Row> rows = new ArrayList<>();
        while (lines.hasNext()) {
            JsonNode line = lines.next();
            if (line.has("rows")) {
                require(line.path("rows").asLong(-1) == rows.size(), "it has not as many rows as it says");
                require(!lines.hasNext(), "it goes on behind its end");
                return new Export(partition, ledger, edges, erased, rows);
            }
            rows.add(row(line));
        }
        throw brokeOff(rows.size());
    }

    private CommandFailure brokeOff(int rows) {
        return new CommandFailure("The export of partition %d broke off after %,d rows.".formatted(partition, rows));
    }

    private Ledger ledger(JsonNode head) {
        JsonNode ledger = head.path("ledger");
        Map<Integer, Long> upTo = new HashMap<>();
        ledger.path("rerouted_up_to")
                .properties()
                .forEach(from -> upTo.put(
                        Integer.parseInt(from.getKey()), from.getValue().longValue()));
        String position = text(head, "position");
        require(position.startsWith(partition + ":"), "its position is " + position);
        return new Ledger(
                number(ledger, "consumed"),
                number(ledger, "rerouted_in"),
                number(ledger, "counted"),
                number(ledger, "duplicate"),
                number(ledger, "rejected"),
                number(ledger, "rerouted_out"),
                Long.parseLong(position.substring(position.indexOf(':') + 1)),
                Instant.parse(text(ledger, "appended")).toEpochMilli(),
                upTo);
    }

    private static ErasedUser erasedUser(JsonNode user) {
        String hash = text(user, "hash");
        require(hash.length() == 32, "an erased user's hash has not 32 digits");
        return new ErasedUser(
                new OrganizationId(text(user, "organization_id")),
                new Hash128(Long.parseUnsignedLong(hash, 0, 16, 16), Long.parseUnsignedLong(hash, 16, 32, 16)));
    }

    private static Export.Row row(JsonNode line) {
        JsonNode cell = line.path("cell");
        String first = cell.path(0).asText();
        Part part;
        String one = member(cell.path(1));
        String other = null;
        if (cell.size() == 1) {
            part = Part.TOTAL;
            one = null;
        } else if (cell.size() == 2) {
            part = part(first);
        } else {
            require(cell.size() == 4, "a cell has " + cell.size() + " parts");
            part = part(first + "_" + cell.path(2).asText());
            other = member(cell.path(3));
        }
        return new Export.Row(
                new Cell(
                        table(text(line, "table")),
                        text(line, "organization_id"),
                        date(line.path("period_start")),
                        part,
                        one,
                        other),
                new Sums(Long.parseLong(text(line, "micros")), number(line, "events")));
    }

    private static @Nullable String member(JsonNode member) {
        return member.isNull() || member.isMissingNode() ? null : member.asText();
    }

    private static Part part(String wireName) {
        return Part.valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    private static Table table(String wireName) {
        return Table.valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    private static long date(JsonNode date) {
        return LocalDate.parse(date.asText()).toEpochDay();
    }

    private static long number(JsonNode parent, String name) {
        JsonNode number = parent.path(name);
        require(number.canConvertToLong() && number.isIntegralNumber(), name + " is no number");
        return number.longValue();
    }

    private static String text(JsonNode parent, String name) {
        JsonNode text = parent.path(name);
        require(text.isTextual(), name + " is no text");
        return text.textValue();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
