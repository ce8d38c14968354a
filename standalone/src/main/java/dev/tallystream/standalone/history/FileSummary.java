package dev.tallystream.standalone.history;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a file's rows.
 *
 * @param reasons how many rows were rejected for which reason, before or at the door
 */
record FileSummary(
        Path path,
        String backfill,
        long rows,
        Counting.Outcome outcome,
        SortedMap<String, Long> reasons,
        Duration duration) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AT_COUNTING = "rejected-when-counted";
    private static final int MILLIS_PER_SECOND = 1_000;

    /** Rows that are not and never will be counted. */
    long rejected() {
        return outcome.rejected()
                + reasons.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people: one sentence, and one more for each thing that they should know. */
    List<String> toSentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(String.format(
                Locale.ROOT,
                "%s: %,d rows: %,d accepted, %,d duplicate, %,d rejected in %.1f s (%,d rows/s).",
                path,
                rows,
                outcome.counted(),
                outcome.duplicate() + outcome.alreadyImported(),
                rejected(),
                (double) millis() / MILLIS_PER_SECOND,
                rows * MILLIS_PER_SECOND / millis()));
        if (rejected() > 0) {
            List<String> counts = new ArrayList<>();
            allReasons().forEach((reason, count) -> counts.add(String.format(Locale.ROOT, "%s %,d", reason, count)));
            sentences.add(
                    "  Rejected: " + String.join(", ", counts)
                            + ". Put corrected rows into a file of their own: every other row of this file is imported for good.");
        }
        if (outcome.alreadyImported() > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "  %,d rows were imported before: this file's history is closed.",
                    outcome.alreadyImported()));
        }
        if (!outcome.complete()) {
            sentences.add("  Everything is stored, but counting is not done yet; it goes on without this command.");
        }
        return sentences;
    }

    /** For programs. */
    ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode()
                .put("file", path.toString())
                .put("backfill_id", backfill)
                .put("rows", rows)
                .put("accepted", outcome.counted())
                .put("duplicate", outcome.duplicate() + outcome.alreadyImported())
                .put("rejected", rejected());
        ObjectNode reasons = json.putObject("rejected_by_reason");
        allReasons().forEach(reasons::put);
        return json.put("complete", outcome.complete()).put("seconds", (double) millis() / MILLIS_PER_SECOND);
    }

    private Map<String, Long> allReasons() {
        SortedMap<String, Long> all = new TreeMap<>(reasons);
        if (outcome.rejected() > 0) {
            all.put(AT_COUNTING, outcome.rejected());
        }
        return all;
    }

    private long millis() {
        return Math.max(1, duration.toMillis());
    }
}
