package io.pratique.cli;

import io.pratique.document.Documents;
import io.pratique.policy.format.ResourceWriter;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** {@code pratique policy print}: writes presets and policies as documents. */
final class PolicyPrintCommand implements Command {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    PolicyPrintCommand(InputStream in, PrintStream out, PrintStream err, Clock clock) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "policy print",
                "Prints a preset or a policy as a document, to read it or to start from it.",
                List.of(
                        Operand.many(
                                "NAME|FILE",
                                Values.policies(),
                                "a preset, a policy file or folder, or - for standard input")),
                List.of(
                        Option.choice("--output", List.of("yaml", "json"), "the form; yaml")
                                .or("-o"),
                        Option.flag("--all", "writes defaults and empty fields, too")),
                List.of("0 printed", "2 not a valid policy", "3 wrong usage"),
                List.of(
                        "pratique policy print starter:kubernetes > policy.yaml",
                        "pratique policy print pod-security:baseline:v1.25 --output json",
                        "pratique policy print --all policy.yaml"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        PolicyFiles.Loaded loaded =
                new PolicyFiles(in, LocalDate.now(clock)).load(arguments.operands());
        if (!loaded.isValid()) {
            throw new InvalidPolicies(loaded.faults());
        }
        loaded.faults().forEach(fault -> err.println(fault.shown()));
        ResourceWriter.Extent extent =
                arguments.has("--all") ? ResourceWriter.Extent.ALL : ResourceWriter.Extent.SHORT;
        boolean json = arguments.text("--output", "yaml").equals("json");
        String separator = "";
        for (PolicyFiles.Found found : loaded.found()) {
            out.print(separator);
            out.print(
                    ResourceWriter.write(
                            found.resource(),
                            json ? Documents.Format.JSON : Documents.Format.YAML,
                            extent));
            separator = json ? "" : "---\n";
        }
        return ExitCode.CLEAN;
    }
}
