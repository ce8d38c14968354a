package dev.tallystream.aggregator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettlingTest {
    private static final Set<Integer> HERE = Set.of(0);

    private final Installation installation = new Installation(2);

    @Test
    void aPartitionThatIsBehindHoldsUpTheOthers() throws Exception {
        installation.append(0, 0, 5);
        installation.append(1, 1, 3);
        installation.read(0);
        Settling counting = new Settling.Counting(installation.at(5));

        assertEquals(counting, counting.next(installation, HERE));
        installation.read(1);

        assertEquals(new Settling.TakingIn(installation.at(5), Map.of(0, 0L)), counting.next(installation, HERE));
    }

    @Test
    void whatWasPassedOnHasToBeTakenIn() throws Exception {
        installation.append(1, 0, 3);
        installation.append(0, 0, 5);
        installation.read(0);
        installation.read(1);

        Settling taking = new Settling.Counting(installation.at(5)).next(installation, HERE);
        assertEquals(new Settling.TakingIn(installation.at(5), Map.of(0, 1L)), taking);
        assertEquals(taking, taking.next(installation, HERE));
        installation.takeIn(0);

        assertEquals(new Settling.Settled(installation.at(5), HERE), taking.next(installation, HERE));
    }

    @Test
    void whatIsYoungerIsNotWaitedFor() throws Exception {
        installation.append(0, 0, 5);
        installation.append(1, 0, 7);
        installation.read(0);
        Settling settling = new Settling.Counting(installation.at(5));

        assertEquals(
                new Settling.Settled(installation.at(5), HERE),
                settling.next(installation, HERE).next(installation, HERE));
    }

    static List<Long> seeds() {
        return new Random(20261129).longs(200).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingThatIsOlderComesAfterwards(long seed) throws Exception {
        Random random = new Random(seed);
        Installation many = new Installation(3);
        Set<Integer> here = Set.of(0, 2);
        many.meanwhile = () -> many.read(random.nextInt(3));
        Settling settling = null;
        int settled = 0;
        for (int time = 0; time < 2_000; time++) {
            int partition = random.nextInt(3);
            switch (random.nextInt(5)) {
                case 0 -> many.append(partition, random.nextInt(3), time);
                case 1, 2 -> many.read(random.nextBoolean() ? partition : 0);
                case 3 -> many.takeIn(partition);
                default -> {
                    settling = (settling == null
                                    ? new Settling.Counting(many.at(Math.max(1, many.youngestRead)))
                                    : settling)
                            .next(many, here);
                    if (settling instanceof Settling.Settled(Instant upTo, Set<Integer> partitions)) {
                        assertEquals(here, partitions);
                        assertEquals(List.of(), many.stillComing(here, upTo), "seed " + seed);
                        settling = null;
                        settled++;
                    }
                }
            }
        }
        assertTrue(settled > 3, "it must be settled more than " + settled + " times");
    }

    /** Partitions whose records belong to one of them, read and passed on one at a time. */
    private static final class Installation implements Settling.Positions {
        private record Item(int owner, Instant appended) {}

        private final List<List<Item>> events = new ArrayList<>();
        private final Map<Integer, Integer> read = new HashMap<>();
        private final List<Deque<Item>> misplaced = new ArrayList<>();
        private final Map<Integer, Long> taken = new HashMap<>();
        private int youngestRead;

        /** What goes on between two questions. */
        private Runnable meanwhile = () -> {};

        Installation(int partitions) {
            for (int partition = 0; partition < partitions; partition++) {
                events.add(new ArrayList<>());
                misplaced.add(new ArrayDeque<>());
            }
        }

        Instant at(int second) {
            return Instant.ofEpochSecond(second);
        }

        void append(int partition, int owner, int second) {
            events.get(partition).add(new Item(owner, at(second)));
        }

        void read(int partition) {
            int next = read.getOrDefault(partition, 0);
            if (next == events.get(partition).size()) {
                return;
            }
            Item item = events.get(partition).get(next);
            read.put(partition, next + 1);
            youngestRead = Math.max(youngestRead, (int) item.appended().getEpochSecond());
            if (item.owner() != partition) {
                misplaced.get(item.owner()).add(item);
            }
        }

        void takeIn(int partition) {
            if (misplaced.get(partition).poll() != null) {
                taken.merge(partition, 1L, Long::sum);
            }
        }

        /** What was appended before that time and has not come to its partition. */
        List<Item> stillComing(Set<Integer> owners, Instant upTo) {
            List<Item> coming = new ArrayList<>();
            for (int partition = 0; partition < events.size(); partition++) {
                List<Item> all = events.get(partition);
                coming.addAll(all.subList(read.getOrDefault(partition, 0), all.size()));
                coming.addAll(misplaced.get(partition));
            }
            coming.removeIf(
                    item -> !owners.contains(item.owner()) || !item.appended().isBefore(upTo));
            return coming;
        }

        @Override
        public Map<Integer, Long> committed() {
            meanwhile.run();
            Map<Integer, Long> committed = new HashMap<>();
            read.forEach((partition, next) -> committed.put(partition, (long) next));
            return committed;
        }

        @Override
        public Map<Integer, Long> firstFrom(Instant time) {
            meanwhile.run();
            Map<Integer, Long> first = new HashMap<>();
            for (int partition = 0; partition < events.size(); partition++) {
                first.put(
                        partition,
                        events.get(partition).stream()
                                .filter(item -> item.appended().isBefore(time))
                                .count());
            }
            return first;
        }

        @Override
        public Map<Integer, Long> takenIn() {
            meanwhile.run();
            return taken;
        }

        @Override
        public Map<Integer, Long> misplacedEnds() {
            meanwhile.run();
            Map<Integer, Long> ends = new HashMap<>();
            for (int partition = 0; partition < events.size(); partition++) {
                ends.put(
                        partition,
                        taken.getOrDefault(partition, 0L)
                                + misplaced.get(partition).size());
            }
            return ends;
        }
    }
}
