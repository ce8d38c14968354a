package dev.tallystream.benchmark.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One seed's comparison of the tables with the naive recount, cell by cell. */
public final class Model {
    /** Records of one seed; enough that every kind comes several times. */
    public static final int RECORDS = 1_200;

    /** With four partitions most records are misplaced and travel; the driver delivers every one on partition 0. */
    private static final int PARTITIONS = 4;

    private Model() {}

    /**
     * What one seed showed.
     *
     * @param kinds how many records of each kind there were
     * @param cells cells compared
     * @param differing cell → "recounted … but the table has …"; empty where all agree
     */
    public record Result(long seed, Map<Kind, Integer> kinds, int cells, Map<String, String> differing) {}

    /** Runs the seed. */
    public static Result run(long seed) {
        Generator generator = new Generator(seed, RECORDS);
        List<Intent> records = generator.records();
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        records.forEach(record -> kinds.merge(record.kind(), 1, Integer::sum));
        Map<String, String> recounted = recount(generator.calendars(), records);
        Map<String, String> tables = ModelRun.cells(generator.calendars(), records, PARTITIONS);
        TreeSet<String> cells = new TreeSet<>(recounted.keySet());
        cells.addAll(tables.keySet());
        return new Result(seed, kinds, cells.size(), differing(recounted, tables));
    }

    /** The fewest records of the seed that still make a difference, found by leaving out ever smaller parts. */
    public static List<String> shrink(long seed) {
        Generator generator = new Generator(seed, RECORDS);
        List<Intent> records = generator.records();
        Predicate<List<Intent>> differs = some -> !differing(
                        recount(generator.calendars(), some), ModelRun.cells(generator.calendars(), some, PARTITIONS))
                .isEmpty();
        return shrink(records, differs).stream().map(Intent::toString).toList();
    }

    static List<Intent> shrink(List<Intent> records, Predicate<List<Intent>> differs) {
        List<Intent> smallest = records;
        for (int part = Math.max(1, smallest.size() / 2); part >= 1; part /= 2) {
            for (int from = 0; from < smallest.size(); ) {
                List<Intent> without = new ArrayList<>(smallest.subList(0, from));
                without.addAll(smallest.subList(Math.min(smallest.size(), from + part), smallest.size()));
                if (differs.test(without)) {
                    smallest = without;
                } else {
                    from += part;
                }
            }
        }
        return smallest;
    }

    private static Map<String, String> recount(Map<String, ModelCalendar> calendars, List<Intent> records) {
        Recount recount = new Recount(calendars);
        records.forEach(recount::count);
        return recount.cells();
    }

    private static Map<String, String> differing(Map<String, String> recounted, Map<String, String> tables) {
        Map<String, String> differing = new TreeMap<>();
        TreeSet<String> cells = new TreeSet<>(recounted.keySet());
        cells.addAll(tables.keySet());
        for (String cell : cells) {
            if (!Objects.equals(recounted.get(cell), tables.get(cell))) {
                differing.put(cell, "recounted " + recounted.get(cell) + " but the table has " + tables.get(cell));
            }
        }
        return differing;
    }
}
