package dev.tallystream.query.balance;

import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageQueries;
import java.time.InstantSource;

/** Answers what is left of an organization's credits. Thread-safe. */
public final class BalanceQueries {
    private final UsageQueries usage;
    private final InstantSource clock;

    /** Asks as all questions about usage are asked. */
    public BalanceQueries(UsageQueries usage, InstantSource clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /** The balance of the running billing period. */
    public UsageOutcome<BalanceAnswer> balance(Principal caller, BalanceRequest request) {
        return usage.read(caller, request.organization(), Right.READ_BALANCE, request.awaited(), cut -> {
            BalanceQuery query = new BalanceQuery(cut, clock.instant());
            return query.isKept()
                    ? new UsageOutcome.Answer<>(query.answer(request.organization()), cut.settings())
                    : new UsageOutcome.NotKept<>();
        });
    }
}
