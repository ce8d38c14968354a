package dev.tallystream.standalone.command;

import dev.tallystream.query.access.AllowedOrigins;
import dev.tallystream.query.access.ClaimNames;
import dev.tallystream.query.access.IdentityProvider;
import dev.tallystream.query.access.JwksSource;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who gets in beside the holders of tokens and keys of our own, and from where. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class AccessOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--issuer",
            paramLabel = "TEXT",
            description = "Accept the tokens (JWT) of this identity provider, too: their iss is exactly this. Needs"
                    + " --jwks and --audience.")
    private @Nullable String issuer;

    @Option(
            names = "--jwks",
            paramLabel = "URL|FILE",
            description = "Where the provider's public keys are: an https:// URL, or a file. Read again every five"
                    + " minutes, and when a token names a key that is not known.")
    private @Nullable String jwks;

    @Option(
            names = "--audience",
            paramLabel = "TEXT",
            description = "What the provider's tokens must be meant for: their aud contains exactly this.")
    private @Nullable String audience;

    @Option(
            names = "--organization-claim",
            paramLabel = "NAME",
            description = "The claim with the id or ids of the organizations; /a/b for b within a. Default: "
                    + ClaimNames.DEFAULT_ORGANIZATIONS + ".")
    private @Nullable String organizationClaim;

    @Option(
            names = "--role-claim",
            paramLabel = "NAME",
            description = "The claim with org_admin, billing_admin or member, alone or in a list. Default: "
                    + ClaimNames.DEFAULT_ROLE + ".")
    private @Nullable String roleClaim;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description = "An origin whose pages may ask the API from a browser, with a token, such as"
                    + " https://app.example.com; may be given again, or several with commas. Default: none.")
    private Set<String> origins = Set.of();

    /** The provider, or empty where none is named. */
    Optional<IdentityProvider> toProvider() {
        if (issuer == null && jwks == null && audience == null) {
            if (organizationClaim != null || roleClaim != null) {
                throw misuse("--organization-claim and --role-claim are for --issuer, --jwks and --audience", null);
            }
            return Optional.empty();
        }
        if (issuer == null || jwks == null || audience == null) {
            throw misuse("--issuer, --jwks and --audience belong together", null);
        }
        try {
            ClaimNames claims = new ClaimNames(
                    organizationClaim == null ? ClaimNames.DEFAULT_ORGANIZATIONS : organizationClaim,
                    roleClaim == null ? ClaimNames.DEFAULT_ROLE : roleClaim);
            JwksSource keys = JwksSource.parse(jwks);
            requireReadable(keys);
            return Optional.of(new IdentityProvider(issuer, audience, keys, claims));
        } catch (IllegalArgumentException e) {
            throw misuse("Wrong option: " + e.getMessage(), e);
        }
    }

    /** The origins, none by default. */
    AllowedOrigins toOrigins() {
        try {
            return new AllowedOrigins(origins);
        } catch (IllegalArgumentException e) {
            throw misuse("Wrong option: " + e.getMessage(), e);
        }
    }

    /** A provider may be away while we start; a file is there or will never be. */
    private static void requireReadable(JwksSource keys) {
        if (keys instanceof JwksSource.File file) {
            try {
                file.requireKeys();
            } catch (IOException e) {
                throw new CommandFailure("The keys in %s cannot be used: %s.".formatted(file, e.getMessage()), e);
            }
        }
    }

    private ParameterException misuse(String sentence, @Nullable Throwable cause) {
        return cause == null
                ? new ParameterException(command.commandLine(), sentence)
                : new ParameterException(command.commandLine(), sentence, cause);
    }
}
