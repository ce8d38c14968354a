package dev.tallystream.query.balance;

import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.allocation.CreditTerms;
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
 * Where a vendor's billing says what was sold. A change is made over the version that the caller has seen, and is
 * answered when the owner of the organization keeps exactly it. Thread-safe.
 */
public final class TermsDesk {
    private final TermsWriter writer;
    private final Applied applied;

    /** Writes through that writer. */
    public TermsDesk(TermsWriter writer, Applied applied) {
        this.writer = writer;
        this.applied = applied;
    }

    /** What stands. */
    Seen<CreditTerms> read(Principal caller, OrganizationId organization) {
        authorize(caller, organization, Right.READ_ALLOCATIONS);
        return applied.now(organization, UsageCut::terms);
    }

    /**
     * Changes what stands, where it is of that version.
     *
     * @param change makes the next version
     * @throws ProblemException {@code precondition-failed} where it is not, or where somebody else was faster
     */
    Seen<CreditTerms> change(
            Principal caller, OrganizationId organization, long version, UnaryOperator<CreditTerms> change) {
        authorize(caller, organization, Right.WRITE_ALLOCATIONS);
        CreditTerms stands = applied.now(organization, UsageCut::terms).value();
        if (stands.version() != version) {
            throw new ProblemException(ProblemType.PRECONDITION_FAILED);
        }
        CreditTerms next = change.apply(stands);
        CompletableFuture<Void> write = writer.write(organization, next);
        Seen<CreditTerms> after = applied.after(
                write,
                organization,
                cut -> Optional.of(cut.terms()).filter(terms -> terms.version() >= next.version()));
        if (!after.value().equals(next)) {
            throw new ProblemException(ProblemType.PRECONDITION_FAILED);
        }
        return after;
    }

    private static void authorize(Principal caller, OrganizationId organization, Right right) {
        Denial.of(caller, organization, right).ifPresent(denial -> {
            throw new ProblemException(denial.toProblem());
        });
    }
}
