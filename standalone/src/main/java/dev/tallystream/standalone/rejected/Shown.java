package dev.tallystream.standalone.rejected;

/** Text that came from outside, as it may be shown: without anything that steers a terminal, and not at any length. */
final class Shown {
    /** Ids of this length are longer than any that people tell apart by eye, and keep a row readable. */
    static final int LONGEST = 64;

    private static final String CUT = "…";

    private Shown() {}

    /** The text with every character that is not plainly visible written as its number, cut at {@link #LONGEST}. */
    static String text(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            String next = one(character);
            boolean last = i == text.length();
            if (shown.length() + next.length() > (last ? LONGEST : LONGEST - CUT.length())) {
                return shown.append(CUT).toString();
            }
            shown.append(next);
        }
        return shown.toString();
    }

    private static String one(int character) {
        boolean visible = switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> character != '\\';
        };
        return visible ? Character.toString(character) : "\\u{%x}".formatted(character);
    }
}
