package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.Ids;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.query.usage.Asked.ParameterFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the parameters of a URL one by one and remembers what is wrong with them; what nobody took is unknown. A
 * wrong parameter reads as its default, and {@link #asked} then refuses the whole.
 */
public final class ParameterReader {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

    private final Map<String, List<String>> left;
    private final List<ParameterFault> faults = new ArrayList<>();

    /** Of those parameters. */
    public ParameterReader(Map<String, List<String>> parameters) {
        this.left = new LinkedHashMap<>(parameters);
    }

    Granularity granularity() {
        return take(
                "granularity", Granularity::fromWireName, Granularity.QUARTER, "must be day, week, month or quarter");
    }

    PeriodName period() {
        return take("period", PeriodName::parse, PeriodName.CURRENT, PeriodName.RULE);
    }

    Sort sort() {
        return take("sort", Sort::fromWireName, Sort.MOST_CREDITS, "must be -credits, credits, name or -name");
    }

    /** How many rows a page has. */
    public int limit() {
        return number("limit", ListRequest.DEFAULT_LIMIT, ListRequest.MAX_LIMIT);
    }

    /** Whether rows are to have their trend. */
    boolean trend() {
        return take(
                "include", text -> Optional.of(text).filter("trend"::equals).map(_ -> true), false, "must be trend");
    }

    /** A text that identifies something and must be given; where it is wrong, some other one. */
    public String identifier(String name) {
        if (!left.containsKey(name)) {
            refuse(name, "must be given");
        }
        return take(
                name,
                text -> Optional.of(text).filter(ParameterReader::isId),
                "-",
                "must have 1 to " + Ids.MAX_LENGTH + " characters, not only blanks, and no control characters");
    }

    private static boolean isId(String text) {
        return !text.isBlank() && text.length() <= Ids.MAX_LENGTH && Ids.isCleanText(text);
    }

    /** A number from 1 to {@code most}. */
    public int number(String name, int otherwise, int most) {
        return take(
                name,
                text -> Optional.of(text)
                        .filter(NUMBER.asMatchPredicate())
                        .map(Integer::parseInt)
                        .filter(number -> number <= most),
                otherwise,
                "must be a number from 1 to " + most);
    }

    /** One of the numbers that are offered. */
    public int oneOf(String name, List<Integer> offered, int otherwise) {
        return take(
                name,
                text -> offered.stream()
                        .filter(number -> number.toString().equals(text))
                        .findFirst(),
                otherwise,
                "must be one of " + offered.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    /** An edge of a range, which must be given. */
    @Nullable
    RangeEdge edge(String name) {
        if (!left.containsKey(name)) {
            faults.add(new ParameterFault(name, ParameterFault.Kind.INVALID, "must be given"));
        }
        return find(name, RangeEdge::parse, RangeEdge.RULE);
    }

    /** By which dimension rows are grouped, or null. */
    @Nullable
    Dimension groupBy() {
        return find(
                "group_by",
                text -> Arrays.stream(Dimension.values())
                        .filter(dimension -> Within.parameter(dimension).equals(text))
                        .findFirst(),
                "must be feature, team_id or user_id");
    }

    /** Says that a parameter does not go with the others. */
    void refuse(String name, String rule) {
        faults.add(new ParameterFault(name, ParameterFault.Kind.INVALID, rule));
    }

    String search() {
        return take(
                "q",
                text -> Optional.of(text).filter(q -> q.length() <= Ids.MAX_LENGTH && Ids.isCleanText(q)),
                "",
                "must have at most " + Ids.MAX_LENGTH + " characters and no control characters");
    }

    /** The one member that the list is narrowed to, or null. */
    @Nullable
    Within within(Dimension listed) {
        Within found = null;
        for (Dimension dimension : Within.offered(listed)) {
            String id = id(dimension);
            if (id != null && found != null) {
                faults.add(new ParameterFault(
                        Within.parameter(dimension),
                        ParameterFault.Kind.INVALID,
                        "cannot be combined with " + Within.parameter(found.dimension())));
            } else if (id != null) {
                found = new Within(dimension, id);
            }
        }
        return found;
    }

    /** The id of a feature, team or user; null where it is absent. */
    @Nullable
    String id(Dimension dimension) {
        return find(
                Within.parameter(dimension),
                text -> Optional.of(text).filter(ParameterReader::isId),
                "must be an id of 1 to " + Ids.MAX_LENGTH + " characters without control characters");
    }

    /** The position that the answer should have reached, or null. */
    public @Nullable Awaited awaited() {
        Position position = find(
                "min_position", Awaited::position, "must be a position as the ingest answer has it, such as 3:182736");
        boolean patient = left.containsKey("wait_ms");
        Duration patience = take(
                "wait_ms",
                Awaited::patience,
                Awaited.DEFAULT_PATIENCE,
                "must be a number from 0 to " + Awaited.MAX_PATIENCE.toMillis());
        if (patient && position == null) {
            faults.add(new ParameterFault("wait_ms", ParameterFault.Kind.INVALID, "needs min_position"));
        }
        return position == null ? null : new Awaited(position, patience);
    }

    /** Where a page starts, unread; null for the first one. */
    public @Nullable String cursor() {
        List<String> values = left.remove("cursor");
        if (values == null) {
            return null;
        }
        if (values.size() != 1) {
            faults.add(new ParameterFault("cursor", ParameterFault.Kind.INVALID, "must be given once"));
            return null;
        }
        return values.getFirst();
    }

    /** The request, where nothing was wrong and nothing is left. */
    public <T> Asked<T> asked(T request) {
        left.keySet()
                .forEach(name -> faults.add(
                        new ParameterFault(name, ParameterFault.Kind.UNKNOWN, "is not a parameter of this resource")));
        return faults.isEmpty() ? new Asked.Understood<>(request) : new Asked.NotUnderstood<>(faults);
    }

    private <T> T take(String name, Function<String, Optional<T>> parse, T otherwise, String rule) {
        T value = find(name, parse, rule);
        return value == null ? otherwise : value;
    }

    /** The value; null where the parameter is absent or wrong. */
    private <T> @Nullable T find(String name, Function<String, Optional<T>> parse, String rule) {
        List<String> values = left.remove(name);
        if (values == null) {
            return null;
        }
        Optional<T> value = values.size() == 1 ? parse.apply(values.getFirst()) : Optional.empty();
        if (value.isEmpty()) {
            refuse(name, values.size() == 1 ? rule : "must be given once");
        }
        return value.orElse(null);
    }
}
