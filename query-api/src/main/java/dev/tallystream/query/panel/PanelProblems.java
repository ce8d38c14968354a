package dev.tallystream.query.panel;

import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemPages;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.ReturnPath;
import dev.tallystream.query.access.SignInPage;
import dev.tallystream.query.usage.UsageProblems;
import dev.tallystream.query.usage.UsageQueries;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.uri.UriBuilder;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every problem of a page as a page that says so and leads on; sign-in is one of them. */
@Singleton
@Requires(beans = UsageQueries.class)
final class PanelProblems implements ProblemPages, SignInPage {
    private static final String START = "/admin";
    private static final String SIGN_IN = "/sign-in";

    /** The segments of {@code /admin/acme/credits-usage}, with the empty one in front. */
    private static final int DETAILS_SEGMENTS = 4;

    private final Pages pages;

    PanelProblems(Pages pages) {
        this.pages = pages;
    }

    @Override
    public MutableHttpResponse<?> page(HttpRequest<?> request, String returnTo) {
        return signIn(request, HttpStatus.OK, returnTo, false);
    }

    @Override
    public Optional<MutableHttpResponse<?>> answer(HttpRequest<?> request, Problem problem) {
        String path = request.getPath();
        if (path.equals(SIGN_IN)) {
            String wanted = request.getParameters().get("return", String.class, "");
            return Optional.of(signIn(request, HttpStatus.UNAUTHORIZED, ReturnPath.of(wanted), true));
        }
        if (path.equals("/") && isBrowser(request)) {
            return Optional.of(HttpResponse.seeOther(URI.create(START)));
        }
        boolean page = path.equals(START) || path.startsWith(START + "/");
        return page ? Optional.of(problemPage(request, problem)) : Optional.empty();
    }

    private MutableHttpResponse<?> signIn(HttpRequest<?> request, HttpStatus status, String returnTo, boolean wrong) {
        Texts texts = pages.texts(request);
        Shell shell = pages.shell(texts, texts.get("sign_in.title"), null);
        return pages.signIn(new SignInFormPage(shell, status.getCode(), returnTo, wrong));
    }

    private MutableHttpResponse<?> problemPage(HttpRequest<?> request, Problem problem) {
        String here = request.getUri().toString();
        String path = request.getUri().getRawPath();
        return switch (problem.type()) {
            case UNAUTHENTICATED ->
                EmbedLinks.isEmbedded(request)
                        ? page(request, problem, "embed_ended", null, "", "")
                        : toSignIn(request, here);
            case ROLE_REQUIRED, ORG_NOT_ALLOWED ->
                EmbedLinks.isEmbedded(request)
                        ? page(request, problem, "role", null, START, "problem.to_start")
                        : page(request, problem, "role", null, signInAddress(here), "problem.to_sign_in");
            case USER_BREAKDOWN_HIDDEN -> page(request, problem, "hidden", null, detailsOf(path), "problem.to_details");
            case NOT_FOUND -> notFound(request, problem, path);
            case INVALID_PARAMETER, UNKNOWN_PARAMETER, INVALID_CURSOR ->
                problem.detail().equals(UsageProblems.NOT_BEGUN)
                        ? page(request, problem, "not_begun", null, path, "problem.to_default")
                        : page(request, problem, "address", problem.detail(), path, "problem.to_default");
            case RESTORING, REBALANCING, DRAINING, RATE_LIMITED ->
                page(request, problem, "unavailable", null, here, "problem.again");
            case INTERNAL_ERROR -> page(request, problem, "failed", null, here, "problem.again");
            default -> page(request, problem, "other", problem.type().title(), START, "problem.to_start");
        };
    }

    /** What says why is a period of the caller's own that is gone; anything else is not told apart. */
    private MutableHttpResponse<?> notFound(HttpRequest<?> request, Problem problem, String path) {
        return problem.detail().equals(ProblemType.NOT_FOUND.title())
                ? page(request, problem, "not_found", null, START, "problem.to_start")
                : page(request, problem, "not_kept", null, path, "problem.to_default");
    }

    /** A browser goes to the form; a script or a program is told the truth, with the form as its body. */
    private MutableHttpResponse<?> toSignIn(HttpRequest<?> request, String here) {
        return isBrowser(request)
                ? HttpResponse.seeOther(URI.create(signInAddress(here)))
                : signIn(request, HttpStatus.UNAUTHORIZED, here, false);
    }

    private static boolean isBrowser(HttpRequest<?> request) {
        return request.accept().contains(MediaType.TEXT_HTML_TYPE);
    }

    private static String signInAddress(String returnTo) {
        return UriBuilder.of(SIGN_IN).queryParam("return", returnTo).build().toString();
    }

    private MutableHttpResponse<?> page(
            HttpRequest<?> request, Problem problem, String kind, @Nullable String detail, String href, String link) {
        Texts texts = pages.texts(request);
        return pages.problem(new ProblemPage(
                pages.shellWithoutFrame(texts, texts.get("problem." + kind + ".title"), request),
                problem.type().status(),
                texts.get("problem." + kind + ".text"),
                detail,
                href,
                link.isEmpty() ? "" : texts.get(link)));
    }

    /** {@code /admin/acme/credits-usage} of any page below it. */
    private static String detailsOf(String path) {
        return String.join("/", Arrays.asList(path.split("/", -1)).subList(0, DETAILS_SEGMENTS));
    }
}
