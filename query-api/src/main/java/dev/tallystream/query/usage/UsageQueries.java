package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
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
    private final ReadLimit limit = new ReadLimit();

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
        Instant now = clock.instant();
        return readRows(
                caller,
                request.organization(),
                Right.READ_USAGE,
                request.awaited(),
                cut -> opened(ofKeptPeriod(
                        cut,
                        request.period(),
                        request.granularity(),
                        period -> new PanelQuery(cut, period, now).answer(request))));
    }

    /** One feature, team or user. */
    public UsageOutcome<MemberAnswer> member(Principal caller, MemberRequest request) {
        return readRows(caller, request.organization(), Right.READ_USAGE, request.awaited(), cut -> {
            LocalDate today = cut.calendar().dateOf(clock.instant());
            return opened(ofBegunPeriod(
                    cut,
                    request.period(),
                    request.granularity(),
                    period -> new MemberQuery(cut, request, period, today).answer()));
        });
    }

    /** The totals of periods one after the other. */
    public UsageOutcome<HistoryAnswer> history(Principal caller, HistoryRequest request) {
        return readRows(
                caller,
                request.organization(),
                Right.READ_USAGE,
                request.awaited(),
                cut -> opened(ofPeriod(
                        cut,
                        request.period(),
                        request.granularity(),
                        last -> new HistoryQuery(cut, cut.calendar().dateOf(clock.instant())).answer(request, last))));
    }

    /** Usage of a range, period by period. */
    public UsageOutcome<QueryAnswer> query(Principal caller, QueryRequest request) {
        return readRows(
                caller,
                request.organization(),
                Right.READ_USAGE,
                request.awaited(),
                cut -> new RangeQuery(cut, request).answer());
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

    /** How fresh an answer would be. */
    UsageOutcome<FreshnessAnswer> freshness(Principal caller, OrganizationId organization) {
        return read(
                caller,
                organization,
                Right.READ_USAGE,
                null,
                cut -> new UsageOutcome.Answer<>(freshness -> freshness, cut.settings()));
    }

    /** A whole ranked list, whatever the request's page. */
    UsageOutcome<ListExport> export(Principal caller, ListRequest request) {
        return allowed(
                caller,
                request.organization(),
                Right.READ_USAGE,
                request.awaited(),
                () -> lists.export(request, clock));
    }

    /** Forgets the organization's lists that are paged through on this node, with their cursors; returns how many. */
    public int dropLists(OrganizationId organization) {
        return lists.drop(organization);
    }

    /** Whether the sums of a period agree with one another. */
    public UsageOutcome<ReconciliationAnswer> reconciliation(Principal caller, PanelRequest request) {
        return readRows(
                caller,
                request.organization(),
                Right.READ_USAGE,
                request.awaited(),
                cut -> opened(ofPeriod(
                        cut,
                        request.period(),
                        request.granularity(),
                        period -> new ReconciliationQuery(
                                        cut, period, cut.calendar().dateOf(clock.instant()))
                                .answer(request))));
    }

    /** What became of a backfill. */
    public UsageOutcome<BackfillAnswer> backfill(Principal caller, BackfillRequest request) {
        OrganizationId organization = request.organization();
        return read(caller, organization, Right.READ_BACKFILLS, request.awaited(), cut -> {
            BackfillTally tally = cut.backfill(request.backfill()).orElse(new BackfillTally(0, 0, 0, false));
            return new UsageOutcome.Answer<>(
                    freshness -> BackfillAnswer.of(organization, request.backfill(), tally, freshness), cut.settings());
        });
    }

    /** What is known without the rows, and the rest of them. */
    private static <T> OpenedRows<UsageOutcome<T>> opened(UsageOutcome<OpenedRows<T>> outcome) {
        return later -> outcome.map(rows -> rows.read(later));
    }

    private <T> UsageOutcome<T> ofPeriod(
            UsageCut cut, PeriodName name, Granularity granularity, Function<Period, T> query) {
        return ofBegunPeriod(
                cut, name, granularity, period -> new UsageOutcome.Answer<>(query.apply(period), cut.settings()));
    }

    /** The same, and never a smaller number or none where the period is no longer kept. */
    private <T> UsageOutcome<T> ofKeptPeriod(
            UsageCut cut, PeriodName name, Granularity granularity, Function<Period, T> query) {
        return ofBegunPeriod(
                cut,
                name,
                granularity,
                period -> cut.keeps(granularity, period.start())
                        ? new UsageOutcome.Answer<>(query.apply(period), cut.settings())
                        : new UsageOutcome.NotKept<>());
    }

    private <T> UsageOutcome<T> ofBegunPeriod(
            UsageCut cut, PeriodName name, Granularity granularity, Function<Period, UsageOutcome<T>> query) {
        LocalDate today = cut.calendar().dateOf(clock.instant());
        Optional<Period> period = name.in(cut.calendar(), granularity, today);
        if (period.isEmpty()) {
            return new UsageOutcome.NoSuchPeriod<>(name);
        }
        return period.get().start().isAfter(today) ? new UsageOutcome.NotBegun<>() : query.apply(period.get());
    }

    /** An answer of one cut, for who may have it, once what is awaited is counted. */
    public <T> UsageOutcome<T> read(
            Principal caller,
            OrganizationId organization,
            Right right,
            @Nullable Awaited awaited,
            Function<UsageCut, UsageOutcome<Unstamped<T>>> query) {
        return readRows(caller, organization, right, awaited, cut -> {
            UsageOutcome<Unstamped<T>> answer = query.apply(cut);
            return later -> answer;
        });
    }

    /** The same of an answer whose rows are opened in the cut and read when it is over. */
    public <T> UsageOutcome<T> readRows(
            Principal caller,
            OrganizationId organization,
            Right right,
            @Nullable Awaited awaited,
            Function<UsageCut, OpenedRows<UsageOutcome<Unstamped<T>>>> query) {
        return allowed(caller, organization, right, awaited, () -> switch (view.readRows(organization, query)) {
            case Reading.Unavailable<UsageOutcome<Unstamped<T>>>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<UsageOutcome<Unstamped<T>>>(var outcome, var freshness) ->
                outcome.map(answer -> answer.stampedWith(FreshnessAnswer.from(freshness)));
        });
    }

    /**
     * Asks for the answer where the caller may have it, once what is awaited is counted or the wait is over, and not
     * with too many others of the organization at once.
     */
    public <T> UsageOutcome<T> allowed(
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

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
