package dev.tallystream.query.panel;

import dev.tallystream.query.usage.RankedRow;
import org.jspecify.annotations.Nullable;

/**
 * What a member is called, to be escaped and bidi-isolated by the page.
 *
 * @param nameless whether the text stands in for a name that nobody can see
 * @param href the member's own page, or null where there is none that a link may lead to
 */
record Label(
        String text,
        boolean nameless,
        boolean deleted,
        @Nullable String href) {
    static Label of(RankedRow row, Texts texts) {
        boolean nameless = row.name().isBlank();
        return new Label(
                nameless ? texts.get("section.no_name") : row.name(),
                nameless,
                Boolean.TRUE.equals(row.deleted()),
                webAddress(row.url()));
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
