package dev.tallystream.query.panel;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a page so that every way onward within it stays embedded: each local address that a template puts into a link,
 * a form or a request of htmx carries the link that proves the page. In this one place, so that no page forgets it.
 */
final class EmbeddedOutput extends OwaspHtmlTemplateOutput {
    private static final Set<String> ADDRESSES = Set.of("href", "action", "hx-get", "data-href");

    private final String query;
    private boolean address;

    EmbeddedOutput(TemplateOutput output, String query) {
        super(output);
        this.query = query;
    }

    @Override
    public void setContext(String tagName, @Nullable String attributeName) {
        address = attributeName != null && ADDRESSES.contains(attributeName);
        super.setContext(tagName, attributeName);
    }

    @Override
    public void writeUserContent(String value) {
        super.writeUserContent(address && value != null ? carried(value) : value);
    }

    private String carried(String href) {
        boolean ours =
                href.equals(Shell.START) || href.startsWith(Shell.START + "/") || href.startsWith(Shell.START + "?");
        return ours ? with(href, query) : href;
    }

    /** That address of ours with the query behind its own, once. */
    static String with(String href, String query) {
        if (href.contains(query)) {
            return href;
        }
        return href + (href.indexOf('?') < 0 ? "?" : "&") + query;
    }
}
