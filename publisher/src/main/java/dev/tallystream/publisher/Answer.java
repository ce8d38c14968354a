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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the server said to one batch. */
sealed interface Answer {
    /**
     * Every event was looked at: those that are in no map are accepted.
     *
     * @param notYet those that are right to bring again, when there is room for them
     */
    record PerEvent(Map<Integer, Outcome.Refused> refused, Map<Integer, TryAgain> notYet) implements Answer {}

    /** The request as a whole is refused, and would be again. */
    record WholeRefused(Outcome.Refused refused) implements Answer {}

    /** Nothing is known; the same request again is right, after that time where the server named one. */
    record TryAgain(String why, @Nullable Duration after) implements Answer {}

    /** Worth another attempt with the same bytes; a client error otherwise is not. */
    Set<Integer> TEMPORARY = Set.of(408, 425, 429);

    /** The same of one event of a batch: the server has seen enough new features of the organization for now. */
    String TEMPORARY_PROBLEM = "/problems/cardinality-limit";

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
            if (answer instanceof PerEvent all && all.refused.size() + all.notYet.size() == events) {
                return all;
            }
        }
        return new WholeRefused(new Outcome.Refused(problem(body, status), ""));
    }

    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.matches("[0-9]{1,6}")) {
            return null;
        }
        return atMost(Duration.ofSeconds(Long.parseLong(retryAfter)));
    }

    private static Duration atMost(Duration asked) {
        return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
    }

    /** The members of one entry that matter: of {@code rejected} in a 202, of {@code errors} in a problem. */
    private static Answer perEvent(byte[] body, int events, String list) {
        PerEvent answer = new PerEvent(new HashMap<>(), new HashMap<>());
        try (JsonParser json = EventJson.FACTORY.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return notAnAnswer();
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals(list) && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        readEntry(json, answer);
                    }
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException notJson) {
            return notAnAnswer();
        }
        boolean ofThisBatch = Stream.of(answer.refused, answer.notYet)
                .flatMap(entries -> entries.keySet().stream())
                .allMatch(index -> index < events);
        return ofThisBatch ? answer : notAnAnswer();
    }

    private static void readEntry(JsonParser json, PerEvent answer) throws IOException {
        int index = -1;
        Duration after = LONGEST_WAIT;
        String problem = "";
        String pointer = "";
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : -1;
                case "type" -> problem = json.getText();
                case "code" -> problem = "/problems/" + json.getText();
                case "pointer" -> pointer = json.getText();
                case "retry_after" ->
                    after = value == JsonToken.VALUE_NUMBER_INT
                            ? atMost(Duration.ofSeconds(Math.max(1, json.getIntValue())))
                            : LONGEST_WAIT;
                default -> json.skipChildren();
            }
        }
        Matcher inBatch = POINTER.matcher(pointer);
        if (index < 0 && inBatch.matches()) {
            index = Integer.parseInt(inBatch.group(1));
            pointer = inBatch.group(2) == null ? "" : inBatch.group(2);
        }
        if (index >= 0 && problem.equals(TEMPORARY_PROBLEM)) {
            answer.notYet.put(index, new TryAgain("the server answered " + problem, after));
        } else if (index >= 0) {
            answer.refused.put(index, new Outcome.Refused(problem, pointer));
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
