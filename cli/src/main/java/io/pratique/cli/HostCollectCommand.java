package io.pratique.cli;

import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.EvidenceWriter;
import io.pratique.collect.RootedFiles;
import io.pratique.collect.docker.UnixDockerApi;
import io.pratique.collect.host.HostCollector;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code pratique host collect}: reads this host into an evidence document. */
final class HostCollectCommand implements Command {
    private static final String OUTPUT = "--output";
    private static final String ROOT = "--root";
    private static final String SOCKET = "--docker-socket";
    private static final String DEFAULT_SOCKET = "/run/docker.sock";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 32 << 20;

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    HostCollectCommand(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "host collect",
                "Reads this host into an evidence document: daemon, containers, files, processes.",
                List.of(),
                List.of(
                        Option.value(
                                        OUTPUT,
                                        "FILE",
                                        Values.files(),
                                        "where to write it; standard output")
                                .or("-o"),
                        Option.value(
                                ROOT,
                                "DIR",
                                Values.files(),
                                "where the root of the host is mounted; /"),
                        Option.value(
                                SOCKET,
                                "PATH",
                                Values.files(),
                                "the socket of the Docker daemon; run/docker.sock below the root")),
                List.of(
                        "0 collected; what could not be read stands in the coverage list and on"
                                + " standard error",
                        "3 wrong usage",
                        "70 the document could not be written"),
                List.of(
                        "pratique host collect -o evidence.json",
                        "pratique host collect --root /host --docker-socket /host/run/docker.sock"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        Path root = path(arguments.text(ROOT, "/"), ROOT);
        if (!Files.isDirectory(root)) {
            throw new UsageException(
                    ROOT + " " + root + " is no folder",
                    "Name the folder at which the root of the host is mounted.",
                    usage().command());
        }
        Optional<String> named = arguments.text(SOCKET);
        Path place =
                named.map(text -> path(text, SOCKET).toAbsolutePath())
                        .orElseGet(() -> root.resolve(DEFAULT_SOCKET.substring(1)));
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Evidence evidence;
        try (UnixDockerApi docker =
                new UnixDockerApi(place, TIMEOUT, LARGEST_ANSWER, System::nanoTime)) {
            evidence =
                    new HostCollector(
                                    new RootedFiles(root),
                                    docker,
                                    new HostCollector.Settings(
                                            onHost(root, place), VersionCommand.version()),
                                    clock,
                                    key)
                            .collect();
        } catch (IOException e) {
            // Only closing can fail here, and by then all is read.
            throw new OutputFailed(e);
        }
        Optional<String> output = arguments.text(OUTPUT);
        if (output.isPresent()) {
            write(evidence, path(output.get(), OUTPUT));
        } else {
            try {
                new EvidenceWriter().write(evidence, out);
            } catch (IOException e) {
                throw new OutputFailed(e);
            }
        }
        report(evidence.coverage());
        return ExitCode.CLEAN;
    }

    /** The path of the socket as the host has it. */
    private static String onHost(Path root, Path socket) {
        Path whole = root.toAbsolutePath().normalize();
        Path place = socket.toAbsolutePath().normalize();
        if (whole.getParent() == null || !place.startsWith(whole)) {
            return place.toString();
        }
        return "/" + whole.relativize(place);
    }

    private Path path(String text, String option) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException(
                    option + " is no path: " + e.getReason(), "", usage().command());
        }
    }

    /** Written beside it and then moved, so that a reader never sees half of it. */
    private static void write(Evidence evidence, Path file) {
        Path whole = file.toAbsolutePath();
        Path folder = whole.getParent();
        try {
            if (folder == null || Files.exists(whole) && !Files.isRegularFile(whole)) {
                try (OutputStream to = Files.newOutputStream(whole)) {
                    new EvidenceWriter().write(evidence, to);
                }
                return;
            }
            // Readable by its owner only: what a host runs is not for everybody.
            Path beside = Files.createTempFile(folder, ".evidence", ".json");
            try {
                try (OutputStream to = Files.newOutputStream(beside)) {
                    new EvidenceWriter().write(evidence, to);
                }
                Files.move(beside, whole, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new OutputFailed(e);
        }
    }

    private void report(Coverage coverage) {
        for (Coverage.Entry entry : coverage.entries()) {
            String word =
                    switch (entry.status()) {
                        case OK -> "";
                        case DENIED -> "denied";
                        case FAILED -> "failed";
                        case SKIPPED -> "skipped";
                    };
            if (!word.isEmpty()) {
                err.println("pratique: " + entry.source() + " " + word + ": " + entry.detail());
            }
        }
    }
}
