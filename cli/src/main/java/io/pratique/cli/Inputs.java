package io.pratique.cli;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/** Turns the paths of a command line into sources. */
final class Inputs {
    private final InputStream standardInput;

    Inputs(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * The files that a path stands for, in the order of their names; problems go to {@code failed}.
     */
    List<Path> files(String path, Consumer<Outcome> failed) {
        Path root = Path.of(path);
        if (!Files.exists(root)) {
            failed.accept(
                    new Outcome.Failed(
                            path, 0, 0, "no-such-file", "there is no file '" + path + "'", ""));
            return List.of();
        }
        if (!Files.isDirectory(root)) {
            return List.of(root);
        }
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    64,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            String name = file.toString();
                            if (attributes.isRegularFile()
                                    && (name.endsWith(".yaml")
                                            || name.endsWith(".yml")
                                            || name.endsWith(".json"))) {
                                files.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            failed.accept(
                                    new Outcome.Failed(
                                            file.toString(),
                                            0,
                                            0,
                                            e instanceof FileSystemLoopException
                                                    ? "link-loop"
                                                    : "unreadable",
                                            e instanceof FileSystemLoopException
                                                    ? "the link leads back to a folder above it"
                                                    : "cannot be read: " + e,
                                            ""));
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            failed.accept(new Outcome.Failed(path, 0, 0, "unreadable", "cannot be read: " + e, ""));
        }
        Collections.sort(files);
        return files;
    }

    /** Reads a file, or gives why it cannot be read. */
    void read(Path file, Consumer<Source> source, Consumer<Outcome> failed) {
        String name = file.toString();
        try {
            if (Files.size(file) > Source.MAX_BYTES) {
                failed.accept(tooLarge(name));
                return;
            }
            source.accept(Source.of(name, Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            failed.accept(
                    new Outcome.Failed(
                            name, 0, 0, "vanished", "the file is gone since it was listed", ""));
        } catch (IOException e) {
            failed.accept(new Outcome.Failed(name, 0, 0, "unreadable", "cannot be read: " + e, ""));
        } catch (InvalidDocument e) {
            failed.accept(invalid(name, e));
        }
    }

    /** Reads standard input to its end. */
    void readStandardInput(Consumer<Source> source, Consumer<Outcome> failed) {
        try {
            byte[] bytes = standardInput.readNBytes(Source.MAX_BYTES + 1);
            source.accept(Source.of("-", bytes));
        } catch (IOException e) {
            failed.accept(new Outcome.Failed("-", 0, 0, "unreadable", "cannot be read: " + e, ""));
        } catch (InvalidDocument e) {
            failed.accept(invalid("-", e));
        }
    }

    private static Outcome tooLarge(String name) {
        return new Outcome.Failed(
                name,
                0,
                0,
                InvalidDocument.Code.TOO_LARGE.id(),
                "the file is larger than " + (Source.MAX_BYTES >> 20) + " MiB",
                "Split it into smaller files.");
    }

    private static Outcome invalid(String name, InvalidDocument e) {
        return new Outcome.Failed(
                name,
                e.position().line(),
                e.position().column(),
                e.code().id(),
                e.getMessage(),
                e.hint());
    }
}
