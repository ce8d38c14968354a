package dev.tallystream.query.balance;

import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.body.Applied;
import dev.tallystream.query.body.Applied.Seen;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Where it is said what was agreed with organizations. A change is made over the version that the caller has seen, and
 * is answered when the owner of the organization has applied exactly it. Thread-safe.
 */
public final class TermsDesk {
    private final AllocationsWriter writer;
    private final Applied applied;

    /** Writes through that writer. */
    public TermsDesk(AllocationsWriter writer, Applied applied) {
        this.writer = writer;
        this.applied = applied;
    }

    /** What stands. */
    Seen<BillingTerms> read(Principal caller, OrganizationId organization) {
        authorize(caller, organization, Right.READ_ALLOCATIONS);
        return applied.now(organization, UsageCut::billingTerms);
    }

    /**
     * Makes the next version of what stands, where that is {@code version}; where nothing is changed it stays.
     *
     * @throws ProblemException {@code precondition-failed} where it is not, or where another change was faster
     */
    Seen<BillingTerms> change(
            Principal caller, OrganizationId organization, long version, UnaryOperator<BillingTerms> change) {
        authorize(caller, organization, Right.WRITE_ALLOCATIONS);
        Seen<BillingTerms> seen = applied.now(organization, UsageCut::billingTerms);
        BillingTerms stands = seen.value();
        if (stands.version() != version) {
            throw new ProblemException(ProblemType.PRECONDITION_FAILED);
        }
        BillingTerms next = change.apply(stands);
        if (next.agreesWith(stands)) {
            return seen;
        }
        CompletableFuture<Void> write = writer.write(organization, next);
        Seen<BillingTerms> after = applied.after(
                write,
                organization,
                cut -> Optional.of(cut.billingTerms()).filter(terms -> terms.version() >= next.version()));
        if (!after.value().equals(next)) {
            throw new ProblemException(ProblemType.PRECONDITION_FAILED);
        }
        return after;
    }

    private static void authorize(Principal caller, OrganizationId organization, Right right) {
        Denial.of(caller, organization, right).ifPresent(denial -> {
            throw new ProblemException(denial.toProblemType());
        });
    }
}
