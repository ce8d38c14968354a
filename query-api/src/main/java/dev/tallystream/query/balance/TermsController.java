package dev.tallystream.query.balance;

import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.id.OrganizationId;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** {@code /v1/orgs/{org}/allocations} and {@code /billing-calendar}: two lists that share one version. */
@Controller("/v1/orgs/{org}")
@Requires(beans = TermsDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class TermsController {
    private final TermsDesk desk;

    TermsController(TermsDesk desk) {
        this.desk = desk;
    }

    @Get("/allocations")
    @Needs(Right.READ_ALLOCATIONS)
    HttpResponse<AllocationsAnswer> allocations(@PathVariable OrganizationId org, Principal caller) {
        return allocations(org, desk.read(caller, org));
    }

    @Put("/allocations")
    @Needs(Right.WRITE_ALLOCATIONS)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<AllocationsAnswer> allocate(
            @PathVariable OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        long version = VersionTag.required(request);
        List<Allocation> allocations = TermsRequest.allocations(body.join());
        return allocations(org, desk.change(caller, org, version, terms -> terms.withAllocations(allocations)));
    }

    @Get("/billing-calendar")
    @Needs(Right.READ_ALLOCATIONS)
    HttpResponse<BillingCalendarAnswer> calendar(@PathVariable OrganizationId org, Principal caller) {
        return calendar(org, desk.read(caller, org));
    }

    @Put("/billing-calendar")
    @Needs(Right.WRITE_ALLOCATIONS)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<BillingCalendarAnswer> bill(
            @PathVariable OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        long version = VersionTag.required(request);
        BillingCalendar calendar = TermsRequest.calendar(body.join());
        return calendar(org, desk.change(caller, org, version, terms -> terms.withCalendar(calendar)));
    }

    private static HttpResponse<AllocationsAnswer> allocations(OrganizationId org, Seen<BillingTerms> seen) {
        return answer(seen, (terms, freshness) -> AllocationsAnswer.of(org, terms, freshness));
    }

    private static HttpResponse<BillingCalendarAnswer> calendar(OrganizationId org, Seen<BillingTerms> seen) {
        return answer(seen, (terms, freshness) -> BillingCalendarAnswer.of(org, terms.calendar(), freshness));
    }

    private static <T> HttpResponse<T> answer(
            Seen<BillingTerms> seen, BiFunction<BillingTerms, FreshnessAnswer, T> body) {
        FreshnessAnswer freshness = FreshnessAnswer.from(seen.freshness());
        return HttpResponse.ok(body.apply(seen.value(), freshness))
                .header(HttpHeaders.ETAG, VersionTag.of(seen.value().version()))
                .headers(freshness::addTo);
    }
}
