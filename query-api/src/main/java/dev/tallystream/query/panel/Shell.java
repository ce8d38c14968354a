package dev.tallystream.query.panel;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.Principal;
import io.micronaut.http.HttpResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every page has around its own content.
 *
 * @param title the page's own title; names in it are plain
 * @param frame the organization that the page is about; null for pages that are about none
 * @param embedQuery what every address within an embedded page carries on; null for pages that are not embedded
 */
record Shell(
        Texts texts,
        Assets assets,
        String title,
        @Nullable Frame frame,
        @Nullable String embedQuery) {
    /** Where everything begins. */
    static final String START = "/admin";

    /**
     * The page's organization and the ways inside it.
     *
     * @param switchHref where another organization is chosen; null for who has one only
     * @param role what the visitor is, in words
     * @param links the side bar
     * @param embedQuery what every address within carries on; null for who is not in somebody else's frame
     */
    record Frame(
            String organization,
            @Nullable String switchHref,
            String role,
            List<Link> links,
            @Nullable String embedQuery) {
        /** What surrounds a page of the organization, with the side bar's links that the visitor may follow. */
        static Frame of(OrganizationId org, Principal visitor, Texts texts, AdminPage current) {
            boolean several = switch (visitor.organizations()) {
                case OrganizationScope.All() -> true;
                case OrganizationScope.Only(var named) -> named.size() > 1;
            };
            List<Link> links = Arrays.stream(AdminPage.values())
                    .filter(page -> visitor.may(page.right()))
                    .map(page ->
                            new Link(page.id(), texts.get("nav." + page.id()), page.href(org.value()), page == current))
                    .toList();
            return new Frame(
                    org.value(), several ? START : null, role(visitor, texts), links, Shell.embedQuery(visitor));
        }

        private static String role(Principal visitor, Texts texts) {
            return switch (visitor) {
                case Principal.SignedIn(var organizations, var role) -> texts.get("role." + role.wireName());
                case Principal.KeyHolder(var key) -> texts.get("role.key");
                case Principal.Embedded embedded -> ""; // an embedded page has no menu to say it in
            };
        }

        /** Where the organization begins. */
        String home() {
            return AdminPage.home(organization);
        }

        /** The address of one of its pages. */
        String href(String page) {
            return home() + "/" + page;
        }

        /** Whether the visitor may open that page. */
        boolean has(String page) {
            return links.stream().anyMatch(link -> link.id().equals(page));
        }
    }

    /**
     * A link of the side bar.
     *
     * @param id names its icon
     */
    record Link(String id, String text, String href, boolean current) {}

    /** What every address that the visitor follows carries on; null for who is not in somebody else's frame. */
    static @Nullable String embedQuery(Principal visitor) {
        return visitor instanceof Principal.Embedded(var organization, var link) ? EmbedLinks.query(link) : null;
    }

    /** The redirect to one of our pages, which stays in somebody else's frame where the visitor is in one. */
    static HttpResponse<?> redirect(Principal visitor, String href) {
        String query = embedQuery(visitor);
        return HttpResponse.seeOther(URI.create(query == null ? href : EmbeddedOutput.with(href, query)));
    }

    /** Whether the page is in somebody else's frame, without anything of ours around it. */
    boolean embedded() {
        return embedQuery != null;
    }

    /** A hidden field of a form. */
    record Field(String name, String value) {}

    /** What a form that asks for a page must send along in order to stay embedded: a browser drops its action's query. */
    List<Field> embedFields() {
        return embedQuery == null
                ? List.of()
                : Arrays.stream(embedQuery.split("&", -1))
                        .map(field -> field.split("=", 2))
                        .map(field -> new Field(field[0], URLDecoder.decode(field[1], StandardCharsets.UTF_8)))
                        .toList();
    }

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
                : texts.get("app.title_of_organization", title, Label.plain(frame.organization()));
    }
}
