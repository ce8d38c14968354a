package dev.tallystream.query.openmeter;

import dev.tallystream.query.usage.Asked;
import dev.tallystream.query.usage.Asked.ParameterFault;
import dev.tallystream.query.usage.Asked.ParameterFault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which page of the meters is asked for; with one meter, size and order make no difference. */
final class MeterListing {
    /** The page on which everything is. */
    static final int FIRST = 1;

    private static final String PAGE = "page";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Set<String> KNOWN = Set.of(PAGE, "pageSize", "order", "orderBy", "includeDeleted");

    private MeterListing() {}

    static Asked<Integer> parse(Map<String, List<String>> parameters) {
        List<ParameterFault> faults = new ArrayList<>();
        for (String name : parameters.keySet()) {
            if (!KNOWN.contains(name)) {
                faults.add(new ParameterFault(name, Kind.UNKNOWN, "is not a parameter of this resource"));
            }
        }
        List<String> pages = parameters.getOrDefault(PAGE, List.of("" + FIRST));
        if (pages.size() != 1 || !NUMBER.matcher(pages.getFirst()).matches()) {
            faults.add(new ParameterFault(PAGE, Kind.INVALID, "must be a number from 1"));
        }
        return faults.isEmpty()
                ? new Asked.Understood<>(Integer.parseInt(pages.getFirst()))
                : new Asked.NotUnderstood<>(faults);
    }
}
