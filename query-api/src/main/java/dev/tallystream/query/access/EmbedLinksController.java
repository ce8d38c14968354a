package dev.tallystream.query.access;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/orgs/{org}/embed-links}: a link to the organization's panel for somebody else's frame. */
@Controller("/v1/orgs/{org}/embed-links")
@Requires(beans = EmbedLinks.class)
final class EmbedLinksController {
    private static final Pattern MINUTES = Pattern.compile("[1-9][0-9]{0,3}");

    private final EmbedLinks links;

    EmbedLinksController(EmbedLinks links) {
        this.links = links;
    }

    /** The panel's path with the link, to be put behind the address by which people reach this server. */
    record EmbedLinkAnswer(String path, String expiresAt) {}

    @Post
    HttpResponse<EmbedLinkAnswer> make(
            @PathVariable OrganizationId org, @Nullable @QueryValue String minutes, HttpRequest<?> request) {
        if (!request.getParameters().names().stream().allMatch("minutes"::equals)) {
            throw new ProblemException(ProblemType.UNKNOWN_PARAMETER);
        }
        EmbedLinks.Made made = links.make(org, minutes == null ? EmbedLinks.DEFAULT_LIFETIME : lifetime(minutes));
        String panel = "/admin/"
                + URLEncoder.encode(org.value(), StandardCharsets.UTF_8).replace("+", "%20");
        return HttpResponse.created(new EmbedLinkAnswer(
                panel + "/credits-usage?" + made.query(), made.expires().toString()));
    }

    private static Duration lifetime(String minutes) {
        Duration lifetime =
                MINUTES.matcher(minutes).matches() ? Duration.ofMinutes(Integer.parseInt(minutes)) : Duration.ZERO;
        if (lifetime.isZero() || lifetime.compareTo(EmbedLinks.LONGEST_LIFETIME) > 0) {
            throw new ProblemException(Problem.of(
                    ProblemType.INVALID_PARAMETER,
                    "The parameter minutes must be a number from 1 to " + EmbedLinks.LONGEST_LIFETIME.toMinutes()
                            + "."));
        }
        return lifetime;
    }
}
