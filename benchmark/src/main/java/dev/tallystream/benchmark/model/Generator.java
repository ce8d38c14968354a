package dev.tallystream.benchmark.model;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Records of a seed: the same seed gives the same records for ever. They span some months, so that identities age. */
final class Generator {
    static final ModelCalendar UTC = new ModelCalendar(ZoneId.of("UTC"), 0, 0);

    private static final Instant FIRST = Instant.parse("2025-12-20T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(130);
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Amsterdam", "Asia/Kolkata", "America/New_York", "Pacific/Apia", "America/Asuncion");
    private static final int MEMBERS = 24;

    private final RandomGenerator random;
    private final int records;
    private final Map<String, ModelCalendar> calendars = new LinkedHashMap<>();
    private final List<String> organizations = List.of("a", "ab", "acme", "\u00e9t\u00e9");
    private final List<Intent> sent = new ArrayList<>();
    private final List<Intent> awaited = new ArrayList<>();
    private Instant now = FIRST;
    private int nextId;

    Generator(long seed, int records) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.records = records;
        // The first keeps the defaults.
        for (String organization : organizations.subList(1, organizations.size())) {
            calendars.put(
                    organization,
                    new ModelCalendar(
                            ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))), random.nextInt(7), random.nextInt(12)));
        }
    }

    Map<String, ModelCalendar> calendars() {
        return calendars;
    }

    /** The records; every kind is among them. */
    List<Intent> records() {
        List<Intent> all = new ArrayList<>(records);
        Kind[] kinds = Kind.values();
        Duration step = SPAN.dividedBy(records);
        while (all.size() < records) {
            now = now.plus(step);
            // Each kind in turn now and then, so that none is missing; by weight otherwise.
            Kind kind = all.size() % 8 == 0 ? kinds[all.size() / 8 % kinds.length] : weighted();
            Intent record = generate(kind);
            all.add(record);
            if (!record.isRaw()) {
                sent.add(record);
            }
        }
        return all;
    }

    private Kind weighted() {
        int dice = random.nextInt(100);
        if (dice < 55) {
            return Kind.PLAIN;
        }
        Kind[] kinds = Kind.values();
        return kinds[random.nextInt(kinds.length)];
    }

    private Intent generate(Kind kind) {
        return switch (kind) {
            case PLAIN -> usage(kind);
            case NO_TIME -> usage(kind).withTime(null);
            case LATE -> usage(kind).withTime(now.minusSeconds(random.nextLong(35 * 86_400)));
            case ZERO -> usage(kind).withMicros(0);
            case EXTREME -> usage(kind).withMicros(1_000_000_000_000L);
            case GUEST -> usage(kind).withActor("guest");
            case SERVICE -> usage(kind).withActor("service");
            case UNNAMED -> usage(kind).withoutUser();
            case NO_TEAM -> usage(kind).withoutTeam();
            case DUPLICATE -> recent(kind);
            case DUPLICATE_OTHER_TIME -> recent(kind).withTime(now.minusSeconds(random.nextLong(86_400)));
            case CONFLICT -> {
                Intent original = recent(kind);
                yield original.withMicros(original.micros() + 1);
            }
            case FORGOTTEN -> old(kind);
            case TOO_OLD -> usage(kind).withTime(now.minus(Duration.ofDays(36)).minusSeconds(random.nextLong(86_400)));
            case FUTURE -> usage(kind).withTime(now.plus(Duration.ofHours(2)));
            case BACKFILL, BACKFILL_AFTER ->
                usage(kind)
                        .withTime(now.minusSeconds(random.nextLong(1_000L * 86_400)))
                        .withBackfill("b" + random.nextInt(40));
            case BACKFILL_CLOSE ->
                usage(kind).withBackfill("b" + random.nextInt(40)).as(Intent.Type.CLOSED, null);
            case REVERSAL -> {
                Intent original = recent(kind);
                yield original.as(Intent.Type.REVERSED, original.id()).withId(newId());
            }
            case REVERSAL_FIRST -> {
                Intent original = usage(kind);
                awaited.add(original);
                yield original.as(Intent.Type.REVERSED, original.id()).withId(newId());
            }
            case AWAITED_ORIGINAL -> expected(kind);
            case AWAITED_OTHER -> {
                Intent original = expected(kind);
                yield original.withMicros(original.micros() + 1);
            }
            case REVERSAL_MISMATCH -> {
                Intent original = recent(kind);
                yield original.withMicros(original.micros() + 1)
                        .as(Intent.Type.REVERSED, original.id())
                        .withId(random.nextInt(4) == 0 ? original.id() : newId());
            }
            case REVERSAL_UNKNOWN ->
                usage(kind).withTime(now.minus(Duration.ofDays(40))).as(Intent.Type.REVERSED, "never-" + nextId);
            case ADJUSTMENT ->
                usage(kind)
                        .withTime(now.minusSeconds(random.nextLong(2_000L * 86_400)))
                        .withMicros(random.nextLong(-5_000_000, 5_000_000))
                        .as(Intent.Type.ADJUSTED, null);
            case GARBAGE -> Intent.raw(kind, now, garbage());
            case NULL_VALUE -> Intent.raw(kind, now, null);
            case OVERSIZE -> Intent.raw(kind, now, new byte[66_000]);
        };
    }

    private byte[] garbage() {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        byte[] event = usage(Kind.GARBAGE).bytes();
        if (event == null || random.nextBoolean()) {
            return bytes;
        }
        // A whole event but for its last byte.
        return new String(event, 0, event.length - 1, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    private Intent usage(Kind kind) {
        // Squared: few members use much, many little.
        int user = random.nextInt(MEMBERS) * random.nextInt(MEMBERS) / MEMBERS;
        return new Intent(
                kind,
                now,
                Intent.Type.CONSUMED,
                organizations.get(random.nextInt(organizations.size())),
                newId(),
                now.minusSeconds(random.nextLong(3 * 86_400)),
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

    private String newId() {
        return "e" + nextId++;
    }

    /** Something sent lately, once more. */
    private Intent recent(Kind kind) {
        return again(kind, Math.max(0, sent.size() - 60));
    }

    /** Something sent long ago, once more, at a time that is live now. */
    private Intent old(Kind kind) {
        if (sent.isEmpty()) {
            return usage(kind);
        }
        return sent.get(random.nextInt(Math.max(1, sent.size() / 2)))
                .at(kind, now)
                .withTime(now);
    }

    private Intent again(Kind kind, int from) {
        return sent.isEmpty()
                ? usage(kind)
                : sent.get(random.nextInt(from, sent.size())).at(kind, now);
    }

    private Intent expected(Kind kind) {
        return awaited.isEmpty()
                ? usage(kind)
                : awaited.remove(random.nextInt(awaited.size())).at(kind, now);
    }
}
