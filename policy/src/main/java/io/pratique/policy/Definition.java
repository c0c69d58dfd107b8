package io.pratique.policy;

import java.util.List;

/**
 * What a policy says about some namespaces: its rules replace those of the policy that have the
 * same types, the others are inherited.
 *
 * @param namespaces names or globs
 */
public record Definition(
        String name, List<String> namespaces, List<Rule> rules, List<PolicyException> exceptions) {
    public Definition {
        namespaces = List.copyOf(namespaces);
        rules = List.copyOf(rules);
        exceptions = List.copyOf(exceptions);
    }
}
