package dev.tallystream.http.description;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One answer, held against the description: its route, parameters, status, header fields, media type and body. */
final class DescribedAnswer {
    private static final String ANY_PROBLEM = "/components/schemas/Problem";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final int FIRST_ERROR = 400;

    /** The end of a path that only a test has. */
    private static final String PROBE = "/probe";

    private final ApiDescription api;
    private final Answer answer;

    DescribedAnswer(ApiDescription api, Answer answer) {
        this.api = api;
        this.answer = answer;
    }

    void check() {
        Optional<Map.Entry<String, JsonNode>> path = api.path(answer.uri().getRawPath());
        String method = answer.method().equals("HEAD") ? "get" : answer.method().toLowerCase(Locale.ROOT);
        if (path.isEmpty() || !path.get().getValue().has(method)) {
            checkThatNothingIsThere(path.isPresent());
            return;
        }
        String route = "/paths/" + escape(path.get().getKey());
        String operation = route + "/" + method;
        String response = response(operation);
        if (answer.status() < FIRST_ERROR) {
            checkParameters(route, operation);
        }
        checkHeaders(response);
        checkBody(response);
    }

    /** Where no route is, the answer is a problem, the methods that there are, or the way from the root to the pages. */
    private void checkThatNothingIsThere(boolean otherMethods) {
        boolean options = answer.method().equals("OPTIONS") && answer.status() == 204 && otherMethods;
        boolean fromTheRoot = answer.uri().getRawPath().equals("/") && answer.status() == 303;
        if (options || fromTheRoot || answer.uri().getRawPath().endsWith(PROBE)) {
            return;
        }
        boolean page = answer.uri().getRawPath().startsWith("/admin")
                && (answer.mediaType().equals("text/html") || answer.status() == 303);
        if (answer.status() < FIRST_ERROR && !page) {
            throw fault("is not described", List.of());
        }
        if (answer.mediaType().equals(PROBLEM_JSON)) {
            checkJson(ANY_PROBLEM);
        } else if (!page && !answer.method().equals("HEAD")) {
            throw fault("is no problem", List.of());
        }
    }

    private String response(String operation) {
        JsonNode responses = api.root().at(operation + "/responses");
        for (String key : List.of(Integer.toString(answer.status()), answer.status() / 100 + "XX", "default")) {
            boolean errorsOnly = key.equals("default") && answer.status() < FIRST_ERROR;
            if (responses.has(key) && !errorsOnly) {
                return api.resolve(operation + "/responses/" + key);
            }
        }
        throw fault("has a status that is not described", names(responses));
    }

    /** What a route answers to is described: an unknown parameter must be refused. */
    private void checkParameters(String route, String operation) {
        String query = answer.uri().getRawQuery();
        if (query == null || query.isEmpty()) {
            return;
        }
        Set<String> given = new TreeSet<>();
        // A member of an object is named after it: filter%5Bfeature%5D=…
        Arrays.stream(query.split("&"))
                .map(part -> part.split("=", 2)[0].replaceFirst("(%5B|\\[).*", ""))
                .forEach(given::add);
        for (String list : List.of(route + "/parameters", operation + "/parameters")) {
            for (int i = 0; i < api.root().at(list).size(); i++) {
                given.remove(
                        api.root().at(api.resolve(list + "/" + i)).get("name").textValue());
            }
        }
        if (!given.isEmpty()) {
            throw fault("took parameters that are not described", given);
        }
    }

    private void checkHeaders(String response) {
        for (Map.Entry<String, JsonNode> header :
                api.root().at(response + "/headers").properties()) {
            String pointer = api.resolve(response + "/headers/" + header.getKey());
            Optional<String> value = answer.headers().firstValue(header.getKey());
            boolean required = api.root().at(pointer).path("required").asBoolean();
            if (value.isEmpty() && required) {
                throw fault("lacks the header field " + header.getKey(), List.of());
            }
            value.ifPresent(text -> report(api.faults(pointer + "/schema", ApiDescription.text(text))));
        }
    }

    private void checkBody(String response) {
        JsonNode content = api.root().at(response + "/content");
        if (content.isMissingNode() || content.isEmpty()) {
            if (!answer.body().orElse("").isEmpty()) {
                throw fault("has a body, which is not described", answer.body());
            }
            return;
        }
        if (answer.method().equals("HEAD")) {
            return;
        }
        if (!content.has(answer.mediaType())) {
            throw fault("has a media type that is not described", names(content));
        }
        checkContent(response + "/content/" + escape(answer.mediaType()) + "/schema");
    }

    private void checkContent(String schema) {
        if (answer.body().isEmpty()) {
            return;
        }
        if (answer.mediaType().endsWith("json") && !answer.mediaType().endsWith("ndjson")) {
            checkJson(schema);
        } else if (answer.mediaType().endsWith("ndjson")) {
            answer.body().get().lines().forEach(line -> report(api.faults(schema, read(line))));
        } else {
            report(api.faults(schema, ApiDescription.text(answer.body().get())));
        }
    }

    private void checkJson(String schema) {
        answer.body().ifPresent(body -> report(api.faults(schema, read(body))));
    }

    private JsonNode read(String body) {
        try {
            return ApiDescription.json(body);
        } catch (IOException noJson) {
            throw fault("is no JSON", List.of(body));
        }
    }

    private void report(List<String> faults) {
        if (!faults.isEmpty()) {
            throw fault("is not as described", faults);
        }
    }

    private AssertionError fault(String what, Object more) {
        return new AssertionError(
                answer + " " + what + ": " + more + "\n" + answer.body().orElse(""));
    }

    private static String escape(String text) {
        return text.replace("~", "~0").replace("/", "~1");
    }

    /** For a message. */
    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
