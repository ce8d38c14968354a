package dev.tallystream.benchmark.model;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The naive recount: what the tables must hold after these records, by plain maps, in the records' order. Written from
 * the promises, not from the product's code.
 */
final class Recount {
    private static final Duration LIVE = Duration.ofDays(35).plusHours(1);
    private static final Duration AHEAD = Duration.ofMinutes(5).plusHours(1);
    private static final long MOST_MICROS = 1_000_000_000_000L;
    private static final Duration REMEMBERED = Duration.ofDays(36);

    private final Map<String, ModelCalendar> calendars;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, Boolean> closed = new HashMap<>();
    private final Map<String, BigInteger[]> cells = new TreeMap<>();

    Recount(Map<String, ModelCalendar> calendars) {
        this.calendars = calendars;
    }

    /** What became of an identity; {@code expected} while a reversal waits for it. */
    private record Seen(Intent event, String content, Instant time, boolean expected, boolean undone) {}

    /** Every cell that is not nothing, as text: organization, table, first date, dimension and member → sums. */
    Map<String, String> cells() {
        Map<String, String> text = new TreeMap<>();
        cells.forEach((cell, sums) -> {
            if (sums[0].signum() != 0 || sums[1].signum() != 0) {
                text.put(cell, sums[0] + " in " + sums[1]);
            }
        });
        return text;
    }

    void count(Intent record) {
        if (record.isRaw() || isRefused(record)) {
            return;
        }
        String backfill = record.backfill() == null ? null : record.organization() + "/" + record.backfill();
        if (record.type() == Intent.Type.CLOSED) {
            closed.put(backfill + "", true);
            return;
        }
        String identity = record.organization() + "/" + record.id();
        Seen before = alive(identity, record.appended());
        if (before != null && !before.expected) {
            return;
        }
        if (backfill != null && closed.containsKey(backfill)) {
            return;
        }
        Instant time = record.time() == null ? record.appended() : record.time();
        if (before != null && before.content.equals(record.content())) {
            seen.put(identity, new Seen(record, record.content(), time, false, true));
            return;
        }
        boolean took = switch (record.type()) {
            case CONSUMED -> add(record, time, record.micros(), 1);
            case ADJUSTED -> add(record, time, record.micros(), 0);
            case REVERSED -> reverse(record, time);
            case CLOSED -> false;
        };
        if (took) {
            seen.put(identity, new Seen(record, record.content(), time, false, false));
        }
    }

    private static boolean isRefused(Intent record) {
        if (Math.abs(record.micros()) > MOST_MICROS) {
            return true;
        }
        Instant time = record.time();
        if (time == null) {
            return false;
        }
        boolean future = Duration.between(record.appended(), time).compareTo(AHEAD) > 0;
        boolean old = Duration.between(time, record.appended()).compareTo(LIVE) > 0;
        return future || (old && record.type() == Intent.Type.CONSUMED && record.backfill() == null);
    }

    private @Nullable Seen alive(String identity, Instant now) {
        Seen found = seen.get(identity);
        if (found == null) {
            return null;
        }
        boolean kept = found.event.type() == Intent.Type.ADJUSTED && !found.expected;
        boolean old = Duration.between(found.event.appended(), now).compareTo(REMEMBERED) > 0;
        return old && !kept ? null : found;
    }

    private boolean reverse(Intent record, Instant time) {
        if (record.id().equals(record.reverses())) {
            return false;
        }
        String originalIdentity = record.organization() + "/" + record.reverses();
        Seen original = alive(originalIdentity, record.appended());
        if (original == null) {
            boolean mayCome = record.backfill() != null
                    || Duration.between(time, record.appended()).compareTo(LIVE) <= 0;
            if (mayCome) {
                seen.put(originalIdentity, new Seen(record, record.restated(), time, true, false));
            }
            return mayCome;
        }
        if (!original.content.equals(record.restated()) || original.expected || original.undone) {
            return false;
        }
        add(original.event, original.time, -original.event.micros(), -1);
        seen.put(originalIdentity, new Seen(original.event, original.content, original.time, false, true));
        return true;
    }

    private boolean add(Intent event, Instant time, long micros, int events) {
        if (micros == 0) {
            return true;
        }
        ModelCalendar calendar = calendars.getOrDefault(event.organization(), Generator.UTC);
        long date = calendar.dateOf(time);
        String user = event.actor().equals("member") && event.user() != null ? "=" + event.user() : "-";
        String[] members = {
            "TOTAL",
            "FEATURE=" + event.feature(),
            "TEAM" + (event.team() == null ? "-" : "=" + event.team()),
            "USER" + user
        };
        long[] starts = {date, calendar.weekOf(date), calendar.monthOf(date), calendar.quarterOf(date)};
        String[] tables = {"DAY", "WEEK", "MONTH", "QUARTER"};
        for (int table = 0; table < tables.length; table++) {
            for (String member : members) {
                String cell = event.organization() + " " + tables[table] + " " + starts[table] + " " + member;
                BigInteger[] sums =
                        cells.computeIfAbsent(cell, absent -> new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO});
                sums[0] = sums[0].add(BigInteger.valueOf(micros));
                sums[1] = sums[1].add(BigInteger.valueOf(events));
            }
        }
        return true;
    }
}
