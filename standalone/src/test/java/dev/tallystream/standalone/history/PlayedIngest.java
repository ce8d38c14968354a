package dev.tallystream.standalone.history;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventBatch;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Plays ingest, topology and query over HTTP: it decodes with the real decoder, counts every identity once, and fails
 * as it is told to.
 */
final class PlayedIngest implements AutoCloseable {
    static final String KEY = "ck_test_secret";

    private static final JsonMapper JSON = new JsonMapper();

    /** What happens to a request instead of the usual. */
    enum Fault {
        /** Nothing happens. */
        NONE,
        /** 503 with Retry-After: 7. */
        BUSY,
        /** 429 without Retry-After. */
        TOO_MANY,
        /** The events are stored, the connection breaks before the answer. */
        ANSWER_LOST,
        /** 401. */
        UNAUTHENTICATED
    }

    private record Stored(OrganizationId organization, EventIdentity identity) {}

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Map<Stored, Event.CreditsConsumed> counted = new LinkedHashMap<>();
    private final Map<HistoryRow.Destination, BackfillTally> tallies = new LinkedHashMap<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private Predicate<Event.CreditsConsumed> refused = event -> false;
    private boolean forgetful;
    private boolean countingStands;

    PlayedIngest() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/v1/events", this::events);
        http.createContext("/v1/orgs/", this::backfill);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    synchronized void next(Fault... next) {
        faults.addAll(List.of(next));
    }

    synchronized void refuse(Predicate<Event.CreditsConsumed> these) {
        refused = these;
    }

    /** As after more than 36 days: the identities are gone, closed backfills are not. */
    synchronized void forgetIdentities() {
        forgetful = true;
    }

    /** Events are stored, but none is counted. */
    synchronized void standStill() {
        countingStands = true;
    }

    synchronized long counted() {
        return counted.size();
    }

    synchronized Credits credits() {
        return counted.values().stream().map(event -> event.usage().credits()).reduce(Credits.ZERO, Credits::plus);
    }

    synchronized Set<OrganizationId> closed() {
        Set<OrganizationId> closed = new TreeSet<>();
        tallies.forEach((destination, tally) -> {
            if (tally.closed()) {
                closed.add(destination.organization());
            }
        });
        return closed;
    }

    synchronized Map<HistoryRow.Destination, BackfillTally> tallies() {
        return Map.copyOf(tallies);
    }

    synchronized List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    synchronized List<byte[]> bodies() {
        return List.copyOf(bodies);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void events(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (nextFault()) {
            case NONE -> usual(exchange, body);
            case BUSY -> {
                exchange.getResponseHeaders().add("Retry-After", "7");
                answer(exchange, 503, problem("broker-unavailable"));
            }
            case TOO_MANY -> answer(exchange, 429, problem("rate-limited"));
            case UNAUTHENTICATED -> answer(exchange, 401, problem("unauthenticated"));
            case ANSWER_LOST -> {
                take(body);
                exchange.close();
            }
        }
    }

    private synchronized Fault nextFault() {
        return faults.isEmpty() ? Fault.NONE : faults.remove();
    }

    private void usual(HttpExchange exchange, byte[] body) throws IOException {
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!isKnown(exchange)) {
            answer(exchange, 401, problem("unauthenticated"));
        } else if (!"application/cloudevents-batch+json".equals(contentType)) {
            answer(exchange, 415, problem("unsupported-media-type"));
        } else {
            ObjectNode answer = take(body);
            answer(exchange, answer.has("accepted") ? 202 : 422, answer);
        }
    }

    private static boolean isKnown(HttpExchange exchange) {
        return ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private synchronized ObjectNode take(byte[] body) {
        if (!(EventBatch.split(body) instanceof EventBatch.Elements(List<EventBatch.Element> elements))) {
            throw new AssertionError("not a batch");
        }
        batchSizes.add(elements.size());
        bodies.add(body);
        int accepted = 0;
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode rejected = answer.putArray("rejected");
        ObjectNode problem = problem("no-event-accepted");
        ArrayNode errors = problem.putArray("errors");
        for (int index = 0; index < elements.size(); index++) {
            EventBatch.Element element = elements.get(index);
            Event event = decode(body, element);
            if (event instanceof Event.CreditsConsumed consumed && refused.test(consumed)) {
                rejected.addObject()
                        .put("index", index)
                        .put("id", event.identity().id())
                        .put("type", "/problems/event-in-future")
                        .put("detail", Refusal.EVENT_IN_FUTURE.sentence())
                        .put("pointer", "/time");
                errors.addObject().put("pointer", "/" + index + "/time").put("code", "event-in-future");
            } else {
                accepted++;
                count(event);
            }
        }
        return accepted == 0 ? problem : answer.put("accepted", accepted);
    }

    private static Event decode(byte[] body, EventBatch.Element element) {
        if (EventCodec.decode(body, element.offset(), element.length()) instanceof Decoded.Accepted(Event event)) {
            return event;
        }
        throw new AssertionError("the import sends only what the decoder accepts");
    }

    private void count(Event event) {
        BackfillId backfill = event.backfill();
        if (backfill == null || countingStands) {
            return;
        }
        BackfillTally zero = new BackfillTally(0, 0, 0, false);
        tallies.compute(
                new HistoryRow.Destination(event.organization(), backfill),
                (_, before) -> count(event, before == null ? zero : before));
    }

    private BackfillTally count(Event event, BackfillTally before) {
        return switch (event) {
            case Event.BackfillClosed _ ->
                new BackfillTally(before.counted(), before.duplicate(), before.rejected(), true);
            case Event.CreditsConsumed consumed -> {
                Stored identity = new Stored(event.organization(), event.identity());
                if (counted.containsKey(identity) && !forgetful) {
                    yield new BackfillTally(
                            before.counted(), before.duplicate() + 1, before.rejected(), before.closed());
                }
                if (before.closed()) {
                    yield new BackfillTally(before.counted(), before.duplicate(), before.rejected() + 1, true);
                }
                counted.put(identity, consumed);
                yield new BackfillTally(before.counted() + 1, before.duplicate(), before.rejected(), false);
            }
            case Event.CreditsReversed _, Event.CreditsAdjusted _ ->
                throw new AssertionError("the import sends no corrections");
        };
    }

    private void backfill(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
        HistoryRow.Destination destination = new HistoryRow.Destination(
                new OrganizationId(URLDecoder.decode(path[3], StandardCharsets.UTF_8)),
                new BackfillId(URLDecoder.decode(path[5], StandardCharsets.UTF_8)));
        BackfillTally tally = tallies().get(destination);
        if (!isKnown(exchange)) {
            answer(exchange, 401, problem("unauthenticated"));
        } else if (tally == null) {
            answer(exchange, 404, problem("not-found"));
        } else {
            ObjectNode answer = JSON.createObjectNode()
                    .put("counted", tally.counted())
                    .put("duplicate", tally.duplicate())
                    .put("rejected", tally.rejected())
                    .put("closed", tally.closed());
            answer(exchange, 200, answer);
        }
    }

    private static ObjectNode problem(String slug) {
        return JSON.createObjectNode().put("type", "/problems/" + slug).put("detail", "Because of " + slug + ".");
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
