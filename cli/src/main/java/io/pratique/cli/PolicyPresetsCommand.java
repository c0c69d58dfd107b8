package io.pratique.cli;

import io.pratique.policy.Presets;
import io.pratique.policy.SecurityPolicy;
import java.io.PrintStream;
import java.util.List;

/** {@code pratique policy presets}. */
final class PolicyPresetsCommand implements Command {
    private final PrintStream out;

    PolicyPresetsCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "policy presets",
                "Lists the policies that come with the program.",
                List.of(),
                List.of(),
                List.of(),
                List.of("pratique policy presets"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        for (String name : unversioned()) {
            SecurityPolicy policy = Presets.of(name).orElseThrow();
            out.println(
                    "%-34s %2d rules  %s"
                            .formatted(name, policy.rules().size(), policy.description()));
        }
        out.println();
        out.println(
                "For 'latest', every version from v1.0 to v1."
                        + Presets.NEWEST
                        + " may stand: pod-security:baseline:v1.25.");
        return ExitCode.CLEAN;
    }

    /** The names of the presets, each family once. */
    static List<String> unversioned() {
        return Presets.names().stream().filter(name -> !name.contains(":v1.")).toList();
    }
}
