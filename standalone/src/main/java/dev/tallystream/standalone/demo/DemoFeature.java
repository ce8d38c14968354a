package dev.tallystream.standalone.demo;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.FeatureId;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An AI feature, how popular it is and what it costs.
 *
 * @param weight how often it is used beside the others
 * @param unit credits of one slide, screen, table…
 * @param fewest units of one use at least
 * @param most units of one use at most
 * @param monthsOld for how many months it has been on sale; use grows over the first three
 */
record DemoFeature(FeatureId id, String name, int weight, Credits unit, int fewest, int most, int monthsOld) {
    private static final int ALWAYS = Integer.MAX_VALUE;
    private static final Credits SMALL = Credits.parse("0.1");

    /** What the four companies can buy. */
    static final List<DemoFeature> ALL = List.of(
            feature("ai_slides", "AI slides", 9, "2", 4, 16, ALWAYS),
            feature("ai_prototyping", "AI prototyping", 7, "5", 1, 8, 14),
            feature("ai_sidekicks", "AI sidekicks", 22, "0.025", 20, 200, 9),
            feature("create_table", "Create table", 12, "1.5", 1, 3, ALWAYS),
            feature("create_doc", "Create doc", 14, "2", 1, 4, ALWAYS),
            feature("create_diagram", "Create diagram", 10, "3", 1, 3, ALWAYS),
            feature("create_image", "Create image", 8, "4", 1, 4, ALWAYS),
            feature("create_mind_map", "Create mind map", 6, "1", 1, 3, ALWAYS),
            feature("summarize_board", "Summarize board", 12, "0.5", 1, 8, ALWAYS),
            feature("cluster_notes", "Cluster notes", 7, "0.75", 1, 2, ALWAYS),
            feature("translate_board", "Translate board", 5, "0.01", 5, 150, 19),
            feature("ai_code", "AI code", 6, "0.008", 50, 900, 5),
            feature("ask_ai", "Ask AI", 9, "0.2", 1, 1, ALWAYS));

    private static DemoFeature feature(
            String id, String name, int weight, String unit, int fewest, int most, int monthsOld) {
        return new DemoFeature(new FeatureId(id), name, weight, Credits.parse(unit), fewest, most, monthsOld);
    }

    /** Whether it is sold by the word or the message. */
    boolean isSmall() {
        return unit.compareTo(SMALL) < 0;
    }

    /** What one use costs. */
    Credits cost(RandomGenerator random) {
        return new Credits(unit.micros() * random.nextInt(fewest, most + 1));
    }
}
