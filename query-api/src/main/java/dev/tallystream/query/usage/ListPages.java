package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.query.usage.CursorSeal.Place;
import dev.tallystream.query.usage.ListAnswer.ComparedAnswer;
import dev.tallystream.query.usage.ListAnswer.WithinAnswer;
import dev.tallystream.query.usage.PanelAnswer.Unattributed;
import dev.tallystream.query.usage.SnapshotShelf.Kept;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Answers lists page by page: the first page is read from the tables, the others from the list that it left behind. */
final class ListPages {
    /** How often a list is read anew because somebody was erased while it was read: passes of an erasure are far apart. */
    private static final int REREADS = 3;

    /** What one cut had to say. */
    private sealed interface Seen {
        record Page(
                ListSnapshot list,
                int row,
                @Nullable WithinAnswer within,
                List<RankedRow> items,
                @Nullable List<String> trendPeriods,
                @Nullable ComparedAnswer compared,
                OrganizationSettings settings)
                implements Seen {}

        record NoSuchPeriod() implements Seen {}

        record NotBegun() implements Seen {}

        record NotKept() implements Seen {}

        record UsersHidden() implements Seen {}

        /** Somebody was erased since the list was read. */
        record Outdated() implements Seen {}
    }

    private final UsageView view;
    private final SnapshotShelf shelf;
    private final CursorSeal seal;

    ListPages(UsageView view, SnapshotShelf shelf, CursorSeal seal) {
        this.view = view;
        this.shelf = shelf;
        this.seal = seal;
    }

    /** Forgets the lists that somebody pages through in that organization; returns how many. */
    int drop(OrganizationId organization) {
        return shelf.drop(organization);
    }

    UsageOutcome<ListAnswer> page(ListRequest request, Instant now) {
        if (request.cursor() == null) {
            return page(request, list -> 0, recent(request, now), now);
        }
        Optional<Place> place = seal.open(request.cursor(), question(request), request.period());
        if (place.isEmpty()) {
            return new UsageOutcome.InvalidCursor<>();
        }
        Optional<Kept> kept = shelf.take(place.get().listId(), now);
        UsageOutcome<ListAnswer> page = kept.isEmpty()
                ? new UsageOutcome.ExpiredCursor<>()
                : page(request, list -> place.get().row(), kept.get(), now);
        if (page instanceof UsageOutcome.ExpiredCursor<ListAnswer> && request.resumes()) {
            LastSeen last = new LastSeen(place.get(), seal);
            return page(request, list -> last.nextIn(list, request.sort()), null, now);
        }
        return page;
    }

    /** A list that others just read, unless it is older than what is awaited. */
    private @Nullable Kept recent(ListRequest request, Instant now) {
        Awaited awaited = request.awaited();
        long needed = awaited == null ? 0 : awaited.position().offset();
        return shelf.recent(shelved(request), now, needed, counted(request.organization()))
                .orElse(null);
    }

    private long counted(OrganizationId organization) {
        return switch (view.freshness(organization)) {
            case Reading.Answered<Freshness>(var freshness, var same) -> freshness.offset();
            // Then nothing is read, and nothing shared.
            case Reading.Unavailable<Freshness> unavailable -> 0;
        };
    }

    private UsageOutcome<ListAnswer> page(
            ListRequest request, ToIntFunction<ListSnapshot> row, @Nullable Kept kept, Instant now) {
        UsageOutcome<Turned> turned = turn(request, row, kept, now);
        if (request.cursor() == null && kept != null && turned instanceof UsageOutcome.ExpiredCursor<Turned>) {
            // What others just read is no longer shown; nobody here holds on to it.
            return page(request, list -> 0, null, now);
        }
        return turned.map(page -> {
            int next = page.row + page.items.size();
            String cursor = null;
            if (next < page.list.rows().size()) {
                Kept behind = kept == null ? shelf.keep(shelved(request), page.list, page.asOf, now) : kept;
                cursor = seal.seal(
                        place(behind, next),
                        question(request),
                        request.period(),
                        page.list.period().id());
            }
            return answer(request, page, cursor, FreshnessAnswer.from(page.asOf, now));
        });
    }

    private Place place(Kept list, int next) {
        RankedMember last = list.list().rows().get(Math.max(0, next - 1));
        return new Place(list.id(), next, last.tally().credits().micros(), seal.mark(last.id()));
    }

    /** The whole list, which is read once and then held by whoever asked. */
    UsageOutcome<ListExport> export(ListRequest request, InstantSource clock) {
        Instant now = clock.instant();
        Kept shared = recent(request, now);
        UsageOutcome<Turned> turned = turn(request, list -> 0, shared, now);
        if (shared != null && turned instanceof UsageOutcome.ExpiredCursor<Turned>) {
            turned = turn(request, list -> 0, null, now);
        }
        return turned.map(first -> {
            Kept held = new Kept(0, shelved(request), first.list, first.asOf, now);
            return new ListExport(
                    answer(request, first, null, FreshnessAnswer.from(first.asOf, now)),
                    row -> turn(request, list -> row, held, clock.instant()).map(Turned::items));
        });
    }

    /** One page with the whole that it is of. */
    private record Turned(
            ListSnapshot list,
            int row,
            Freshness asOf,
            @Nullable WithinAnswer within,
            List<RankedRow> items,
            @Nullable List<String> trendPeriods,
            @Nullable ComparedAnswer compared) {}

    private UsageOutcome<Turned> turn(
            ListRequest request, ToIntFunction<ListSnapshot> row, @Nullable Kept kept, Instant now) {
        Reading<Seen> reading = read(request, row, kept, now);
        for (int again = 0; again < REREADS && kept == null && isOutdated(reading); again++) {
            reading = read(request, row, null, now);
        }
        return switch (reading) {
            case Reading.Unavailable<Seen>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<Seen>(Seen.NoSuchPeriod(), var freshness) ->
                new UsageOutcome.NoSuchPeriod<>(request.period());
            case Reading.Answered<Seen>(Seen.NotBegun(), var freshness) -> new UsageOutcome.NotBegun<>();
            case Reading.Answered<Seen>(Seen.NotKept(), var freshness) -> new UsageOutcome.NotKept<>();
            case Reading.Answered<Seen>(Seen.UsersHidden(), var freshness) -> new UsageOutcome.UsersHidden<>();
            case Reading.Answered<Seen>(Seen.Outdated(), var freshness) ->
                kept == null ? new UsageOutcome.Busy<>() : new UsageOutcome.ExpiredCursor<>();
            case Reading.Answered<Seen>(Seen.Page page, var freshness) ->
                new UsageOutcome.Answer<>(
                        new Turned(
                                page.list,
                                page.row,
                                kept == null ? freshness : kept.freshness(),
                                page.within,
                                page.items,
                                page.trendPeriods,
                                page.compared),
                        page.settings);
        };
    }

    private Reading<Seen> read(ListRequest request, ToIntFunction<ListSnapshot> row, @Nullable Kept kept, Instant now) {
        return view.readRows(request.organization(), cut -> {
            LocalDate today = cut.calendar().dateOf(now);
            if (kept == null) {
                return open(cut, request, row, today);
            }
            Seen seen = page(cut, request, kept.list(), row, today);
            return later -> seen;
        });
    }

    private static boolean isOutdated(Reading<Seen> reading) {
        return reading instanceof Reading.Answered<Seen>(Seen.Outdated(), var freshness);
    }

    /** The list is of this cut; its first page is made in a later one, as the others are. */
    private static OpenedRows<Seen> open(
            UsageCut cut, ListRequest request, ToIntFunction<ListSnapshot> row, LocalDate today) {
        if (Dimensions.isHidden(request, cut)) {
            return later -> new Seen.UsersHidden();
        }
        Optional<Period> period = request.period().in(cut.calendar(), request.granularity(), today);
        if (period.isEmpty()) {
            return later -> new Seen.NoSuchPeriod();
        }
        if (period.get().start().isAfter(today)) {
            return later -> new Seen.NotBegun();
        }
        if (!cut.keeps(request.granularity(), period.get().start())) {
            return later -> new Seen.NotKept();
        }
        Optional<OpenedRows<ListSnapshot>> opened = query(cut, request).open(request, period.get(), today);
        if (opened.isEmpty()) {
            return later -> new Seen.NotKept();
        }
        return later -> {
            ListSnapshot list = opened.get().read(later);
            return later.cut(now -> page(now, request, list, row, today));
        };
    }

    /** The privacy switch and the erased are asked on every page, whenever the list itself was read. */
    private static Seen page(
            UsageCut cut, ListRequest request, ListSnapshot list, ToIntFunction<ListSnapshot> from, LocalDate today) {
        if (Dimensions.isHidden(request, cut)) {
            return new Seen.UsersHidden();
        }
        if (list.erasedUsers() != cut.erasedUsers()) {
            return new Seen.Outdated();
        }
        ListQuery query = query(cut, request);
        int row = from.applyAsInt(list);
        MemberTrends trends = query.trends(request, list, today);
        return new Seen.Page(
                list,
                row,
                query.within(request.within(), list),
                query.page(list, row, request.limit(), trends),
                trends == null
                        ? null
                        : trends.periods().stream().map(Period::id).toList(),
                trends == null ? null : trends.compared(),
                cut.settings());
    }

    private static ListQuery query(UsageCut cut, ListRequest request) {
        return new ListQuery(cut, Dimensions.kind(request.dimension()));
    }

    private static ListAnswer answer(
            ListRequest request, Turned page, @Nullable String cursor, FreshnessAnswer freshness) {
        ListSnapshot list = page.list;
        return new ListAnswer(
                request.organization().value(),
                Dimensions.kind(request.dimension()).path(),
                request.granularity().wireName(),
                list.period(),
                page.within,
                page.items,
                list.rows().size(),
                list.credits().toDecimal(),
                Unattributed.from(list.unattributed(), list.shares()),
                cursor != null,
                cursor,
                page.trendPeriods,
                page.compared,
                list.shares().total(),
                list.keepsPrevious(),
                freshness);
    }

    /** Everything that decides the rows, and so who may share them. */
    private static String shelved(ListRequest request) {
        return question(request) + "\n" + request.period().text();
    }

    /** Everything that decides the rows but the period; no part of it can hold a line break. */
    private static String question(ListRequest request) {
        Within within = request.within();
        return String.join(
                "\n",
                request.organization().value(),
                request.dimension().name(),
                request.granularity().wireName(),
                within == null ? "" : Within.parameter(within.dimension()) + "=" + within.id(),
                request.sort().wireName(),
                request.search());
    }
}
