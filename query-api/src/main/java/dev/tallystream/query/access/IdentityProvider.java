package dev.tallystream.query.access;

import dev.tallystream.contract.id.Ids;

/**
 * Whose tokens are accepted beside this installation's own.
 *
 * @param issuer what {@code iss} must say, letter by letter
 * @param audience what {@code aud} must contain
 * @param keys where the provider's public keys are; a token never says where
 * @param claims where in a token the organizations and the role are
 */
public record IdentityProvider(String issuer, String audience, JwksSource keys, ClaimNames claims) {
    /** The longest name; more is not a name but a mistake. */
    private static final int MAX_LENGTH = 1_000;

    /** Checks the names. */
    public IdentityProvider {
        requireName("issuer", issuer);
        requireName("audience", audience);
    }

    private static void requireName(String what, String name) {
        if (name.isBlank() || name.length() > MAX_LENGTH || !Ids.isCleanText(name)) {
            throw new IllegalArgumentException(
                    "the " + what + " must be a text of 1 to " + MAX_LENGTH + " characters on one line");
        }
    }
}
