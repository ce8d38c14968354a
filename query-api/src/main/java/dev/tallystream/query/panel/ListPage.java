package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.ListAnswer;
import dev.tallystream.query.usage.ListAnswer.ComparedAnswer;
import dev.tallystream.query.usage.ListAnswer.WithinAnswer;
import dev.tallystream.query.usage.PanelAnswer.Unattributed;
import dev.tallystream.query.usage.RankedRow;
import dev.tallystream.query.usage.Sort;
import dev.tallystream.query.usage.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of a full list.
 *
 * @param kind {@code features}, {@code teams} or {@code users}
 * @param version changes whenever anything but the freshness does
 * @param title what the list is of, without the member to whom it is narrowed
 * @param within the member to whom it is narrowed; null where it is not
 * @param live how the browser asks for newer numbers: only the first page, for the others belong to one that was; null
 * @param start where the list starts; null on its first page
 * @param unattributed the muted line of what belongs to nobody; null where there is none
 * @param more the next page; null on the last
 * @param compared what the changes compare; empty where there are none
 * @param csvHref every row as a file
 * @param end what is said after the last row; null where more follow
 * @param loaded what paper says after the last row that is loaded, around their number; null where none follow
 */
record ListPage(
        Shell shell,
        String kind,
        Texts.Around title,
        @Nullable Label within,
        String href,
        String version,
        @Nullable Live live,
        Trail trail,
        PeriodBar period,
        LastUpdated updated,
        Search search,
        Column name,
        Column credits,
        String count,
        String creditsOfAll,
        List<Row> rows,
        @Nullable Rest unattributed,
        @Nullable String start,
        @Nullable String more,
        @Nullable String end,
        Texts.@Nullable Around loaded,
        String compared,
        String csvHref,
        String zone) {
    /**
     * The search form.
     *
     * @param hidden the page's other parameters, which a form without script must repeat
     */
    record Search(String action, String text, List<Hidden> hidden, String clearHref, Texts.Around none) {}

    /** A parameter that the form repeats. */
    record Hidden(String name, String value) {}

    /**
     * A header that sorts.
     *
     * @param direction as {@code aria-sort} has it; null where the list is in another order
     */
    record Column(String href, @Nullable String direction) {}

    /**
     * A member.
     *
     * @param href its own page here
     * @param openHref where "Open team" leads: what the directory says, or its own page
     * @param trend null where nothing is kept to draw
     */
    record Row(
            String rank,
            Label label,
            String href,
            String openHref,
            @Nullable Trend trend,
            String change,
            Amount amount) {}

    /** What is no member of its own. */
    record Rest(String text, Amount amount) {}

    /** The page of that answer, which is of those settings. */
    static ListPage of(ListAnswer answer, long settingsVersion, PageAddress address, Shell shell) {
        Texts texts = shell.texts();
        Figures figures = new Figures(texts.locale());
        String kind = answer.kind();
        List<Amount> amounts = amounts(answer, address, texts);
        List<Row> rows = ListRows.of(answer, address, amounts, texts);
        boolean first = address.cursor() == null;
        return new ListPage(
                shell,
                kind,
                titleAround(answer, texts),
                withinLabel(answer, texts),
                address.href(),
                Integer.toHexString(Objects.hash(
                        answer.period(),
                        answer.within(),
                        answer.items(),
                        answer.totalCredits(),
                        answer.unattributed(),
                        answer.compared())),
                first ? new Live(address.href(), answer.freshness().position(), settingsVersion) : null,
                trail(answer, address, texts),
                PeriodBar.of(answer.period(), answer.freshness(), true, address, texts),
                LastUpdated.of(answer.freshness(), answer.period().timeZone(), texts),
                search(kind, address, texts),
                nameColumn(address),
                creditsColumn(address),
                texts.get("list.count." + kind, answer.totalCount()),
                texts.get("list.credits_of", figures.credits(Credits.parse(answer.totalCredits()))),
                rows,
                answer.unattributed() == null
                        ? null
                        : new Rest(texts.get("list.unattributed." + kind), amounts.getLast()),
                first ? null : address.from(null).href(),
                answer.nextCursor() == null
                        ? null
                        : address.from(answer.nextCursor()).href(),
                answer.hasMore() || rows.isEmpty() ? null : end(answer, address, texts),
                answer.hasMore() ? texts.around("list.loaded." + counted(answer, address), answer.totalCount()) : null,
                compared(answer, address, texts),
                address.csvHref(),
                answer.period().timeZone());
    }

    /** What the browser calls the page: "Features of Design". */
    static String title(ListAnswer answer, Texts texts) {
        Label within = withinLabel(answer, texts);
        Texts.Around title = titleAround(answer, texts);
        return title.before() + (within == null ? "" : Label.plain(within.text())) + title.after();
    }

    private static Texts.Around titleAround(ListAnswer answer, Texts texts) {
        return answer.within() == null
                ? new Texts.Around(texts.get("list.title." + answer.kind()), "")
                : texts.around("list.title_within." + answer.kind());
    }

    private static @Nullable Label withinLabel(ListAnswer answer, Texts texts) {
        WithinAnswer within = answer.within();
        return within == null ? null : Label.of(within.name(), Boolean.TRUE.equals(within.deleted()), null, texts);
    }

    private static Trail trail(ListAnswer answer, PageAddress address, Texts texts) {
        Within within = address.within();
        Label label = withinLabel(answer, texts);
        return within == null || label == null
                ? Trail.fromDetails(address, texts)
                : Trail.fromMember(within.dimension(), within.id(), label, address, texts);
    }

    /** Where names were searched, the rows are the matches, and not all there are. */
    private static String end(ListAnswer answer, PageAddress address, Texts texts) {
        String start = address.cursor() == null ? "list.end." : "list.end_continued.";
        return texts.get(start + counted(answer, address), answer.totalCount());
    }

    private static String counted(ListAnswer answer, PageAddress address) {
        return address.search().isEmpty() ? answer.kind() : "matches";
    }

    private static String compared(ListAnswer answer, PageAddress address, Texts texts) {
        ComparedAnswer compared = answer.compared();
        return compared == null || answer.items().isEmpty()
                ? ""
                : MemberChange.text(compared, AnsweredPeriods.of(address.granularity(), answer.period()), texts);
    }

    /** Only a list that is whole on this page has shares that can add up. */
    private static List<Amount> amounts(ListAnswer answer, PageAddress address, Texts texts) {
        List<Amount.Part> parts = new ArrayList<>();
        for (RankedRow row : answer.items()) {
            parts.add(Amount.Part.of(row.credits(), row.share()));
        }
        Unattributed unattributed = answer.unattributed();
        if (unattributed != null) {
            parts.add(Amount.Part.of(unattributed.credits(), unattributed.share()));
        }
        boolean whole = address.cursor() == null
                && !answer.hasMore()
                && address.search().isEmpty();
        return whole ? Amount.ofWhole(parts, texts.locale()) : Amount.ofSome(parts, texts.locale());
    }

    private static Search search(String kind, PageAddress address, Texts texts) {
        List<Hidden> hidden = new ArrayList<>();
        address.parametersWithoutSearch().forEach((name, value) -> hidden.add(new Hidden(name, value)));
        return new Search(
                address.path(),
                address.search(),
                hidden,
                address.withoutSearch().href(),
                texts.around("list.none." + kind));
    }

    private static Column nameColumn(PageAddress address) {
        return switch (address.sort()) {
            case NAME -> new Column(address.sortedBy(Sort.NAME_BACKWARDS).href(), "ascending");
            case NAME_BACKWARDS -> new Column(address.sortedBy(Sort.NAME).href(), "descending");
            case MOST_CREDITS, FEWEST_CREDITS ->
                new Column(address.sortedBy(Sort.NAME).href(), null);
        };
    }

    private static Column creditsColumn(PageAddress address) {
        return switch (address.sort()) {
            case MOST_CREDITS ->
                new Column(address.sortedBy(Sort.FEWEST_CREDITS).href(), "descending");
            case FEWEST_CREDITS ->
                new Column(address.sortedBy(Sort.MOST_CREDITS).href(), "ascending");
            case NAME, NAME_BACKWARDS ->
                new Column(address.sortedBy(Sort.MOST_CREDITS).href(), null);
        };
    }
}
