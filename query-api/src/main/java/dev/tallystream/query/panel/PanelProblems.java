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
import java.util.List;
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
                        ? page(request, problem, "embed_ended", "", "")
                        : toSignIn(request, here);
            case ROLE_REQUIRED, ORG_NOT_ALLOWED ->
                EmbedLinks.isEmbedded(request)
                        ? page(request, problem, "role", START, "problem.to_start")
                        : page(request, problem, "role", signInAddress(here), "problem.to_sign_in");
            case USER_BREAKDOWN_HIDDEN -> page(request, problem, "hidden", detailsOf(path), "problem.to_details");
            case NOT_FOUND -> notFound(request, problem, path);
            case INVALID_PARAMETER, UNKNOWN_PARAMETER, INVALID_CURSOR, CURSOR_EXPIRED, RANGE_NOT_ALIGNED ->
                page(request, problem, isNotBegun(problem) ? "not_begun" : "address", path, toDefault(path));
            case RATE_LIMITED, CARDINALITY_LIMIT -> page(request, problem, "busy", here, "problem.again");
            case RESTORING, REBALANCING, DRAINING -> page(request, problem, "unavailable", here, "problem.again");
            case BROKER_UNAVAILABLE, DISK_FULL, ERASURE_GOES_ON, ERASURE_NOT_CONFIGURED ->
                page(request, problem, "not_stored", here, "problem.again");
            case IDENTITY_PROVIDER_UNAVAILABLE -> page(request, problem, "identity", here, "problem.again");
            case INTERNAL_ERROR -> page(request, problem, "failed", here, "problem.again");
            case CROSS_SITE -> page(request, problem, "cross_site", START, "problem.to_start");
            case BAD_REQUEST,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    REQUEST_TIMEOUT,
                    PAYLOAD_TOO_LARGE,
                    URI_TOO_LONG,
                    UNSUPPORTED_MEDIA_TYPE,
                    UNSUPPORTED_ENCODING,
                    UNSUPPORTED_CHARSET,
                    MISDIRECTED_REQUEST,
                    HEADERS_TOO_LARGE,
                    PRECONDITION_FAILED,
                    PRECONDITION_REQUIRED -> page(request, problem, "other", START, "problem.to_start");
            case MALFORMED_JSON,
                    INVALID_CLOUDEVENT,
                    DUPLICATE_KEY,
                    NOT_REVERSIBLE,
                    EVENT_TOO_OLD,
                    EVENT_IN_FUTURE,
                    UNKNOWN_TYPE,
                    UNKNOWN_VERSION,
                    INVALID_CREDITS,
                    CREDITS_TOO_LARGE,
                    INVALID_QUANTITY,
                    INVALID_ACTOR_TYPE,
                    MISSING_FIELD,
                    UNKNOWN_FIELD,
                    INVALID_VALUE,
                    INVALID_ID,
                    INVALID_TIME,
                    INVALID_TEXT,
                    OVERSIZE,
                    EMPTY_BATCH,
                    BATCH_TOO_LARGE,
                    NO_EVENT_ACCEPTED ->
                // No page takes events; whoever sends one to a page's address is told no more than that.
                page(request, problem, "other", START, "problem.to_start");
        };
    }

    private static boolean isNotBegun(Problem problem) {
        return problem.detail().equals(UsageProblems.NOT_BEGUN);
    }

    /** What says why is a period of the caller's own that is gone; anything else is not told apart. */
    private MutableHttpResponse<?> notFound(HttpRequest<?> request, Problem problem, String path) {
        return problem.detail().equals(ProblemType.NOT_FOUND.advice())
                ? page(request, problem, "not_found", START, "problem.to_start")
                : page(request, problem, "not_kept", path, toDefault(path));
    }

    /** What the page without its parameters is: only those about usage have periods. */
    private static String toDefault(String path) {
        String[] segments = path.split("/", -1);
        boolean usage = segments.length >= DETAILS_SEGMENTS && segments[DETAILS_SEGMENTS - 1].equals("credits-usage");
        return usage ? "problem.to_default" : "problem.to_plain";
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

    /** Every word is of the reader's language; the API's own sentences are for programs. */
    private MutableHttpResponse<?> page(
            HttpRequest<?> request, Problem problem, String kind, String href, String link) {
        Texts texts = pages.texts(request);
        return pages.problem(new ProblemPage(
                pages.shellWithoutFrame(texts, texts.get("problem." + kind + ".title"), request),
                problem.type().status(),
                texts.get("problem." + kind + ".text"),
                detail(problem, texts),
                href,
                link.isEmpty() ? "" : texts.get(link)));
    }

    private static @Nullable String detail(Problem problem, Texts texts) {
        boolean cursor = problem.type() == ProblemType.INVALID_CURSOR || problem.type() == ProblemType.CURSOR_EXPIRED;
        List<String> wrong = cursor ? List.of("cursor") : problem.parameters();
        return wrong.isEmpty() ? null : texts.get("problem.address.parameters", wrong.size(), String.join(", ", wrong));
    }

    /** {@code /admin/acme/credits-usage} of any page below it. */
    private static String detailsOf(String path) {
        return String.join("/", Arrays.asList(path.split("/", -1)).subList(0, DETAILS_SEGMENTS));
    }
}
