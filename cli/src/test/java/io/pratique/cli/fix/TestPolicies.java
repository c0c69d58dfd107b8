package io.pratique.cli.fix;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.format.PolicyReader;
import java.time.LocalDate;

/** Policies of tests: presets change when we learn, and golden files must not change with them. */
public final class TestPolicies {
    private TestPolicies() {}

    /**
     * A policy with rules.
     *
     * @param platform {@code kubernetes} or {@code ecs}
     * @param rules {@code action type}, one a text
     */
    public static SecurityPolicy of(String name, String platform, String... rules) {
        StringBuilder text = new StringBuilder();
        for (String rule : rules) {
            String[] words = rule.split(" ", 2);
            text.append("    - {type: ")
                    .append(words[1])
                    .append(", action: ")
                    .append(words[0])
                    .append("}\n");
        }
        return read(
                "apiVersion: pratique.io/v1\nkind: SecurityPolicy\nmetadata: {name: "
                        + name
                        + "}\nspec:\n  platform: "
                        + platform
                        + "\n  rules:\n"
                        + text);
    }

    /** The policy that a text is. */
    public static SecurityPolicy read(String text) {
        PolicyReader.Reading reading =
                PolicyReader.read(
                        Documents.first(Source.of("policy", text)).root(), LocalDate.EPOCH);
        return reading.policy().orElseThrow(() -> new AssertionError(reading + text));
    }
}
