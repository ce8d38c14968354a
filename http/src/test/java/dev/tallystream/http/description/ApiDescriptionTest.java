package dev.tallystream.http.description;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.http.problem.ProblemType;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiDescriptionTest {
    private static final ApiDescription API = ApiDescription.served();
    private static final String ORGANIZATIONS = "/v1/orgs";
    private static final String HEALTH = "/health/live";

    private static Answer answer(String method, String path, int status, String type, String body) {
        return answer(method, path, status, Map.of("Content-Type", type), body);
    }

    private static Answer answer(String method, String path, int status, Map<String, String> headers, String body) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return new Answer(
                method,
                URI.create("http://localhost" + path),
                status,
                HttpHeaders.of(all, (name, value) -> true),
                Optional.of(body));
    }

    private static String saidOf(Answer answer) {
        return String.valueOf(
                assertThrows(AssertionError.class, () -> API.check(answer)).getMessage());
    }

    @Test
    void anAnswerAsDescribedPasses() {
        API.check(answer(
                "GET", ORGANIZATIONS, 200, "application/json; charset=utf-8", "{\"items\":[{\"id\":\"acme\"}]}"));
        API.check(answer("GET", HEALTH, 503, "application/json", "{\"status\":\"failed\",\"why\":\"broken\"}"));
        API.check(answer("HEAD", HEALTH, 200, "application/json", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[{\"id\":\"acme\",\"name\":\"Acme\"}]}",
                "{\"items\":[],\"more\":true}",
                "{\"items\":[{\"id\":7}]}",
                "{\"items\":[{\"id\":\"\"}]}",
                "{}",
                "[]",
                "nothing"
            })
    void aMemberThatIsNotDescribedOrIsOtherwiseFails(String body) {
        assertTrue(saidOf(answer("GET", ORGANIZATIONS, 200, "application/json", body))
                .startsWith("GET /v1/orgs → 200 application/json is"));
    }

    @Test
    void anythingElseThatIsNotDescribedFails() {
        String problem = "{\"type\":\"/problems/not-found\",\"title\":\"t\",\"status\":404,\"detail\":\"d\"}";

        assertTrue(saidOf(answer("GET", ORGANIZATIONS, 204, Map.of(), "")).contains("status that is not described"));
        assertTrue(saidOf(answer("GET", ORGANIZATIONS, 200, "text/html", "")).contains("media type"));
        assertTrue(saidOf(answer("GET", ORGANIZATIONS + "?all=1", 200, "application/json", "{\"items\":[]}"))
                .contains("[all]"));
        assertTrue(
                saidOf(answer("GET", "/v2/orgs", 200, "application/json", "{}")).contains("is not described"));
        assertTrue(saidOf(answer("POST", ORGANIZATIONS, 200, "application/json", "{}"))
                .contains("is not described"));
        // A problem of another status than its own, and one that this route does not have.
        assertTrue(saidOf(answer("GET", ORGANIZATIONS, 403, "application/problem+json", problem))
                .contains("status"));
        assertTrue(saidOf(answer("GET", ORGANIZATIONS, 404, "application/problem+json", problem))
                .contains("type"));
        assertTrue(saidOf(answer("GET", "/v1/orgs/a/credits-usage", 304, Map.of("ETag", "W/\"x\""), ""))
                .contains("Tallystream-As-Of"));
    }

    @Test
    void aProblemIsOfWhateverIsNotThere() {
        String problem = "{\"type\":\"/problems/not-found\",\"title\":\"t\",\"status\":404,\"detail\":\"d\"}";

        API.check(answer("GET", "/v2/orgs", 404, "application/problem+json", problem));
        assertThrows(
                AssertionError.class, () -> API.check(answer("GET", "/v2/orgs", 404, "application/json", problem)));
        assertThrows(
                AssertionError.class,
                () -> API.check(answer(
                        "GET", "/v2/orgs", 404, "application/problem+json", problem.replace("not-found", "lost"))));
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyProblemIsDescribedWithItsStatus(ProblemType type) {
        Map<String, Set<String>> byStatus = new HashMap<>();
        for (JsonNode response : API.root().at("/components/responses")) {
            JsonNode said = response.at("/content/application~1problem+json/schema/allOf/1/properties");
            if (said.has("status")) {
                byStatus.put(said.at("/status/const").asText(), ApiDescription.texts(said.at("/type/enum")));
            }
        }
        JsonNode refused = API.root().at("/components/schemas/RefusedProblem/allOf/1/properties/type/enum");

        boolean described =
                byStatus.getOrDefault(Integer.toString(type.status()), Set.of()).contains(type.uri())
                        || ApiDescription.texts(refused).contains(type.uri());

        assertTrue(described, type.uri());
    }

    @Test
    void noOtherProblemIsDescribed() {
        assertEquals(
                problems(ProblemType::slug),
                ApiDescription.texts(API.root().at("/components/schemas/ProblemSlug/enum")));
        assertEquals(
                problems(ProblemType::uri), ApiDescription.texts(API.root().at("/components/schemas/ProblemUri/enum")));
    }

    private static Set<String> problems(Function<ProblemType, String> spelling) {
        return Arrays.stream(ProblemType.values()).map(spelling).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> references = new HashSet<>();
        collect(API.root(), references);

        assertTrue(references.size() > 50, references::toString);
        for (String reference : references) {
            if (reference.startsWith("#")) {
                assertTrue(!API.root().at(reference.substring(1)).isMissingNode(), reference);
            }
        }
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.has("$ref") && node.get("$ref").isTextual()) {
            references.add(node.get("$ref").textValue());
        }
        node.forEach(part -> collect(part, references));
    }

    @Test
    void whatIsDescribedIsUsed() {
        Set<String> references = new HashSet<>();
        collect(API.root(), references);

        for (String kind : List.of("parameters", "responses", "headers", "requestBodies")) {
            API.root()
                    .at("/components/" + kind)
                    .fieldNames()
                    .forEachRemaining(
                            name -> assertTrue(references.contains("#/components/" + kind + "/" + name), name));
        }
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        Set<String> names = new HashSet<>();
        for (JsonNode path : API.root().get("paths")) {
            for (JsonNode operation : path) {
                if (operation.has("operationId")) {
                    assertTrue(
                            names.add(operation.get("operationId").textValue()), operation.get("operationId")::asText);
                }
            }
        }
        assertDoesNotThrow(() -> names.iterator().next());
    }
}
