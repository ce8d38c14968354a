package dev.tallystream.query.panel;

import dev.tallystream.query.access.EmbedLinks;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns pages into HTML with the headers that every page has. Thread-safe. */
@Singleton
final class Pages {
    /**
     * Nothing runs and nothing is drawn that is not a file of ours; {@code data:} is the icon. Without inline script or
     * style, a name that slipped through the escaping would still do nothing.
     */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors ";

    private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");
    private static final int TYPICAL_LENGTH = 32 * 1024;

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), Pages.class.getPackageName());
    private final Assets assets;

    private final PanelLinks links;

    Pages(Assets assets, Optional<PanelLinks> links) {
        this.assets = assets;
        this.links = links.orElse(PanelLinks.NONE);
    }

    /** What the installation said of the world around the pages. */
    PanelLinks links() {
        return links;
    }

    /** The texts in the reader's language. */
    Texts texts(HttpRequest<?> request) {
        return Texts.forLanguages(request.getHeaders().get(HttpHeaders.ACCEPT_LANGUAGE));
    }

    /** What surrounds a page with that title. */
    Shell shell(Texts texts, String title, Shell.@Nullable Frame frame) {
        return new Shell(texts, assets, title, frame, frame == null ? null : frame.embedQuery());
    }

    /** What surrounds a page of no organization, in somebody else's frame where the request is for one. */
    Shell shellWithoutFrame(Texts texts, String title, HttpRequest<?> request) {
        String link = request.getParameters().get("link", String.class).orElse("");
        return new Shell(texts, assets, title, null, EmbedLinks.isEmbedded(request) ? EmbedLinks.query(link) : null);
    }

    MutableHttpResponse<String> details(DetailsPage page) {
        return html(HttpStatus.OK.getCode(), "details.jte", page, page.shell());
    }

    MutableHttpResponse<String> list(ListPage page) {
        return html(HttpStatus.OK.getCode(), "list.jte", page, page.shell());
    }

    MutableHttpResponse<String> analytics(AnalyticsPage page) {
        return html(HttpStatus.OK.getCode(), "analytics.jte", page, page.shell());
    }

    MutableHttpResponse<String> subscription(SubscriptionPage page) {
        return html(HttpStatus.OK.getCode(), "subscription.jte", page, page.shell());
    }

    MutableHttpResponse<String> settings(SettingsPage page) {
        return html(page.status(), "settings.jte", page, page.shell());
    }

    MutableHttpResponse<String> member(MemberPage page) {
        return html(HttpStatus.OK.getCode(), "member.jte", page, page.shell());
    }

    MutableHttpResponse<String> organizations(OrganizationsPage page) {
        return html(HttpStatus.OK.getCode(), "organizations.jte", page, page.shell());
    }

    MutableHttpResponse<String> signIn(SignInFormPage page) {
        return html(page.status(), "signin.jte", page, page.shell());
    }

    MutableHttpResponse<String> problem(ProblemPage page) {
        return html(page.status(), "problem.jte", page, page.shell());
    }

    private MutableHttpResponse<String> html(int status, String template, Object page, Shell shell) {
        StringOutput html = new StringOutput(TYPICAL_LENGTH);
        String query = shell.embedQuery();
        templates.render(template, page, query == null ? html : new EmbeddedOutput(html, query));
        return HttpResponse.<String>status(HttpStatus.valueOf(status))
                .body(html.toString())
                .contentType(HTML)
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY + links.frameAncestors(query != null))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }
}
