package dev.tallystream.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.Ids;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One event while it is read: first every member that matters as it was written, then the judgement. */
final class RawEvent {
    private enum Member {
        SPECVERSION("specversion", "/specversion"),
        ID("id", "/id"),
        SOURCE("source", "/source"),
        TYPE("type", "/type"),
        SUBJECT("subject", "/subject"),
        TIME("time", "/time"),
        DATACONTENTTYPE("datacontenttype", "/datacontenttype"),
        DATA_BASE64("data_base64", "/data_base64"),
        BACKFILLID("backfillid", "/backfillid"),
        DATA("data", "/data"),
        FEATURE("feature", "/data/feature"),
        TEAM_ID("team_id", "/data/team_id"),
        USER_ID("user_id", "/data/user_id"),
        ACTOR_TYPE("actor_type", "/data/actor_type"),
        QUANTITY("quantity", "/data/quantity"),
        CREDITS("credits", "/data/credits"),
        REASON("reason", "/data/reason"),
        REVERSES("reverses", "/data/reverses"),
        REVERSES_SOURCE("source", "/data/reverses/source"),
        REVERSES_ID("id", "/data/reverses/id");

        private final String name;
        private final String pointer;

        Member(String name, String pointer) {
            this.name = name;
            this.pointer = pointer;
        }
    }

    private static final String MEMBER = "member";
    private static final String GUEST = "guest";
    private static final String SERVICE = "service";
    private static final long NO_QUANTITY = -1;
    private static final byte[] NOTHING_MORE = new byte[0];
    private static final Set<Member> OF_EVENT = EnumSet.range(Member.SPECVERSION, Member.DATA);
    private static final Set<Member> OF_DATA = EnumSet.range(Member.FEATURE, Member.REVERSES);
    private static final Set<Member> OF_REVERSES = EnumSet.range(Member.REVERSES_SOURCE, Member.REVERSES_ID);
    private final Map<Member, JsonToken> tokens = new EnumMap<>(Member.class);
    private final Map<Member, String> texts = new EnumMap<>(Member.class);
    private @Nullable Member repeated;
    private @Nullable Refusal refusal;
    private @Nullable Member refusedMember;

    /** Reads the object whose {@code START_OBJECT} was just read, to its end. */
    void readAttributes(JsonParser json) throws IOException {
        readMembers(json, OF_EVENT);
    }

    private void readMembers(JsonParser json, Set<Member> known) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Member member = find(name, known);
            JsonToken token = json.nextToken();
            if (member == null) {
                json.skipChildren();
            } else {
                read(json, member, token);
            }
        }
    }

    private void read(JsonParser json, Member member, JsonToken token) throws IOException {
        if (tokens.put(member, token) != null && repeated == null) {
            repeated = member;
        }
        if (member == Member.DATA && token == JsonToken.START_OBJECT) {
            readMembers(json, OF_DATA);
        } else if (member == Member.REVERSES && token == JsonToken.START_OBJECT) {
            readMembers(json, OF_REVERSES);
        } else if (token.isScalarValue()) {
            texts.put(member, json.getText());
        } else {
            json.skipChildren();
        }
    }

    private static @Nullable Member find(String name, Set<Member> known) {
        for (Member member : known) {
            if (member.name.equals(name)) {
                return member;
            }
        }
        return null;
    }

    /** The judgement: the first thing that is wrong, or the event. */
    Decoded toDecoded() {
        if (repeated != null) {
            refuse(Refusal.DUPLICATE_KEY, repeated);
        }
        checkCloudEvent();
        String id = requiredId(Member.ID);
        String source = requiredId(Member.SOURCE);
        Optional<EventType> type = type();
        String subject = subject();
        Instant time = time();
        String backfillText = optionalId(Member.BACKFILLID);
        if (refusal != null || type.isEmpty()) {
            return toRefused();
        }
        Envelope envelope = new Envelope(
                new OrganizationId(subject),
                new EventIdentity(source, id),
                time,
                backfillText == null ? null : new BackfillId(backfillText));
        return switch (type.get()) {
            case CREDITS_CONSUMED -> toConsumed(envelope);
            case CREDITS_REVERSED -> toReversed(envelope);
            case CREDITS_ADJUSTED -> toAdjusted(envelope);
            case BACKFILL_CLOSED -> toBackfillClosed(envelope);
        };
    }

    /** What every event has. */
    private record Envelope(
            OrganizationId organization,
            EventIdentity identity,
            @Nullable Instant time,
            @Nullable BackfillId backfill) {}

    /** What was used, and all of it as the bytes that make a content. */
    private record Restated(Usage usage, byte[] bytes) {
        Hash128 toContent(EventType type, byte[] more) {
            return Hash128.of(
                    new KeyWriter().text(type.wireName()).raw(bytes).raw(more).toBytes());
        }
    }

    private Decoded toConsumed(Envelope envelope) {
        Restated restated = restated(false);
        if (restated == null) {
            return toRefused();
        }
        return new Decoded.Accepted(new Event.CreditsConsumed(
                envelope.organization,
                envelope.identity,
                envelope.time,
                envelope.backfill,
                restated.usage,
                restated.toContent(EventType.CREDITS_CONSUMED, NOTHING_MORE)));
    }

    private Decoded toReversed(Envelope envelope) {
        if (isAbsent(Member.REVERSES)) {
            refuse(Refusal.MISSING_FIELD, Member.REVERSES);
        } else if (tokens.get(Member.REVERSES) != JsonToken.START_OBJECT) {
            refuse(Refusal.INVALID_CLOUDEVENT, Member.REVERSES);
        }
        String source = requiredId(Member.REVERSES_SOURCE);
        String id = requiredId(Member.REVERSES_ID);
        Restated restated = restated(false);
        if (restated == null) {
            return toRefused();
        }
        byte[] reverses = new KeyWriter().text(source).text(id).toBytes();
        return new Decoded.Accepted(new Event.CreditsReversed(
                envelope.organization,
                envelope.identity,
                envelope.time,
                envelope.backfill,
                new EventIdentity(source, id),
                restated.usage,
                restated.toContent(EventType.CREDITS_CONSUMED, NOTHING_MORE),
                restated.toContent(EventType.CREDITS_REVERSED, reverses)));
    }

    private Decoded toAdjusted(Envelope envelope) {
        String reason = requiredId(Member.REASON);
        Restated restated = restated(true);
        if (restated == null) {
            return toRefused();
        }
        return new Decoded.Accepted(new Event.CreditsAdjusted(
                envelope.organization,
                envelope.identity,
                envelope.time,
                envelope.backfill,
                restated.usage,
                reason,
                restated.toContent(EventType.CREDITS_ADJUSTED, NOTHING_MORE)));
    }

    private Decoded toBackfillClosed(Envelope envelope) {
        if (envelope.backfill == null) {
            refuse(Refusal.MISSING_FIELD, Member.BACKFILLID);
            return toRefused();
        }
        return new Decoded.Accepted(
                new Event.BackfillClosed(envelope.organization, envelope.identity, envelope.time, envelope.backfill));
    }

    /** The usage that the data states, or null where something is refused. */
    private @Nullable Restated restated(boolean signed) {
        if (isAbsent(Member.DATA)) {
            refuse(Refusal.MISSING_FIELD, Member.DATA);
        } else if (tokens.get(Member.DATA) != JsonToken.START_OBJECT) {
            refuse(Refusal.INVALID_CLOUDEVENT, Member.DATA);
        }
        String feature = requiredId(Member.FEATURE);
        String team = optionalId(Member.TEAM_ID);
        String user = optionalId(Member.USER_ID);
        String actorType = actorType();
        long credits = credits(signed);
        long quantity = quantity();
        if (refusal != null) {
            return null;
        }
        Usage usage = new Usage(
                new FeatureId(feature),
                team == null ? null : new TeamId(team),
                toActor(actorType, user),
                new Credits(credits));
        byte[] bytes = new KeyWriter()
                .text(feature)
                .text(team == null ? "" : team)
                .text(user == null ? "" : user)
                .text(actorType)
                .int64(credits)
                .int64(quantity)
                .toBytes();
        return new Restated(usage, bytes);
    }

    private void checkCloudEvent() {
        String specversion = string(Member.SPECVERSION);
        if (isAbsent(Member.SPECVERSION)) {
            refuse(Refusal.MISSING_FIELD, Member.SPECVERSION);
        } else if (specversion == null || specversion.isBlank()) {
            refuse(Refusal.INVALID_CLOUDEVENT, Member.SPECVERSION);
        } else if (!specversion.equals(EventCodec.SPECVERSION)) {
            refuse(Refusal.UNKNOWN_VERSION, Member.SPECVERSION);
        }
        if (!isAbsent(Member.DATA_BASE64)) {
            refuse(Refusal.INVALID_CLOUDEVENT, Member.DATA_BASE64);
        }
        if (!isAbsent(Member.DATACONTENTTYPE)) {
            String contentType = string(Member.DATACONTENTTYPE);
            if (contentType == null || !isJson(contentType)) {
                refuse(Refusal.INVALID_CLOUDEVENT, Member.DATACONTENTTYPE);
            }
        }
    }

    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        String mediaType = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    private Optional<EventType> type() {
        if (isAbsent(Member.TYPE)) {
            refuse(Refusal.MISSING_FIELD, Member.TYPE);
            return Optional.empty();
        }
        String text = string(Member.TYPE);
        Optional<EventType> type = text == null ? Optional.empty() : EventType.fromWireName(text);
        if (type.isEmpty()) {
            refuse(Refusal.UNKNOWN_TYPE, Member.TYPE);
        }
        return type;
    }

    private String subject() {
        if ("".equals(texts.get(Member.SUBJECT))) {
            refuse(Refusal.MISSING_FIELD, Member.SUBJECT);
        }
        return requiredId(Member.SUBJECT);
    }

    private @Nullable Instant time() {
        if (isAbsent(Member.TIME)) {
            return null;
        }
        String text = string(Member.TIME);
        Optional<Instant> time = text == null ? Optional.empty() : Rfc3339.parse(text);
        if (time.isEmpty()) {
            refuse(Refusal.INVALID_TIME, Member.TIME);
        }
        return time.orElse(null);
    }

    private String actorType() {
        if (isAbsent(Member.ACTOR_TYPE)) {
            return MEMBER;
        }
        String text = string(Member.ACTOR_TYPE);
        if (text != null && (text.equals(MEMBER) || text.equals(GUEST) || text.equals(SERVICE))) {
            return text;
        }
        refuse(Refusal.INVALID_ACTOR_TYPE, Member.ACTOR_TYPE);
        return MEMBER;
    }

    private static Actor toActor(String actorType, @Nullable String user) {
        return switch (actorType) {
            case GUEST -> new Actor.Guest();
            case SERVICE -> new Actor.Service();
            default -> user == null ? new Actor.UnnamedMember() : new Actor.Member(new UserId(user));
        };
    }

    private long credits(boolean signed) {
        if (isAbsent(Member.CREDITS)) {
            refuse(Refusal.MISSING_FIELD, Member.CREDITS);
            return 0;
        }
        OptionalLong micros = decimal(Member.CREDITS);
        if (micros.isEmpty() || (micros.getAsLong() < 0 && !signed)) {
            refuse(Refusal.INVALID_CREDITS, Member.CREDITS);
            return 0;
        }
        if (Math.abs(micros.getAsLong()) > Credits.MAX_PER_EVENT.micros()) {
            refuse(Refusal.CREDITS_TOO_LARGE, Member.CREDITS);
        }
        return micros.getAsLong();
    }

    /** Micro-units of the quantity, which is part of the content only; -1 where none is given. */
    private long quantity() {
        if (isAbsent(Member.QUANTITY)) {
            return NO_QUANTITY;
        }
        OptionalLong micros = decimal(Member.QUANTITY);
        if (micros.isEmpty() || micros.getAsLong() < 0) {
            refuse(Refusal.INVALID_QUANTITY, Member.QUANTITY);
        }
        return micros.orElse(NO_QUANTITY);
    }

    /** A decimal from the token's text, be it a number or a string; never through a double. */
    private OptionalLong decimal(Member member) {
        JsonToken token = tokens.get(member);
        String text = texts.get(member);
        boolean written = token == JsonToken.VALUE_STRING || (token != null && token.isNumeric());
        return written && text != null ? Credits.parseMicros(text) : OptionalLong.empty();
    }

    private String requiredId(Member member) {
        if (isAbsent(member)) {
            refuse(Refusal.MISSING_FIELD, member);
            return "";
        }
        String id = optionalId(member);
        return id == null ? "" : id;
    }

    private @Nullable String optionalId(Member member) {
        if (isAbsent(member)) {
            return null;
        }
        String text = string(member);
        if (text == null || text.isBlank() || text.length() > Ids.MAX_LENGTH) {
            refuse(Refusal.INVALID_ID, member);
        } else if (!Ids.isCleanText(text)) {
            refuse(Refusal.INVALID_TEXT, member);
        }
        return text;
    }

    private @Nullable String string(Member member) {
        return tokens.get(member) == JsonToken.VALUE_STRING ? texts.get(member) : null;
    }

    private boolean isAbsent(Member member) {
        JsonToken token = tokens.get(member);
        return token == null || token == JsonToken.VALUE_NULL;
    }

    private void refuse(Refusal reason, Member member) {
        if (refusal == null) {
            refusal = reason;
            refusedMember = member;
        }
    }

    private Decoded.Refused toRefused() {
        Refusal reason = refusal == null ? Refusal.INVALID_CLOUDEVENT : refusal;
        String pointer = refusedMember == null ? "" : refusedMember.pointer;
        String subject = string(Member.SUBJECT);
        OrganizationId organization = subject != null && isGoodId(subject) ? new OrganizationId(subject) : null;
        String id = string(Member.ID);
        return new Decoded.Refused(reason, pointer, organization, id != null && isGoodId(id) ? id : null);
    }

    private static boolean isGoodId(String text) {
        return !text.isBlank() && text.length() <= Ids.MAX_LENGTH && Ids.isCleanText(text);
    }
}
