package dev.tallystream.query.panel;

import dev.tallystream.aggregator.view.Dimension;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages above a page about usage, from the details panel down, each for the period that the page shows. What is
 * above the details panel is the frame's.
 */
record Trail(List<Step> steps) {
    /** A page above. */
    record Step(String text, String href) {}

    /** Of a page right below the details panel, whose address tells the period. */
    static Trail fromDetails(PageAddress address, Texts texts) {
        return new Trail(List.of(
                new Step(texts.get("usage.title"), address.to(UsagePage.DETAILS).href())));
    }

    /** Of a member's page: with the list that the member is in. */
    static Trail fromList(Dimension dimension, PageAddress address, Texts texts) {
        UsagePage list = UsagePage.listOf(dimension);
        return fromDetails(address, texts)
                .with(new Step(
                        texts.get("list.title." + list.kind()), address.to(list).href()));
    }

    /** Of a list that is narrowed to a member: with that member. */
    static Trail fromMember(Dimension dimension, String id, Label label, PageAddress address, Texts texts) {
        return fromList(dimension, address, texts)
                .with(new Step(label.text(), address.toMember(dimension, id).href()));
    }

    private Trail with(Step last) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(last);
        return new Trail(List.copyOf(longer));
    }
}
