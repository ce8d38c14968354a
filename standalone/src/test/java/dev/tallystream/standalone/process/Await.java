package dev.tallystream.standalone.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks again until the answer is the one that is waited for. */
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /**
     * The first answer that fits.
     *
     * @throws AssertionError with the last answer if none fits within a minute
     */
    public static <T> T until(Callable<T> question, Predicate<T> fits) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            T answer = question.call();
            if (fits.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + DEADLINE + " still: " + answer);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
