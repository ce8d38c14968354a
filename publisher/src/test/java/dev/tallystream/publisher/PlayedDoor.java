package dev.tallystream.publisher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Plays the ingest door: answers each request as it is told to, and 202 to every other. */
final class PlayedDoor implements AutoCloseable {
    /** What is answered: a status, the seconds of {@code Retry-After} where there is one, and a body. */
    record Reply(int status, String retryAfter, String body) {
        static final Reply ACCEPTED = new Reply(202, "", "{\"accepted\":1,\"rejected\":[],\"positions\":{}}");

        /** The events arrive, and the connection breaks before the answer. */
        static final Reply LOST = new Reply(0, "", "");

        static Reply of(int status) {
            return new Reply(status, "", "");
        }
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private boolean holding;

    PlayedDoor() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/events", this::answer);
        http.setExecutor(threads);
        http.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    synchronized void next(Reply... more) {
        replies.addAll(List.of(more));
    }

    /** Answers nothing until {@link #goOn}. */
    synchronized void hold() {
        holding = true;
    }

    synchronized void goOn() {
        holding = false;
        notifyAll();
    }

    synchronized void awaitRequests(int count) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (bodies.size() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(bodies.size() + " of " + count + " requests came in time");
            }
            wait(left);
        }
    }

    synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    synchronized List<String> keys() {
        return List.copyOf(keys);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Reply reply = arrived(body, exchange.getRequestHeaders().getFirst("Authorization"));
        if (reply.status == 0) {
            exchange.close();
            return;
        }
        if (!reply.retryAfter.isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", reply.retryAfter);
        }
        byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Reply arrived(String body, String key) {
        bodies.add(body);
        keys.add(key);
        notifyAll();
        while (holding) {
            try {
                wait();
            } catch (InterruptedException e) {
                return Reply.LOST;
            }
        }
        return replies.isEmpty() ? Reply.ACCEPTED : replies.removeFirst();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
