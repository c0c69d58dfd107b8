package io.pratique.cli;

import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.Verdict;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code --output} takes. */
enum OutputFormat {
    TABLE,
    JSON,
    JSONL,
    SARIF,
    JUNIT,
    GITHUB;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> ids() {
        return Stream.of(values()).map(OutputFormat::id).toList();
    }

    static Optional<OutputFormat> of(String id) {
        return Stream.of(values()).filter(format -> format.id().equals(id)).findFirst();
    }

    /**
     * What a report may need beside the outcomes.
     *
     * @param policies those that are judged by
     * @param failOn the mildest verdict that counts as a failure
     */
    record Setting(
            Look look,
            RelativePaths paths,
            List<SecurityPolicy> policies,
            Verdict failOn,
            SourceFixes fixes) {
        Setting {
            policies = List.copyOf(policies);
        }
    }

    /** Makes the report. */
    Report report(PrintStream out, Setting setting) {
        return switch (this) {
            case TABLE -> new TableReport(out, setting.look(), setting.policies());
            case JSON -> new JsonReport(out);
            case JSONL -> new JsonLinesReport(out);
            case SARIF -> new SarifReport(out, setting.paths(), setting.fixes());
            case JUNIT -> new JunitReport(out, setting.paths(), setting.failOn());
            case GITHUB -> new GithubReport(out, setting.paths());
        };
    }
}
