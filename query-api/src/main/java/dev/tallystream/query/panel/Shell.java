package dev.tallystream.query.panel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every page has around its own content.
 *
 * @param title the page's own title
 * @param frame the organization that the page is about; null for pages that are about none
 */
record Shell(
        Texts texts, Assets assets, String title, @Nullable Frame frame) {
    /**
     * The page's organization and the ways inside it.
     *
     * @param switchHref where another organization is chosen; null for who has one only
     */
    record Frame(String organization, @Nullable String switchHref, List<Link> links) {}

    /** A link of the side bar. */
    record Link(String text, String href, boolean current) {}

    /** The address of a static file. */
    String asset(String name) {
        return assets.href(name);
    }

    /** The text of a key. */
    String text(String key, Object... arguments) {
        return texts.get(key, arguments);
    }

    /** What the browser calls the page. */
    String documentTitle() {
        return frame == null
                ? texts.get("app.title", title)
                : texts.get("app.title_of_organization", title, frame.organization());
    }
}
