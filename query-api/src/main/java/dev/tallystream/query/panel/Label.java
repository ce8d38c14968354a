package dev.tallystream.query.panel;

import dev.tallystream.query.usage.RankedRow;
import java.text.Bidi;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a member is called, to be escaped and bidi-isolated by the page.
 *
 * @param nameless whether the text stands in for a name that nobody can see
 * @param id tells two of the same name apart; null where there is one
 * @param href the member's own page elsewhere, or null where there is none that a link may lead to
 */
record Label(
        String text,
        boolean nameless,
        boolean deleted,
        @Nullable String id,
        @Nullable String href) {
    /** Embeddings, overrides and isolates, with what ends them. */
    private static final Pattern DIRECTIONS = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    private static final String FIRST_STRONG_ISOLATE = "\u2068";
    private static final String POP_DIRECTIONAL_ISOLATE = "\u2069";

    static Label of(RankedRow row, Texts texts) {
        return of(row.name(), Boolean.TRUE.equals(row.deleted()), row.url(), texts);
    }

    static Label of(String name, boolean deleted, @Nullable String url, Texts texts) {
        boolean nameless = name.codePoints().noneMatch(Label::isVisible);
        return new Label(nameless ? texts.get("section.no_name") : name, nameless, deleted, null, webAddress(url));
    }

    /** The labels of rows that stand together: those of one name, or of none, have their ids as well. */
    static List<Label> of(List<RankedRow> rows, Texts texts) {
        Set<String> once = new HashSet<>();
        Set<String> again = new HashSet<>();
        List<Label> labels = rows.stream().map(row -> of(row, texts)).toList();
        for (Label label : labels) {
            if (!once.add(label.text())) {
                again.add(label.text());
            }
        }
        return IntStream.range(0, rows.size())
                .mapToObj(i -> again.contains(labels.get(i).text())
                        ? labels.get(i).withId(rows.get(i).id())
                        : labels.get(i))
                .toList();
    }

    private Label withId(String shown) {
        return new Label(text, nameless, deleted, shown, href);
    }

    /**
     * The name for where no markup can isolate it, in a title or in the middle of a sentence: without the marks that
     * turn the text around it, and where it runs from right to left, isolated.
     */
    static String plain(String name) {
        String unmarked = DIRECTIONS.matcher(name).replaceAll("");
        boolean turns = Bidi.requiresBidi(unmarked.toCharArray(), 0, unmarked.length());
        return turns ? FIRST_STRONG_ISOLATE + unmarked + POP_DIRECTIONAL_ISOLATE : unmarked;
    }

    /** Blanks, controls and marks that only steer the text beside them show nothing. */
    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.UNASSIGNED -> false;
            default -> !Character.isWhitespace(character);
        };
    }

    /** Only http, https and paths of this host: {@code javascript:} and its kin are no addresses. */
    private static @Nullable String webAddress(@Nullable String url) {
        if (url == null) {
            return null;
        }
        boolean web = url.startsWith("https://") || url.startsWith("http://");
        boolean path = url.startsWith("/") && !url.startsWith("//") && !url.startsWith("/\\");
        return web || path ? url : null;
    }
}
