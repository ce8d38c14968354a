package dev.tallystream.standalone.command;

import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.process.Server;
import dev.tallystream.standalone.process.StopSignal;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine.ExitCode;

/**
 * A server in the foreground: started, announced when it is ready, closed when the process is told to stop.
 *
 * @param answer where it is announced
 * @param aside where a person reads what happens meanwhile
 * @param json whether it is announced to a program
 */
record Foreground(Terminal answer, Terminal aside, boolean json) {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** Runs it until the process is told to stop; returns the exit code. */
    int run(Supplier<? extends Server> start) throws InterruptedException {
        StopSignal stop = StopSignal.install();
        try (Server server = start.get()) {
            if (awaitReady(server, stop)) {
                announce(server);
                stop.await();
            }
            aside.line("Stopping.");
            return ExitCode.OK;
        } finally {
            stop.closed();
        }
    }

    private static boolean awaitReady(Server server, StopSignal stop) throws InterruptedException {
        while (!server.isReady()) {
            if (stop.await(LOOK_AGAIN)) {
                return false;
            }
        }
        return true;
    }

    private void announce(Server server) {
        if (json) {
            answer.line(server.announce().toJson());
        } else {
            server.announce().toLines().forEach(answer::line);
        }
    }
}
