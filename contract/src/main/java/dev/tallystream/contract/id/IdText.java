package dev.tallystream.contract.id;

/** The one rule for the text of an id. */
final class IdText {
    private IdText() {}

    static String check(String name, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " must not be empty or blank");
        }
        if (text.length() > Ids.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    name + " has " + text.length() + " characters, must have at most " + Ids.MAX_LENGTH);
        }
        if (!Ids.isCleanText(text)) {
            throw new IllegalArgumentException(name + " must not contain control characters or lone surrogates");
        }
        return text;
    }
}
