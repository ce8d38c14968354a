package dev.tallystream.query.settings;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.body.Applied.Seen;
import dev.tallystream.query.body.VersionTag;
import dev.tallystream.query.usage.FreshnessAnswer;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletableFuture;

/** {@code /v1/orgs/{org}/analytics-settings}: the calendar and the privacy switch. */
@Controller("/v1/orgs/{org}/analytics-settings")
@Requires(beans = SettingsDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SettingsController {
    private final SettingsDesk desk;

    SettingsController(SettingsDesk desk) {
        this.desk = desk;
    }

    @Get
    @Needs(Right.DECIDE_SETTINGS)
    HttpResponse<SettingsAnswer> read(@PathVariable OrganizationId org, Principal caller) {
        return answer(org, desk.read(caller, org));
    }

    @Put
    @Needs(Right.DECIDE_SETTINGS)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<SettingsAnswer> decide(
            @PathVariable OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        long version = VersionTag.required(request);
        return answer(org, desk.decide(caller, org, version, SettingsRequest.parse(body.join())));
    }

    private static HttpResponse<SettingsAnswer> answer(OrganizationId org, Seen<OrganizationSettings> seen) {
        FreshnessAnswer freshness = FreshnessAnswer.from(seen.freshness());
        return HttpResponse.ok(SettingsAnswer.of(org, seen.value(), freshness))
                .header(HttpHeaders.ETAG, VersionTag.of(seen.value().version()))
                .headers(freshness::addTo);
    }
}
