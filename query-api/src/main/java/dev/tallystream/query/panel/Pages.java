package dev.tallystream.query.panel;

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
            + "frame-ancestors 'self'";

    private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");
    private static final int TYPICAL_LENGTH = 32 * 1024;

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), Pages.class.getPackageName());
    private final Assets assets;

    Pages(Assets assets) {
        this.assets = assets;
    }

    /** The texts in the reader's language. */
    Texts texts(HttpRequest<?> request) {
        return Texts.forLanguages(request.getHeaders().get(HttpHeaders.ACCEPT_LANGUAGE));
    }

    /** What surrounds a page with that title. */
    Shell shell(Texts texts, String title, Shell.@Nullable Frame frame) {
        return new Shell(texts, assets, title, frame);
    }

    MutableHttpResponse<String> details(DetailsPage page) {
        return html(HttpStatus.OK.getCode(), "details.jte", page);
    }

    MutableHttpResponse<String> list(ListPage page) {
        return html(HttpStatus.OK.getCode(), "list.jte", page);
    }

    MutableHttpResponse<String> member(MemberPage page) {
        return html(HttpStatus.OK.getCode(), "member.jte", page);
    }

    MutableHttpResponse<String> organizations(OrganizationsPage page) {
        return html(HttpStatus.OK.getCode(), "organizations.jte", page);
    }

    MutableHttpResponse<String> signIn(SignInFormPage page) {
        return html(page.status(), "signin.jte", page);
    }

    MutableHttpResponse<String> problem(ProblemPage page) {
        return html(page.status(), "problem.jte", page);
    }

    private MutableHttpResponse<String> html(int status, String template, Object page) {
        StringOutput html = new StringOutput(TYPICAL_LENGTH);
        templates.render(template, page, html);
        return HttpResponse.<String>status(HttpStatus.valueOf(status))
                .body(html.toString())
                .contentType(HTML)
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }
}
