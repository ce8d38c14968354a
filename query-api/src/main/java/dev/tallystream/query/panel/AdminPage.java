package dev.tallystream.query.panel;

import dev.tallystream.query.access.Right;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The pages of an organization that the side bar leads to, in its order. */
enum AdminPage {
    ANALYTICS("analytics", Right.READ_USAGE),
    SUBSCRIPTION("subscription", Right.READ_BALANCE),
    SETTINGS("settings", Right.DECIDE_SETTINGS);

    private final String id;
    private final Right right;

    AdminPage(String id, Right right) {
        this.id = id;
        this.right = right;
    }

    /** The page as paths, texts and icons call it. */
    String id() {
        return id;
    }

    /** What whoever opens it must be allowed. */
    Right right() {
        return right;
    }

    /** Its address. */
    String href(String organization) {
        return home(organization) + "/" + id;
    }

    /** Where the organization begins: the first page of it that its visitor may open. */
    static String home(String organization) {
        return "/admin/"
                + URLEncoder.encode(organization, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
