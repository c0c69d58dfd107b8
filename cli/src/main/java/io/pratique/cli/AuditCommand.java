package io.pratique.cli;

import io.pratique.collect.RootedFiles;
import io.pratique.collect.docker.UnixDockerApi;
import io.pratique.collect.host.HostCollector;
import io.pratique.model.Severity;
import io.pratique.posture.Finding;
import io.pratique.posture.Judge;
import io.pratique.posture.Profile;
import io.pratique.posture.Report;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.evidence.Evidence;
import io.pratique.posture.result.State;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code pratique audit}: judges hosts, images and files by the benchmark templates. */
final class AuditCommand implements Command {
    private static final String FRAMEWORK = "--framework";
    private static final String PROFILE = "--profile";
    private static final String OUTPUT = "--output";
    private static final String STRICT = "--strict";
    private static final String FAIL_ON = "--fail-on";
    private static final Path SOCKET = Path.of("/run/docker.sock");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 32 << 20;

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    AuditCommand(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "audit",
                "Judges hosts, images, saved answers and files by the benchmark templates.",
                List.of(
                        Operand.many(
                                "PATH",
                                Values.files(),
                                "evidence, an image archive, a Dockerfile, a template, plan,"
                                        + " Compose file or task definition, a folder of these or"
                                        + " of AWS answers; 'host' for this host; 'kubelet' and"
                                        + " files of one")),
                List.of(
                        Option.choice(
                                FRAMEWORK,
                                TemplatesListCommand.FRAMEWORKS,
                                "only the templates that speak to it"),
                        Option.choice(
                                PROFILE,
                                List.of("baseline", "strict"),
                                "the defaults of the parameters; baseline"),
                        Option.choice(
                                        OUTPUT,
                                        List.of("table", "json", "jsonl", "csv"),
                                        "the form; table")
                                .or("-o"),
                        Option.flag(STRICT, "what is not known counts as well: exit code 2"),
                        Option.choice(
                                FAIL_ON,
                                List.of("low", "medium", "high", "critical"),
                                "the least severity that counts; low")),
                List.of(
                        "0 nothing failed at or above the severity",
                        "1 something failed",
                        "2 something named could not be read, nothing was found, or with --strict"
                                + " evidence is missing",
                        "3 wrong usage"),
                List.of(
                        "pratique audit host",
                        "pratique audit Dockerfile template.yaml --framework cis-docker",
                        "pratique audit kubelet cmdline.txt kubelet.yaml --output jsonl"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        List<String> operands = arguments.operands();
        AuditInputs inputs = new AuditInputs(clock);
        switch (operands.getFirst()) {
            case "host" -> {
                if (operands.size() > 1) {
                    throw wrong(
                            "'host' stands alone, and '" + operands.get(1) + "' follows it",
                            "For a file of that name write ./host.");
                }
                host(inputs);
            }
            case "kubelet" -> {
                if (operands.size() == 1) {
                    throw wrong(
                            "'kubelet' needs files: a configuration, a command line or what"
                                    + " /configz answers",
                            "The kubelet of this host is judged by pratique audit host.");
                }
                inputs.addKubelet(paths(operands.subList(1, operands.size())));
            }
            default -> paths(operands).forEach(inputs::add);
        }
        List<Evidence> documents = inputs.documents();
        List<String> problems = inputs.problems();
        problems.forEach(problem -> err.println("pratique: " + Shown.line(problem)));
        if (documents.stream().allMatch(document -> document.subjects().isEmpty())) {
            err.println("pratique: nothing was found to judge");
            return ExitCode.NOT_JUDGED;
        }
        Catalogue catalogue = Catalogue.load();
        Report report = judge(catalogue, documents, arguments);
        AuditReport output = new AuditReport(out, catalogue, report, problems);
        switch (arguments.text(OUTPUT, "table")) {
            case "json" -> output.json();
            case "jsonl" -> output.jsonLines();
            case "csv" -> output.csv();
            default -> output.table();
        }
        boolean strict = arguments.has(STRICT);
        return exit(
                report,
                Severity.of(arguments.text(FAIL_ON, "low")).orElseThrow(),
                inputs.hasUnread() || strict && !problems.isEmpty(),
                strict);
    }

    private Report judge(Catalogue catalogue, List<Evidence> documents, Arguments arguments) {
        Profile profile =
                arguments.text(PROFILE, "baseline").equals("strict")
                        ? Profile.STRICT
                        : Profile.BASELINE;
        Report report =
                new Judge(catalogue, profile, Map.of(), Optional.empty())
                        .judge(documents, List.of(), clock.instant());
        Optional<String> framework = arguments.text(FRAMEWORK);
        if (framework.isEmpty()) {
            return report;
        }
        return new Report(
                report.findings().stream()
                        .filter(finding ->
                                catalogue
                                        .requirements(finding.template().slug())
                                        .containsKey(framework.get()))
                        .toList(),
                report.exceptions(),
                report.now());
    }

    private static ExitCode exit(Report report, Severity least, boolean unread, boolean strict) {
        boolean failed = false;
        boolean notKnown = unread;
        for (Finding finding : report.findings()) {
            boolean counts =
                    finding.muted().isEmpty()
                            && finding.template().severity().compareTo(least) >= 0;
            failed |= counts && finding.state() == State.FAIL;
            notKnown |= finding.state() == State.ERROR;
            notKnown |= strict && counts && finding.state() == State.NO_EVIDENCE;
        }
        return notKnown ? ExitCode.NOT_JUDGED : failed ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
    }

    private void host(AuditInputs inputs) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try (UnixDockerApi docker =
                new UnixDockerApi(SOCKET, TIMEOUT, LARGEST_ANSWER, System::nanoTime)) {
            inputs.add(
                    new HostCollector(
                                    new RootedFiles(Path.of("/")),
                                    docker,
                                    new HostCollector.Settings(
                                            SOCKET.toString(), VersionCommand.version()),
                                    clock,
                                    key)
                            .collect());
        } catch (IOException e) {
            // Only closing can fail here, and by then all is read.
            throw new OutputFailed(e);
        }
    }

    private List<Path> paths(List<String> texts) {
        List<Path> paths = new ArrayList<>();
        for (String text : texts) {
            try {
                paths.add(Path.of(text));
            } catch (InvalidPathException e) {
                throw wrong("'" + text + "' is no path: " + e.getReason(), "");
            }
        }
        return paths;
    }

    private UsageException wrong(String message, String hint) {
        return new UsageException("audit: " + message, hint, usage().command());
    }
}
