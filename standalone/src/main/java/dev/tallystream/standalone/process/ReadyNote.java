package dev.tallystream.standalone.process;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said when a process is ready: a headline, and how each part of it is reached, in the order of importance. A
 * program gets the same as one JSON object.
 */
public record ReadyNote(String headline, List<Entry> entries, String ending) {
    /** Copies the list. */
    public ReadyNote {
        entries = List.copyOf(entries);
    }

    /**
     * One way in.
     *
     * @param name as programs spell it
     * @param label as people read it
     */
    public record Entry(String name, String label, String value) {}

    /** The note for people, one line each. */
    public List<String> toLines() {
        int width =
                entries.stream().mapToInt(entry -> entry.label().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  " + headline);
        lines.add("");
        for (Entry entry : entries) {
            lines.add("  " + entry.label() + " ".repeat(width - entry.label().length()) + "   " + entry.value());
        }
        lines.add("");
        lines.add("  " + ending);
        lines.add("");
        return lines;
    }

    /** The note for programs, one line. */
    public String toJson() {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.name(), entry.value()));
        return JsonMapper.builder().build().valueToTree(values).toString();
    }
}
