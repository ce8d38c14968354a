package dev.tallystream.standalone.command;

import dev.tallystream.http.AllowedHosts;
import dev.tallystream.standalone.installation.ListenPort;
import dev.tallystream.standalone.process.HttpAddress;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where a process of its own listens. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class HttpOptions {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = HttpAddress.LOOPBACK,
            description = "The address to listen on; 0.0.0.0 for every one, as in a container."
                    + " Default: ${DEFAULT-VALUE}, this machine only.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private Port port;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            description = "A name by which it may be asked, without a port; may be given again. Default: any.")
    private Set<String> allowedHosts = Set.of();

    HttpAddress toAddress() {
        return new HttpAddress(
                host,
                port.number() == 0 ? ListenPort.free() : port.number(),
                allowedHosts.isEmpty() ? null : AllowedHosts.ofThisMachineAnd(allowedHosts));
    }
}
