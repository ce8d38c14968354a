package dev.tallystream.query.access;

import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import java.util.List;

/** Which organizations a caller finds listed. Thread-safe. */
public final class VisibleOrganizations {
    private final UsageView view;

    /** Lists from what the view has rows for. */
    public VisibleOrganizations(UsageView view) {
        this.view = view;
    }

    /** Those whose usage the caller may read, as {@link #of(Principal, Right)} lists them. */
    public List<OrganizationId> of(Principal caller) {
        return of(caller, Right.READ_USAGE);
    }

    /**
     * Those of which the caller may do that, by id: the ones named in their token or key, or for whoever may see all
     * of them every one that has rows here.
     */
    public List<OrganizationId> of(Principal caller, Right right) {
        if (!caller.may(right)) {
            return List.of();
        }
        return switch (caller.organizations()) {
            case OrganizationScope.All() -> view.organizations();
            case OrganizationScope.Only(var organizations) ->
                organizations.stream().sorted().toList();
        };
    }
}
