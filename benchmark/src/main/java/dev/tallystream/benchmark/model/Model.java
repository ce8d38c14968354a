package dev.tallystream.benchmark.model;

import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.standalone.audit.Cell;
import dev.tallystream.standalone.audit.Cell.Table;
import dev.tallystream.standalone.audit.Comparison;
import dev.tallystream.standalone.audit.DateRules;
import dev.tallystream.standalone.audit.DecidedCalendars;
import dev.tallystream.standalone.audit.Export;
import dev.tallystream.standalone.audit.Fact;
import dev.tallystream.standalone.audit.PartitionCount;
import dev.tallystream.standalone.audit.Recount;
import dev.tallystream.standalone.audit.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One seed: the tables against the recount, cell by cell, and everything that must hold whatever was counted. */
public final class Model {
    /** Every so many seeds one runs on disk; the others in memory. */
    private static final int ON_DISK_EVERY = 20;

    private static final int MOST_COPIES = 50;

    private final long seed;
    private final List<String> differing = new ArrayList<>();
    private long cells;
    private long events;

    private Model(long seed) {
        this.seed = seed;
    }

    /**
     * What one seed showed.
     *
     * @param kinds how many records of each kind there were
     * @param events that were given to the topology
     * @param cells that were compared
     * @param differing what differs, in words; empty where all agrees
     */
    public record Result(long seed, Map<Kind, Integer> kinds, long events, long cells, List<String> differing) {}

    /** Runs the seed. */
    public static Result run(long seed) {
        Model model = new Model(seed);
        List<Step> everything = new Generator(seed, Shape.EVERYTHING).steps();
        model.againstTheRecount(everything);
        model.inAnyOrder(new Generator(seed, Shape.ANY_ORDER).steps());
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        intents(everything).forEach(record -> kinds.merge(record.kind(), 1, Integer::sum));
        return new Result(seed, kinds, model.events, model.cells, model.differing);
    }

    private static ModelRun.Setting setting(long seed) {
        Map<UsageTable, Duration> retention = new EnumMap<>(UsageTable.class);
        if (seed % 4 == 3) {
            retention.put(UsageTable.HOURLY, Duration.ofDays(40));
            retention.put(UsageTable.DAILY, Duration.ofDays(45));
            retention.put(UsageTable.WEEKLY, Duration.ofDays(60));
            retention.put(UsageTable.MONTHLY, Duration.ofDays(100));
            retention.put(UsageTable.QUARTERLY, Duration.ofDays(200));
        }
        // With four partitions most records are misplaced and travel.
        return new ModelRun.Setting(4, retention, seed % ON_DISK_EVERY == 1);
    }

    private void againstTheRecount(List<Step> steps) {
        ModelRun.Setting setting = setting(seed);
        Export export = export(steps, setting);
        differences(steps, export, setting.partitions()).forEach(difference -> differing.add(difference + ""));
        Map<Cell, Sums> rows = rows(export);
        if (setting.retention().isEmpty()) {
            differing.addAll(Balances.violations(rows, calendars(steps)::of));
        }
        int[] others = {1, 2, 7};
        int other = others[(int) Math.floorMod(seed, 3L)];
        same("with " + other + " partitions", export, export(steps, setting.withPartitions(other)));
        List<Step> replay = new ArrayList<>(steps);
        replay.sort((one, two) -> Boolean.compare(one instanceof Intent, two instanceof Intent));
        same("when read again from the beginning", export, export(replay, setting));
    }

    private void inAnyOrder(List<Step> steps) {
        ModelRun.Setting setting = setting(seed);
        Export once = export(steps, setting);
        Random random = new Random(seed);
        same("in another order on 1 partition", once, export(shuffled(steps, random), setting.withPartitions(1)));
        same("in another order on 7 partitions", once, export(shuffled(steps, random), setting.withPartitions(7)));
        same(
                "sent 1 to 50 times on 2 partitions",
                once,
                export(shuffled(repeated(steps, random), random), setting.withPartitions(2)));
        Export takenBack = export(allTakenBack(steps), setting);
        takenBack.rows().forEach(row -> differing.add("when everything is taken back: " + row + " is left"));
    }

    private Export export(List<Step> steps, ModelRun.Setting setting) {
        events += intents(steps).size();
        return ModelRun.export(steps, setting);
    }

    private void same(String when, Export before, Export export) {
        // How far the edges have moved depends on when the sweep looked; what one of them lost is not compared.
        Predicate<Cell> isKept = cell -> Stream.of(before, export)
                .allMatch(one -> cell.start() >= one.edges().getOrDefault(cell.table(), Long.MIN_VALUE));
        Map<Cell, Sums> expected = rows(before);
        Map<Cell, Sums> found = rows(export);
        expected.keySet().removeIf(isKept.negate());
        found.keySet().removeIf(isKept.negate());
        cells += Math.max(expected.size(), found.size());
        if (!export.ledger().balances()) {
            differing.add(when + ": the ledger does not balance: " + export.ledger());
        }
        Set<Cell> all = new HashSet<>(expected.keySet());
        all.addAll(found.keySet());
        for (Cell cell : all) {
            Sums one = expected.get(cell);
            Sums other = found.get(cell);
            if (one == null || !one.equals(other)) {
                differing.add(when + ": " + cell + " is " + other + ", not " + one);
            }
        }
    }

    private List<String> differences(List<Step> steps, Export export, int partitions) {
        Decided decided = calendars(steps);
        Recount recount = new Recount(decided.circumstances(export));
        PartitionCount counts =
                count(recount, intents(steps), partitions, export.ledger().appended());
        Comparison comparison = Comparison.of(recount.cells(), List.of(export), (partition, organization) -> true);
        cells += comparison.cells();
        List<String> found = new ArrayList<>(export.ledger().differences(counts));
        comparison.differences().forEach(difference -> found.add(difference.toString()));
        return found;
    }

    private static PartitionCount count(Recount recount, List<Intent> records, int partitions, long appended) {
        Map<Recount.Outcome, Long> outcomes = new EnumMap<>(Recount.Outcome.class);
        long passedOn = 0;
        long offset = 0;
        for (Intent record : records) {
            Fact fact = record.toFact(offset++);
            if (!Recount.isRefused(fact)
                    && Placement.partitionOf(new OrganizationId(record.organization()), partitions) != 0) {
                passedOn++;
            }
            outcomes.merge(recount.count(fact), 1L, Long::sum);
        }
        long against = outcomes.getOrDefault(Recount.Outcome.COUNTED_AGAINST_A_REVERSAL, 0L);
        return new PartitionCount(
                records.size(),
                passedOn,
                outcomes.getOrDefault(Recount.Outcome.COUNTED, 0L),
                outcomes.getOrDefault(Recount.Outcome.DUPLICATE, 0L),
                outcomes.getOrDefault(Recount.Outcome.REJECTED, 0L) + against,
                passedOn,
                recount.waitedInVain(Instant.ofEpochMilli(appended)).size());
    }

    /** What was decided beside the events by the end. */
    private record Decided(Map<String, DateRules> calendars, Set<Step.Erased> erased) {
        DateRules of(String organization) {
            return calendars.computeIfAbsent(organization, unknown -> DateRules.utc());
        }

        Recount.Circumstances circumstances(Export export) {
            return new Recount.Circumstances() {
                @Override
                public DateRules calendarOf(String organization) {
                    return of(organization);
                }

                @Override
                public boolean isErased(String organization, String user) {
                    return erased.contains(new Step.Erased(organization, user));
                }

                @Override
                public long edgeOf(String organization, Table table) {
                    return export.edges().getOrDefault(table, Long.MIN_VALUE);
                }
            };
        }
    }

    private static Decided calendars(List<? extends Step> steps) {
        Map<String, DateRules> calendars = new HashMap<>();
        Set<Step.Erased> erased = new HashSet<>();
        for (Step step : steps) {
            switch (step) {
                case Intent record -> {}
                case Step.Decided(String organization, CalendarHistory calendar) ->
                    calendars.put(organization, DecidedCalendars.rules(calendar));
                case Step.Erased one -> erased.add(one);
            }
        }
        return new Decided(calendars, erased);
    }

    private static Map<Cell, Sums> rows(Export export) {
        Map<Cell, Sums> rows = new HashMap<>();
        export.rows().forEach(row -> rows.put(row.cell(), row.sums()));
        return rows;
    }

    private static List<Intent> intents(List<? extends Step> steps) {
        List<Intent> intents = new ArrayList<>();
        steps.forEach(step -> {
            if (step instanceof Intent intent) {
                intents.add(intent);
            }
        });
        return intents;
    }

    /** The records in another order, appended at the same times; what was decided stays where it is. */
    private static List<Step> shuffled(List<Step> steps, Random random) {
        List<Intent> records = intents(steps);
        List<Instant> times = records.stream().map(Intent::appended).sorted().toList();
        Collections.shuffle(records, random);
        List<Step> shuffled = new ArrayList<>();
        int next = 0;
        for (Step step : steps) {
            if (step instanceof Intent) {
                Intent record = records.get(next);
                shuffled.add(record.at(record.kind(), times.get(next)));
                next++;
            } else {
                shuffled.add(step);
            }
        }
        return shuffled;
    }

    /** Most records twice, one in a hundred up to fifty times. */
    private static List<Step> repeated(List<Step> steps, Random random) {
        List<Step> repeated = new ArrayList<>();
        for (Step step : steps) {
            int copies = random.nextInt(100) == 0 ? 1 + random.nextInt(MOST_COPIES) : 1 + random.nextInt(3);
            for (int copy = 0; copy < (step instanceof Intent ? copies : 1); copy++) {
                repeated.add(step);
            }
        }
        return repeated;
    }

    /** Without adjustments, which nothing takes back, and with a reversal of every usage at the end. */
    private static List<Step> allTakenBack(List<Step> steps) {
        List<Step> all = new ArrayList<>();
        List<Step> reversals = new ArrayList<>();
        for (Step step : steps) {
            if (!(step instanceof Intent record)) {
                all.add(step);
            } else if (record.type() != Intent.Type.ADJUSTED) {
                all.add(step);
                if (!record.isRaw() && record.type() == Intent.Type.CONSUMED) {
                    reversals.add(record.as(Intent.Type.REVERSED, record.id())
                            .withId("back-" + record.id() + "-" + reversals.size()));
                }
            }
        }
        all.addAll(reversals);
        return all;
    }

    /** The fewest steps of the seed that still make a difference to the recount; empty where none does. */
    public static List<String> shrink(long seed) {
        Model model = new Model(seed);
        ModelRun.Setting setting = setting(seed);
        Predicate<List<Step>> differs =
                some -> !model.differences(some, ModelRun.export(some, setting), setting.partitions())
                        .isEmpty();
        List<Step> steps = new Generator(seed, Shape.EVERYTHING).steps();
        return differs.test(steps)
                ? Shrinker.shrink(steps, differs).stream().map(Object::toString).toList()
                : List.of();
    }
}
