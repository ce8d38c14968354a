package dev.tallystream.standalone.broker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The embedded broker and nothing else, in a process that can be killed. */
final class BrokerInAProcess implements AutoCloseable {
    private static final int START_SECONDS = 60;

    private final Process process;

    private BrokerInAProcess(Process process) {
        this.process = process;
    }

    /** Runs in the process itself: says that the broker answers, and stays. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println(broker.bootstrapServers());
        new CountDownLatch(1).await();
    }

    static BrokerInAProcess start(Path directory, int port) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerInAProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BrokerInAProcess broker = new BrokerInAProcess(process);
        if (process.inputReader().readLine() == null || !process.isAlive()) {
            process.waitFor(START_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("the broker ended with " + process.exitValue());
        }
        return broker;
    }

    /** Ends it as a power cut would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
