package dev.tallystream.query.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A section as a ring whose slices make up 1000 tenths of a percent; empty where its parts have no
 * shares or one of them is negative, after corrections: then the others are more than the whole.
 */
record Donut(List<Slice> slices) {
    /** Tenths left open between slices, so that neighbours can be told apart without their colours. */
    private static final int GAP = 6;

    /**
     * A part of the ring.
     *
     * @param colour the rank, or 0 for everything below
     * @param length tenths of a percent to draw
     * @param offset where it starts
     */
    record Slice(int colour, int length, int offset) {}

    static Donut of(Ranked section) {
        if (parts(section).anyMatch(part -> part.tenths() < 0)) {
            return new Donut(List.of());
        }
        List<Slice> slices = new ArrayList<>();
        int offset = 0;
        for (Ranked.Row row : section.rows()) {
            offset += add(slices, row.colour(), row.amount().tenths(), offset);
        }
        if (section.others() != null) {
            add(slices, 0, section.others().amount().tenths(), offset);
        }
        return new Donut(slices);
    }

    private static Stream<Amount> parts(Ranked section) {
        return Stream.concat(
                section.rows().stream().map(Ranked.Row::amount),
                Stream.of(section.others(), section.unattributed())
                        .filter(Objects::nonNull)
                        .map(Ranked.Rest::amount));
    }

    private static int add(List<Slice> slices, int colour, int tenths, int offset) {
        if (tenths > 0) {
            int length = tenths > 2 * GAP && tenths < 1000 ? tenths - GAP : tenths;
            slices.add(new Slice(colour, length, offset));
        }
        return tenths;
    }
}
