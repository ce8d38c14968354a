package dev.tallystream.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Another site, with one page that shows an address in a frame: {@code /?address}. */
final class FramingSite implements AutoCloseable {
    private final HttpServer server;

    private FramingSite(HttpServer server) {
        this.server = server;
    }

    static FramingSite start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String address = exchange.getRequestURI().getRawQuery();
            byte[] page =
                    ("<!doctype html><html lang=\"en\"><title>Ours</title><link rel=\"icon\" href=\"data:,\"><h1>Ours</h1>"
                                    + "<iframe title=\"usage\" width=\"1000\" height=\"800\" src=\"" + address
                                    + "\"></iframe>")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return new FramingSite(server);
    }

    /** Another name than Tallystream's, so that it is another site for cookies, too. */
    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String framing(String address) {
        return origin() + "/?" + address.replace("&", "&amp;");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
