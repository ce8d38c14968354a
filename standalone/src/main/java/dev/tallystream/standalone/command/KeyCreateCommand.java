package dev.tallystream.standalone.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystream.contract.id.Ids;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyLife;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.standalone.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code key create}: a new key. */
@Command(
        name = "create",
        description = {
            "Makes an API key for a program. It is printed this once, the file keeps only its hash.",
            "A running server knows it within a second."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream key create --data ~/usage --org acme --name slides",
            "  ./tallystream key create --keys-file keys.json --scope events:write \\",
            "      --scope usage:read --days 90"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class KeyCreateCommand implements Callable<Integer> {
    /** Ten years: whoever wants longer wants a key without an end. */
    private static final int LONGEST_DAYS = 3_660;

    /** Fits a line of the list. */
    private static final int LONGEST_NAME = 64;

    private final Terminal answer;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KeyFileOptions file;

    @Option(
            names = "--org",
            paramLabel = "ORG",
            description = "Only for this organization; may be given again. Default: for all.")
    private Set<OrganizationId> organizations = Set.of();

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            defaultValue = "events:write",
            description =
                    "events:write, backfill, directory:write, allocations:write, usage:read or metrics:read; may be"
                            + " given again."
                            + " Default: ${DEFAULT-VALUE}.")
    private Set<KeyScope> scopes;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "What people call it, such as the program that has it.")
    private String name;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "How long the key is valid. Default: until it is revoked.")
    private @Nullable Integer days;

    @Option(names = "--json", fallbackValue = "true", description = "Print one line of JSON.")
    private boolean json;

    KeyCreateCommand(Terminal answer) {
        this.answer = answer;
    }

    @Override
    public Integer call() {
        if (days != null && (days < 1 || days > LONGEST_DAYS)) {
            throw new ParameterException(
                    spec.commandLine(), "A key is valid for 1 to %d days, not %d".formatted(LONGEST_DAYS, days));
        }
        if (name.length() > LONGEST_NAME || !Ids.isCleanText(name)) {
            throw new ParameterException(
                    spec.commandLine(), "A key's name has at most %d characters on one line".formatted(LONGEST_NAME));
        }
        KeySecret secret = KeySecret.generate();
        OrganizationScope whose =
                organizations.isEmpty() ? new OrganizationScope.All() : new OrganizationScope.Only(organizations);
        Instant now = answer.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        KeyLife life = new KeyLife(now, days == null ? null : now.plus(Duration.ofDays(days)), null);
        HashedKey key = new HashedKey(new KeyGrant(secret.id(), whose, scopes), secret.hash(), name, life);
        file.toKeyFile().add(key);
        answer.line(json ? toJson(secret, life) : secret.reveal());
        return ExitCode.OK;
    }

    private static String toJson(KeySecret secret, KeyLife life) {
        ObjectNode node =
                new JsonMapper().createObjectNode().put("id", secret.id()).put("key", secret.reveal());
        if (life.expires() != null) {
            node.put("expires_at", life.expires().toString());
        }
        return node.toString();
    }
}
