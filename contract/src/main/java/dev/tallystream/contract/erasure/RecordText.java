package dev.tallystream.contract.erasure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of a record that was not, or could not be, decoded: read as leniently as somebody would who searches it for
 * a person. Escapes of JSON are resolved, bytes that are no UTF-8 are passed over.
 */
public final class RecordText {
    /** An id of so many characters is found inside other words, too; a shorter one would be found everywhere. */
    private static final int DISTINCTIVE = 8;

    /** A beginning that is shorter says nothing: it stands at the end of every other text. */
    private static final int SHORTEST_BEGINNING = 3;

    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    /** What UTF-16 has between ASCII characters. */
    private static final String NUL = "\0";

    private final String raw;

    private RecordText(String raw) {
        this.raw = raw;
    }

    /** The text of those bytes. */
    public static RecordText of(byte[] bytes) {
        return new RecordText(new String(bytes, StandardCharsets.UTF_8).replace(NUL, ""));
    }

    /**
     * Whether the id stands in it. One of fewer than eight characters must stand alone: {@code u1} is not in
     * {@code u12}.
     */
    public boolean names(String id) {
        return holds(raw, id) || holds(unescaped(raw), id);
    }

    /** Whether it ends within the id, as a record does of which only the beginning is kept. */
    public boolean endsWithin(String id) {
        for (int length = SHORTEST_BEGINNING; length < id.length(); length++) {
            if (raw.endsWith(id.substring(0, length))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Everything that stands between two quotation marks, also of JSON that is broken; empty where that is more than
     * {@code most} texts.
     */
    public Optional<List<String>> quoted(int most) {
        List<String> texts = new ArrayList<>();
        int from = 0;
        int i = 0;
        while (i <= raw.length()) {
            if (i < raw.length() && raw.charAt(i) == '\\') {
                i++;
            } else if (i == raw.length() || raw.charAt(i) == '"') {
                if (texts.size() == most) {
                    return Optional.empty();
                }
                texts.add(unescaped(raw.substring(from, Math.min(i, raw.length()))));
                from = i + 1;
            }
            i++;
        }
        return Optional.of(texts);
    }

    private static boolean holds(String text, String id) {
        for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
            if (id.length() >= DISTINCTIVE || standsAlone(text, at, at + id.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean standsAlone(String text, int from, int to) {
        boolean joinedBefore = from > 0 && Character.isLetterOrDigit(text.charAt(from - 1));
        boolean joinedAfter = to < text.length() && Character.isLetterOrDigit(text.charAt(to));
        return !joinedBefore && !joinedAfter;
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char here = text.charAt(i++);
            if (here != '\\' || i == text.length()) {
                plain.append(here);
                continue;
            }
            char escaped = text.charAt(i++);
            int code = escaped == 'u' ? codeUnit(text, i) : -1;
            if (code >= 0) {
                plain.append((char) code);
                i += HEX_DIGITS;
            } else {
                plain.append(plain(escaped));
            }
        }
        return plain.toString();
    }

    private static char plain(char escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }

    private static int codeUnit(String text, int from) {
        if (from + HEX_DIGITS > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + HEX_DIGITS; i++) {
            int digit = Character.digit(text.charAt(i), HEX);
            if (digit < 0) {
                return -1;
            }
            code = code * HEX + digit;
        }
        return code;
    }
}
