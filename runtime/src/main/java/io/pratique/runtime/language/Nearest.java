package io.pratique.runtime.language;

import java.util.Collection;
import java.util.Locale;

/** Finds the word that was probably meant. */
public final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /** {@code Did you mean 'x'?}, or an empty text when no word is near. */
    public static String hint(String written, Collection<String> known) {
        String wanted = written.toLowerCase(Locale.ROOT);
        String best = "";
        int least = Math.max(2, written.length() / 4) + 1;
        for (String word : known) {
            int distance = distance(wanted, word.toLowerCase(Locale.ROOT));
            if (distance < least
                    || (distance == least && word.compareTo(best) < 0 && !best.isEmpty())) {
                least = distance;
                best = word;
            }
        }
        return best.isEmpty() ? "" : "Did you mean '" + best + "'?";
    }

    /** Levenshtein's distance; words of more than 64 characters are far from everything. */
    private static int distance(String a, String b) {
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
