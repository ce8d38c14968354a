package dev.tallystream.query.access;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** {@code GET /v1/orgs}: the organizations whose usage the caller may read. */
@Controller("/v1/orgs")
@Requires(beans = VisibleOrganizations.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OrganizationsController {
    private final VisibleOrganizations organizations;

    OrganizationsController(VisibleOrganizations organizations) {
        this.organizations = organizations;
    }

    /** {@code {"items":[{"id":"acme"}]}}. */
    record OrganizationsAnswer(List<Item> items) {
        record Item(String id) {}
    }

    @Get
    OrganizationsAnswer list(Principal caller) {
        if (!caller.may(Right.READ_USAGE)) {
            throw new ProblemException(Denial.ROLE_REQUIRED.toProblem(Right.READ_USAGE));
        }
        return new OrganizationsAnswer(organizations.of(caller).stream()
                .map(OrganizationId::value)
                .map(OrganizationsAnswer.Item::new)
                .toList());
    }
}
