package io.pratique.policy;

import java.util.List;

/**
 * A rule that holds in a namespace, with the exceptions that may apply to it there.
 *
 * @param from who says it
 */
record HeldRule(CompiledRule compiled, Explanation.From from, List<CompiledException> exceptions) {
    Rule rule() {
        return compiled.rule();
    }
}
