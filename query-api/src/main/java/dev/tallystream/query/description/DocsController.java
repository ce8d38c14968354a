package dev.tallystream.query.description;

import dev.tallystream.query.panel.Assets;
import dev.tallystream.query.usage.UsageQueries;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** {@code GET /docs}: Swagger UI over {@code /openapi.yaml}, for anyone, as the document is. */
@Controller("/docs")
@Requires(beans = UsageQueries.class)
final class DocsController {
    /**
     * As strict as that of the pages but for forms, of which it has none that are sent: no inline script or style runs,
     * and nothing is read but from here.
     */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");

    private final String page;

    DocsController(Assets assets) {
        this.page = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>API · Tallystream</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="%s">
            <link rel="stylesheet" href="%s">
            <script src="%s" defer></script>
            <script src="%s" defer></script>
            </head>
            <body>
            <nav class="docs-links" aria-label="Documents">
            <a href="/openapi.yaml">openapi.yaml</a> ·
            <a href="/asyncapi.yaml">asyncapi.yaml</a> ·
            <a href="/schemas/credit-event.json">credit-event.json</a> ·
            <a href="/admin">Panel</a>
            </nav>
            <main id="docs" data-description="/openapi.yaml"></main>
            </body>
            </html>
            """.formatted(
                        assets.href("swagger-ui.css"),
                        assets.href("docs.css"),
                        assets.href("swagger-ui.js"),
                        assets.href("docs.js"));
    }

    @Get(produces = MediaType.TEXT_HTML)
    HttpResponse<String> docs() {
        return HttpResponse.ok(page)
                .contentType(HTML)
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff");
    }
}
