package dev.tallystream.query.balance;

import dev.tallystream.contract.allocation.CreditTerms;
import dev.tallystream.contract.allocation.CreditTerms.BillingDay;
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

/** {@code /v1/orgs/{org}/billing-calendar}: on which day of the month billing periods begin, from which date on. */
@Controller("/v1/orgs/{org}/billing-calendar")
@Requires(beans = TermsDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class BillingCalendarController {
    private final TermsDesk desk;

    BillingCalendarController(TermsDesk desk) {
        this.desk = desk;
    }

    /** Every billing day, by ascending date; where there is none, billing periods begin on the 1st. */
    record BillingCalendarAnswer(String organizationId, List<Item> billingDays, FreshnessAnswer freshness) {
        record Item(String effectiveFrom, int day) {
            static Item of(BillingDay billing) {
                return new Item(billing.effectiveFrom().toString(), billing.day());
            }
        }
    }

    @Get
    @Needs(Right.READ_ALLOCATIONS)
    HttpResponse<BillingCalendarAnswer> read(@PathVariable OrganizationId org, Principal caller) {
        return answer(org, desk.read(caller, org));
    }

    @Put
    @Needs(Right.WRITE_ALLOCATIONS)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<BillingCalendarAnswer> replace(
            @PathVariable OrganizationId org,
            Principal caller,
            HttpRequest<?> request,
            @Body CompletableFuture<byte[]> body) {
        long version = Version.of(request);
        List<BillingDay> days = TermsBody.billingDays(body.join());
        return answer(org, desk.change(caller, org, version, terms -> terms.withBillingDays(days)));
    }

    private static HttpResponse<BillingCalendarAnswer> answer(OrganizationId organization, Seen<CreditTerms> seen) {
        FreshnessAnswer freshness = FreshnessAnswer.from(seen.freshness());
        BillingCalendarAnswer answer = new BillingCalendarAnswer(
                organization.value(),
                seen.value().billingDays().stream()
                        .map(BillingCalendarAnswer.Item::of)
                        .toList(),
                freshness);
        return HttpResponse.ok(answer)
                .header(HttpHeaders.ETAG, Version.tag(seen.value().version()))
                .headers(freshness::addTo);
    }
}
