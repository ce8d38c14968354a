package dev.tallystream.standalone.installation;

import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key by which erased users are recognized, in a file that only its owner can read: 64 hex digits. */
public record ErasureKeyFile(Path path) {
    /**
     * The key in the file.
     *
     * @throws CommandFailure if there is none
     */
    public ErasureKey read() {
        try {
            return ErasureKey.parse(Files.readString(path))
                    .orElseThrow(() -> new CommandFailure(path + " is not an erasure key of 64 hex digits."));
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read.", e);
        }
    }

    /** The key in the file, which is made with a new key where there is none yet. */
    public ErasureKey readOrCreate() {
        if (!Files.exists(path)) {
            byte[] key = new byte[ErasureKey.LENGTH];
            new SecureRandom().nextBytes(key);
            try {
                PrivateFile.write(path, HexFormat.of().formatHex(key) + System.lineSeparator());
            } catch (IOException e) {
                throw new CommandFailure(path + " cannot be written.", e);
            }
        }
        return read();
    }
}
