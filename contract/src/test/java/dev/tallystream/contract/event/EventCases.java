package dev.tallystream.contract.event;

import static dev.tallystream.contract.event.EventJson.consumed;
import static dev.tallystream.contract.event.EventJson.quote;
import static dev.tallystream.contract.event.Refusal.CREDITS_TOO_LARGE;
import static dev.tallystream.contract.event.Refusal.DUPLICATE_KEY;
import static dev.tallystream.contract.event.Refusal.EVENT_IN_FUTURE;
import static dev.tallystream.contract.event.Refusal.EVENT_TOO_OLD;
import static dev.tallystream.contract.event.Refusal.INVALID_ACTOR_TYPE;
import static dev.tallystream.contract.event.Refusal.INVALID_CLOUDEVENT;
import static dev.tallystream.contract.event.Refusal.INVALID_CREDITS;
import static dev.tallystream.contract.event.Refusal.INVALID_ID;
import static dev.tallystream.contract.event.Refusal.INVALID_QUANTITY;
import static dev.tallystream.contract.event.Refusal.INVALID_TEXT;
import static dev.tallystream.contract.event.Refusal.INVALID_TIME;
import static dev.tallystream.contract.event.Refusal.MALFORMED_JSON;
import static dev.tallystream.contract.event.Refusal.MISSING_FIELD;
import static dev.tallystream.contract.event.Refusal.OVERSIZE;
import static dev.tallystream.contract.event.Refusal.UNKNOWN_TYPE;
import static dev.tallystream.contract.event.Refusal.UNKNOWN_VERSION;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Bytes and what becomes of them, at the HTTP door and on the topic alike: the one table that drives the decoder's
 * tests, ingest's and the topology's. What is judged by a clock is judged at {@link #NOW}, and lies so far outside the
 * live window that an hour more or less changes nothing.
 */
public final class EventCases {
    /** The clock, and the append time, of all cases. */
    public static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    /** One row of the table. */
    public record Case(String name, Bytes bytes, Expected expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What the row's bytes are; a class of its own because an array is no value. */
    public static final class Bytes {
        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** A copy. */
        public byte[] toArray() {
            return bytes.clone();
        }
    }

    /** What becomes of them. */
    public sealed interface Expected {
        /** Counted as this usage. */
        record Counted(Usage usage) implements Expected {}

        /** The end of a backfill. */
        record Closed() implements Expected {}

        /** Refused, with this pointer. */
        record Refused(Refusal reason, String pointer) implements Expected {}
    }

    private static final Usage USAGE = usage("5", new Actor.Member(new UserId("ann")));

    private final List<Case> cases = new ArrayList<>();

    private EventCases() {
        addShapes();
        addEnvelopes();
        addIdsAndTexts();
        addTimes();
        addCredits();
        addPeople();
        addRepetitions();
    }

    /** Every row. */
    public static Stream<Case> all() {
        return new EventCases().cases.stream();
    }

    /** The rows of good events. */
    public static Stream<Case> good() {
        return all().filter(row -> !(row.expected() instanceof Expected.Refused));
    }

    /** The rows of refused events. */
    public static Stream<Case> refused() {
        return all().filter(row -> row.expected() instanceof Expected.Refused);
    }

    private void addShapes() {
        byte[] good = consumed().toBytes();
        refuse("no bytes", new byte[0], MALFORMED_JSON, "");
        refuse("one byte", new byte[] {'{'}, MALFORMED_JSON, "");
        refuse("truncated", "{\"id\":", MALFORMED_JSON, "");
        refuse("null", "null", MALFORMED_JSON, "");
        refuse("a string", "\"event\"", MALFORMED_JSON, "");
        refuse("a number", "12345", MALFORMED_JSON, "");
        refuse("an array where one event is due", "[" + consumed() + "]", MALFORMED_JSON, "");
        refuse("text behind the event", consumed() + "x", MALFORMED_JSON, "");
        refuse("a second event behind the event", consumed() + "{\"x\":1}", MALFORMED_JSON, "");
        refuse("a comment", consumed() + "// end", MALFORMED_JSON, "");
        refuse("a trailing comma", consumed().toString().replace("}}", "},}"), MALFORMED_JSON, "");
        refuse("single quotes", consumed().toString().replace('"', '\''), MALFORMED_JSON, "");
        refuse("a number with a leading zero", consumed().data("credits", "05"), MALFORMED_JSON, "");
        refuse("NaN", consumed().data("credits", "NaN"), MALFORMED_JSON, "");
        refuse("a raw line break in a string", consumed().id("a\nb"), MALFORMED_JSON, "");
        refuse(
                "a byte order mark",
                concat(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, good),
                MALFORMED_JSON,
                "");
        refuse("UTF-16 with its mark", consumed().toString().getBytes(StandardCharsets.UTF_16), MALFORMED_JSON, "");
        refuse("UTF-16 without", consumed().toString().getBytes(StandardCharsets.UTF_16LE), MALFORMED_JSON, "");
        refuse(
                "UTF-32",
                consumed().toString().getBytes(java.nio.charset.Charset.forName("UTF-32")),
                MALFORMED_JSON,
                "");
        refuse("a byte that is no UTF-8", consumed().id("a~b").toBytes(), '~', 0xFF, MALFORMED_JSON);
        refuse(
                "a byte that is no UTF-8, where nobody reads",
                consumed().with("x", "\"~\"").toBytes(),
                '~',
                0x80,
                MALFORMED_JSON);
        refuse("deep nesting", consumed().with("x", "[".repeat(5_000) + "]".repeat(5_000)), MALFORMED_JSON, "");
        refuse("only brackets", "[".repeat(60_000), MALFORMED_JSON, "");
        refuse("random bytes", randomBytes(1_000), MALFORMED_JSON, "");
        refuse("a megabyte of random bytes", randomBytes(1024 * 1024), OVERSIZE, "");
        refuse("one byte too many", padded(EventCodec.MAX_EVENT_BYTES + 1), OVERSIZE, "");
        count("as many bytes as allowed", padded(EventCodec.MAX_EVENT_BYTES), USAGE);
        count("white space around it", concat(" \r\n\t".getBytes(StandardCharsets.UTF_8), good), USAGE);
    }

    private void addEnvelopes() {
        count("the least that an event needs", consumed(), USAGE);
        count(
                "extensions and unknown data, which are kept but not read",
                consumed()
                        .with("traceparent", "\"00-ab\"")
                        .with("x", "{\"a\":[1,{}]}")
                        .data("model", "{\"n\":null}"),
                USAGE);
        count(
                "JSON data said to be JSON",
                consumed().with("datacontenttype", "\"application/json; charset=utf-8\""),
                USAGE);
        count("JSON data of a suffix", consumed().with("datacontenttype", "\"application/vnd.acme+json\""), USAGE);
        count(
                "an attribute that is null is absent",
                consumed().with("time", "null").with("backfillid", "null"),
                USAGE);
        refuse("no specversion", consumed().without("specversion"), MISSING_FIELD, "/specversion");
        refuse("an older specversion", consumed().with("specversion", "\"0.3\""), UNKNOWN_VERSION, "/specversion");
        refuse("a newer specversion", consumed().with("specversion", "\"1.1\""), UNKNOWN_VERSION, "/specversion");
        refuse("a specversion of spaces", consumed().with("specversion", "\" \""), INVALID_CLOUDEVENT, "/specversion");
        refuse(
                "a specversion that is a number",
                consumed().with("specversion", "1.0"),
                INVALID_CLOUDEVENT,
                "/specversion");
        refuse(
                "data that is no JSON",
                consumed().with("datacontenttype", "\"text/xml\""),
                INVALID_CLOUDEVENT,
                "/datacontenttype");
        refuse(
                "binary data",
                consumed().without("data").with("data_base64", "\"e30=\""),
                INVALID_CLOUDEVENT,
                "/data_base64");
        refuse("no data", consumed().without("data"), MISSING_FIELD, "/data");
        refuse("null data", consumed().with("data", "null"), MISSING_FIELD, "/data");
        refuse("data that is a string", consumed().with("data", "\"{}\""), INVALID_CLOUDEVENT, "/data");
        refuse("no type", consumed().without("type"), MISSING_FIELD, "/type");
        refuse("an unknown type", consumed().with("type", "\"ai.credits.burnt.v1\""), UNKNOWN_TYPE, "/type");
        refuse("a type that is no string", consumed().with("type", "7"), UNKNOWN_TYPE, "/type");
        add("a backfill's end", EventJson.backfillClosed("load-1").toBytes(), new Expected.Closed());
        refuse(
                "a backfill's end without the backfill",
                EventJson.backfillClosed("load-1").without("backfillid"),
                MISSING_FIELD,
                "/backfillid");
    }

    private void addIdsAndTexts() {
        String longest = "x".repeat(255);
        count("the longest id", consumed().id(longest), USAGE);
        count("an id of other scripts", consumed().id("事件-é-😀"), USAGE);
        refuse("no id", consumed().without("id"), MISSING_FIELD, "/id");
        refuse("an empty id", consumed().id(""), INVALID_ID, "/id");
        refuse("a blank id", consumed().id("   "), INVALID_ID, "/id");
        refuse("an id that is too long", consumed().id(longest + "x"), INVALID_ID, "/id");
        refuse("an id that is a number", consumed().with("id", "7"), INVALID_ID, "/id");
        refuse("an id that is an object", consumed().with("id", "{}"), INVALID_ID, "/id");
        refuse("an id with NUL", consumed().id("a\\u0000b"), INVALID_TEXT, "/id");
        refuse("an id with ESC", consumed().id("a\\u001bb"), INVALID_TEXT, "/id");
        refuse("an id with a line break", consumed().id("a\\r\\nb"), INVALID_TEXT, "/id");
        refuse("an id with DEL", consumed().id("a\\u007fb"), INVALID_TEXT, "/id");
        refuse("an id with a C1 control", consumed().id("a\\u0085b"), INVALID_TEXT, "/id");
        refuse("half a surrogate pair", consumed().id("a\\ud800b"), INVALID_TEXT, "/id");
        refuse("surrogates the wrong way round", consumed().id("\\udc00\\ud800"), INVALID_TEXT, "/id");
        refuse(
                "an encoded surrogate",
                concat(
                        consumed()
                                .without("data")
                                .toString()
                                .replace("}", ",\"x\":\"")
                                .getBytes(StandardCharsets.UTF_8),
                        new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'}),
                MALFORMED_JSON,
                "");
        refuse("no source", consumed().without("source"), MISSING_FIELD, "/source");
        refuse("an empty source", consumed().with("source", "\"\""), INVALID_ID, "/source");
        refuse("no subject", consumed().without("subject"), MISSING_FIELD, "/subject");
        refuse("an empty subject", consumed().organization(""), MISSING_FIELD, "/subject");
        refuse("a subject that is too long", consumed().organization(longest + "x"), INVALID_ID, "/subject");
        refuse("no feature", consumed().withoutData("feature"), MISSING_FIELD, "/data/feature");
        refuse("a blank feature", consumed().data("feature", "\" \""), INVALID_ID, "/data/feature");
        refuse("a feature that is a boolean", consumed().data("feature", "true"), INVALID_ID, "/data/feature");
        refuse(
                "a team with a control character",
                consumed().data("team_id", "\"a\\tb\""),
                INVALID_TEXT,
                "/data/team_id");
        refuse("a user that is a number", consumed().data("user_id", "12"), INVALID_ID, "/data/user_id");
        refuse("a backfill that is empty", consumed().with("backfillid", "\"\""), INVALID_ID, "/backfillid");
    }

    private void addTimes() {
        count("now", consumed().time("2026-11-22T10:15:30Z"), USAGE);
        count("a time with nanoseconds and an offset", consumed().time("2026-11-22T12:15:29.123456789+02:00"), USAGE);
        count("a time in lower case", consumed().time("2026-11-22t10:15:30z"), USAGE);
        count(
                "history of a backfill",
                consumed().time("2019-02-28T23:59:59Z").with("backfillid", quote("load-1")),
                USAGE);
        refuse("long ago, and no backfill", consumed().time("2026-10-17T10:15:30Z"), EVENT_TOO_OLD, "/time");
        refuse("tomorrow", consumed().time("2026-11-23T10:15:30Z"), EVENT_IN_FUTURE, "/time");
        refuse(
                "tomorrow, of a backfill",
                consumed().time("2026-11-23T10:15:30Z").with("backfillid", quote("load-1")),
                EVENT_IN_FUTURE,
                "/time");
        for (String time : List.of(
                "2026-11-22T10:15:30",
                "2026-11-22",
                "2026-11-22 10:15:30Z",
                "2026-11-22T10:15Z",
                "20261122T101530Z",
                "2026-02-30T00:00:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T10:15:30.Z",
                "2026-11-22T10:15:30.1234567890Z",
                "2026-11-22T10:15:30+0200",
                "2026-11-22T10:15:30+25:00",
                "0000-01-01T00:00:00Z",
                "+292278994-08-17T07:12:55Z",
                "-999999999-01-01T00:00:00Z",
                "2026-11-22T10:15:3٠Z",
                "now",
                "")) {
            refuse("time '" + time + "'", consumed().time(time), INVALID_TIME, "/time");
        }
        refuse("time as a number", consumed().with("time", "1795342530000"), INVALID_TIME, "/time");
    }

    private void addCredits() {
        for (String credits : List.of("0", "1", "1.5", "0.000001", "12.330000", "1000000", "999999.999999")) {
            Usage usage = usage(credits, new Actor.Member(new UserId("ann")));
            count("credits " + credits, consumed().data("credits", credits), usage);
            count("credits \"" + credits + "\"", consumed().credits(credits), usage);
        }
        for (String credits : List.of(
                "1e3",
                "5E0",
                "-1",
                "1.0000001",
                "9223372036854775808",
                "1000000000000",
                "7".repeat(2_000),
                "true",
                "false",
                "[]",
                "{}")) {
            String shown = credits.length() > 20 ? credits.length() + " digits" : credits;
            refuse("credits " + shown, consumed().data("credits", credits), INVALID_CREDITS, "/data/credits");
        }
        for (String credits : List.of(
                "",
                " ",
                " 5",
                "5 ",
                "+5",
                "0x5",
                "٥",
                "05",
                "5.",
                ".5",
                "5,0",
                "1e3",
                "-0.5",
                "--5",
                "NaN",
                "Infinity",
                "1_000",
                "1.0000001")) {
            refuse("credits \"" + credits + "\"", consumed().credits(credits), INVALID_CREDITS, "/data/credits");
        }
        refuse("no credits", consumed().withoutData("credits"), MISSING_FIELD, "/data/credits");
        refuse("null credits", consumed().data("credits", "null"), MISSING_FIELD, "/data/credits");
        refuse("more credits than allowed", consumed().credits("1000000.000001"), CREDITS_TOO_LARGE, "/data/credits");
        refuse(
                "the most credits of the grammar",
                consumed().credits("999999999999.999999"),
                CREDITS_TOO_LARGE,
                "/data/credits");
        count("a quantity", consumed().data("quantity", "\"8.25\""), USAGE);
        refuse("a quantity below zero", consumed().data("quantity", "-1"), INVALID_QUANTITY, "/data/quantity");
        refuse(
                "a quantity that is no decimal",
                consumed().data("quantity", "\"many\""),
                INVALID_QUANTITY,
                "/data/quantity");
    }

    private void addPeople() {
        count("a member said to be one", consumed().data("actor_type", "\"member\""), USAGE);
        count("a member without a name", consumed().withoutData("user_id"), usage("5", new Actor.UnnamedMember()));
        count(
                "a guest, whose id is not kept",
                consumed().data("actor_type", "\"guest\""),
                usage("5", new Actor.Guest()));
        count(
                "a service, whose id is not kept",
                consumed().data("actor_type", "\"service\""),
                usage("5", new Actor.Service()));
        count(
                "no team",
                consumed().withoutData("team_id"),
                new Usage(new FeatureId("ai_slides"), null, new Actor.Member(new UserId("ann")), Credits.parse("5")));
        refuse(
                "another kind of actor",
                consumed().data("actor_type", "\"admin\""),
                INVALID_ACTOR_TYPE,
                "/data/actor_type");
        refuse(
                "an actor type that is empty",
                consumed().data("actor_type", "\"\""),
                INVALID_ACTOR_TYPE,
                "/data/actor_type");
        refuse(
                "a guest with a bad id",
                consumed().data("actor_type", "\"guest\"").data("user_id", "7"),
                INVALID_ID,
                "/data/user_id");
    }

    private void addRepetitions() {
        String good = consumed().toString();
        refuse(
                "credits twice",
                good.replace("\"credits\":\"5\"", "\"credits\":5,\"credits\":9"),
                DUPLICATE_KEY,
                "/data/credits");
        refuse(
                "the same credits twice",
                good.replace("\"credits\":\"5\"", "\"credits\":\"5\",\"credits\":\"5\""),
                DUPLICATE_KEY,
                "/data/credits");
        refuse(
                "credits twice, once escaped",
                good.replace("\"credits\":\"5\"", "\"credits\":5,\"cr\\u0065dits\":9"),
                DUPLICATE_KEY,
                "/data/credits");
        refuse(
                "subject twice",
                good.replace("\"subject\":\"acme\"", "\"subject\":\"acme\",\"subject\":\"globex\""),
                DUPLICATE_KEY,
                "/subject");
        refuse("data twice", good.substring(0, good.length() - 1) + ",\"data\":{}}", DUPLICATE_KEY, "/data");
        count(
                "an extension twice, which nobody reads",
                good.replace("\"subject\"", "\"x\":1,\"x\":2,\"subject\""),
                USAGE);
        count(
                "a member's name elsewhere",
                consumed().with("credits", "true").data("subject", "7").data("x", "{\"credits\":9}"),
                USAGE);
    }

    private static Usage usage(String credits, Actor actor) {
        return new Usage(new FeatureId("ai_slides"), new TeamId("design"), actor, Credits.parse(credits));
    }

    private void count(String name, EventJson event, Usage usage) {
        count(name, event.toBytes(), usage);
    }

    private void count(String name, String event, Usage usage) {
        count(name, event.getBytes(StandardCharsets.UTF_8), usage);
    }

    private void count(String name, byte[] event, Usage usage) {
        add(name, event, new Expected.Counted(usage));
    }

    private void refuse(String name, EventJson event, Refusal reason, String pointer) {
        refuse(name, event.toBytes(), reason, pointer);
    }

    private void refuse(String name, String event, Refusal reason, String pointer) {
        refuse(name, event.getBytes(StandardCharsets.UTF_8), reason, pointer);
    }

    private void refuse(String name, byte[] event, Refusal reason, String pointer) {
        add(name, event, new Expected.Refused(reason, pointer));
    }

    /** With each byte {@code from} replaced. */
    private void refuse(String name, byte[] event, int from, int to, Refusal reason) {
        for (int i = 0; i < event.length; i++) {
            if (event[i] == from) {
                event[i] = (byte) to;
            }
        }
        refuse(name, event, reason, "");
    }

    private void add(String name, byte[] event, Expected expected) {
        cases.add(new Case(name, new Bytes(event), expected));
    }

    private static byte[] padded(int length) {
        String padding = consumed().with("padding", "\"\"").toString();
        return consumed()
                .with("padding", quote("x".repeat(length - padding.length())))
                .toBytes();
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(first);
        bytes.writeBytes(second);
        return bytes.toByteArray();
    }
}
