package dev.tallystream.http;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which this server may be asked, whatever the port. A page of somebody else's that lets its own name point
 * here (DNS rebinding) is refused by them. A process without them answers for every name.
 */
public record AllowedHosts(Set<String> names) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Copies the names; their case does not matter. */
    public AllowedHosts {
        names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** This machine's own names, and these. */
    public static AllowedHosts ofThisMachineAnd(Set<String> more) {
        return new AllowedHosts(
                Stream.concat(LOOPBACK.stream(), more.stream()).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether the name, without a port, is one of them. */
    boolean include(String host) {
        return names.contains(host.toLowerCase(Locale.ROOT));
    }
}
