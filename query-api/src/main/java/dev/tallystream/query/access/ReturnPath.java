package dev.tallystream.query.access;

import dev.tallystream.contract.id.Ids;
import java.net.URI;
import java.net.URISyntaxException;

/** Where a browser goes after signing in: a page of ours and nowhere else. */
public final class ReturnPath {
    /** Where nothing, or nothing of ours, was asked for. */
    static final String HOME = "/admin";

    private static final int MAX_LENGTH = 2_000;

    private ReturnPath() {}

    /** The text where it is a local path under {@code /admin}, else {@link #HOME}. */
    public static String of(String text) {
        return isPage(text) ? text : HOME;
    }

    private static boolean isPage(String text) {
        if (text.length() > MAX_LENGTH || !Ids.isCleanText(text)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            String path = uri.getRawPath();
            return !uri.isAbsolute()
                    && uri.getRawAuthority() == null
                    && path != null
                    && path.equals(uri.normalize().getRawPath())
                    && (path.equals(HOME) || path.startsWith(HOME + "/"));
        } catch (URISyntaxException noUri) {
            return false;
        }
    }
}
