package dev.tallystream.http.key;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key as its holder presents it, {@code ck_<id>_<secret>}; exists in full only where it was made or is presented. */
public final class KeySecret {
    private static final Pattern SHAPE = Pattern.compile("ck_([0-9a-z]{1,32})_([0-9A-Za-z_-]{32,128})");
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final String text;

    private KeySecret(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /** A new key of 256 random bits. */
    public static KeySecret generate() {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(id);
        RANDOM.nextBytes(secret);
        String idText = HexFormat.of().formatHex(id);
        return new KeySecret(
                idText,
                "ck_" + idText + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** The key that somebody presents, or empty where the text is not of the shape of a key. */
    public static Optional<KeySecret> parse(String presented) {
        Matcher matcher = SHAPE.matcher(presented);
        return matcher.matches() ? Optional.of(new KeySecret(matcher.group(1), presented)) : Optional.empty();
    }

    /** The public part. */
    public String id() {
        return id;
    }

    /** What may be kept of it. */
    public KeyHash hash() {
        return KeyHash.of(text);
    }

    /** The whole key, to be shown to its holder once. */
    public String reveal() {
        return text;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ck_" + id + "_…";
    }
}
