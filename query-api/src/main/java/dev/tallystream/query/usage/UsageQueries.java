package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;

/** Answers questions about usage: each answer is of one cut, and only for who may have it. Thread-safe. */
public final class UsageQueries {
    private static final int MAX_KEPT_ROWS = 1_000_000;
    private static final int KEY_LENGTH = 32;

    private final UsageView view;
    private final InstantSource clock;
    private final ListPages lists;

    /** Signs cursors with a key of its own: after a restart they are none of ours any more. */
    public UsageQueries(UsageView view, InstantSource clock) {
        this(view, clock, randomKey());
    }

    /** Signs cursors with that key. */
    public UsageQueries(UsageView view, InstantSource clock, byte[] cursorKey) {
        this.view = view;
        this.clock = clock;
        this.lists = new ListPages(view, new SnapshotShelf(MAX_KEPT_ROWS), new CursorSeal(cursorKey));
    }

    /** The panel for one period. */
    public UsageOutcome<PanelAnswer> panel(Principal caller, PanelRequest request) {
        Optional<Denial> denial = Denial.of(caller, request.organization(), Right.READ_USAGE);
        if (denial.isPresent()) {
            return new UsageOutcome.Denied<>(denial.get());
        }
        Instant now = clock.instant();
        Reading<Optional<Unstamped<PanelAnswer>>> reading = view.read(request.organization(), cut -> {
            LocalDate today = cut.calendar().dateOf(now);
            return request.period()
                    .in(cut.calendar(), request.granularity(), today)
                    .map(period -> new PanelQuery(cut, period, now).answer(request));
        });
        return switch (reading) {
            case Reading.Unavailable<Optional<Unstamped<PanelAnswer>>>(var reason) ->
                new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<Optional<Unstamped<PanelAnswer>>>(var answer, var freshness) ->
                answer.<UsageOutcome<PanelAnswer>>map(
                                panel -> new UsageOutcome.Answer<>(panel.stampedWith(FreshnessAnswer.from(freshness))))
                        .orElseGet(() -> new UsageOutcome.NoSuchPeriod<>(request.period()));
        };
    }

    /** One page of a ranked list. */
    public UsageOutcome<ListAnswer> list(Principal caller, ListRequest request) {
        Optional<Denial> denial = Denial.of(caller, request.organization(), Right.READ_USAGE);
        if (denial.isPresent()) {
            return new UsageOutcome.Denied<>(denial.get());
        }
        return lists.page(request, clock.instant());
    }

    /** What became of a backfill. */
    public UsageOutcome<BackfillAnswer> backfill(Principal caller, OrganizationId organization, BackfillId backfill) {
        Optional<Denial> denial = Denial.of(caller, organization, Right.READ_BACKFILLS);
        if (denial.isPresent()) {
            return new UsageOutcome.Denied<>(denial.get());
        }
        Reading<BackfillTally> reading =
                view.read(organization, cut -> cut.backfill(backfill).orElse(new BackfillTally(0, 0, 0, false)));
        return switch (reading) {
            case Reading.Unavailable<BackfillTally>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<BackfillTally>(var tally, var freshness) ->
                new UsageOutcome.Answer<>(
                        BackfillAnswer.of(organization, backfill, tally, FreshnessAnswer.from(freshness)));
        };
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
