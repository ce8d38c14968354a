package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers questions about usage: each answer is of one cut, and only for who may have it. Thread-safe. */
public final class UsageQueries {
    private static final int MAX_KEPT_ROWS = 1_000_000;
    private static final int KEY_LENGTH = 32;

    private final UsageView view;
    private final InstantSource clock;
    private final ListPages lists;
    private final PositionWaits waits;

    /** Signs cursors with a key of its own: after a restart they are none of ours any more. */
    public UsageQueries(UsageView view, InstantSource clock) {
        this(view, clock, randomKey());
    }

    /** Signs cursors with that key. */
    public UsageQueries(UsageView view, InstantSource clock, byte[] cursorKey) {
        this.view = view;
        this.clock = clock;
        this.lists = new ListPages(view, new SnapshotShelf(MAX_KEPT_ROWS), new CursorSeal(cursorKey));
        this.waits = new PositionWaits(view, PositionWaits.MAX_WAITING);
    }

    /** The panel for one period. */
    public UsageOutcome<PanelAnswer> panel(Principal caller, PanelRequest request) {
        return allowed(
                caller, request.organization(), Right.READ_USAGE, request.awaited(), () -> ofPeriod(request, (cut, period, now) -> new PanelQuery(cut, period, now).answer(request)));
    }

    /** One page of a ranked list. */
    public UsageOutcome<ListAnswer> list(Principal caller, ListRequest request) {
        return allowed(
                caller,
                request.organization(),
                Right.READ_USAGE,
                request.awaited(),
                () -> lists.page(request, clock.instant()));
    }

    /** What became of a backfill. */
    public UsageOutcome<BackfillAnswer> backfill(Principal caller, BackfillRequest request) {
        OrganizationId organization = request.organization();
        return allowed(caller, organization, Right.READ_BACKFILLS, request.awaited(), () -> answer(view.read(
                organization, cut -> {
                    BackfillTally tally = cut.backfill(request.backfill()).orElse(new BackfillTally(0, 0, 0, false));
                    return new Found<>(
                            freshness -> BackfillAnswer.of(organization, request.backfill(), tally, freshness),
                            cut.settings());
                })));
    }

    /** Reads an answer about one period from one cut. */
    @FunctionalInterface
    private interface PeriodQuery<T> {
        Unstamped<T> answer(UsageCut cut, Period period, Instant now);
    }

    /** What one cut had to say, and the settings of that cut. */
    private record Found<T>(Unstamped<T> answer, OrganizationSettings settings) {}

    private <T> UsageOutcome<T> ofPeriod(PanelRequest request, PeriodQuery<T> query) {
        Instant now = clock.instant();
        Reading<Optional<Found<T>>> reading = view.read(request.organization(), cut -> request.period()
                .in(cut.calendar(), request.granularity(), cut.calendar().dateOf(now))
                .map(period -> new Found<>(query.answer(cut, period, now), cut.settings())));
        return switch (reading) {
            case Reading.Unavailable<Optional<Found<T>>>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<Optional<Found<T>>>(var found, var freshness) ->
                found.map(answer -> answer(answer, freshness))
                        .orElseGet(() -> new UsageOutcome.NoSuchPeriod<>(request.period()));
        };
    }

    private static <T> UsageOutcome<T> answer(Reading<Found<T>> reading) {
        return switch (reading) {
            case Reading.Unavailable<Found<T>>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<Found<T>>(var found, var freshness) -> answer(found, freshness);
        };
    }

    private static <T> UsageOutcome<T> answer(Found<T> found, Freshness freshness) {
        return new UsageOutcome.Answer<>(found.answer.stampedWith(FreshnessAnswer.from(freshness)), found.settings);
    }

    /** Asks for the answer where the caller may have it, once what is awaited is counted or the wait is over. */
    private <T> UsageOutcome<T> allowed(
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
            case GO_ON -> answer.get();
            case OTHER_PARTITION -> new UsageOutcome.OtherPartition<>();
            case FULL -> new UsageOutcome.Busy<>();
        };
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
