package dev.tallystream.contract.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes events for tests: a good one, of which each member can be replaced by any JSON text or left out. */
public final class EventJson {
    private final Map<String, String> attributes;
    private final Map<String, String> data;

    private EventJson(Map<String, String> attributes, Map<String, String> data) {
        this.attributes = attributes;
        this.data = data;
    }

    /** Five credits of AI slides, used by member ann of the design team of acme; without a time. */
    public static EventJson consumed() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", quote("1.0"));
        attributes.put("id", quote("e-1"));
        attributes.put("source", quote("/test"));
        attributes.put("type", quote("ai.credits.consumed.v1"));
        attributes.put("subject", quote("acme"));
        Map<String, String> data = new LinkedHashMap<>();
        data.put("feature", quote("ai_slides"));
        data.put("team_id", quote("design"));
        data.put("user_id", quote("ann"));
        data.put("credits", quote("5"));
        return new EventJson(attributes, data);
    }

    /** The end of the backfill. */
    public static EventJson backfillClosed(String backfillId) {
        return consumed()
                .with("type", quote("ai.credits.backfill.closed.v1"))
                .with("backfillid", quote(backfillId))
                .without("data");
    }

    /** With another id. */
    public EventJson id(String id) {
        return with("id", quote(id));
    }

    /** Of another organization. */
    public EventJson organization(String organization) {
        return with("subject", quote(organization));
    }

    /** With these credits, as a string. */
    public EventJson credits(String credits) {
        return data("credits", quote(credits));
    }

    /** With the time, as a string. */
    public EventJson time(String time) {
        return with("time", quote(time));
    }

    /** With an attribute of that JSON text. */
    public EventJson with(String attribute, String json) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.put(attribute, json);
        return new EventJson(changed, data);
    }

    /** Without the attribute. */
    public EventJson without(String attribute) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.remove(attribute);
        return new EventJson(changed, attribute.equals("data") ? Map.of() : data);
    }

    /** With a member of data of that JSON text. */
    public EventJson data(String member, String json) {
        Map<String, String> changed = new LinkedHashMap<>(data);
        changed.put(member, json);
        return new EventJson(attributes, changed);
    }

    /** Without the member of data. */
    public EventJson withoutData(String member) {
        Map<String, String> changed = new LinkedHashMap<>(data);
        changed.remove(member);
        return new EventJson(attributes, changed);
    }

    /** In UTF-8. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The event; {@code data} stands last, unless it was replaced as a whole. */
    @Override
    public String toString() {
        Map<String, String> members = new LinkedHashMap<>(attributes);
        if (!data.isEmpty()) {
            members.putIfAbsent("data", object(data));
        }
        return object(members);
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quote(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A JSON string of text that needs no escapes. */
    public static String quote(String text) {
        return '"' + text + '"';
    }
}
