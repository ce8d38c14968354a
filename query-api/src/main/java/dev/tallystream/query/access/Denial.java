package dev.tallystream.query.access;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemType;
import java.util.Optional;

/** Why a known caller is not answered. The one place that decides who may see what. */
public enum Denial {
    /** Another organization's data, told apart from an unknown organization by nobody. */
    NOT_FOUND,
    /** The organization is theirs, the role or scope is not enough. */
    ROLE_REQUIRED;

    /** Why the principal may not, or empty where they may. */
    public static Optional<Denial> of(Principal principal, OrganizationId organization, Right right) {
        if (!principal.organizations().includes(organization)) {
            return Optional.of(NOT_FOUND);
        }
        return principal.may(right) ? Optional.empty() : Optional.of(ROLE_REQUIRED);
    }

    /** Why the principal may not do that to all organizations at once, or empty where they may. */
    public static Optional<Denial> ofAll(Principal principal, Right right) {
        boolean may = principal.organizations() instanceof OrganizationScope.All && principal.may(right);
        return may ? Optional.empty() : Optional.of(ROLE_REQUIRED);
    }

    /** How the denial is told to whoever asked for that right. */
    public Problem toProblem(Right right) {
        return switch (this) {
            case NOT_FOUND -> Problem.of(ProblemType.NOT_FOUND);
            case ROLE_REQUIRED -> Problem.of(ProblemType.ROLE_REQUIRED, "This is for " + right.owners() + ".");
        };
    }

    /** How the denial is told. */
    public ProblemType toProblemType() {
        return switch (this) {
            case NOT_FOUND -> ProblemType.NOT_FOUND;
            case ROLE_REQUIRED -> ProblemType.ROLE_REQUIRED;
        };
    }
}
