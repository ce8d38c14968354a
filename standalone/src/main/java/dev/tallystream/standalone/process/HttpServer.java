package dev.tallystream.standalone.process;

import dev.tallystream.http.HttpDefaults;
import dev.tallystream.http.OpenDoor;
import dev.tallystream.query.access.OpenPath;
import dev.tallystream.standalone.CommandFailure;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP doors of this process: which ones are open follows from the parts that it is given. */
final class HttpServer implements AutoCloseable {
    /**
     * Longer than an event may be under way (2 s for room and 10 s for the acknowledgement), so that a publisher is told
     * what became of its events; short enough for the rest of the process to end within the 30 s of most supervisors.
     */
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(13);

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Set<String> THIS_MACHINE_ONLY = Set.of(HttpAddress.LOOPBACK, "::1", "localhost");

    /** Who can connect to a server on loopback is on this machine, as the one is who runs it. */
    private static final String METRICS = "/metrics";

    private final ApplicationContext context;
    private final String url;

    private HttpServer(ApplicationContext context, String url) {
        this.context = context;
        this.url = url;
    }

    /**
     * Listens on that address.
     *
     * @param parts what the doors work with: a door whose port is missing stays shut
     */
    static HttpServer start(HttpAddress address, List<Object> parts) {
        Map<String, Object> properties = new HashMap<>(HttpDefaults.properties());
        properties.put("micronaut.application.name", "tallystream");
        properties.put("micronaut.server.host", address.host());
        properties.put("micronaut.server.port", address.port());
        List<Object> all = new ArrayList<>(parts);
        if (address.names() != null) {
            all.add(address.names());
        }
        if (THIS_MACHINE_ONLY.contains(address.host())) {
            all.add(new OpenPath(METRICS));
        }
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .properties(properties)
                .singletons(all.toArray())
                .start();
        try {
            EmbeddedServer server = context.getBean(EmbeddedServer.class);
            server.start();
            return new HttpServer(context, address.toUrl());
        } catch (ServerStartupException e) {
            context.close();
            throw new CommandFailure("HTTP cannot listen on %s:%d.".formatted(address.host(), address.port()), e);
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    String url() {
        return url;
    }

    /** A part that the doors made for themselves. */
    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** Refuses whatever comes from now on, lets what is under way end, and listens no longer. */
    @Override
    public void close() {
        try {
            if (!context.getBean(OpenDoor.class).close(LAST_REQUESTS)) {
                LOG.warn("Some requests did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            context.close();
        }
    }
}
