package dev.tallystream.standalone.command;

import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.demo.DemoMachine;
import dev.tallystream.standalone.demo.DemoOptions;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code demo}: everything on one machine, with believable data. */
@Command(
        name = "demo",
        description = {
            "Runs everything on this machine, with believable data: 25 months of several organizations.",
            "A second start goes on with the data that is there."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream demo",
            "  ./tallystream demo --events 2000000 --data /tmp/big",
            "  ./tallystream demo --port 9000 --seed 7"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class DemoCommand implements Callable<Integer> {
    private final Terminal answer;
    private final Terminal aside;

    @Mixin
    private OneMachineOptions options;

    @Mixin
    private DemoOptions demo;

    /** Announces itself on one terminal and says the rest on the other. */
    public DemoCommand(Terminal answer, Terminal aside) {
        this.answer = answer;
        this.aside = aside;
    }

    @Override
    public Integer call() throws InterruptedException {
        Clock clock = Clock.systemUTC();
        return new Foreground(answer, aside, options.json())
                .run(() -> DemoMachine.start(options.toConfig(), demo.toPlan(clock.instant()), aside, clock));
    }
}
