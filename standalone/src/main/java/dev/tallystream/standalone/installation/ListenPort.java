package dev.tallystream.standalone.installation;

import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The TCP ports that a start listens on: found busy before anything is loaded. */
public final class ListenPort {
    private ListenPort() {}

    /** A port of the loopback address that nobody listens on just now. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes sure that the port can be listened on just now.
     *
     * @param option the option that chooses another port, for the sentence
     * @throws CommandFailure if it cannot
     */
    public static void requireFree(String host, int port, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException taken) {
            throw new CommandFailure(
                    "Port %d of %s cannot be listened on, most likely because another program does; choose another with %s."
                            .formatted(port, host, option),
                    taken);
        }
    }
}
