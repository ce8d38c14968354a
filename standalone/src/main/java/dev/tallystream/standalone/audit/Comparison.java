package dev.tallystream.standalone.audit;

import dev.tallystream.standalone.audit.Cell.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The recount against the exports, cell by cell. */
public final class Comparison {
    private final Map<Table, Long> compared = new EnumMap<>(Table.class);
    private final Map<Table, Long> notCovered = new EnumMap<>(Table.class);
    private final List<Difference> differences = new ArrayList<>();

    private Comparison() {}

    /**
     * A cell that both do not have alike.
     *
     * @param recounted null where the recount has no such cell
     * @param exported null where the tables have no such row
     * @param why where it is more than two other values
     */
    public record Difference(
            Cell cell,
            @Nullable Sums recounted,
            @Nullable Sums exported,
            @Nullable String why) {}

    /**
     * Compares.
     *
     * @param recounted every cell of every organization
     * @param isAtHome whether the organization belongs to that partition
     */
    public static Comparison of(Map<Cell, Sums> recounted, List<Export> exports, Home isAtHome) {
        Comparison comparison = new Comparison();
        Map<Cell, Sums> left = new HashMap<>(recounted);
        for (Export export : exports) {
            Set<Cell> found = new HashSet<>();
            for (Export.Row row : export.rows()) {
                comparison.compare(export, row, left, found, isAtHome);
            }
            comparison.onlyRecounted(export, left, cell -> isAtHome.test(export.partition(), cell.organization()));
        }
        left.forEach((cell, sums) -> comparison.differences.add(
                new Difference(cell, sums, null, "its organization's partition was not exported")));
        comparison.differences.sort(Comparator.comparing(Difference::cell, ORDER));
        return comparison;
    }

    /** Where an organization belongs. */
    @FunctionalInterface
    public interface Home {
        /** Whether it belongs to that partition. */
        boolean test(int partition, String organization);
    }

    private static final Comparator<Cell> ORDER = Comparator.comparing(Cell::organization)
            .thenComparing(Cell::table)
            .thenComparingLong(Cell::start)
            .thenComparing(Cell::part)
            .thenComparing(Cell::first, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Cell::second, Comparator.nullsFirst(Comparator.naturalOrder()));

    private void compare(Export export, Export.Row row, Map<Cell, Sums> left, Set<Cell> found, Home isAtHome) {
        Cell cell = row.cell();
        Sums recounted = left.remove(cell);
        compared.merge(cell.table(), 1L, Long::sum);
        if (!found.add(cell)) {
            differences.add(new Difference(cell, null, row.sums(), "the row is there twice"));
        } else if (!isAtHome.test(export.partition(), cell.organization())) {
            differences.add(new Difference(cell, recounted, row.sums(), "the row is on another partition"));
        } else if (cell.start() < export.edges().getOrDefault(cell.table(), Long.MIN_VALUE)) {
            differences.add(new Difference(cell, recounted, row.sums(), "the row lies before its table's edge"));
        } else if (!row.sums().equals(recounted)) {
            differences.add(new Difference(cell, recounted, row.sums(), null));
        }
    }

    private void onlyRecounted(Export export, Map<Cell, Sums> left, Predicate<Cell> isAtHome) {
        left.entrySet().removeIf(entry -> {
            Cell cell = entry.getKey();
            if (!isAtHome.test(cell)) {
                return false;
            }
            if (cell.start() < export.edges().getOrDefault(cell.table(), Long.MIN_VALUE)) {
                notCovered.merge(cell.table(), 1L, Long::sum);
            } else {
                compared.merge(cell.table(), 1L, Long::sum);
                differences.add(new Difference(cell, entry.getValue(), null, null));
            }
            return true;
        });
    }

    /** How many cells were compared, by table. */
    public Map<Table, Long> compared() {
        return compared;
    }

    /** How many recounted cells lie before their table's edge, where a retention has deleted the rows. */
    public Map<Table, Long> notCovered() {
        return notCovered;
    }

    /** Every cell that differs, in order. */
    public List<Difference> differences() {
        return differences;
    }

    /** How many cells were compared in all. */
    public long cells() {
        return compared.values().stream().mapToLong(Long::longValue).sum();
    }
}
