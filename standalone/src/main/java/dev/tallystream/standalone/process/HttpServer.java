package dev.tallystream.standalone.process;

import dev.tallystream.http.HttpDefaults;
import dev.tallystream.query.access.OpenPath;
import dev.tallystream.standalone.CommandFailure;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The HTTP doors of this process: which ones are open follows from the parts that it is given. */
final class HttpServer implements AutoCloseable {
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
        List<Object> singletons = new ArrayList<>(parts);
        if (THIS_MACHINE_ONLY.contains(address.host())) {
            singletons.add(new OpenPath(METRICS));
        }
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .properties(properties)
                .singletons(singletons.toArray())
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

    @Override
    public void close() {
        context.close();
    }
}
