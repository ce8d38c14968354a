package dev.tallystream.contract.id;

/** Rules that every id and name obeys. */
public final class Ids {
    /** Characters (UTF-16 units) of the longest id. */
    public static final int MAX_LENGTH = 255;

    private Ids() {}

    /** Whether the text is free of control characters (C0, DEL, C1) and of surrogates without their partner. */
    public static boolean isCleanText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
