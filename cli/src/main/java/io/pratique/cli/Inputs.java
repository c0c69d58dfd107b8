package io.pratique.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that the paths of a command line stand for.
 *
 * <p>A path is a file, which is read whatever its name; a folder, of which the files are read that
 * end in {@code .yaml}, {@code .yml} or {@code .json}, and those of its folders; a pattern with
 * {@code *}, {@code ?}, {@code [a-z]} or <code>{a,b}</code>, in which <code>**</code> stands for
 * any number of folders; or {@code -}, standard input. Folders that hold copies of other projects
 * or of history are not entered ({@link #SKIPPED_FOLDERS}) unless they are named.
 *
 * <p>Links are followed. A file that is reached twice is read once, so that a link that leads back
 * up does no harm. Entries come in the order of their names, by bytes: two runs over the same files
 * say the same. What is kept in memory is the names of the folders that are open, and one key for
 * each file that was found.
 */
final class Inputs {
    /** The folders that are left out when they are found, and read when they are named. */
    static final Set<String> SKIPPED_FOLDERS =
            Set.of(".git", ".hg", ".svn", "node_modules", ".terraform");

    static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private static final Path[] NONE = new Path[0];

    /** Takes what is found, in order. */
    interface Found {
        /**
         * A file.
         *
         * @param size in bytes when it was looked at; -1 for a pipe or a device
         * @param named whether it was given by its own name, or a pattern, and not by its folder
         */
        void file(Path file, long size, boolean named);

        void standardInput();

        /** A path that leads nowhere. */
        void problem(Outcome.Failed problem);
    }

    private final FileSystem files;
    private final Found found;
    private final Set<Object> seen = new HashSet<>();

    Inputs(FileSystem files, Found found) {
        this.files = files;
        this.found = found;
    }

    /** Finds what one word of the command line stands for. */
    void find(String word) {
        if (word.equals("-")) {
            found.standardInput();
            return;
        }
        Path path;
        try {
            path = files.getPath(word);
        } catch (InvalidPathException e) {
            problem(word, "no-such-file", "'" + word + "' is no path: " + e.getReason(), "");
            return;
        }
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            if (isPattern(word)) {
                pattern(word);
            } else {
                missing(path);
            }
            return;
        } catch (IOException e) {
            unreadable(path, e);
            return;
        }
        entry(path, attributes, true);
    }

    private void entry(Path path, BasicFileAttributes attributes, boolean named) {
        if (attributes.isDirectory()) {
            folder(path, attributes);
        } else if (attributes.isRegularFile()) {
            if (isNew(path, attributes)) {
                found.file(path, attributes.size(), named);
            }
        } else if (named) {
            // What a shell makes of <(…), or /dev/stdin.
            found.file(path, -1, true);
        } else {
            problem(
                    path.toString(),
                    "not-a-file",
                    "this is a pipe, a socket or a device, and not a file",
                    "It is read when you name it.");
        }
    }

    /** Two names of one file (hard links) are two files; two ways to one name are one. */
    private boolean isNew(Path path, BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        try {
            if (key == null) {
                return seen.add(path.toRealPath());
            }
            if (seen.add(key)) {
                return true;
            }
            Object links =
                    path.getFileSystem().supportedFileAttributeViews().contains("unix")
                            ? Files.getAttribute(path, "unix:nlink")
                            : null;
            return links instanceof Integer count && count > 1 && seen.add(path.toRealPath());
        } catch (IOException _) {
            // Whoever reads it will say why.
            return true;
        }
    }

    private void folder(Path folder, BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        if (!seen.add(key == null ? folder.toAbsolutePath().normalize() : key)) {
            return;
        }
        for (Path entry : list(folder)) {
            String name = name(entry);
            boolean wanted = hasKnownEnding(name);
            BasicFileAttributes its = attributes(entry, wanted || name.indexOf('.') < 0);
            if (its == null) {
                continue;
            }
            if (its.isDirectory()) {
                if (!SKIPPED_FOLDERS.contains(name)) {
                    folder(entry, its);
                }
            } else if (wanted) {
                entry(entry, its, false);
            }
        }
    }

    /** The entries of a folder in order; none, and a problem, when it cannot be read. */
    private Path[] list(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            IOException cause = e.getCause();
            unreadable(folder, cause == null ? new IOException(e) : cause);
        } catch (IOException e) {
            unreadable(folder, e);
        }
        Path[] sorted = entries.toArray(NONE);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Null when they cannot be had, which is told when {@code matters}. */
    private @Nullable BasicFileAttributes attributes(Path entry, boolean matters) {
        try {
            return Files.readAttributes(entry, BasicFileAttributes.class);
        } catch (IOException e) {
            // An editor's lock is a link to nowhere: .#shop.yaml
            if (matters && !name(entry).startsWith(".#")) {
                if (e instanceof NoSuchFileException) {
                    missing(entry);
                } else {
                    unreadable(entry, e);
                }
            }
            return null;
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static boolean hasKnownEnding(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    // --- Patterns ---------------------------------------------------------------------------

    private static boolean isPattern(String word) {
        return word.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    private void pattern(String word) {
        List<String> steps = new ArrayList<>(List.of(word.split("/+", -1)));
        steps.removeIf(String::isEmpty);
        StringBuilder base = new StringBuilder(word.startsWith("/") ? "/" : "");
        while (!steps.isEmpty() && !isPattern(steps.getFirst())) {
            base.append(steps.removeFirst()).append('/');
        }
        List<PathMatcher> matchers = new ArrayList<>();
        try {
            for (String step : steps) {
                matchers.add(files.getPathMatcher("glob:" + step));
            }
        } catch (PatternSyntaxException e) {
            problem(
                    word,
                    "bad-pattern",
                    "'" + word + "' is no pattern: " + e.getDescription(),
                    "Put a backslash before a character that means itself.");
            return;
        }
        Pattern pattern = new Pattern(steps, matchers);
        pattern.below(files.getPath(base.toString()), 0);
        if (!pattern.matched) {
            problem(
                    word,
                    "no-such-file",
                    "no file or folder matches '" + word + "'",
                    "'**' stands for any number of folders, '*' for a part of one name.");
        }
    }

    private final class Pattern {
        private final List<String> steps;
        private final List<PathMatcher> matchers;
        private final List<Set<Object>> looked = new ArrayList<>();
        private boolean matched;

        Pattern(List<String> steps, List<PathMatcher> matchers) {
            this.steps = steps;
            this.matchers = matchers;
            steps.forEach(_ -> looked.add(new HashSet<>()));
        }

        /** Looks for the rest of the steps in a folder, once: links may lead there many times. */
        void below(Path folder, int step) {
            if (steps.get(step).equals("**")) {
                if (step + 1 == steps.size()) {
                    matched = true;
                    find(folder.toString());
                    return;
                }
                below(folder, step + 1);
            }
            BasicFileAttributes own = quiet(folder);
            if (own != null && own.fileKey() != null && !looked.get(step).add(own.fileKey())) {
                return;
            }
            for (Path listed : list(folder.toString().isEmpty() ? files.getPath(".") : folder)) {
                String name = name(listed);
                Path entry = folder.resolve(listed.getFileName());
                if (steps.get(step).equals("**")) {
                    BasicFileAttributes attributes = quiet(entry);
                    if (attributes != null
                            && attributes.isDirectory()
                            && !name.startsWith(".")
                            && !SKIPPED_FOLDERS.contains(name)) {
                        below(entry, step);
                    }
                } else if (matches(step, name, listed)) {
                    matching(entry, step);
                }
            }
        }

        private void matching(Path entry, int step) {
            if (step + 1 == steps.size()) {
                matched = true;
                BasicFileAttributes attributes = attributes(entry, true);
                if (attributes != null) {
                    entry(entry, attributes, true);
                }
                return;
            }
            BasicFileAttributes attributes = quiet(entry);
            if (attributes != null && attributes.isDirectory()) {
                below(entry, step + 1);
            }
        }

        /** As a shell does it, {@code *} stands for no name that starts with a dot. */
        private boolean matches(int step, String name, Path entry) {
            return (!name.startsWith(".") || steps.get(step).startsWith("."))
                    && matchers.get(step).matches(entry.getFileName());
        }

        private @Nullable BasicFileAttributes quiet(Path path) {
            try {
                return Files.readAttributes(path, BasicFileAttributes.class);
            } catch (IOException _) {
                return null;
            }
        }
    }

    // --- Problems ---------------------------------------------------------------------------

    private void missing(Path path) {
        if (Files.isSymbolicLink(path)) {
            problem(
                    path.toString(),
                    "broken-link",
                    "the link leads to " + target(path) + ", which is not there",
                    "Remove it, or restore what it leads to.");
            return;
        }
        boolean lost = path.toString().indexOf('\uFFFD') >= 0;
        problem(
                path.toString(),
                "no-such-file",
                "there is no file '" + path + "'",
                lost
                        ? "Its name seems not to be UTF-8: give its folder, or rename it."
                        : "Paths count from the folder you are in.");
    }

    private static String target(Path link) {
        try {
            return "'" + Files.readSymbolicLink(link) + "'";
        } catch (IOException _) {
            return "a file";
        }
    }

    private void unreadable(Path path, IOException e) {
        found.problem(unreadableFile(path.toString(), e));
    }

    /** Why a file cannot be read, in words. */
    static Outcome.Failed unreadableFile(String path, IOException e) {
        return switch (e) {
            case NoSuchFileException _ ->
                    failed(
                            path,
                            "vanished",
                            "the file is gone since it was listed",
                            "Check again when nothing changes the folder.");
            case AccessDeniedException _ ->
                    failed(path, "unreadable", "you may not read it", "Run as a user who may.");
            case CharacterCodingException _ ->
                    failed(path, "unreadable", "its name cannot be decoded", "Rename it.");
            case FileSystemException f
                    when f.getReason() != null && f.getReason().contains("symbolic links") ->
                    failed(
                            path,
                            "link-loop",
                            "the link leads back to itself",
                            "Remove it, or let it lead to a file.");
            case FileSystemException f when f.getReason() != null ->
                    failed(path, "unreadable", "it cannot be read: " + f.getReason(), "");
            default -> failed(path, "unreadable", "it cannot be read: " + e.getMessage(), "");
        };
    }

    private void problem(String path, String code, String message, String hint) {
        found.problem(failed(path, code, message, hint));
    }

    private static Outcome.Failed failed(String path, String code, String message, String hint) {
        return new Outcome.Failed(path, 0, 0, code, message, hint);
    }
}
