package dev.tallystream.query.openmeter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.body.JsonBody;
import dev.tallystream.query.usage.Asked;
import dev.tallystream.query.usage.Asked.ParameterFault;
import dev.tallystream.query.usage.Asked.ParameterFault.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A question that is posted: its members as the parameters that a URL would have, so that there is one way to read. */
final class MeterQueryBody {
    /** Far more than a question has that can be answered: one subject, one property, two filters. */
    private static final int MAX_BYTES = 16 * 1024;

    private final Map<String, List<String>> parameters = new LinkedHashMap<>();
    private final List<ParameterFault> faults = new ArrayList<>();

    private MeterQueryBody() {}

    /**
     * The parameters.
     *
     * @throws ProblemException where the body is no JSON object
     */
    static Asked<Map<String, List<String>>> parse(byte[] bytes) {
        JsonNode object = JsonBody.parse(bytes, MAX_BYTES);
        if (!object.isObject()) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        MeterQueryBody body = new MeterQueryBody();
        object.properties().forEach(member -> {
            if (member.getValue().isObject()) {
                member.getValue().properties().forEach(inner -> body.add(member.getKey(), inner));
            } else {
                body.add(member.getKey(), member.getValue());
            }
        });
        return body.faults.isEmpty() ? new Asked.Understood<>(body.parameters) : new Asked.NotUnderstood<>(body.faults);
    }

    private void add(String object, Map.Entry<String, JsonNode> member) {
        if (member.getValue().isObject()) {
            // Such as an operator of an advanced filter: which one makes no difference.
            parameters.put(object + "[" + member.getKey() + "]", List.of());
        } else {
            add(object + "[" + member.getKey() + "]", member.getValue());
        }
    }

    /** As members that are null are absent. */
    private void add(String name, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        List<String> texts = new ArrayList<>();
        Iterable<JsonNode> values = value.isArray() ? value : List.of(value);
        for (JsonNode element : values) {
            if (!element.isTextual()) {
                faults.add(new ParameterFault(name, Kind.INVALID, "must be a text or a list of texts"));
                return;
            }
            texts.add(element.textValue());
        }
        parameters.put(name, texts);
    }
}
