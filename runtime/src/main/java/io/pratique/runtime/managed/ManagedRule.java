package io.pratique.runtime.managed;

import io.pratique.document.Node;
import io.pratique.runtime.rule.DetectionRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a managed rule says of itself beside its condition. */
public final class ManagedRule {
    /** The keys that managed rules have beside those of Falco's language. */
    public static final Set<String> KEYS =
            Set.of("rationale", "falsePositives", "response", "version");

    private static final String TACTIC = "mitre_";
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(?:\\.\\d{3})?");
    private final DetectionRule rule;

    /** The view of a rule. */
    public ManagedRule(DetectionRule rule) {
        this.rule = rule;
    }

    public DetectionRule rule() {
        return rule;
    }

    public String id() {
        return rule.id();
    }

    /** Why this is looked for; empty when the rule does not say. */
    public String rationale() {
        return text("rationale");
    }

    /** What harmless things look the same; empty when the rule does not say. */
    public String falsePositives() {
        return text("falsePositives");
    }

    /** What to do when it fires; empty when the rule does not say. */
    public String response() {
        return text("response");
    }

    /** Counted up whenever the rule means something else; empty when the rule does not say. */
    public String version() {
        return text("version");
    }

    /** The tags of ATT&amp;CK tactics, such as {@code mitre_privilege_escalation}. */
    public List<String> tactics() {
        return rule.tags().stream().filter(tag -> tag.startsWith(TACTIC)).sorted().toList();
    }

    /** The ids of ATT&amp;CK techniques, such as {@code T1059.004}. */
    public List<String> techniques() {
        return rule.tags().stream()
                .filter(tag -> TECHNIQUE.matcher(tag).matches())
                .sorted()
                .toList();
    }

    private String text(String key) {
        return Optional.ofNullable(rule.extra().get(key)).map(ManagedRule::scalar).orElse("");
    }

    private static String scalar(Node node) {
        return node.isText() || node.isNumber() ? node.written().strip() : "";
    }
}
