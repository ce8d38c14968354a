package dev.tallystream.publisher;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the server said to one batch. */
sealed interface Answer {
    /** Every event has its outcome: those that are not in the map are accepted. */
    record PerEvent(Map<Integer, Outcome.Refused> refused) implements Answer {}

    /** The request as a whole is refused, and would be again. */
    record WholeRefused(Outcome.Refused refused) implements Answer {}

    /** Nothing is known; the same request again is right, after that time where the server named one. */
    record TryAgain(String why, @Nullable Duration after) implements Answer {}

    /** Worth another attempt with the same bytes; a client error otherwise is not. */
    Set<Integer> TEMPORARY = Set.of(408, 425, 429);

    /** No answer makes a publisher wait longer than this before the next attempt. */
    Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** A place in the batch, as problems point to it. */
    Pattern POINTER = Pattern.compile("/([0-9]{1,6})(/.*)?");

    static Answer read(int status, @Nullable String retryAfter, byte[] body, int events) {
        if (status == 202) {
            return perEvent(body, events, "rejected");
        }
        if (status >= 500 || TEMPORARY.contains(status)) {
            return new TryAgain("the server answered " + status, seconds(retryAfter));
        }
        if (status == 422) {
            Answer answer = perEvent(body, events, "errors");
            if (answer instanceof PerEvent all && all.refused.size() == events) {
                return all;
            }
        }
        return new WholeRefused(new Outcome.Refused(problem(body, status), ""));
    }

    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.matches("[0-9]{1,6}")) {
            return null;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
        return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
    }

    /** The members of one entry that matter: of {@code rejected} in a 202, of {@code errors} in a problem. */
    private static Answer perEvent(byte[] body, int events, String list) {
        Map<Integer, Outcome.Refused> refused = new HashMap<>();
        try (JsonParser json = EventJson.FACTORY.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return notAnAnswer();
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals(list) && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        readEntry(json, refused);
                    }
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException notJson) {
            return notAnAnswer();
        }
        return refused.keySet().stream().allMatch(index -> index < events) ? new PerEvent(refused) : notAnAnswer();
    }

    private static void readEntry(JsonParser json, Map<Integer, Outcome.Refused> refused) throws IOException {
        int index = -1;
        String problem = "";
        String pointer = "";
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : -1;
                case "type" -> problem = json.getText();
                case "code" -> problem = "/problems/" + json.getText();
                case "pointer" -> pointer = json.getText();
                default -> json.skipChildren();
            }
        }
        Matcher inBatch = POINTER.matcher(pointer);
        if (index < 0 && inBatch.matches()) {
            index = Integer.parseInt(inBatch.group(1));
            pointer = inBatch.group(2) == null ? "" : inBatch.group(2);
        }
        if (index >= 0) {
            refused.put(index, new Outcome.Refused(problem, pointer));
        }
    }

    /** Something between the publisher and the server answered in its place. */
    private static Answer notAnAnswer() {
        return new TryAgain("the server answered something that is not an ingest answer", null);
    }

    private static String problem(byte[] body, int status) {
        try (JsonParser json = EventJson.FACTORY.createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    JsonToken value = json.nextToken();
                    if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                        return json.getText();
                    }
                    json.skipChildren();
                }
            }
        } catch (IOException notJson) {
            // It is told by its status then.
        }
        return "status " + status;
    }
}
