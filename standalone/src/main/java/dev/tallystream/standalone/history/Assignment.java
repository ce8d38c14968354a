package dev.tallystream.standalone.history;

import dev.tallystream.contract.bytes.Hash128;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where a row's user or team comes from. */
sealed interface Assignment {
    /** From nowhere: the rows have none. */
    record None() implements Assignment {}

    /** From a column; a row that leaves it empty has none. */
    record Column(String name) implements Assignment {}

    /**
     * Made up, evenly, so that usage without people can be shown by people: {@code count} ids with a prefix, chosen by
     * the hash of a text, the same for ever.
     */
    record Spread(String prefix, int digits, int count) implements Assignment {
        /** Checks that there is at least one. */
        public Spread {
            if (count < 1) {
                throw new IllegalArgumentException(
                        "there must be at least 1 " + prefix.replace("-", "") + " to spread over");
            }
        }

        /** {@code user-001}… */
        static Spread overUsers(int count) {
            return new Spread("user-", 3, count);
        }

        /** {@code team-01}… */
        static Spread overTeams(int count) {
            return new Spread("team-", 2, count);
        }

        /** The id that falls to the text. */
        String idFor(String text) {
            long hash = Hash128.of(text.getBytes(StandardCharsets.UTF_8)).high();
            int width = Math.max(digits, Integer.toString(count).length());
            return prefix + String.format(Locale.ROOT, "%0" + width + "d", 1 + Math.floorMod(hash, count));
        }
    }
}
