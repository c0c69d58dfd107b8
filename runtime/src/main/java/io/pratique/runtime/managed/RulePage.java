package io.pratique.runtime.managed;

import java.util.List;
import java.util.Locale;

/** The page of the manual that lists managed rules. */
public final class RulePage {
    private RulePage() {}

    /** As Markdown. */
    public static String of(List<ManagedRule> rules) {
        StringBuilder out = new StringBuilder();
        out.append("# Managed rules\n\nThis page is made from the rules.\n");
        for (ManagedRule rule : rules) {
            out.append("\n## ").append(rule.id()).append(' ').append(rule.rule().name());
            out.append("\n\n").append(rule.rule().description().strip()).append("\n\n");
            out.append("* Priority: ");
            out.append(rule.rule().priority().word().toLowerCase(Locale.ROOT)).append('\n');
            out.append("* ATT&CK: ").append(String.join(", ", rule.techniques())).append(" (");
            out.append(String.join(", ", rule.tactics()).replace("mitre_", "").replace('_', ' '));
            out.append(")\n* Why: ").append(rule.rationale()).append('\n');
            out.append("* Harmless when: ").append(rule.falsePositives()).append('\n');
            out.append("* What to do: ").append(rule.response()).append('\n');
        }
        return out.toString();
    }
}
