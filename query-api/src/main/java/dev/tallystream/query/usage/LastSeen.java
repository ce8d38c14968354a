package dev.tallystream.query.usage;

import dev.tallystream.query.usage.CursorSeal.Place;
import java.util.List;

/**
 * Finds the last row that somebody saw of one list in a newer one. By credits, what now lies behind it follows: nobody
 * who stayed in their place is repeated or left out, whoever rose past it was moved to where the reader has been. By
 * name, rows keep their order, so it follows whatever lies behind the same row.
 */
record LastSeen(Place place, CursorSeal seal) {
    /** The first row of that list to show. */
    int nextIn(ListSnapshot list, Sort sort) {
        return sort.byName() ? behindSameRow(list.rows()) : behindCredits(list.rows(), sort);
    }

    private int behindCredits(List<RankedMember> rows, Sort sort) {
        int tied = 0;
        while (tied < rows.size() && isBefore(rows.get(tied), sort)) {
            tied++;
        }
        for (int row = tied; row < rows.size() && micros(rows.get(row)) == place.micros(); row++) {
            if (isSame(rows.get(row))) {
                return row + 1;
            }
        }
        return tied;
    }

    private boolean isBefore(RankedMember row, Sort sort) {
        return sort == Sort.FEWEST_CREDITS ? micros(row) < place.micros() : micros(row) > place.micros();
    }

    /** Searched outwards from where it was: few names come and go in minutes, and every look is a hash. */
    private int behindSameRow(List<RankedMember> rows) {
        int was = Math.min(place.row(), rows.size()) - 1;
        for (int away = 0; away <= rows.size(); away++) {
            for (int row : new int[] {was - away, was + away}) {
                if (row >= 0 && row < rows.size() && isSame(rows.get(row))) {
                    return row + 1;
                }
            }
        }
        return was + 1;
    }

    private boolean isSame(RankedMember row) {
        return seal.mark(row.id()) == place.mark();
    }

    private static long micros(RankedMember row) {
        return row.tally().credits().micros();
    }
}
