package dev.tallystream.standalone.audit;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.standalone.audit.Fact.Amount;
import dev.tallystream.standalone.audit.Fact.Credited;
import dev.tallystream.standalone.audit.Fact.Identity;
import dev.tallystream.standalone.audit.Fact.Kind;
import dev.tallystream.standalone.audit.Fact.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the tables must hold after these facts, in their order: the promises, followed with plain maps. Nothing of the
 * product's counting is used, so that a mistake there is not made here, too.
 */
public final class Recount {
    /** The live window, and the hour that the journal allows beyond it. */
    private static final Duration LIVE = Duration.ofDays(35).plusHours(1);

    private static final Duration AHEAD = Duration.ofMinutes(5).plusHours(1);
    private static final Duration REMEMBERED = Duration.ofDays(36);

    /** A million credits. */
    private static final long MOST_MICROS_OF_A_FACT = 1_000_000_000_000L;

    /** Facts between two times at which forgotten identities are let go, so that they do not fill the memory. */
    private static final int LET_GO_EVERY = 200_000;

    /** Partitions are merged by append time only about, so nothing is let go on the day. */
    private static final Duration LET_GO_AFTER = REMEMBERED.plusDays(2);

    private final Circumstances circumstances;
    private final Map<String, Map<Identity, Seen>> seen = new HashMap<>();
    private final Map<String, Set<String>> closed = new HashMap<>();
    private final Map<String, DateRules> calendars = new HashMap<>();
    private final Map<String, Map<String, Boolean>> erased = new HashMap<>();
    private final CellSums sums = new CellSums();
    private final List<Waited> waitedInVain = new ArrayList<>();
    private long facts;
    private long undecided;

    /** What the recount is told beside the facts. */
    public interface Circumstances {
        /** The organization's calendar. */
        DateRules calendarOf(String organization);

        /** Whether the user's id is erased: what they used belongs to nobody then, whenever it came. */
        boolean isErased(String organization, String user);

        /** The first date that the table keeps of the organization; the smallest number where it keeps everything. */
        long edgeOf(String organization, Cell.Table table);
    }

    /** What became of a fact. */
    public enum Outcome {
        /** Its effect is in the tables. */
        COUNTED,
        /** It was known. */
        DUPLICATE,
        /** It changes nothing. */
        REJECTED,
        /** It is counted, and shows that a reversal that waited under its identity was wrong, which is rejected now. */
        COUNTED_AGAINST_A_REVERSAL
    }

    /** A reversal that waited for its original until it was forgotten; it is rejected when somebody looks. */
    public record Waited(String organization, Instant appended) {}

    private enum State {
        COUNTED,
        TAKEN_BACK,
        /** A reversal came first. */
        EXPECTED
    }

    private record Seen(Hash128 content, Instant time, Place place, State state, boolean forEver) {}

    /** Nothing counted yet. */
    public Recount(Circumstances circumstances) {
        this.circumstances = circumstances;
    }

    /** Whether the fact is no event, or lies outside the live window: it is rejected wherever it is found. */
    public static boolean isRefused(Fact fact) {
        return switch (fact) {
            case Fact.Unreadable unreadable -> true;
            case Fact.Closed closed -> isOutside(closed, false);
            case Credited credited ->
                Math.abs(credited.amount().micros()) > MOST_MICROS_OF_A_FACT
                        || (credited.amount().micros() < 0 && credited.kind() != Kind.ADJUSTED)
                        || isOutside(credited, credited.kind() == Kind.CONSUMED && credited.backfill() == null);
        };
    }

    private static boolean isOutside(Fact.Said said, boolean mustBeLive) {
        Instant time = said.time();
        if (time == null) {
            return false;
        }
        Instant appended = said.place().appended();
        boolean future = Duration.between(appended, time).compareTo(AHEAD) > 0;
        return future || (mustBeLive && isTooOld(time, appended));
    }

    private static boolean isTooOld(Instant time, Instant appended) {
        return Duration.between(time, appended).compareTo(LIVE) > 0;
    }

    /** Counts one fact. */
    public Outcome count(Fact fact) {
        if (++facts % LET_GO_EVERY == 0) {
            letGo(fact.place().appended());
        }
        if (isRefused(fact)) {
            return Outcome.REJECTED;
        }
        return switch (fact) {
            case Fact.Unreadable unreadable -> Outcome.REJECTED;
            case Fact.Closed(Place place, String organization, var time, String backfill) ->
                closed.computeIfAbsent(organization, unknown -> new HashSet<>()).add(backfill)
                        ? Outcome.COUNTED
                        : Outcome.DUPLICATE;
            case Credited credited -> countOnce(credited);
        };
    }

    private Outcome countOnce(Credited fact) {
        Map<Identity, Seen> known = seen.computeIfAbsent(fact.organization(), unknown -> new HashMap<>());
        Seen before = alive(fact.organization(), known, fact.identity(), fact.place());
        boolean expected = before != null && before.state == State.EXPECTED;
        if (before != null && !expected) {
            return again(before, fact);
        }
        if (fact.backfill() != null
                && closed.getOrDefault(fact.organization(), Set.of()).contains(fact.backfill())) {
            return Outcome.REJECTED;
        }
        Instant time = fact.time() == null ? fact.place().appended() : fact.time();
        boolean forEver = fact.kind() == Kind.ADJUSTED;
        if (before != null && before.content.equals(fact.content())) {
            known.put(fact.identity(), new Seen(fact.content(), time, fact.place(), State.TAKEN_BACK, false));
            return Outcome.COUNTED;
        }
        Outcome outcome = switch (fact.kind()) {
            case CONSUMED -> add(fact, time, fact.amount().micros(), 1);
            case ADJUSTED -> add(fact, time, fact.amount().micros(), 0);
            case REVERSED -> takeBack(fact, known, time);
        };
        if (outcome != Outcome.COUNTED) {
            return outcome;
        }
        known.put(fact.identity(), new Seen(fact.content(), time, fact.place(), State.COUNTED, forEver));
        return expected ? Outcome.COUNTED_AGAINST_A_REVERSAL : Outcome.COUNTED;
    }

    private Outcome again(Seen before, Credited fact) {
        if (before.content.equals(fact.content())) {
            return Outcome.DUPLICATE;
        }
        if (before.place.partition() != fact.place().partition()) {
            undecided++;
        }
        return Outcome.REJECTED;
    }

    private @Nullable Seen alive(String organization, Map<Identity, Seen> known, Identity identity, Place now) {
        Seen found = known.get(identity);
        if (found == null || found.forEver) {
            return found;
        }
        if (Duration.between(found.place.appended(), now.appended()).compareTo(REMEMBERED) <= 0) {
            return found;
        }
        forget(organization, found);
        known.remove(identity);
        return null;
    }

    private void forget(String organization, Seen forgotten) {
        if (forgotten.state == State.EXPECTED) {
            waitedInVain.add(new Waited(organization, forgotten.place.appended()));
        }
    }

    private Outcome takeBack(Credited fact, Map<Identity, Seen> known, Instant time) {
        Fact.TakenBack takenBack = fact.takenBack();
        if (takenBack == null || takenBack.original().equals(fact.identity())) {
            return Outcome.REJECTED;
        }
        Seen original = alive(fact.organization(), known, takenBack.original(), fact.place());
        if (original == null) {
            if (fact.backfill() == null && isTooOld(time, fact.place().appended())) {
                return Outcome.REJECTED;
            }
            known.put(takenBack.original(), new Seen(takenBack.content(), time, fact.place(), State.EXPECTED, false));
            return Outcome.COUNTED;
        }
        if (!original.content.equals(takenBack.content())) {
            return Outcome.REJECTED;
        }
        if (original.state != State.COUNTED) {
            return Outcome.DUPLICATE;
        }
        Outcome outcome = add(fact, original.time, -fact.amount().micros(), -1);
        if (outcome == Outcome.COUNTED) {
            known.put(
                    takenBack.original(),
                    new Seen(original.content, original.time, original.place, State.TAKEN_BACK, original.forEver));
        }
        return outcome;
    }

    private Outcome add(Credited fact, Instant time, long micros, int events) {
        if (micros == 0) {
            return Outcome.COUNTED;
        }
        String organization = fact.organization();
        DateRules calendar = calendars.computeIfAbsent(organization, circumstances::calendarOf);
        List<Cell> cells = Cells.of(organization, calendar, time, fact.amount(), userOf(organization, fact.amount()));
        // What a table no longer keeps cannot overflow it.
        boolean added = sums.add(
                cells, micros, events, cell -> cell.start() >= circumstances.edgeOf(organization, cell.table()));
        return added ? Outcome.COUNTED : Outcome.REJECTED;
    }

    private @Nullable String userOf(String organization, Amount amount) {
        String user = amount.user();
        if (user == null || !amount.actor().equals("member")) {
            return null;
        }
        boolean isErased = erased.computeIfAbsent(organization, unknown -> new HashMap<>())
                .computeIfAbsent(user, unknown -> circumstances.isErased(organization, user));
        return isErased ? null : user;
    }

    private void letGo(Instant now) {
        seen.forEach((organization, known) -> known.values().removeIf(one -> {
            boolean old =
                    !one.forEver && Duration.between(one.place.appended(), now).compareTo(LET_GO_AFTER) > 0;
            if (old) {
                forget(organization, one);
            }
            return old;
        }));
    }

    /** Every cell that is not nothing, also of periods that the tables no longer keep. */
    public Map<Cell, Sums> cells() {
        return sums.all();
    }

    /** Reversals that waited for an original until it could no longer come, at that time. */
    public List<Waited> waitedInVain(Instant now) {
        List<Waited> all = new ArrayList<>(waitedInVain);
        seen.forEach((organization, known) -> known.values().stream()
                .filter(one -> one.state == State.EXPECTED)
                .filter(one -> Duration.between(one.place.appended(), now).compareTo(REMEMBERED) > 0)
                .forEach(one -> all.add(new Waited(organization, one.place.appended()))));
        return all;
    }

    /**
     * How many conflicts had their two facts on different partitions: which of them came first is not written
     * anywhere, so the tables may hold the other.
     */
    public long undecided() {
        return undecided;
    }
}
