package dev.tallystream.standalone.installation;

import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The secret that signs tokens, in a file that only its owner can read: 64 hex digits. */
public record SigningKeyFile(Path path) {
    /**
     * The key in the file.
     *
     * @throws CommandFailure if there is none
     */
    public SigningKey read() {
        try {
            return SigningKey.parse(Files.readString(path).strip());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(path + " is not a signing key of 64 hex digits.", e);
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read.", e);
        }
    }

    /** The key in the file, which is made with a new key where there is none yet. */
    public SigningKey readOrCreate() {
        if (!Files.exists(path)) {
            try {
                PrivateFile.write(path, SigningKey.generate().reveal() + System.lineSeparator());
            } catch (IOException e) {
                throw new CommandFailure(path + " cannot be written.", e);
            }
        }
        return read();
    }
}
