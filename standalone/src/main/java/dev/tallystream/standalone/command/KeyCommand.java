package dev.tallystream.standalone.command;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.installation.KeyFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code key}: an API key for a program. */
@Command(
        name = "key",
        description = {
            "Makes an API key for a program. It is printed this once, the file keeps only its hash.",
            "A running server knows the key after its next start."
        },
        footer = {
            "",
            "Examples:",
            "  ./tallystream key --data ~/usage --org acme",
            "  ./tallystream key --keys-file keys.json --scope events:write --scope usage:read"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class KeyCommand implements Callable<Integer> {
    private final Terminal answer;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory of demo or serve. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(names = "--keys-file", paramLabel = "FILE", description = "The file of ingest and query instead.")
    private @Nullable Path file;

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

    /** Prints the key on that terminal. */
    public KeyCommand(Terminal answer) {
        this.answer = answer;
    }

    @Override
    public Integer call() {
        KeySecret key = KeySecret.generate();
        OrganizationScope whose =
                organizations.isEmpty() ? new OrganizationScope.All() : new OrganizationScope.Only(organizations);
        KeyFile keys = file == null ? new Installation(data.toAbsolutePath().normalize()).keyFile() : new KeyFile(file);
        keys.add(new HashedKey(new KeyGrant(key.id(), whose, scopes), key.hash()));
        answer.line(key.reveal());
        return ExitCode.OK;
    }
}
