package dev.tallystream.benchmark.model;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.standalone.audit.Fact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One generated record: what it means, from which both its bytes and the recount follow, so that the recount never
 * decodes what the topology decodes.
 *
 * @param appended the broker's time
 * @param raw bytes that are no event; the other parts mean nothing then
 */
record Intent(
        Kind kind,
        Instant appended,
        Type type,
        String organization,
        String id,
        @Nullable Instant time,
        @Nullable String backfill,
        String feature,
        @Nullable String team,
        @Nullable String user,
        String actor,
        long micros,
        @Nullable String reverses,
        byte @Nullable [] raw,
        boolean isRaw)
        implements Step {
    static final String SOURCE = "/model";

    enum Type {
        CONSUMED("ai.credits.consumed.v1"),
        REVERSED("ai.credits.reversed.v1"),
        ADJUSTED("ai.credits.adjusted.v1"),
        CLOSED("ai.credits.backfill.closed.v1");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }
    }

    static Intent raw(Kind kind, Instant appended, byte @Nullable [] raw) {
        return new Intent(kind, appended, Type.CONSUMED, "", "", null, null, "", null, null, "", 0, null, raw, true);
    }

    Intent at(Kind newKind, Instant newAppended) {
        return but(draft -> {
            draft.kind = newKind;
            draft.appended = newAppended;
        });
    }

    Intent withTime(@Nullable Instant newTime) {
        return but(draft -> draft.time = newTime);
    }

    Intent withId(String newId) {
        return but(draft -> draft.id = newId);
    }

    Intent withMicros(long newMicros) {
        return but(draft -> draft.micros = newMicros);
    }

    Intent withBackfill(String newBackfill) {
        return but(draft -> draft.backfill = newBackfill);
    }

    Intent withActor(String newActor) {
        return but(draft -> draft.actor = newActor);
    }

    Intent withoutTeam() {
        return but(draft -> draft.team = null);
    }

    Intent withoutUser() {
        return but(draft -> draft.user = null);
    }

    Intent as(Type newType, @Nullable String newReverses) {
        return but(draft -> {
            draft.type = newType;
            draft.reverses = newReverses;
        });
    }

    private Intent but(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.toIntent();
    }

    /** A copy of an intent whose parts may still be changed. */
    private static final class Draft {
        private final Intent original;
        private Kind kind;
        private Instant appended;
        private Type type;
        private String id;
        private @Nullable Instant time;
        private @Nullable String backfill;
        private @Nullable String team;
        private @Nullable String user;
        private String actor;
        private long micros;
        private @Nullable String reverses;

        Draft(Intent original) {
            this.original = original;
            this.kind = original.kind;
            this.appended = original.appended;
            this.type = original.type;
            this.id = original.id;
            this.time = original.time;
            this.backfill = original.backfill;
            this.team = original.team;
            this.user = original.user;
            this.actor = original.actor;
            this.micros = original.micros;
            this.reverses = original.reverses;
        }

        Intent toIntent() {
            return new Intent(
                    kind,
                    appended,
                    type,
                    original.organization,
                    id,
                    time,
                    backfill,
                    original.feature,
                    team,
                    user,
                    actor,
                    micros,
                    reverses,
                    original.raw,
                    original.isRaw);
        }
    }

    /** What the event says besides its identity and time. */
    String content() {
        return String.join("|", type.wireName, feature, team + "", user + "", actor, micros + "", reverses + "");
    }

    /** What the original of a reversal must have said. */
    String restated() {
        return as(Type.CONSUMED, null).content();
    }

    /** The same as the recount is told, which never sees the bytes. */
    Fact toFact(long offset) {
        Fact.Place place = new Fact.Place(0, offset, appended);
        if (isRaw) {
            return new Fact.Unreadable(place);
        }
        return switch (type) {
            case CONSUMED -> credited(place, Fact.Kind.CONSUMED);
            case ADJUSTED -> credited(place, Fact.Kind.ADJUSTED);
            case REVERSED -> credited(place, Fact.Kind.REVERSED);
            case CLOSED -> new Fact.Closed(place, organization, time, backfill + "");
        };
    }

    private Fact credited(Fact.Place place, Fact.Kind does) {
        return new Fact.Credited(
                place,
                does,
                organization,
                new Fact.Identity(SOURCE, id),
                time,
                backfill,
                new Fact.Amount(feature, team, user, actor, micros),
                hash(content()),
                reverses == null ? null : new Fact.TakenBack(new Fact.Identity(SOURCE, reverses), hash(restated())));
    }

    private static Hash128 hash(String text) {
        return Hash128.of(text.getBytes(StandardCharsets.UTF_8));
    }

    byte @Nullable [] bytes() {
        if (isRaw) {
            return raw;
        }
        StringBuilder json = new StringBuilder("{\"specversion\":\"1.0\",\"source\":\"" + SOURCE + "\"");
        attribute(json, "id", id);
        attribute(json, "type", type.wireName);
        attribute(json, "subject", organization);
        attribute(json, "time", time == null ? null : time.toString());
        attribute(json, "backfillid", backfill);
        json.append(",\"data\":{\"feature\":\"").append(feature).append('"');
        attribute(json, "team_id", team);
        attribute(json, "user_id", user);
        attribute(json, "actor_type", actor);
        attribute(json, "reason", type == Type.ADJUSTED ? "model" : null);
        if (reverses != null) {
            json.append(",\"reverses\":{\"source\":\"" + SOURCE + "\"");
            attribute(json, "id", reverses);
            json.append('}');
        }
        json.append(",\"credits\":").append(decimal()).append("}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** By turns a number and a string, by turns with and without needless zeros. */
    private String decimal() {
        String sign = micros < 0 ? "-" : "";
        String text = "%s%d.%06d".formatted(sign, Math.abs(micros / 1_000_000), Math.abs(micros % 1_000_000));
        return id.hashCode() % 2 == 0 ? text : '"' + text + '"';
    }

    private static void attribute(StringBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.append(",\"").append(name).append("\":\"").append(value).append('"');
        }
    }

    @Override
    public String toString() {
        byte[] bytes = bytes();
        String text = bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
        return kind + " @" + appended + " " + (text.length() > 400 ? text.length() + " bytes" : text);
    }
}
