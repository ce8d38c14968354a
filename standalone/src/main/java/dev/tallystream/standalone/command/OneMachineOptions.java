package dev.tallystream.standalone.command;

import dev.tallystream.http.AllowedHosts;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.process.OneMachineConfig;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What both {@code demo} and {@code serve} are told. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class OneMachineOptions {
    private static final long MEBIBYTE = 1024 * 1024;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Where the panel, the API and HTTP ingest answer, on this machine only; 0 takes a free port"
                    + " and keeps it. Default: ${DEFAULT-VALUE}.")
    private Port port;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Where Kafka clients connect, on this machine only; 0 takes a free port and keeps it."
                    + " Default: ${DEFAULT-VALUE}.")
    private Port kafkaPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Everything that is kept; survives a restart. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Mixin
    private RetentionOptions retention;

    @Option(names = "--json", fallbackValue = "true", description = "Say that it is ready as one line of JSON.")
    private boolean json;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            description =
                    "A name besides localhost by which HTTP may be asked, as behind a proxy, without a port; may be"
                            + " given again.")
    private Set<String> allowedHosts = Set.of();

    @Option(
            names = "--min-free-mib",
            paramLabel = "MIB",
            defaultValue = "512",
            description = "With less free on the disk no more events are taken over HTTP. Default: ${DEFAULT-VALUE}.")
    private long minFreeMebibytes;

    @Mixin
    private LimitOptions limits;

    @Mixin
    private AccessOptions access;

    @Mixin
    private PanelOptions panel;

    OneMachineConfig toConfig() {
        return new OneMachineConfig(
                new Installation(data.toAbsolutePath().normalize()),
                port.number(),
                kafkaPort.number(),
                retention.toRetention(),
                AllowedHosts.ofThisMachineAnd(allowedHosts),
                limits.toLimits(),
                Math.multiplyExact(minFreeMebibytes, MEBIBYTE),
                access.toProvider().orElse(null),
                access.toOrigins(),
                panel.toLinks());
    }

    boolean json() {
        return json;
    }
}
