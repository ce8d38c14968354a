package dev.tallystream.benchmark.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Many seeds, some at a time. */
public final class Seeds {
    private Seeds() {}

    /**
     * Runs the seeds from {@code from} on.
     *
     * @param results takes each result as it comes, from any thread
     */
    public static void run(long from, int seeds, int threads, Consumer<Model.Result> results) {
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (long seed = from; seed < from + seeds; seed++) {
                long one = seed;
                running.add(workers.submit(() -> results.accept(Model.run(one))));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a seed could not be run", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
