package dev.tallystream.benchmark.model;

import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Steps of a seed: the same seed gives the same steps for ever. */
final class Generator {
    private static final Instant FIRST = Instant.parse("2025-12-20T00:00:00Z");
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Amsterdam",
            "Asia/Kolkata",
            "America/New_York",
            "Pacific/Apia",
            "America/Asuncion",
            "Pacific/Kiritimati",
            "Pacific/Pago_Pago",
            "America/St_Johns");
    private static final int MEMBERS = 24;

    private final RandomGenerator random;
    private final Shape shape;
    private final Map<String, CalendarHistory> calendars = new LinkedHashMap<>();
    private final List<String> organizations = List.of("a", "ab", "acme", "\u00e9t\u00e9");
    private final List<Intent> sent = new ArrayList<>();
    private final List<Intent> awaited = new ArrayList<>();
    private Instant now = FIRST;
    private int nextId;

    Generator(long seed, Shape shape) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.shape = shape;
    }

    /** The steps; every kind of the shape is among them. */
    List<Step> steps() {
        List<Step> all = new ArrayList<>();
        // The first keeps the defaults until it changes them.
        for (String organization : organizations.subList(1, organizations.size())) {
            CalendarHistory decided = CalendarHistory.always(rule());
            calendars.put(organization, decided);
            all.add(new Step.Decided(organization, decided));
        }
        all.add(erased());
        Kind[] kinds = shape.kinds().toArray(Kind[]::new);
        Duration step = shape.span().dividedBy(shape.records());
        for (int made = 0; made < shape.records(); made++) {
            now = now.plus(step);
            // Each kind in turn now and then, so that none is missing; by weight otherwise.
            Kind kind = made % 8 == 0 ? kinds[made / 8 % kinds.length] : weighted(kinds);
            Intent record = new Occasion(this, random, now, kind).record();
            all.add(record);
            if (!record.isRaw()) {
                sent.add(record);
            }
            if (made % 180 == 90) {
                all.add(changed());
            }
            if (made % 300 == 150) {
                all.add(erased());
            }
        }
        all.add(erased());
        return all;
    }

    private Kind weighted(Kind[] kinds) {
        return random.nextInt(100) < 55 ? Kind.PLAIN : kinds[random.nextInt(kinds.length)];
    }

    private CalendarRule rule() {
        return new CalendarRule(
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                DayOfWeek.of(1 + random.nextInt(7)),
                Month.of(1 + random.nextInt(12)));
    }

    /** Some days ahead, so that nothing of that time is counted yet; on a midnight of the old zone or in the middle. */
    private Step changed() {
        String organization = any(organizations);
        CalendarHistory before = calendars.getOrDefault(organization, CalendarHistory.DEFAULT);
        Instant from = now.plus(Duration.ofHours(50 + random.nextInt(200))).plusSeconds(random.nextInt(3_600));
        if (random.nextBoolean()) {
            from = from.atZone(before.last().zone())
                    .toLocalDate()
                    .plusDays(1)
                    .atStartOfDay(before.last().zone())
                    .toInstant();
        }
        from = from.truncatedTo(ChronoUnit.SECONDS);
        boolean behind = before.changes().isEmpty()
                || from.isAfter(before.changes().getLast().effectiveFrom());
        CalendarHistory after = behind ? before.with(from, rule()) : before;
        calendars.put(organization, after);
        return new Step.Decided(organization, after);
    }

    private Step erased() {
        return new Step.Erased(any(organizations), "u" + random.nextInt(8));
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    Intent usage(Kind kind) {
        // Squared: few members use much, many little.
        int user = random.nextInt(MEMBERS) * random.nextInt(MEMBERS) / MEMBERS;
        return new Intent(
                kind,
                now,
                Intent.Type.CONSUMED,
                any(organizations),
                newId(),
                latest().minusSeconds(random.nextLong(3 * 86_400)),
                null,
                "f" + random.nextInt(5),
                "t" + user % 5,
                "u" + user,
                "member",
                random.nextLong(1, 20_000_000),
                null,
                null,
                false);
    }

    /** The latest time of usage: whatever may come in any order must never lie in the future. */
    Instant latest() {
        return shape.anyOrder() ? FIRST : now;
    }

    String newId() {
        return "e" + nextId++;
    }

    int ids() {
        return nextId;
    }

    /** Something sent lately, once more. */
    Intent recent(Kind kind) {
        List<Intent> candidates = shape.anyOrder()
                ? sent.stream()
                        .filter(record -> record.type() == Intent.Type.CONSUMED)
                        .toList()
                : sent;
        return candidates.isEmpty()
                ? usage(kind)
                : candidates
                        .get(random.nextInt(Math.max(0, candidates.size() - 60), candidates.size()))
                        .at(kind, now);
    }

    /** Something sent long ago, once more, at a time that is live now. */
    Intent old(Kind kind) {
        if (sent.isEmpty()) {
            return usage(kind);
        }
        return sent.get(random.nextInt(Math.max(1, sent.size() / 2)))
                .at(kind, now)
                .withTime(now);
    }

    /** Something that was sent so long ago, to the millisecond or some more; it comes between the last record and now. */
    Intent sentAbout(Kind kind, Duration age, int moreMillis) {
        Instant earliest = now.minus(shape.span().dividedBy(shape.records()));
        for (Intent record : sent) {
            Instant then = record.appended().plus(age).plusMillis(moreMillis);
            if (record.type() == Intent.Type.CONSUMED && then.isAfter(earliest) && !then.isAfter(now)) {
                return record.at(kind, then).withTime(then);
            }
        }
        return usage(kind);
    }

    /** From now on somebody waits for it. */
    Intent awaited(Intent original) {
        awaited.add(original);
        return original;
    }

    /** What somebody waits for, if anybody waits. */
    Intent expected(Kind kind) {
        return awaited.isEmpty()
                ? usage(kind)
                : awaited.remove(random.nextInt(awaited.size())).at(kind, now);
    }
}
