package dev.tallystream.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.http.problem.ProbeController;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-behaved client sends, byte by byte over a socket. Closing the connection is as good as the status. */
class HardeningTest {
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(12);
    private static final String CLOSED = "";
    private static EmbeddedServer server;
    private static EmbeddedServer named;

    @BeforeAll
    static void startTheServers() {
        server = start();
        named = start(AllowedHosts.ofThisMachineAnd(Set.of("Usage.Example.com")));
    }

    private static EmbeddedServer start(Object... parts) {
        return ApplicationContext.builder()
                .properties(HttpDefaults.properties())
                .properties(Map.of(ProbeController.WANTED, true))
                .singletons(parts)
                .run(EmbeddedServer.class);
    }

    @AfterAll
    static void stopTheServers() {
        server.close();
        named.close();
    }

    // Slow senders: all of them at once, since each takes its ten seconds

    @Test
    void whoTricklesAHeadOrABodyIsGivenUpAndWhoIsOnlySlowIsNot() throws Exception {
        CompletableFuture<Ended> head = trickling("GET /probe/order HTTP/1.1\r\nHost: localhost\r\nX: ");
        CompletableFuture<Ended> nothingMore = silent("GET /probe/order HT");
        CompletableFuture<Ended> body = trickling(
                "POST /probe/bytes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
        CompletableFuture<Ended> chunks = trickling(
                "POST /probe/bytes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n");
        CompletableFuture<Ended> second = trickling("GET /probe/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CompletableFuture<Ended> slow = slowButSteady();

        assertAll(
                () -> assertGivenUp(head, true),
                () -> assertGivenUp(nothingMore, true),
                () -> assertGivenUp(body, false),
                () -> assertGivenUp(chunks, false),
                () -> assertGivenUp(second, true),
                () -> {
                    Ended ended = slow.get(60, TimeUnit.SECONDS);
                    assertTrue(ended.answer.startsWith("HTTP/1.1 200"), ended.answer);
                    assertTrue(ended.after.compareTo(GIVEN_UP_WITHIN) > 0, ended.after::toString);
                });
    }

    private static void assertGivenUp(CompletableFuture<Ended> sender, boolean told) throws Exception {
        Ended ended = sender.get(60, TimeUnit.SECONDS);
        assertTrue(ended.after.compareTo(GIVEN_UP_WITHIN) < 0, ended.after::toString);
        if (told) {
            assertTrue(ended.answer.contains("HTTP/1.1 408 "), ended.answer);
            assertTrue(ended.answer.contains("/problems/request-timeout"), ended.answer);
        }
    }

    private record Ended(String answer, Duration after) {}

    private static CompletableFuture<Ended> silent(String start) {
        return talking(start, 0, new byte[0]);
    }

    private static CompletableFuture<Ended> trickling(String start) {
        return talking(start, 400, new byte[] {'a'});
    }

    /** 40 KiB every half second is above the least pace, for longer than the grace. */
    private static CompletableFuture<Ended> slowButSteady() {
        int parts = 27;
        byte[] part = new byte[40 * 1024];
        String start = "POST /probe/bytes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + parts * part.length + "\r\n\r\n";
        return talking(start, 500, part, parts);
    }

    private static CompletableFuture<Ended> talking(String start, long everyMillis, byte[] more) {
        return talking(start, everyMillis, more, Integer.MAX_VALUE);
    }

    private static CompletableFuture<Ended> talking(String start, long everyMillis, byte[] more, int times) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long begun = System.nanoTime();
                    StringBuilder answer = new StringBuilder();
                    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
                        socket.setSoTimeout(everyMillis == 0 ? 30_000 : (int) everyMillis);
                        socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
                        talk(socket, more, times, answer);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return new Ended(answer.toString(), Duration.ofNanos(System.nanoTime() - begun));
                },
                runnable -> Thread.ofVirtual().start(runnable));
    }

    /** Writes a little whenever the socket has nothing to read for a while, until it is closed. */
    private static void talk(Socket socket, byte[] more, int times, StringBuilder answer) throws IOException {
        byte[] buffer = new byte[4096];
        int written = 0;
        while (true) {
            try {
                int read = socket.getInputStream().read(buffer);
                if (read < 0) {
                    return;
                }
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            } catch (java.net.SocketTimeoutException nothingYet) {
                if (more.length == 0) {
                    throw nothingYet;
                }
                if (written++ < times) {
                    try {
                        socket.getOutputStream().write(more);
                    } catch (SocketException closed) {
                        return;
                    }
                }
            } catch (SocketException closed) {
                return;
            }
        }
    }

    // Hosts

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: localhost\r\nHost: localhost\r\n",
                "Host:\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host: [::1\r\n"
            })
    void aRequestThatDoesNotSayForWhichHostItIsIsBad(String hostLines) throws Exception {
        assertStatus(400, answer(server, "GET /probe/nothing HTTP/1.1\r\n" + hostLines + "\r\n"));
    }

    @Test
    void beforeHttp11ThereWasNoHost() throws Exception {
        assertStatus(200, answer(server, "GET /probe/nothing HTTP/1.0\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:8080, 200",
        "127.0.0.1:1, 200",
        "[::1]:8080, 200",
        "usage.example.com, 200",
        "evil.example.com, 421",
        "localhost.evil.example.com, 421",
    })
    void aServerWithNamesAnswersForThoseOnly(String host, int status) throws Exception {
        assertStatus(status, answer(named, "GET /probe/nothing HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
    }

    @Test
    void aServerWithoutNamesAnswersForAll() throws Exception {
        assertStatus(200, answer(server, "GET /probe/nothing HTTP/1.1\r\nHost: whatever.example.com\r\n\r\n"));
    }

    // Heads and bodies

    @Test
    void aLargeBodyIsRefusedBeforeItIsInvited() throws Exception {
        String head = String.join(
                "\r\n",
                "POST /probe/bytes HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Expect: 100-continue",
                "Content-Length: 90000000",
                "",
                "");

        assertStatus(413, answer(server, head));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /probe/bytes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST /probe/bytes HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /probe/bytes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /probe/bytes HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /probe/bytes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /probe/nothing HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /probe/nothing HTTP/1.1\r\nHost: localhost\r\nX\u0000: y\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
            })
    void whatIsNoProperRequestIsRefusedAndNoFaultOfOurs(String bytes) throws Exception {
        String answer = answer(server, bytes);

        assertTrue(answer.equals(CLOSED) || answer.matches("(?s)HTTP/\\d\\.\\d 4\\d\\d .*"), answer);
    }

    private static void assertStatus(int status, String answer) {
        assertEquals(Integer.toString(status), answer.isEmpty() ? "closed" : answer.substring(9, 12), () -> answer);
    }

    /** What is answered within a second or so; empty where the connection is only closed. */
    private static String answer(EmbeddedServer asked, String bytes) throws IOException {
        try (Socket socket = new Socket(asked.getHost(), asked.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            int read = in.read(buffer);
            return read < 0 ? CLOSED : new String(buffer, 0, read, StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return CLOSED;
        }
    }
}
