package dev.tallystream.contract.settings;

import dev.tallystream.contract.id.Ids;
import java.time.Instant;

/**
 * One entry of the log of an organization's settings, in words that people can read.
 *
 * @param who decided it: a role or a key's public part, never a person's name
 * @param when it was decided, which is not when it takes effect
 * @param field as the settings' JSON spells it
 * @param from the value before
 * @param to the value after
 */
public record SettingsChange(String who, Instant when, String field, String from, String to) {
    /** Checks the texts. */
    public SettingsChange {
        check("who", who);
        check("field", field);
        check("from", from);
        check("to", to);
    }

    private static void check(String name, String text) {
        if (text.isBlank() || text.length() > Ids.MAX_LENGTH || !Ids.isCleanText(text)) {
            throw new IllegalArgumentException(
                    name + " must have 1 to " + Ids.MAX_LENGTH + " characters and no control characters");
        }
    }
}
