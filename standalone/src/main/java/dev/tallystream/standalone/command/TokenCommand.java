package dev.tallystream.standalone.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.installation.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code token}: a bearer token for a person of one organization. */
@Command(
        name = "token",
        description = "Prints a bearer token that the panel and the API accept.",
        footer = {
            "",
            "Example:",
            "  curl -H \"Authorization: Bearer $(./tallystream token --org acme)\" \\",
            "      http://127.0.0.1:8080/v1/orgs/acme/credits-usage"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class TokenCommand implements Callable<Integer> {
    /** As long as somebody may forget that a token is out there. */
    private static final int LONGEST_DAYS = 366;

    private final Terminal answer;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory of demo or serve, whose secret signs the token. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Path data;

    @Mixin
    private SigningKeyOptions signingKey;

    @Option(names = "--org", required = true, paramLabel = "ORG", description = "Whose usage the token shows.")
    private OrganizationId organization;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "org_admin",
            description = "org_admin, who sees usage, billing_admin or member. Default: ${DEFAULT-VALUE}.")
    private Role role;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long the token is valid. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(names = "--json", fallbackValue = "true", description = "Print one line of JSON.")
    private boolean json;

    /** Prints the token on that terminal. */
    public TokenCommand(Terminal answer) {
        this.answer = answer;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > LONGEST_DAYS) {
            throw new ParameterException(
                    spec.commandLine(), "A token is valid for 1 to %d days, not %d".formatted(LONGEST_DAYS, days));
        }
        boolean ofTheDirectory = Alternatives.typed(spec, "--data", "--signing-key-file", "--signing-key");
        SigningKey key =
                ofTheDirectory ? installed() : signingKey.toSigningKey().orElseGet(this::installed);
        SignedIn principal = new SignedIn(new OrganizationScope.Only(Set.of(organization)), role);
        String token = new TokenAuthority(key, answer.clock()).issue(principal, Duration.ofDays(days));
        answer.line(json ? toJson(token) : token);
        return ExitCode.OK;
    }

    private SigningKey installed() {
        SecretFile<SigningKey> file = new Installation(data.toAbsolutePath().normalize()).signingKeyFile();
        if (!Files.exists(file.path())) {
            throw CommandFailure.noTallystreamIn(data);
        }
        return file.read();
    }

    private String toJson(String token) {
        Instant expires = answer.clock().instant().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
        return new JsonMapper()
                .createObjectNode()
                .put("token", token)
                .put("organization_id", organization.value())
                .put("role", role.wireName())
                .put("expires_at", expires.toString())
                .toString();
    }
}
