package dev.tallystream.standalone.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and Ctrl-C as an orderly end: the main thread is told, closes what it started, and the process ends with exit
 * code 0. A process that cannot close within {@link #PATIENCE} ends with exit code 1.
 */
public final class StopSignal {
    /** Within the 30 seconds after which most supervisors kill. */
    private static final Duration PATIENCE = Duration.ofSeconds(28);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "stop");

    private StopSignal() {}

    /** Listens from now on. */
    public static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Waits for at most so long; true as soon as the process was told to stop. */
    public boolean await(Duration timeout) throws InterruptedException {
        return asked.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until the process is told to stop. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /** Everything is closed: the process may end now, as it was told to or by itself. */
    public void closed() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook runs, sees that everything is closed, and ends the process.
            asked.countDown();
        }
    }

    /** Runs in the virtual machine's own shutdown, whose exit code would be the signal's. */
    private void end() {
        asked.countDown();
        boolean inOrder = false;
        try {
            inOrder = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(inOrder ? 0 : 1);
    }
}
