package dev.tallystream.http.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.http.HttpDefaults;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DescriptionOverHttpTest {
    private static final HttpClient CLIENT = new DescribedClient();
    private static EmbeddedServer server;

    @BeforeAll
    static void startTheServer() {
        server = ApplicationContext.builder()
                .properties(HttpDefaults.properties())
                .run(EmbeddedServer.class);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
        CLIENT.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi.yaml, openapi: 3.1.0",
        "/asyncapi.yaml, asyncapi: 3.0.0",
        "/schemas/credit-event.json, https://json-schema.org/draft/2020-12/schema",
        "/problems/rate-limited, Ask again after",
        "/problems/missing-field, missing-field (422)"
    })
    void aFileIsThereForAnybodyAndIsAskedForAgainByItsHash(String path, String part) throws Exception {
        HttpResponse<String> first = ask(path, "\"0123\"");
        assertEquals(200, first.statusCode());
        assertTrue(first.body().contains(part));

        String tag = first.headers().firstValue("ETag").orElseThrow();
        for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            HttpResponse<String> again = ask(path, known);
            assertEquals(304, again.statusCode(), known);
            assertEquals("", again.body());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyProblemLeadsToItsWords(ProblemType type) throws Exception {
        HttpResponse<String> words = ask(type.uri(), "\"0123\"");

        assertEquals(200, words.statusCode());
        assertTrue(words.body().startsWith(type.slug() + " (" + type.status() + ")"), words::body);
        assertTrue(words.body().contains(type.advice()), words::body);
    }

    @Test
    void aProblemThatThereIsNotIsNotFound() throws Exception {
        assertEquals(404, ask("/problems/bad-luck", "\"0123\"").statusCode());
    }

    private static HttpResponse<String> ask(String path, String known) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.getURI() + path))
                        .header("If-None-Match", known)
                        .build(),
                BodyHandlers.ofString());
    }
}
