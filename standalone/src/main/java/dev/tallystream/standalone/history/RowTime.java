package dev.tallystream.standalone.history;

import dev.tallystream.contract.event.Rfc3339;
import java.time.Instant;
import java.util.Optional;

/**
 * A row's moment: RFC 3339, or {@code 2023-11-16 18:17:03.9799600}, where a blank stands for the {@code T} and no
 * offset means UTC. Up to nine decimals.
 */
final class RowTime {
    private static final int DATE_LENGTH = "2023-11-16".length();
    private static final int SECONDS_LENGTH = "2023-11-16T18:17:03".length();

    private RowTime() {}

    static Optional<Instant> parse(String text) {
        if (text.length() < SECONDS_LENGTH) {
            return Optional.empty();
        }
        String withT = text.charAt(DATE_LENGTH) == ' '
                ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
                : text;
        return Rfc3339.parse(hasOffset(withT) ? withT : withT + 'Z');
    }

    private static boolean hasOffset(String text) {
        for (int i = SECONDS_LENGTH; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return true;
            }
        }
        return false;
    }
}
