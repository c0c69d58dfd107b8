package io.pratique.policy;

import io.pratique.policy.match.NamePatterns;
import java.util.List;

/** A namespaced definition, ready to be laid over its policy. */
record CompiledDefinition(
        String name,
        NamePatterns namespaces,
        List<CompiledRule> rules,
        List<CompiledException> exceptions) {

    /**
     * A glob of a definition.
     *
     * @param prefix how many characters of it must stand there as they are
     */
    record Wildcard(
            CompiledDefinition definition, String written, NamePatterns pattern, int prefix) {}

    /** The length of the text in front of the first wildcard or alternative. */
    static int literalPrefix(String pattern) {
        int length = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' || c == '?' || c == '[' || c == '{') {
                break;
            }
            if (c == '\\') {
                i++;
            }
            length++;
        }
        return length;
    }
}
