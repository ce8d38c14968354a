package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.ListAnswer;
import dev.tallystream.query.usage.PanelAnswer.Unattributed;
import dev.tallystream.query.usage.RankedRow;
import dev.tallystream.query.usage.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of a full list.
 *
 * @param kind {@code features}, {@code teams} or {@code users}
 * @param version changes whenever anything but the freshness does
 * @param live whether the browser asks for newer numbers: only the first page, for the others belong to one that was
 * @param start where the list starts; null on its first page
 * @param unattributed the muted line of what belongs to nobody; null where there is none
 * @param more the next page; null on the last
 * @param end what is said after the last row; null where more follow
 */
record ListPage(
        Shell shell,
        String kind,
        String href,
        String version,
        boolean live,
        String backHref,
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

    /** A member. */
    record Row(String rank, Label label, Amount amount) {}

    /** What is no member of its own. */
    record Rest(String text, Amount amount) {}

    static ListPage of(ListAnswer answer, PageAddress address, Shell shell) {
        Texts texts = shell.texts();
        Figures figures = new Figures(texts.locale());
        String kind = answer.kind();
        List<Amount> amounts = amounts(answer, address, texts);
        List<Row> rows = new ArrayList<>();
        for (RankedRow row : answer.items()) {
            rows.add(new Row(figures.count(row.rank()), Label.of(row, texts), amounts.get(rows.size())));
        }
        boolean first = address.cursor() == null;
        return new ListPage(
                shell,
                kind,
                address.href(),
                Integer.toHexString(
                        Objects.hash(answer.period(), answer.items(), answer.totalCredits(), answer.unattributed())),
                first,
                address.to(UsagePage.DETAILS).href(),
                PeriodBar.of(answer.period(), answer.freshness(), address, texts),
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
                answer.hasMore() || rows.isEmpty()
                        ? null
                        : texts.get((first ? "list.end." : "list.end_continued.") + kind, answer.totalCount()),
                answer.period().timeZone());
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
