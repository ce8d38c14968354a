package dev.tallystream.http.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tallystream.contract.description.ContractFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The served {@code openapi.yaml}, read: its routes, and its schemas as judges (JSON Schema 2020-12). Thread-safe. */
public final class ApiDescription {
    private static final String BASE = "http://described";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ApiDescription SERVED = new ApiDescription(read());

    private final JsonNode root;
    private final SchemaRegistry schemas;

    /** A description; tests plant faults by changing what {@link #root} gives. */
    ApiDescription(JsonNode root) {
        this.root = root;
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(
                        BASE + "/openapi.yaml",
                        root.toString(),
                        BASE + "/schemas/credit-event.json",
                        new String(ContractFile.CREDIT_EVENT.read(), StandardCharsets.UTF_8))));
    }

    /** The one that is served. */
    public static ApiDescription served() {
        return SERVED;
    }

    private static JsonNode read() {
        try (InputStream yaml = ApiDescription.class.getResourceAsStream("openapi.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("the description can be read", e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** {@code GET /v1/orgs/{org}}, and so on, of that door. */
    public Set<String> routes(String door) {
        Set<String> routes = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
            boolean ofTheDoor = false;
            for (JsonNode one : path.getValue().get("x-tallystream-doors")) {
                ofTheDoor |= one.textValue().equals(door);
            }
            if (ofTheDoor) {
                path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                });
            }
        }
        return routes;
    }

    /** What follows from the values of an enum schema or a list. */
    static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    /**
     * Holds an answer against the description.
     *
     * @throws AssertionError that names the route and what of the answer is not described
     */
    public void check(Answer answer) {
        new DescribedAnswer(this, answer).check();
    }

    /**
     * Holds a value against a schema of that name, where it is part of a stream.
     *
     * @throws AssertionError with everything that is wrong
     */
    public void check(String schema, JsonNode value) {
        List<String> faults = faults("/components/schemas/" + schema, value);
        if (!faults.isEmpty()) {
            throw new AssertionError(value + " is no " + schema + ": " + faults);
        }
    }

    /** The path of the description that was asked; a fixed part is meant before a variable one. */
    Optional<Map.Entry<String, JsonNode>> path(String asked) {
        return root.get("paths").properties().stream()
                .filter(path -> matches(path.getKey(), asked))
                .min((one, other) -> Long.compare(variables(one.getKey()), variables(other.getKey())));
    }

    private static boolean matches(String template, String asked) {
        List<String> parts = List.of(template.split("/", -1));
        List<String> given = List.of(asked.split("/", -1));
        if (parts.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            boolean variable = parts.get(i).startsWith("{") && !given.get(i).isEmpty();
            if (!variable && !parts.get(i).equals(given.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static long variables(String template) {
        return template.chars().filter(c -> c == '{').count();
    }

    /** The node that a pointer leads to, through a {@code $ref} where it ends on one; the pointer that it has then. */
    String resolve(String pointer) {
        JsonNode reference = root.at(pointer).get("$ref");
        return reference != null && reference.textValue().startsWith("#/")
                ? reference.textValue().substring(1)
                : pointer;
    }

    /** What of the value breaks the schema that the pointer leads to. */
    List<String> faults(String pointer, JsonNode value) {
        String fragment = pointer.replace("{", "%7B").replace("}", "%7D");
        return schemas.getSchema(SchemaLocation.of(BASE + "/openapi.yaml#" + fragment)).validate(value).stream()
                .map(Object::toString)
                .collect(Collectors.toList());
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    static JsonNode text(String text) {
        return JSON.getNodeFactory().textNode(text);
    }
}
