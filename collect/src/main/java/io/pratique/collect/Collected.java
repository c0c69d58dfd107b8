package io.pratique.collect;

import java.util.ArrayList;
import java.util.List;

/**
 * What one collector of files found.
 *
 * @param subjects what is to be judged, secrets taken out
 * @param coverage what was read, and what was not: see {@link Coverage}
 */
public record Collected(List<Evidence.Subject> subjects, List<Coverage.Entry> coverage) {
    public Collected {
        subjects = List.copyOf(subjects);
        coverage = List.copyOf(coverage);
    }

    /** What both found. */
    public Collected and(Collected other) {
        List<Evidence.Subject> all = new ArrayList<>(subjects);
        all.addAll(other.subjects);
        List<Coverage.Entry> seen = new ArrayList<>(coverage);
        seen.addAll(other.coverage);
        return new Collected(all, seen);
    }
}
