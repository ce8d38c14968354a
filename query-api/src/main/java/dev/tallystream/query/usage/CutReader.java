package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How every question is asked: only for who may have the answer, once what is awaited is counted, of one cut, and never
 * too many of one organization at once. Thread-safe.
 */
public final class CutReader {
    private final UsageView view;
    private final PositionWaits waits;
    private final ReadLimit limit = new ReadLimit();

    /** Reads that view. */
    public CutReader(UsageView view) {
        this.view = view;
        this.waits = new PositionWaits(view, PositionWaits.MAX_WAITING);
    }

    /** An answer of one cut, for who may have it. */
    public <T> UsageOutcome<T> read(
            Principal caller,
            OrganizationId organization,
            Right right,
            @Nullable Awaited awaited,
            Function<UsageCut, UsageOutcome<Unstamped<T>>> query) {
        return allowed(caller, organization, right, awaited, () -> switch (view.read(organization, query)) {
            case Reading.Unavailable<UsageOutcome<Unstamped<T>>>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<UsageOutcome<Unstamped<T>>>(var outcome, var freshness) ->
                outcome.map(answer -> answer.stampedWith(FreshnessAnswer.from(freshness)));
        });
    }

    /** Asks for the answer where the caller may have it, once what is awaited is counted or the wait is over. */
    <T> UsageOutcome<T> allowed(
            Principal caller,
            OrganizationId organization,
            Right right,
            @Nullable Awaited awaited,
            Supplier<UsageOutcome<T>> answer) {
        Optional<Denial> denial = Denial.of(caller, organization, right);
        if (denial.isPresent()) {
            return new UsageOutcome.Denied<>(denial.get());
        }
        return switch (waits.await(organization, awaited)) {
            case GO_ON -> limit.within(organization, answer);
            case OTHER_PARTITION -> new UsageOutcome.OtherPartition<>();
            case FULL -> new UsageOutcome.Busy<>();
        };
    }
}
