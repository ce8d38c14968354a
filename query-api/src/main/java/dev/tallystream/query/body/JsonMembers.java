package dev.tallystream.query.body;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of JSON objects, taken one by one. What is wrong with them is collected, so that a caller is told all of
 * it at once; what was not taken is not known.
 */
public final class JsonMembers {
    /** Places that one answer names; whoever has more wrong has enough to look at. */
    private static final int MAX_FAULTS = 20;

    private static final int MAX_POINTER = 64;

    private final List<Problem.Fault> faults;
    private final String at;
    private final JsonNode object;
    private final Set<String> taken = new HashSet<>();

    private JsonMembers(JsonNode object, String at, List<Problem.Fault> faults) {
        if (!object.isObject()) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        this.object = object;
        this.at = at;
        this.faults = faults;
    }

    /** Of the object that is the whole body. */
    public static JsonMembers of(JsonNode body) {
        return new JsonMembers(body, "", new ArrayList<>());
    }

    /** Of an element of the array that is the whole body; collects where {@code other} does. */
    public static JsonMembers of(JsonNode element, int index, List<Problem.Fault> faults) {
        return new JsonMembers(element, "/" + index, faults);
    }

    /** The text of that member where it is there and can be read; everything else but its absence is a fault. */
    public <T> Optional<T> text(String name, Function<String, Optional<T>> read) {
        return value(name).flatMap(value -> {
            Optional<T> result = value.isTextual() ? read.apply(value.textValue()) : Optional.empty();
            if (result.isEmpty()) {
                fault("/" + name, ProblemType.INVALID_VALUE);
            }
            return result;
        });
    }

    /** The whole number of that member, as {@link #text}. */
    public <T> Optional<T> number(String name, Function<Integer, Optional<T>> read) {
        return value(name).flatMap(value -> {
            boolean whole = value.isIntegralNumber() && value.canConvertToInt();
            Optional<T> result = whole ? read.apply(value.intValue()) : Optional.empty();
            if (result.isEmpty()) {
                fault("/" + name, ProblemType.INVALID_VALUE);
            }
            return result;
        });
    }

    /**
     * The exact amount of that member, as {@link #text}: a decimal string or a whole number. A number with decimals
     * would be exact only in its text, so it is to be written as one.
     */
    public Optional<Credits> amount(String name, Function<Credits, Optional<Credits>> read) {
        return value(name).flatMap(value -> {
            String text = value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
            OptionalLong micros = Credits.parseMicros(text);
            Optional<Credits> result =
                    micros.isPresent() ? read.apply(new Credits(micros.getAsLong())) : Optional.empty();
            if (result.isEmpty()) {
                fault("/" + name, ProblemType.INVALID_VALUE);
            }
            return result;
        });
    }

    /** The objects of that member's array; where it is none of that length there are none, and a fault. */
    public List<JsonMembers> objects(String name, int least, int most) {
        JsonNode array = value(name).orElse(null);
        if (array == null) {
            return List.of();
        }
        if (!array.isArray() || array.size() < least || array.size() > most) {
            fault("/" + name, ProblemType.INVALID_VALUE);
            return List.of();
        }
        List<JsonMembers> objects = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i).isObject()) {
                objects.add(new JsonMembers(array.get(i), at + "/" + name + "/" + i, faults));
            } else {
                fault("/" + name + "/" + i, ProblemType.INVALID_VALUE);
            }
        }
        return objects;
    }

    /** Whether that member is true; false where it is absent. */
    public boolean flag(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        fault("/" + name, ProblemType.INVALID_VALUE);
                    }
                    return value.booleanValue();
                })
                .orElse(false);
    }

    /** Notes that one of these members is missing. */
    public void require(String... names) {
        for (String name : names) {
            if (value(name).isEmpty()) {
                fault("/" + name, ProblemType.MISSING_FIELD);
            }
        }
    }

    /** Notes that the member is wrong for a reason that only all members together show. */
    public void fault(String pointer, ProblemType what) {
        faults.add(new Problem.Fault(at + pointer, what.slug()));
    }

    /** Notes every member that was not asked for. */
    public void nothingElse() {
        object.fieldNames().forEachRemaining(name -> {
            if (!taken.contains(name)) {
                String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
                boolean plain =
                        pointer.length() <= MAX_POINTER && pointer.chars().allMatch(c -> c > ' ' && c < 127);
                fault(plain ? pointer : "", ProblemType.UNKNOWN_FIELD);
            }
        });
    }

    /** Ends the request where anything was noted. */
    public void check() {
        check(faults);
    }

    /** Ends the request where there are faults; the first one says which problem it is. */
    public static void check(List<Problem.Fault> faults) {
        if (faults.isEmpty()) {
            return;
        }
        String first = faults.getFirst().code();
        ProblemType type =
                List.of(ProblemType.MISSING_FIELD, ProblemType.UNKNOWN_FIELD, ProblemType.INVALID_ID).stream()
                        .filter(candidate -> candidate.slug().equals(first))
                        .findFirst()
                        .orElse(ProblemType.INVALID_VALUE);
        List<Problem.Fault> told = faults.subList(0, Math.min(faults.size(), MAX_FAULTS));
        throw new ProblemException(new Problem(type, type.title(), told));
    }

    /** The member's value; null counts as absent. */
    private Optional<JsonNode> value(String name) {
        taken.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }
}
