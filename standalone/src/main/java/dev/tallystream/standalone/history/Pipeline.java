package dev.tallystream.standalone.history;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keeps a few requests in flight and settles them in their order, on the thread that sends. */
final class Pipeline implements AutoCloseable {
    /** Enough to hide the broker's acknowledgement, few enough not to crowd out live events. */
    private static final int IN_FLIGHT = 4;

    private final HistoryServer server;
    private final Settled settled;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Flight> flights = new ArrayDeque<>();

    Pipeline(HistoryServer server, Settled settled) {
        this.server = server;
        this.settled = settled;
    }

    /** Hears what became of each batch at the door. */
    interface Settled {
        void settled(List<HistoryRow.Sendable> rows, List<HistoryServer.Refused> refused);
    }

    private record Flight(List<HistoryRow.Sendable> rows, Future<List<HistoryServer.Refused>> answer) {}

    /** Sends as soon as there is room in the air; an empty batch is not sent. */
    void send(Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        if (flights.size() == IN_FLIGHT) {
            settle(flights.remove());
        }
        List<HistoryRow.Sendable> rows = batch.rows();
        byte[] json = batch.toJson();
        flights.add(new Flight(rows, threads.submit(() -> server.send(json, rows.size()))));
    }

    /** Waits until everything has landed. */
    void drain() {
        while (!flights.isEmpty()) {
            settle(flights.remove());
        }
    }

    private void settle(Flight flight) {
        try {
            settled.settled(flight.rows(), flight.answer().get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailure failure) {
                throw failure;
            }
            throw new IllegalStateException("sending a batch failed for a reason that is not the server's", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
