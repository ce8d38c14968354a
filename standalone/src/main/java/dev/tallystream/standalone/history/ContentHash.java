package dev.tallystream.standalone.history;

import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first 32 hex digits of the SHA-256 of a file's content. It names the file's events and its backfill for ever,
 * whatever the file is called and whoever imports it when.
 */
record ContentHash(String hex) {
    private static final int HEX_DIGITS = 32;

    /** Reads the file to its end. */
    static ContentHash of(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), sha256)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return new ContentHash(HexFormat.of().formatHex(sha256.digest()).substring(0, HEX_DIGITS));
    }

    /** The identity of the row with that number, from 1. */
    EventIdentity row(long number) {
        return new EventIdentity(source(), Long.toString(number));
    }

    /** The identity of the event that closes the backfill. */
    EventIdentity closing() {
        return new EventIdentity(source(), "closed");
    }

    /** The backfill that the file's events belong to. */
    BackfillId backfill() {
        return new BackfillId("import-" + hex);
    }

    private String source() {
        return "/import/" + hex;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
