package dev.tallystream.query.panel;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Every word of the pages in one language, from {@code texts*.properties}. A key that is missing there fails the page
 * loudly; a test walks all keys that the code and the templates name.
 */
final class Texts {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final ResourceBundle bundle;
    private final Locale locale;

    private Texts(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                "dev.tallystream.query.panel.texts",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The best of our languages for an {@code Accept-Language} header; English where none fits or none is sent. */
    static Texts forLanguages(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return new Texts(Locale.ENGLISH);
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return new Texts(found == null ? Locale.ENGLISH : found);
        } catch (IllegalArgumentException notALanguageRange) {
            return new Texts(Locale.ENGLISH);
        }
    }

    /** The language for numbers and dates. */
    Locale locale() {
        return locale;
    }

    /** The page's {@code lang}. */
    String lang() {
        return locale.toLanguageTag();
    }

    /** A pattern for dates, as it stands. */
    String pattern(String key) {
        return bundle.getString(key);
    }

    /** The text of that key with its holes filled; numbers are grouped as the language does it. */
    String get(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /** The text of that key with its first hole left, which the page fills with markup of its own. */
    Around around(String key, Object... others) {
        String hole = "\u0000";
        Object[] arguments = new Object[others.length + 1];
        arguments[0] = hole;
        System.arraycopy(others, 0, arguments, 1, others.length);
        String text = get(key, arguments);
        int at = text.indexOf(hole);
        return new Around(text.substring(0, at), text.substring(at + hole.length()));
    }

    /** What stands before and after the hole. */
    record Around(String before, String after) {}
}
