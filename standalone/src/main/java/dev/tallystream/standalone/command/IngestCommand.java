package dev.tallystream.standalone.command;

import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.ingest.IngestConfig;
import dev.tallystream.ingest.limit.IngestLimits;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.process.IngestProcess;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ingest}: the door for events as a process of its own. */
@Command(
        name = "ingest",
        description = "Accepts events over HTTP and puts them on a Kafka cluster. Logs to standard error.",
        footer = {
            "",
            "Example:",
            "  ./tallystream key create --keys-file keys.json",
            "  ./tallystream ingest --bootstrap-servers 127.0.0.1:9092 --port 8081 \\",
            "      --keys-file keys.json"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class IngestCommand implements Callable<Integer> {
    private final Terminal answer;
    private final Terminal aside;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--bootstrap-servers",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where the Kafka brokers are.")
    private BootstrapServers bootstrapServers;

    @Mixin
    private HttpOptions http;

    @Mixin
    private KeyOptions keys;

    @Mixin
    private LimitOptions limits;

    @Option(names = "--json", fallbackValue = "true", description = "Say that it is ready as one line of JSON.")
    private boolean json;

    /** Announces itself on one terminal and says the rest on the other. */
    public IngestCommand(Terminal answer, Terminal aside) {
        this.answer = answer;
        this.aside = aside;
    }

    @Override
    public Integer call() throws InterruptedException {
        ApiKeys known = keys.toKeys(Clock.systemUTC())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "Without a key nobody can publish: --keys-file, or TALLYSTREAM_INGEST_KEY in the environment"));
        IngestLimits chosen = limits.toLimits();
        return new Foreground(answer, aside, json)
                .run(() -> IngestProcess.start(
                        http.toAddress(),
                        IngestConfig.of(bootstrapServers.value()),
                        chosen,
                        known,
                        Clock.systemUTC(),
                        aside));
    }
}
