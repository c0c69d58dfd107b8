package io.pratique.runtime.engine;

import java.util.Arrays;
import java.util.List;

/** Rules that are too many for one class, in several. */
final class JoinedEvaluator extends Evaluator {
    private final Evaluator[] parts;
    private final int[] first;
    private final int[] found;

    private JoinedEvaluator(int[] types, Evaluator[] parts, int[] first, int most) {
        super(types);
        this.parts = parts;
        this.first = first;
        this.found = new int[most];
    }

    /**
     * @param sizes the number of rules of each part
     * @param types the number behind the highest event type
     */
    static Evaluator of(List<Evaluator> parts, List<Integer> sizes, int types) {
        int[] programOf = new int[types];
        Arrays.setAll(
                programOf,
                type -> parts.stream().anyMatch(part -> part.concerns(type)) ? type : -1);
        int[] first = new int[parts.size()];
        int most = 0;
        for (int i = 1; i < first.length; i++) {
            first[i] = first[i - 1] + sizes.get(i - 1);
        }
        for (int size : sizes) {
            most = Math.max(most, size);
        }
        return new JoinedEvaluator(programOf, parts.toArray(Evaluator[]::new), first, most);
    }

    /** The program is the event type. */
    @Override
    int run(int program, int[] into) {
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            int matches = parts[i].matches(program, found);
            for (int k = 0; k < matches; k++) {
                into[count++] = first[i] + found[k];
            }
        }
        return count;
    }
}
