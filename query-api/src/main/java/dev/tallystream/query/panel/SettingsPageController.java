package dev.tallystream.query.panel;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.body.Applied.Seen;
import dev.tallystream.query.settings.SettingsDesk;
import dev.tallystream.query.settings.SettingsRequest;
import dev.tallystream.query.usage.ParameterReader;
import dev.tallystream.query.usage.UsageProblems;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where an admin decides. The forms are plain ones, so that they work without script: a decision is answered with a
 * redirect to the page that says what became of it. Each is made over the version that the form was made of.
 */
@Controller("/admin/{org}/settings")
@Requires(beans = SettingsDesk.class)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SettingsPageController {
    private static final String SAVED = "saved";

    private final SettingsDesk desk;
    private final Pages pages;

    SettingsPageController(SettingsDesk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    @Get
    @Needs(Right.DECIDE_SETTINGS)
    HttpResponse<String> settings(@PathVariable OrganizationId org, Principal caller, HttpRequest<?> request) {
        Map<String, List<String>> parameters = EmbedLinks.ownParameters(request);
        boolean saved = List.of("1").equals(parameters.get(SAVED));
        if (saved) {
            parameters.remove(SAVED);
        }
        UsageProblems.understood(new ParameterReader(parameters).asked(org));
        String notice = saved ? "settings.saved" : null;
        return page(HttpStatus.OK, notice, org, caller, request, desk.read(caller, org));
    }

    @Post
    @Needs(Right.DECIDE_SETTINGS)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> decide(
            @PathVariable OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        SettingsForm form = SettingsForm.parse(body.join());
        Seen<OrganizationSettings> stands = desk.read(caller, org);
        Optional<SettingsRequest> asked = SettingsRequest.changing(stands.value(), form::field);
        if (asked.isEmpty()) {
            return page(HttpStatus.UNPROCESSABLE_ENTITY, "settings.invalid", org, caller, request, stands);
        }
        try {
            desk.decide(caller, org, form.version(), asked.get());
        } catch (ProblemException problem) {
            if (problem.problem().type() != ProblemType.PRECONDITION_FAILED) {
                throw problem;
            }
            return page(
                    HttpStatus.PRECONDITION_FAILED, "settings.changed", org, caller, request, desk.read(caller, org));
        }
        return HttpResponse.seeOther(URI.create(AdminPage.SETTINGS.href(org.value()) + "?" + SAVED + "=1"));
    }

    private HttpResponse<String> page(
            HttpStatus status,
            @Nullable String notice,
            OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            Seen<OrganizationSettings> seen) {
        Texts texts = pages.texts(request);
        Shell shell =
                pages.shell(texts, texts.get("settings.title"), Shell.Frame.of(org, caller, texts, AdminPage.SETTINGS));
        return pages.settings(SettingsPage.of(
                status, notice == null ? null : texts.get(notice), org, seen.value(), seen.freshness(), shell));
    }
}
