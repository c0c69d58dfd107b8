package io.pratique.cli;

import io.pratique.document.Documents;
import io.pratique.document.Position;
import io.pratique.policy.format.Problem;
import io.pratique.policy.format.Resource;
import io.pratique.policy.format.ResourceWriter;
import io.pratique.policy.trend.TrendReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** {@code pratique policy import}: makes our documents of Trend's resources. */
final class PolicyImportCommand implements Command {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    PolicyImportCommand(InputStream in, PrintStream out, PrintStream err, Clock clock) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "policy import",
                "Turns Trend's ClusterPolicy, Attestor and RuntimeRuleset resources into documents of Pratique.",
                List.of(
                        Operand.many(
                                "FILE",
                                Values.files(),
                                "a file or folder with such resources, or - for standard input")),
                List.of(
                        Option.value(
                                        "--output",
                                        "DIR|-",
                                        Values.files(),
                                        "the folder to write to, a file for each; - for standard output, the default")
                                .or("-o"),
                        Option.flag("--force", "overwrites files that are there"),
                        Option.flag("--strict", "exit code 2 when something was not carried over")),
                List.of(
                        "0 imported; warnings say what was not carried over",
                        "2 not readable, nothing to import, or (--strict) something lost",
                        "3 wrong usage"),
                List.of(
                        "pratique policy import clusterpolicy.yaml",
                        "pratique policy import trend/ --output policies/",
                        "kubectl get clusterpolicy,runtimeruleset,attestor -A -o yaml | pratique policy import - --strict"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        PolicyFiles.Loaded loaded =
                new PolicyFiles(in, LocalDate.now(clock)).load(arguments.operands());
        List<Fault> faults = new ArrayList<>(loaded.faults());
        List<PolicyFiles.Found> imported = new ArrayList<>();
        for (PolicyFiles.Found found : loaded.found()) {
            if (found.imported()) {
                imported.add(found);
            } else {
                faults.add(
                        new Fault(
                                found.path(),
                                new Problem(
                                        Problem.Severity.WARNING,
                                        "not-imported",
                                        new Position(found.line(), 1),
                                        "",
                                        "the "
                                                + found.resource().kind()
                                                + " '"
                                                + found.resource().name()
                                                + "' is one of ours already",
                                        "")));
            }
        }
        if (imported.isEmpty()) {
            faults.add(
                    Fault.ofFile(
                            String.join(", ", arguments.operands()),
                            "nothing-to-import",
                            "there is no ClusterPolicy, Attestor or RuntimeRuleset that can be imported",
                            "Their apiVersion is container-security.trendmicro.com/v1alpha1."));
        }
        String output = arguments.text("--output", "-");
        if (imported.size() > 0 && loaded.isValid()) {
            if (output.equals("-")) {
                print(imported, faults);
            } else {
                write(imported, output, arguments.has("--force"), faults);
            }
        }
        out.flush();
        faults.forEach(fault -> err.println(fault.shown()));
        boolean lost = faults.stream().anyMatch(fault -> TrendReader.isLoss(fault.problem()));
        boolean failed = faults.stream().anyMatch(Fault::isError);
        return failed || (lost && arguments.has("--strict")) ? ExitCode.NOT_JUDGED : ExitCode.CLEAN;
    }

    private void print(List<PolicyFiles.Found> imported, List<Fault> faults) {
        String separator = "";
        for (PolicyFiles.Found found : imported) {
            out.print(separator);
            out.print(document(found, faults));
            separator = "---\n";
        }
    }

    private void write(
            List<PolicyFiles.Found> imported, String output, boolean force, List<Fault> faults) {
        Path folder;
        try {
            folder = Files.createDirectories(Path.of(output));
        } catch (InvalidPathException | IOException e) {
            throw new UsageException(
                    "policy import: cannot write to '" + output + "': " + e.getMessage(),
                    "",
                    "policy import");
        }
        for (PolicyFiles.Found found : imported) {
            Path file = folder.resolve(fileName(found.resource()));
            byte[] bytes = document(found, faults).getBytes(StandardCharsets.UTF_8);
            try {
                if (force) {
                    Files.write(file, bytes);
                } else {
                    Files.write(
                            file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                }
                out.println(file);
            } catch (FileAlreadyExistsException _) {
                faults.add(
                        Fault.ofFile(
                                file.toString(),
                                "file-exists",
                                "the file is there already, and was left as it is",
                                "Write --force to overwrite it, or another folder."));
            } catch (IOException e) {
                faults.add(
                        Fault.ofFile(
                                file.toString(),
                                "not-written",
                                "cannot be written: " + e.getMessage(),
                                ""));
            }
        }
    }

    /** The name of a resource has no character that a file name must not have. */
    private static String fileName(Resource resource) {
        return switch (resource) {
            case Resource.OfPolicy _ -> resource.name() + ".yaml";
            case Resource.OfAttestor _ -> resource.name() + ".attestor.yaml";
            case Resource.OfRuleset _ -> resource.name() + ".ruleset.yaml";
        };
    }

    private static String document(PolicyFiles.Found found, List<Fault> faults) {
        StringBuilder text = new StringBuilder();
        text.append("# Imported from a resource of Trend's Container Security.\n");
        for (Fault fault : faults) {
            if (fault.path().equals(found.path()) && !fault.isError()) {
                text.append("# Line ")
                        .append(fault.problem().position().line())
                        .append(": ")
                        .append(fault.problem().message().replaceAll("\\p{Cntrl}", " "))
                        .append(" [")
                        .append(fault.problem().code())
                        .append("]\n");
            }
        }
        return text.append(
                        ResourceWriter.write(
                                found.resource(),
                                Documents.Format.YAML,
                                ResourceWriter.Extent.SHORT))
                .toString();
    }
}
