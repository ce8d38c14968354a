package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.http.description.DescribedClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("UI-13: what every page tells the browser about itself")
class PageHeadersTest {
    private static final String PANEL = "/admin/acme/credits-usage";
    private static final HttpClient CLIENT = new DescribedClient();

    /** The whole panel, compressed, and how many requests it takes (UI-65). */
    private static final int MAX_BYTES = 120 * 1024;

    private static final int MAX_REQUESTS = 6;
    private static PageServer pages;

    @BeforeAll
    static void startTheServer() {
        pages = new PageServer();
        new PreviewData(pages.view()).fill(Instant.parse("2026-11-22T10:15:30Z"));
    }

    @AfterAll
    static void stopTheServer() {
        pages.close();
        CLIENT.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {PANEL, PANEL + "/teams", PANEL + "?period=BAD", "/admin/nobody/credits-usage", "/sign-in"})
    void everyPageSaysWhatItMayRunAndThatItIsPrivate(String path) {
        HttpResponse<String> response = pages.get(path);

        assertEquals(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                        + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
                only(response, "Content-Security-Policy"));
        assertEquals("nosniff", only(response, "X-Content-Type-Options"));
        assertEquals("same-origin", only(response, "Referrer-Policy"));
        assertTrue(only(response, "Cache-Control").contains("no-store"), path);
        assertEquals("text/html; charset=utf-8", only(response, "Content-Type"));
    }

    @Test
    void aStaticFileIsKeptForEverUnderTheHashOfItsContent() throws Exception {
        Document page = pages.page(PANEL);

        for (String address : files(page)) {
            HttpResponse<byte[]> response = fetch(address, "gzip");
            assertEquals(200, response.statusCode(), address);
            assertEquals("public, max-age=31536000, immutable", only(response, "Cache-Control"));
            assertEquals("gzip", only(response, "Content-Encoding"));
            assertEquals("nosniff", only(response, "X-Content-Type-Options"));
            byte[] plain = fetch(address, "identity").body();
            assertEquals(
                    new String(plain, StandardCharsets.UTF_8),
                    new String(
                            new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(),
                            StandardCharsets.UTF_8));
            String otherVersion = address.replaceFirst("/assets/[0-9a-f]{12}/", "/assets/000000000000/");
            assertEquals(404, fetch(otherVersion, "gzip").statusCode());
        }
        for (String stray : List.of("/assets/x/y", "/assets/x/..%2f..%2fpanel.css", "/assets/panel.css", "/assets/")) {
            assertFalse(fetch(stray, "gzip").statusCode() == 200, stray);
        }
    }

    @Test
    void theWholePanelIsWithinItsBudget() throws Exception {
        HttpResponse<String> page = pages.get(PANEL);
        List<String> files = files(PageServer.parse(page));

        int bytes = gzip(page.body().getBytes(StandardCharsets.UTF_8)).length;
        for (String address : files) {
            bytes += fetch(address, "gzip").body().length;
        }

        assertTrue(bytes <= MAX_BYTES, "bytes of the panel, compressed: " + bytes);
        assertTrue(1 + files.size() <= MAX_REQUESTS, files::toString);
    }

    private static List<String> files(Document page) {
        List<String> addresses = new ArrayList<>(page.select("script[src]").eachAttr("src"));
        addresses.addAll(page.select("link[rel=stylesheet]").eachAttr("href"));
        return addresses;
    }

    private static HttpResponse<byte[]> fetch(String path, String encoding) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(pages.server.uri(path))
                        .header("Accept-Encoding", encoding)
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String only(HttpResponse<?> response, String name) {
        List<String> values = response.headers().allValues(name);
        assertEquals(1, values.size(), name + " of " + response.headers().map());
        return values.getFirst();
    }
}
