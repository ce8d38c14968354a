package dev.tallystream.standalone.command;

import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.SecretFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the secret comes from that signs tokens: a file, or the environment. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class SigningKeyOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--signing-key-file",
            paramLabel = "FILE",
            description = "The secret that signs tokens: 64 hex digits, as openssl rand -hex 32 makes them. Every node"
                    + " that answers for the same organizations has the same.")
    private @Nullable Path file;

    @Option(
            names = "--signing-key",
            paramLabel = "HEX",
            description = "The secret itself; better given as TALLYSTREAM_SIGNING_KEY, since others on the machine see"
                    + " command lines.")
    private @Nullable String hex;

    /** The secret, or empty where neither is given. */
    public Optional<SigningKey> toSigningKey() {
        boolean typedFile = Alternatives.typed(command, "--signing-key-file", "--signing-key");
        return hex == null || typedFile
                ? Optional.ofNullable(file)
                        .map(path -> SecretFile.signingKey(path).read())
                : Optional.of(parse(hex));
    }

    private static SigningKey parse(String hex) {
        try {
            return SigningKey.parse(hex);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("The signing key is not 64 hex digits.", e);
        }
    }
}
