package dev.tallystream.standalone.command;

import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.process.OneMachine;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: everything on one machine, until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Runs everything on this machine: a Kafka broker, the counting, the panel and the API.",
            "When it is ready, DIR/credentials.json says how programs reach it."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream serve",
            "  ./tallystream serve --data ~/usage --port 9000",
            "  ./tallystream serve --port 0 --kafka-port 0 --json",
            "  ./tallystream serve --issuer https://id.example.com/ \\",
            "      --jwks https://id.example.com/jwks.json \\",
            "      --audience https://usage.example.com --allowed-host usage.example.com"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the field before it calls the command
public final class ServeCommand implements Callable<Integer> {
    private final Terminal answer;
    private final Terminal aside;

    @Mixin
    private OneMachineOptions options;

    /** Announces itself on one terminal and says the rest on the other. */
    public ServeCommand(Terminal answer, Terminal aside) {
        this.answer = answer;
        this.aside = aside;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Foreground(answer, aside, options.json())
                .run(() -> OneMachine.start(options.toConfig(), Clock.systemUTC()));
    }
}
