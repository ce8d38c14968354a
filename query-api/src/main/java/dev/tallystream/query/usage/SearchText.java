package dev.tallystream.query.usage;

import java.text.Normalizer;
import java.util.Locale;

/** Text as a search compares it: {@code Émile}, {@code EMILE} and {@code emile} are one. */
final class SearchText {
    private SearchText() {}

    /** The text without accents and case. */
    static String fold(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder plain = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(plain::appendCodePoint);
        // Upper case first: it alone makes ß into SS and dotless ı into I.
        return plain.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
