package dev.tallystream.query.panel;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.query.usage.PanelAnswer.Others;
import dev.tallystream.query.usage.PanelAnswer.Section;
import dev.tallystream.query.usage.PanelAnswer.Unattributed;
import dev.tallystream.query.usage.RankedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A section of the details panel: the first members by credits, the rest as one row, and what belongs to none as a
 * muted line. The shares of all of them add up to 100.0 %.
 *
 * @param id the section's name in the page
 * @param open the heading link's name: "By teams, open all 14 teams"
 */
record Ranked(
        String id,
        String title,
        String open,
        String href,
        String count,
        String countUnit,
        List<Row> rows,
        @Nullable Rest others,
        @Nullable Rest unattributed) {
    /**
     * A member.
     *
     * @param colour 1 to 5, which stands for the rank and for nothing else
     * @param href the member's own page here
     */
    record Row(int colour, Label label, String href, Amount amount) {}

    /** What is no member of its own. */
    record Rest(String text, Amount amount) {}

    /** A section of the whole organization. */
    static Ranked of(Dimension dimension, Section section, PageAddress address, Texts texts) {
        return of(dimension, section, address, address.to(UsagePage.listOf(dimension)), texts);
    }

    /**
     * A section whose whole list is elsewhere.
     *
     * @param address the page on which it stands
     */
    static Ranked of(Dimension dimension, Section section, PageAddress address, PageAddress list, Texts texts) {
        Others others = section.others();
        Unattributed unattributed = section.unattributed();
        List<Amount.Part> parts = new ArrayList<>();
        for (RankedRow row : section.items()) {
            parts.add(Amount.Part.of(row.credits(), row.share()));
        }
        if (others != null) {
            parts.add(Amount.Part.of(others.credits(), others.share()));
        }
        if (unattributed != null) {
            parts.add(Amount.Part.of(unattributed.credits(), unattributed.share()));
        }
        List<Amount> amounts = Amount.ofWhole(parts, texts.locale());

        String name = dimension.name().toLowerCase(Locale.ROOT);
        List<Label> labels = Label.of(section.items(), texts);
        List<Row> rows = new ArrayList<>();
        for (RankedRow row : section.items()) {
            int at = rows.size();
            String href = address.toMember(dimension, row.id()).href();
            rows.add(new Row(row.rank(), labels.get(at), href, amounts.get(at)));
        }
        return new Ranked(
                "by-" + name,
                texts.get("section.by_" + name),
                texts.get("section.open.by_" + name, section.totalCount()),
                list.href(),
                new Figures(texts.locale()).count(section.totalCount()),
                texts.get("section.unit.by_" + name, section.totalCount()),
                rows,
                others == null ? null : new Rest(texts.get("section.others", others.count()), amounts.get(rows.size())),
                unattributed == null
                        ? null
                        : new Rest(texts.get("section.unattributed.by_" + name), amounts.getLast()));
    }
}
