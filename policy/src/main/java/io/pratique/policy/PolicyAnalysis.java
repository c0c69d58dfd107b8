package io.pratique.policy;

import io.pratique.model.Platform;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.match.NamePatterns;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Subject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what stands in a policy and can never have an effect, or has more than its author can have
 * meant. Nothing of it is an error: the policy can be used as it is. It says only what is certain.
 */
public final class PolicyAnalysis {
    /** It can never match anything. */
    public static final String NEVER_MATCHES = "never-matches";

    /** An exception that has ended. */
    public static final String EXPIRED = "expired";

    /** An exception without a condition, which switches off all rules. */
    public static final String EXCEPTS_EVERYTHING = "excepts-everything";

    /** It changes nothing. */
    public static final String NO_EFFECT = "no-effect";

    private static final int MOST_NAMES_SHOWN = 12;

    private final SecurityPolicy policy;
    private final Optional<LocalDate> today;
    private final List<Warning> warnings = new ArrayList<>();

    private PolicyAnalysis(SecurityPolicy policy, Optional<LocalDate> today) {
        this.policy = policy;
        this.today = today;
    }

    /**
     * Something odd.
     *
     * @param code stable
     * @param pointer a JSON pointer below the policy's {@code spec}
     * @param message a phrase in lower case
     * @param hint what to do, a sentence; empty when the message says it all
     */
    public record Warning(String code, String pointer, String message, String hint) {}

    /** A rule, and the namespaces that its list is for; empty for all. */
    private record RuleThere(Rule rule, List<String> definitionNamespaces) {}

    /**
     * Analyses a policy.
     *
     * @param today for exceptions that have ended (UTC); empty when nobody knows the day
     */
    public static List<Warning> of(SecurityPolicy policy, Optional<LocalDate> today) {
        PolicyAnalysis analysis = new PolicyAnalysis(policy, today);
        analysis.policy();
        return List.copyOf(analysis.warnings);
    }

    private void policy() {
        List<RuleThere> all = new ArrayList<>();
        policy.rules().forEach(rule -> all.add(new RuleThere(rule, List.of())));
        for (Definition definition : policy.namespaced()) {
            definition
                    .rules()
                    .forEach(rule -> all.add(new RuleThere(rule, definition.namespaces())));
        }
        repeated("/rules/", policy.rules());
        repeated("/signatures/", policy.signatures());
        exceptions("/exceptions/", policy.exceptions(), all);
        for (int i = 0; i < policy.namespaced().size(); i++) {
            definition("/namespaced/" + i, policy.namespaced().get(i));
        }
    }

    private void definition(String pointer, Definition definition) {
        List<RuleThere> there = new ArrayList<>();
        Set<String> types = new HashSet<>();
        policy.rules().forEach(rule -> types.add(rule.type().id()));
        for (int i = 0; i < definition.rules().size(); i++) {
            Rule rule = definition.rules().get(i);
            there.add(new RuleThere(rule, definition.namespaces()));
            if (!rule.enabled() && !types.contains(rule.type().id())) {
                warn(
                        NO_EFFECT,
                        pointer + "/rules/" + i,
                        "the policy has no rule '" + rule.type().id() + "' to take away",
                        "Take the rule out of the definition.");
            }
            if (areDisjoint(rule.namespaces(), definition.namespaces())) {
                warn(
                        NEVER_MATCHES,
                        pointer + "/rules/" + i + "/namespaces",
                        "the rule '"
                                + rule.id()
                                + "' is for namespaces that its definition is not for",
                        "The definition is for " + definition.namespaces() + ".");
            }
        }
        for (Rule rule : policy.rules()) {
            boolean replaced =
                    definition.rules().stream()
                            .anyMatch(own ->
                                    own.namespaces().isEmpty()
                                            && own.type().id().equals(rule.type().id()));
            if (!replaced) {
                there.add(new RuleThere(rule, definition.namespaces()));
            }
        }
        repeated(pointer + "/rules/", definition.rules());
        exceptions(pointer + "/exceptions/", definition.exceptions(), there);
        for (int i = 0; i < definition.exceptions().size(); i++) {
            PolicyException exception = definition.exceptions().get(i);
            if (areDisjoint(exception.namespaces(), definition.namespaces())) {
                warn(
                        NEVER_MATCHES,
                        pointer + "/exceptions/" + i + "/namespaces",
                        "the exception '"
                                + exception.name()
                                + "' is for namespaces that its definition is not for",
                        "The definition is for " + definition.namespaces() + ".");
            }
        }
    }

    private void repeated(String pointer, List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            for (int j = 0; j < i; j++) {
                if (rule.enabled() && isCoveredBy(rules.get(j), rule)) {
                    warn(
                            NO_EFFECT,
                            pointer + i,
                            "the rule '"
                                    + rule.id()
                                    + "' asks for no more than the rule '"
                                    + rules.get(j).id()
                                    + "' above it",
                            "Take one of them out, or give it other parameters.");
                    break;
                }
            }
        }
    }

    private static boolean isCoveredBy(Rule first, Rule second) {
        return first.enabled()
                && first.type().id().equals(second.type().id())
                && first.parameters().equals(second.parameters())
                && first.whenUnknown() == second.whenUnknown()
                && first.mitigation().equals(second.mitigation())
                && first.action().compareTo(second.action()) >= 0
                && (first.namespaces().isEmpty() || first.namespaces().equals(second.namespaces()));
    }

    private void exceptions(
            String pointer, List<PolicyException> exceptions, List<RuleThere> rules) {
        for (int i = 0; i < exceptions.size(); i++) {
            exception(pointer + i, exceptions.get(i), rules);
        }
    }

    private void exception(String pointer, PolicyException exception, List<RuleThere> rules) {
        String named = "the exception '" + exception.name() + "' ";
        if (today.isPresent() && exception.expires().filter(today.get()::isAfter).isPresent()) {
            warn(
                    EXPIRED,
                    pointer + "/expires",
                    named + "ended on " + exception.expires().get(),
                    "Take it out, or agree on another date.");
        }
        if (hasNoCondition(exception)) {
            warn(
                    EXCEPTS_EVERYTHING,
                    pointer,
                    named + "has no condition, and lets every workload pass every rule",
                    "Say which rules, workloads, containers or images it is for.");
        }
        if (policy.platform() == Platform.ECS
                && !exception.namespaces().isEmpty()
                && !NamePatterns.of(exception.namespaces()).matches("")) {
            warn(
                    NEVER_MATCHES,
                    pointer + "/namespaces",
                    named + "is for namespaces, which ECS does not have",
                    "Take 'namespaces' out.");
        }
        contradictions(pointer, named, exception.images());
        List<RuleThere> covered = coveredRules(pointer, named, exception, rules);
        if (covered.isEmpty()) {
            return;
        }
        if (covered.stream()
                .allMatch(there ->
                        areDisjoint(exception.namespaces(), there.rule().namespaces())
                                || areDisjoint(
                                        exception.namespaces(), there.definitionNamespaces()))) {
            warn(
                    NEVER_MATCHES,
                    pointer + "/namespaces",
                    named + "is for namespaces where none of its rules holds",
                    "");
        }
        boolean onlyAccess =
                covered.stream()
                        .allMatch(there -> there.rule().type().subject() == Subject.POD_ACCESS);
        if (onlyAccess && !exception.images().isEmpty()) {
            warn(
                    NEVER_MATCHES,
                    pointer + "/images",
                    named + "is for images, and a request for access to a pod names none",
                    "Use 'namespaces' or 'workloads'.");
        }
    }

    private static boolean hasNoCondition(PolicyException exception) {
        return exception.rules().isEmpty()
                && exception.namespaces().isEmpty()
                && exception.workloads().isEmpty()
                && exception.containers().isEmpty()
                && exception.images().isEmpty()
                && exception.values().isEmpty();
    }

    /** The rules that an exception may apply to, and warnings for the names that are none. */
    private List<RuleThere> coveredRules(
            String pointer, String named, PolicyException exception, List<RuleThere> rules) {
        List<RuleThere> covered = new ArrayList<>();
        if (exception.rules().isEmpty()) {
            rules.stream().filter(there -> there.rule().enabled()).forEach(covered::add);
            return covered;
        }
        for (int i = 0; i < exception.rules().size(); i++) {
            String name = exception.rules().get(i);
            List<RuleThere> ofName =
                    rules.stream()
                            .filter(there ->
                                    there.rule().id().equals(name)
                                            || there.rule().type().id().equals(name))
                            .toList();
            List<RuleThere> on = ofName.stream().filter(there -> there.rule().enabled()).toList();
            covered.addAll(on);
            if (isSignature(name, ofName)) {
                warn(
                        NEVER_MATCHES,
                        pointer + "/rules/" + i,
                        named + "is for the signature rule '" + name + "', and never applies to it",
                        "Use an 'exclude' condition of the signature rule.");
            } else if (ofName.isEmpty()) {
                warn(
                        NEVER_MATCHES,
                        pointer + "/rules/" + i,
                        named + "is for the rule '" + name + "', which this policy does not have",
                        names(rules));
            } else if (on.isEmpty()) {
                warn(
                        NEVER_MATCHES,
                        pointer + "/rules/" + i,
                        named + "is for the rule '" + name + "', which is switched off",
                        "");
            }
        }
        return covered;
    }

    private boolean isSignature(String name, List<RuleThere> ofName) {
        return name.equals(Rule.SIGNATURE_TYPE)
                || (ofName.isEmpty()
                        && policy.signatures().stream().anyMatch(rule -> rule.id().equals(name)));
    }

    private static String names(List<RuleThere> rules) {
        Set<String> names = new LinkedHashSet<>();
        rules.forEach(there -> names.add(there.rule().id()));
        return names.isEmpty()
                ? "There is no rule here."
                : names.size() > MOST_NAMES_SHOWN
                        ? ""
                        : "There are " + String.join(", ", names) + ".";
    }

    /** Values that must be equal to some text, none of which meets the other conditions. */
    private void contradictions(String pointer, String named, List<ImageCondition> images) {
        for (int i = 0; i < images.size(); i++) {
            ImageCondition condition = images.get(i);
            if (condition.operator() != TextOperator.EQUALS) {
                continue;
            }
            List<String> possible = new ArrayList<>(condition.values());
            possible.removeIf(value -> !canBe(condition.part(), value));
            for (ImageCondition other : images) {
                // A name or path can be spelled in two ways, and each condition may mean another.
                boolean oneSpelling =
                        other.part() == ImagePart.TAG || other.part() == ImagePart.DIGEST;
                if (oneSpelling && other.part() == condition.part()) {
                    possible.removeIf(value -> !other.matcher().matches(value));
                }
            }
            if (possible.isEmpty()) {
                warn(
                        NEVER_MATCHES,
                        pointer + "/images/" + i,
                        named
                                + "wants the "
                                + condition.part().name().toLowerCase(Locale.ROOT)
                                + " of an image to be one of "
                                + condition.values()
                                + ", which none can be that meets its other conditions",
                        "All conditions on images must hold at once; write two exceptions for two images.");
            }
        }
    }

    private static boolean canBe(ImagePart part, String value) {
        return switch (part) {
            case REGISTRY -> value.indexOf('/') < 0 && value.equals(value.toLowerCase(Locale.ROOT));
            case NAME -> value.indexOf(':') < 0 && value.indexOf('@') < 0;
            case TAG -> value.indexOf(':') < 0 && value.indexOf('/') < 0;
            case PATH -> true;
            case DIGEST -> value.indexOf(':') > 0;
        };
    }

    /** Whether no name is in both lists; false when that is not certain, or one is for all. */
    private static boolean areDisjoint(List<String> some, List<String> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return false;
        }
        for (String one : some) {
            for (String other : others) {
                if (mayOverlap(one, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean mayOverlap(String one, String other) {
        NamePatterns first = NamePatterns.of(List.of(one));
        NamePatterns second = NamePatterns.of(List.of(other));
        if (first.exactNames().stream().anyMatch(second::matches)
                || second.exactNames().stream().anyMatch(first::matches)) {
            return true;
        }
        if (!first.hasPatterns() || !second.hasPatterns()) {
            return false;
        }
        String beginning = literal(one);
        String otherBeginning = literal(other);
        return beginning.startsWith(otherBeginning) || otherBeginning.startsWith(beginning);
    }

    /** The text in front of the first wildcard; less of it when something is escaped. */
    private static String literal(String pattern) {
        int escape = pattern.indexOf('\\');
        String plain = escape < 0 ? pattern : pattern.substring(0, escape);
        return plain.substring(0, CompiledDefinition.literalPrefix(plain));
    }

    private void warn(String code, String pointer, String message, String hint) {
        warnings.add(new Warning(code, pointer, message, hint));
    }
}
