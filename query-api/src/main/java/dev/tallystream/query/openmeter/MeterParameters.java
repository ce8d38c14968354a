package dev.tallystream.query.openmeter;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.Asked.ParameterFault;
import dev.tallystream.query.usage.Asked.ParameterFault.Kind;
import dev.tallystream.query.usage.QueryRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes OpenMeter's parameters one by one and remembers what is wrong with them; what nobody took is unknown. Spelled as
 * OpenMeter's clients spell them: a list is a parameter given several times, {@code filterGroupBy[feature]=ai_slides} a
 * member of an object.
 */
final class MeterParameters {
    private static final String FILTER = "filterGroupBy";
    private static final String GROUP_BY = "groupBy";

    /** Groups by what every answer is of anyway. */
    private static final String SUBJECT = "subject";

    /** What OpenMeter answers and this does not, with what to do instead. */
    private static final Map<String, String> REFUSED = Map.of(
            "filterCustomerId",
            "is not answered here, since there are no customers beside subjects",
            "advancedMeterGroupByFilters",
            "is not answered here; filterGroupBy takes one value for feature and for team_id");

    private final Map<String, List<String>> left;
    private final List<ParameterFault> faults = new ArrayList<>();

    MeterParameters(Map<String, List<String>> parameters) {
        this.left = new LinkedHashMap<>(parameters);
        // By it a client asks how far its query is; ours are done when they are answered.
        left.remove("clientId");
    }

    /** The one organization that is asked about. */
    @Nullable
    OrganizationId subject() {
        List<String> subjects = take(SUBJECT);
        if (subjects.size() != 1) {
            refuse(SUBJECT, "must name exactly one organization");
            return null;
        }
        try {
            return new OrganizationId(subjects.getFirst());
        } catch (IllegalArgumentException noOrganization) {
            refuse(SUBJECT, "must be an organization's id");
            return null;
        }
    }

    @Nullable
    Granularity windowSize() {
        String name = one("windowSize");
        for (Granularity granularity : Granularity.values()) {
            if (granularity.name().equals(name)) {
                return granularity;
            }
        }
        if (name != null) {
            refuse("windowSize", "must be DAY, WEEK, MONTH or QUARTER; hours and minutes cannot be asked");
        }
        return null;
    }

    @Nullable
    ZoneId windowTimeZone() {
        String name = one("windowTimeZone");
        try {
            return name == null ? null : ZoneId.of(name);
        } catch (DateTimeException noZone) {
            refuse("windowTimeZone", "must be a time zone such as Europe/Amsterdam");
            return null;
        }
    }

    @Nullable
    Dimension groupBy() {
        Set<String> names = new LinkedHashSet<>(take(GROUP_BY));
        names.remove(SUBJECT);
        if (names.isEmpty()) {
            return null;
        }
        Optional<Dimension> dimension = dimension(names.iterator().next());
        if (names.size() > 1 || dimension.isEmpty()) {
            refuse(GROUP_BY, "must be one of feature, team_id and user_id");
        }
        return dimension.orElse(null);
    }

    /** The members to which the rows are narrowed. */
    Map<Dimension, String> filters(@Nullable Dimension groupBy) {
        Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            List<String> values = left.remove(FILTER + "[" + QueryRequest.parameter(dimension) + "]");
            if (values == null) {
                continue;
            }
            if (dimension == Dimension.USER) {
                refuse(FILTER, "cannot be by user_id");
            } else if (values.size() != 1) {
                refuse(FILTER, "must have one value for each property");
            } else if (dimension == Dimension.FEATURE && groupBy == Dimension.USER) {
                refuse(FILTER, "cannot be by feature where users are listed");
            } else {
                filters.put(dimension, values.getFirst());
            }
        }
        return filters;
    }

    /** Hands a parameter on that is spelled as ours is. */
    void moveTo(Map<String, List<String>> other, String name) {
        List<String> values = left.remove(name);
        if (values != null) {
            other.put(name, values);
        }
    }

    /** Everything that is wrong; what was not taken until now is unknown. */
    List<ParameterFault> faults() {
        left.keySet().forEach(name -> faults.add(untaken(name)));
        left.clear();
        return List.copyOf(faults);
    }

    /** What is wrong with one of our parameters, under the name of theirs that it came from. */
    static ParameterFault inTheirWords(ParameterFault fault) {
        return dimension(fault.parameter())
                .map(filtered -> new ParameterFault(FILTER, fault.kind(), fault.rule()))
                .orElse(fault);
    }

    private static ParameterFault untaken(String name) {
        // Members of an object are named after it, such as filterGroupBy[model].
        String object = name.replaceFirst("\\[.*", "");
        if (object.equals(FILTER)) {
            return new ParameterFault(FILTER, Kind.INVALID, "can be by feature and team_id");
        }
        String refused = REFUSED.get(object);
        return refused == null
                ? new ParameterFault(name, Kind.UNKNOWN, "is not a parameter of this resource")
                : new ParameterFault(object, Kind.INVALID, refused);
    }

    private static Optional<Dimension> dimension(String name) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> QueryRequest.parameter(dimension).equals(name))
                .findFirst();
    }

    private void refuse(String name, String rule) {
        faults.add(new ParameterFault(name, Kind.INVALID, rule));
    }

    private List<String> take(String name) {
        List<String> values = left.remove(name);
        return values == null ? List.of() : values;
    }

    private @Nullable String one(String name) {
        List<String> values = take(name);
        if (values.size() > 1) {
            refuse(name, "must be given once");
        }
        return values.size() == 1 ? values.getFirst() : null;
    }
}
