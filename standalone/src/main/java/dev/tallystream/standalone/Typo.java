package dev.tallystream.standalone;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody meant who typed a word that there is not. */
final class Typo {
    /** Two letters that changed places are two changes; with three of them it may be any word. */
    private static final int MOST_CHANGES = 2;

    private Typo() {}

    /** The word that takes the fewest letters to change, if they are few. */
    static Optional<String> meant(String typed, Collection<String> words) {
        return words.stream()
                .min(Comparator.comparingInt((String word) -> changes(typed, word))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(word -> changes(typed, word) <= MOST_CHANGES);
    }

    /** Letters to change, add or leave out (Levenshtein). */
    private static int changes(String from, String to) {
        int[] before = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] now = new int[to.length() + 1];
            now[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[to.length()];
    }
}
