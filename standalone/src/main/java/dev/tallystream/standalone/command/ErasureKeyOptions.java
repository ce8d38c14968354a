package dev.tallystream.standalone.command;

import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.SecretFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the key comes from that tells erased users from others: a file, or the environment. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
public final class ErasureKeyOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--erasure-key-file",
            paramLabel = "FILE",
            description = "What erased users are recognized by: 64 hex digits, as openssl rand -hex 32 makes them. The"
                    + " same on every node and for ever; without it nobody can be erased.")
    private @Nullable Path file;

    @Option(
            names = "--erasure-key",
            paramLabel = "HEX",
            description = "The key itself; better given as TALLYSTREAM_ERASURE_KEY, since others on the machine see"
                    + " command lines.")
    private @Nullable String hex;

    /** The key, or empty where neither is given. */
    public Optional<ErasureKey> toErasureKey() {
        boolean typedFile = Alternatives.typed(command, "--erasure-key-file", "--erasure-key");
        return hex == null || typedFile
                ? Optional.ofNullable(file)
                        .map(path -> SecretFile.erasureKey(path).read())
                : Optional.of(parse(hex));
    }

    private static ErasureKey parse(String hex) {
        return ErasureKey.parse(hex).orElseThrow(() -> new CommandFailure("The erasure key is not 64 hex digits."));
    }
}
