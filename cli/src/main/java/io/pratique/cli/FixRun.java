package io.pratique.cli;

import io.pratique.cli.fix.FileFixer;
import io.pratique.cli.fix.FixedFile;
import io.pratique.cli.fix.NotFixed;
import io.pratique.cli.fix.UnifiedDiff;
import io.pratique.document.Source;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mends the files of a run as their outcomes go by, one file at a time: prints the change, or
 * writes changed copies. Files are never changed in place.
 */
final class FixRun {
    private final FileFixer fixer;
    private final RelativePaths paths;
    private final Path folder;
    private final Optional<Path> copies;
    private final PrintStream out;
    private final PrintStream err;
    private final Set<String> done = new HashSet<>();
    private @Nullable Source open;
    private int fixed;
    private int files;
    private int failed;
    private final List<String> notFixed = new ArrayList<>();

    /**
     * @param folder the working directory
     * @param copies the folder that changed copies are written to, each at the path that it has
     *     below the working directory; empty to print a diff
     * @param out takes the diff
     * @param err takes what is said to people
     */
    FixRun(FileFixer fixer, Path folder, Optional<Path> copies, PrintStream out, PrintStream err) {
        this.fixer = fixer;
        this.paths = new RelativePaths(folder);
        this.folder = folder.toAbsolutePath().normalize();
        this.copies = copies.map(path -> this.folder.resolve(path).normalize());
        this.out = out;
        this.err = err;
    }

    /** A fixer that judges as a checker does. */
    static FileFixer fixer(Checker checker) {
        return new FileFixer(source -> {
            List<FileFixer.Judged> all = new ArrayList<>();
            checker.check(
                    source,
                    outcome -> {
                        if (outcome instanceof Outcome.Judged judged) {
                            all.add(new FileFixer.Judged(judged.workload(), judged.decision()));
                        }
                    });
            return all;
        });
    }

    /** Takes the next outcome. The outcomes of one source come one after the other. */
    void add(Outcome outcome) {
        if (outcome instanceof Outcome.Judged judged && !judged.decision().violations().isEmpty()) {
            judged.workload()
                    .origin()
                    .document()
                    .ifPresent(document -> {
                        if (document.source() != open) {
                            close();
                            open = document.source();
                        }
                    });
        }
    }

    private void close() {
        Source source = open;
        open = null;
        if (source == null || !done.add(paths.of(source.name()))) {
            return;
        }
        FixedFile file = fixer.fix(source);
        fixed += file.fixed().size();
        for (NotFixed one : file.notFixed()) {
            notFixed.add(shown(source.name(), one));
        }
        if (file.edits().isEmpty()) {
            return;
        }
        files++;
        if (copies.isPresent()) {
            write(copies.get(), file);
        } else {
            out.print(UnifiedDiff.of(paths.of(source.name()), file));
        }
    }

    private String shown(String path, NotFixed one) {
        String patch = one.patch().isEmpty() ? "" : "\n    patch: " + one.patch().json();
        return "  "
                + Shown.line(paths.of(path))
                + ":"
                + one.violation().location().line()
                + " "
                + one.violation().rule()
                + ", "
                + Shown.line(Names.of(one.workload(), one.violation().container()), 200)
                + ": "
                + one.why()
                + patch;
    }

    private void write(Path below, FixedFile file) {
        String name = file.source().name();
        Path target = target(below, name);
        try {
            if (!target.startsWith(below) || same(target, name)) {
                throw new IOException(
                        "the copy would be the file itself; give another folder, or use --fix | git apply");
            }
            Path parent = target.getParent();
            Files.createDirectories(parent);
            Path part = Files.createTempFile(parent, ".pratique", ".part");
            try {
                Files.write(part, file.bytes());
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            err.println("wrote " + Shown.line(target.toString()));
        } catch (IOException e) {
            failed++;
            err.println(
                    "pratique: cannot write "
                            + Shown.line(target.toString())
                            + ": "
                            + Shown.line(String.valueOf(e.getMessage())));
        }
    }

    /** A path outside the working directory is kept whole, so that no two copies meet. */
    private Path target(Path below, String name) {
        Path relative = Path.of(paths.of(name));
        return below.resolve(
                        relative.isAbsolute() ? relative.getRoot().relativize(relative) : relative)
                .normalize();
    }

    private boolean same(Path target, String name) throws IOException {
        Path original = folder.resolve(name);
        return Files.exists(target) && Files.exists(original) && Files.isSameFile(target, original);
    }

    /**
     * Mends the last file and says what came of it.
     *
     * @return false when a copy could not be written
     */
    boolean end() {
        close();
        err.println(
                fixed == 0
                        ? "Nothing was mended."
                        : "Mended "
                                + Shown.count(fixed, "violation")
                                + " in "
                                + Shown.count(files, "file")
                                + (copies.isPresent()
                                        ? "."
                                        : "; to change the files, pipe this into 'git apply' or 'patch -p1'."));
        if (!notFixed.isEmpty()) {
            err.println(Shown.count(notFixed.size(), "violation") + " not mended:");
            notFixed.forEach(err::println);
        }
        return failed == 0;
    }
}
