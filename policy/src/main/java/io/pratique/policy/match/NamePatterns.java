package io.pratique.policy.match;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names, some of them with wildcards: {@code [default, team-*]}. The patterns are those of {@link
 * TextOperator#GLOB}. Names without a wildcard are looked up in a hash set, so that a list of
 * thousands costs no more than one.
 */
public final class NamePatterns {
    private final List<String> patterns;
    private final Set<String> exactNames;
    private final Glob[] globs;

    private NamePatterns(List<String> patterns, Set<String> exactNames, Glob[] globs) {
        this.patterns = patterns;
        this.exactNames = Collections.unmodifiableSet(exactNames);
        this.globs = globs;
    }

    /**
     * Compiles a list of names and patterns. An empty list matches nothing.
     *
     * @throws InvalidPattern when one is malformed, or a limit of {@link TextMatcher} is passed
     */
    public static NamePatterns of(List<String> patterns) {
        List<String> copy = List.copyOf(patterns);
        TextMatcher.checkSizes(copy);
        Set<String> exactNames = new LinkedHashSet<>();
        List<Glob> globs = new ArrayList<>();
        for (int i = 0; i < copy.size(); i++) {
            for (Glob glob : new GlobParser(copy.get(i), i).parse()) {
                if (glob.isExact()) {
                    exactNames.add(glob.exactText());
                } else {
                    globs.add(glob);
                }
            }
            if (exactNames.size() + globs.size() > TextMatcher.MAX_VALUES) {
                throw new InvalidPattern(
                        i,
                        "there are more than "
                                + TextMatcher.MAX_VALUES
                                + " values with all alternatives",
                        "Use fewer values, or wildcards in place of alternatives.");
            }
        }
        return new NamePatterns(copy, exactNames, globs.toArray(Glob[]::new));
    }

    /** Whether a name is one of them or matches one of them. */
    public boolean matches(String name) {
        if (exactNames.contains(name)) {
            return true;
        }
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /** The names without a wildcard, in their order, alternatives written out; unmodifiable. */
    public Set<String> exactNames() {
        return exactNames;
    }

    /** Whether there are patterns, so that the {@link #exactNames} are not all that match. */
    public boolean hasPatterns() {
        return globs.length > 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NamePatterns that && patterns.equals(that.patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode();
    }

    /** The list that it was made of. */
    @Override
    public String toString() {
        return patterns.toString();
    }
}
