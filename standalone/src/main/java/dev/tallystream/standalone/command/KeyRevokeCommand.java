package dev.tallystream.standalone.command;

import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.installation.KeyFile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code key revoke}: takes a key back. */
@Command(
        name = "revoke",
        description = "Takes a key back, for ever. A running server refuses it within a second.",
        footer = {"", "Example:", "  ./tallystream key revoke --data ~/usage 5d2c40fe9a31"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class KeyRevokeCommand implements Callable<Integer> {
    private final Terminal answer;

    @Mixin
    private KeyFileOptions file;

    @Parameters(paramLabel = "ID", description = "The key's id, as list shows it; the whole key will do, too.")
    private String id;

    @Option(names = "--json", fallbackValue = "true", description = "Print one line of JSON.")
    private boolean json;

    KeyRevokeCommand(Terminal answer) {
        this.answer = answer;
    }

    @Override
    public Integer call() {
        String wanted = KeySecret.parse(id).map(KeySecret::id).orElse(id);
        KeyFile keys = file.toKeyFile();
        Instant now = answer.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        keys.change(before -> revoke(before, wanted, keys, now));
        answer.line(json ? "{\"id\":\"%s\",\"state\":\"revoked\"}".formatted(wanted) : "Revoked %s.".formatted(wanted));
        return ExitCode.OK;
    }

    private static List<HashedKey> revoke(List<HashedKey> before, String wanted, KeyFile keys, Instant now) {
        List<HashedKey> after = new ArrayList<>(before);
        for (int i = 0; i < after.size(); i++) {
            HashedKey key = after.get(i);
            if (key.grant().id().equals(wanted)) {
                after.set(i, key.with(key.life().revokedAt(now)));
                return after;
            }
        }
        throw new CommandFailure("There is no key with that id in %s.".formatted(keys.path()));
    }
}
