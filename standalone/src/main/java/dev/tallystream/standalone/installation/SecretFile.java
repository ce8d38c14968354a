package dev.tallystream.standalone.installation;

import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * A secret of 64 hex digits in a file that only its owner can read.
 *
 * @param name what it is, with its article
 */
public record SecretFile<T>(Path path, String name, Function<String, Optional<T>> parse) {
    private static final int BYTES = 32;

    /** The secret that signs tokens. */
    public static SecretFile<SigningKey> signingKey(Path path) {
        return new SecretFile<>(path, "a signing key", SecretFile::parseSigningKey);
    }

    /** The key by which erased users are recognized. */
    public static SecretFile<ErasureKey> erasureKey(Path path) {
        return new SecretFile<>(path, "an erasure key", ErasureKey::parse);
    }

    /**
     * The secret in the file.
     *
     * @throws CommandFailure if there is none
     */
    public T read() {
        try {
            return parse.apply(Files.readString(path).strip())
                    .orElseThrow(() -> new CommandFailure(path + " is not " + name + " of 64 hex digits."));
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read.", e);
        }
    }

    /** The secret in the file, which is made with a new one where there is none yet. */
    public T readOrCreate() {
        if (!Files.exists(path)) {
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            try {
                PrivateFile.write(path, HexFormat.of().formatHex(secret) + System.lineSeparator());
            } catch (IOException e) {
                throw new CommandFailure(path + " cannot be written.", e);
            }
        }
        return read();
    }

    private static Optional<SigningKey> parseSigningKey(String hex) {
        try {
            return Optional.of(SigningKey.parse(hex));
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }
}
