package dev.tallystream.query.balance;

import dev.tallystream.contract.allocation.CreditTerms;
import dev.tallystream.contract.allocation.CreditTerms.Allocation;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.Needs;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.body.Applied.Seen;
import dev.tallystream.query.body.Version;
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

/** {@code /v1/orgs/{org}/allocations}: credits for each billing period, from which date on. */
@Controller("/v1/orgs/{org}/allocations")
@Requires(beans = TermsDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AllocationsController {
    private final TermsDesk desk;

    AllocationsController(TermsDesk desk) {
        this.desk = desk;
    }

    /** Every allocation, by ascending date. */
    record AllocationsAnswer(String organizationId, List<Item> allocations, FreshnessAnswer freshness) {
        record Item(String effectiveFrom, String credits) {
            static Item of(Allocation allocation) {
                return new Item(
                        allocation.effectiveFrom().toString(),
                        allocation.credits().toDecimal());
            }
        }
    }

    @Get
    @Needs(Right.READ_ALLOCATIONS)
    HttpResponse<AllocationsAnswer> read(@PathVariable OrganizationId org, Principal caller) {
        return answer(org, desk.read(caller, org));
    }

    @Put
    @Needs(Right.WRITE_ALLOCATIONS)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<AllocationsAnswer> replace(
            @PathVariable OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        long version = Version.of(request);
        List<Allocation> allocations = TermsBody.allocations(body.join());
        return answer(org, desk.change(caller, org, version, terms -> terms.withAllocations(allocations)));
    }

    private static HttpResponse<AllocationsAnswer> answer(OrganizationId organization, Seen<CreditTerms> seen) {
        FreshnessAnswer freshness = FreshnessAnswer.from(seen.freshness());
        AllocationsAnswer answer = new AllocationsAnswer(
                organization.value(),
                seen.value().allocations().stream()
                        .map(AllocationsAnswer.Item::of)
                        .toList(),
                freshness);
        return HttpResponse.ok(answer)
                .header(HttpHeaders.ETAG, Version.tag(seen.value().version()))
                .headers(freshness::addTo);
    }
}
