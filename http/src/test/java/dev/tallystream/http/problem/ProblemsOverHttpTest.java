package dev.tallystream.http.problem;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.http.HttpDefaults;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class ProblemsOverHttpTest {
    private static final int SOCKET_TIMEOUT_MS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static EmbeddedServer server;

    /** Pages under {@code /admin} for browsers, as the panel has them. */
    private static final class PagesUnderAdmin implements ProblemPages {
        @Override
        public Optional<MutableHttpResponse<?>> answer(HttpRequest<?> request, Problem problem) {
            boolean page = request.getPath().startsWith("/admin")
                    && request.accept().stream().anyMatch(MediaType.TEXT_HTML_TYPE::equals);
            return page
                    ? Optional.of(HttpResponse.status(problem.type().status(), "")
                            .body("<h1>" + problem.type().title() + "</h1>")
                            .contentType(MediaType.TEXT_HTML_TYPE))
                    : Optional.empty();
        }
    }

    @BeforeAll
    static void startTheServer() {
        server = ApplicationContext.builder()
                .properties(HttpDefaults.properties())
                .properties(Map.of(ProbeController.WANTED, true))
                .singletons(new PagesUnderAdmin())
                .run(EmbeddedServer.class);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
        CLIENT.close();
    }

    @Test
    void anUnknownRouteIsNotFound() throws Exception {
        var response = send(get("/no/such/route?key=ck_1_s3cret"));

        assertProblem(response, 404, "not-found");
        assertEquals("/no/such/route", body(response).get("instance").asText());
    }

    @Test
    void aLongPathIsNotRepeated() throws Exception {
        var response = send(get("/" + "x".repeat(100)));

        assertProblem(response, 404, "not-found");
        assertFalse(body(response).has("instance"));
    }

    @Test
    void aMethodThatTheRouteLacksIsNotAllowedAndTheOthersAreNamed() throws Exception {
        var response = send(request("/probe/order").DELETE());

        assertProblem(response, 405, "method-not-allowed");
        String allowed = String.join(",", response.headers().allValues("Allow"));
        assertAll(() -> assertTrue(allowed.contains("GET")), () -> assertTrue(allowed.contains("POST")));
    }

    @Test
    void aMediaTypeThatCannotBeHadIsNotAcceptable() throws Exception {
        assertProblem(send(get("/probe/order").header("Accept", "text/xml")), 406, "not-acceptable");
    }

    @Test
    void anotherContentTypeIsUnsupported() throws Exception {
        assertProblem(post("/probe/order", "text/plain", "hello"), 415, "unsupported-media-type");
    }

    @Test
    void aCompressedBodyIsRefusedByItsHeader() throws Exception {
        var gzipped = new java.io.ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(gzipped)) {
            gzip.write("{\"item_name\":\"pen\",\"count\":1}".getBytes(StandardCharsets.UTF_8));
        }

        var response = send(request("/probe/order")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzipped.toByteArray())));

        assertProblem(response, 415, "unsupported-encoding");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16", "utf-32", "iso-8859-1", "no-such-charset"})
    void anotherCharsetIsUnsupported(String charset) throws Exception {
        var response = post("/probe/order", "application/json; charset=" + charset, "{}");

        assertProblem(response, 415, "unsupported-charset");
    }

    @ParameterizedTest
    @CsvSource({"utf-8", "UTF-8", "\"utf-8\""})
    void utf8MayBeNamed(String charset) throws Exception {
        var response =
                post("/probe/order", "application/json; charset=" + charset, "{\"item_name\":\"pen\",\"count\":1}");

        assertEquals(200, response.statusCode());
    }

    @ParameterizedTest
    @CsvSource({"{\"item_name\":", "hunter2", "[1", "'{\"item_name\":\"pen\",\"count\":\"hunter2\"}'"})
    void jsonThatDoesNotFitIsMalformedAndNothingOfItIsRepeated(String json) throws Exception {
        var response = post("/probe/order", "application/json", json);

        assertProblem(response, 400, "malformed-json");
        assertFalse(response.body().contains("hunter2"));
    }

    @Test
    void aParameterThatDoesNotConvertIsNamedButNotRepeated() throws Exception {
        var response = send(get("/probe/page?limit=hunter2"));

        assertProblem(response, 400, "invalid-parameter");
        assertAll(
                () -> assertTrue(body(response).get("detail").asText().contains("limit")),
                () -> assertFalse(response.body().contains("hunter2")));
    }

    @Test
    void aMissingParameterIsNamed() throws Exception {
        var response = send(get("/probe/page"));

        assertProblem(response, 400, "invalid-parameter");
        assertTrue(body(response).get("detail").asText().contains("limit"));
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws Exception {
        var response = send(request("/probe/bytes")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[HttpDefaults.MAX_REQUEST_BYTES])));

        assertEquals(Integer.toString(HttpDefaults.MAX_REQUEST_BYTES), response.body());
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
        String answer =
                raw("POST /probe/bytes HTTP/1.1", "Content-Type: application/json", "Content-Length: 99999999999");

        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(answer.contains("/problems/payload-too-large"), answer);
    }

    @Test
    void aChunkedBodyIsRefusedWhereItPassesTheLimit() throws Exception {
        byte[] chunk = new byte[64 * 1024];
        String head =
                head("POST /probe/bytes HTTP/1.1", "Content-Type: application/json", "Transfer-Encoding: chunked");
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            int chunks = HttpDefaults.MAX_REQUEST_BYTES / chunk.length + 1;
            for (int i = 0; i < chunks; i++) {
                out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(chunk);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();

            assertTrue(readAnswer(socket).startsWith("HTTP/1.1 413"));
        }
    }

    @Test
    void largeHeadersAreRefused() throws Exception {
        String answer = raw("GET /probe/order HTTP/1.1", "X-Long: " + "x".repeat(20_000));

        assertTrue(answer.startsWith("HTTP/1.1 431"), answer);
        assertTrue(answer.contains("/problems/headers-too-large"), answer);
    }

    @Test
    void aLongRequestLineIsRefused() throws Exception {
        String answer = raw("GET /" + "x".repeat(20_000) + " HTTP/1.1");

        assertTrue(answer.startsWith("HTTP/1.0 414"), answer);
        assertTrue(answer.contains("/problems/uri-too-long"), answer);
    }

    @Test
    void whatIsNoHttpIsABadRequest() throws Exception {
        String answer = raw("hunter2");

        assertTrue(answer.startsWith("HTTP/1.0 400"), answer);
        assertTrue(answer.contains("/problems/bad-request"), answer);
        assertFalse(answer.contains("instance"), answer);
    }

    @Test
    void aFaultOfOursIsLoggedOnceAndToldByItsReferenceOnly() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        Appender<ILoggingEvent> console = root.getAppender("console");
        root.detachAppender(console);
        root.addAppender(log);
        try {
            var response = send(get("/probe/break"));

            assertProblem(response, 500, "internal-error");
            assertFalse(response.body().contains("hunter2"));
            List<ILoggingEvent> errors = log.list.stream()
                    .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .toList();
            assertEquals(1, errors.size());
            String reference =
                    errors.getFirst().getKeyValuePairs().getFirst().value.toString();
            assertTrue(body(response).get("detail").asText().contains(reference));
        } finally {
            root.detachAppender(log);
            root.addAppender(console);
        }
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyProblemIsAnsweredWithItsOwnStatusAndMembers(ProblemType type) throws Exception {
        var response = send(get("/probe/refuse/" + type));

        assertProblem(response, type.status(), type.slug());
        JsonNode body = body(response);
        assertAll(
                () -> assertEquals(type.title(), body.get("title").asText()),
                () -> assertEquals("In a fixed sentence.", body.get("detail").asText()),
                () -> assertEquals("/time", body.at("/errors/0/pointer").asText()),
                () -> assertEquals(type.slug(), body.at("/errors/0/code").asText()),
                () -> assertEquals(
                        type.status() == 401 ? Optional.of("Bearer") : Optional.empty(),
                        response.headers().firstValue("WWW-Authenticate")),
                () -> assertEquals(
                        type.status() == 503 || type.status() == 429,
                        response.headers().firstValue("Retry-After").isPresent()));
    }

    @Test
    void headHasNoBody() throws Exception {
        var response = send(request("/no/such/route").method("HEAD", BodyPublishers.noBody()));

        assertAll(() -> assertEquals(404, response.statusCode()), () -> assertEquals("", response.body()));
    }

    @Test
    void aBrowserUnderAdminGetsAPageAndAProgramGetsJson() throws Exception {
        var page = send(get("/admin/nothing").header("Accept", "text/html"));
        var json = send(get("/admin/nothing").header("Accept", "application/json"));

        assertAll(
                () -> assertEquals("<h1>There is nothing here.</h1>", page.body()),
                () -> assertEquals(404, page.statusCode()));
        assertProblem(json, 404, "not-found");
    }

    @Test
    void answersAreSnakeCaseAndKeepEmptyLists() throws Exception {
        assertEquals(
                "{\"item_name\":\"pen\",\"count\":2}", send(get("/probe/order")).body());
        assertEquals("[]", send(get("/probe/nothing")).body());
    }

    private static void assertProblem(java.net.http.HttpResponse<String> response, int status, String slug)
            throws IOException {
        JsonNode body = body(response);
        assertAll(
                () -> assertEquals(status, response.statusCode()),
                () -> assertEquals(
                        "application/problem+json",
                        response.headers().firstValue("Content-Type").orElse("")),
                () -> assertEquals("/problems/" + slug, body.get("type").asText()),
                () -> assertEquals(status, body.get("status").asInt()));
    }

    private static JsonNode body(java.net.http.HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    private static java.net.http.HttpResponse<String> post(String path, String contentType, String body)
            throws Exception {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    private static java.net.http.HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    private static java.net.http.HttpRequest.Builder request(String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create(server.getURI() + path));
    }

    private static java.net.http.HttpResponse<String> send(java.net.http.HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
    }

    private static String raw(String... lines) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head(lines).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return readAnswer(socket);
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(SOCKET_TIMEOUT_MS);
        return socket;
    }

    /** Head and as much of the body as came with it; the connection may stay open. */
    private static String readAnswer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (!answer.toString().contains("\r\n\r\n") || !answer.toString().endsWith("}")) {
            int read = in.read(buffer);
            if (read < 0) {
                break;
            }
            answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
        return answer.toString();
    }
}
