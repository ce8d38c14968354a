package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.LaterCuts;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.PanelAnswer.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/** Breakdowns of one cut that become sections: the sums are the cut's, the names those of when the rows are read. */
final class OpenedSections implements OpenedRows<Map<Dimension, Section>> {
    private final Map<Dimension, Breakdown> opened = new LinkedHashMap<>();
    private final Credits whole;

    /** The sections' shares are parts of that whole. */
    OpenedSections(Credits whole) {
        this.whole = whole;
    }

    void add(Dimension dimension, Breakdown rows) {
        opened.put(dimension, rows);
    }

    boolean isEmpty() {
        return opened.isEmpty();
    }

    @Override
    public Map<Dimension, Section> read(LaterCuts later) {
        Map<Dimension, Ranking> rankings = new LinkedHashMap<>();
        opened.forEach((dimension, rows) -> rankings.put(dimension, Ranking.top(Section.TOP, rows)));
        Map<Dimension, Section> sections = new LinkedHashMap<>();
        if (!rankings.isEmpty()) {
            later.cut(names -> {
                rankings.forEach(
                        (dimension, ranking) -> sections.put(dimension, Section.of(names, dimension, ranking, whole)));
                return sections;
            });
        }
        return sections;
    }
}
