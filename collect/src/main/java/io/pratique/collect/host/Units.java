package io.pratique.collect.host;

import io.pratique.collect.HostFiles;
import io.pratique.collect.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads systemd units as systemd does: the first of its folders wins, and drop-ins change it. */
final class Units {
    /** Those of the administrator before those of packages. */
    private static final List<String> FOLDERS =
            List.of(
                    "/etc/systemd/system",
                    "/run/systemd/system",
                    "/usr/local/lib/systemd/system",
                    "/usr/lib/systemd/system",
                    "/lib/systemd/system");

    private static final int LIMIT = 1 << 20;

    /**
     * One assignment.
     *
     * @param file where it is written
     */
    record Setting(String section, String name, String value, String file) {}

    /**
     * A unit.
     *
     * @param path of its file
     * @param settings of the file and of its drop-ins, in order
     */
    record Unit(String path, List<Setting> settings) {
        /** The values of a name; an empty one forgets those before it. */
        List<Setting> list(String name) {
            List<Setting> found = new ArrayList<>();
            for (Setting setting : settings) {
                if (setting.name().equals(name)) {
                    if (setting.value().isEmpty()) {
                        found.clear();
                    } else {
                        found.add(setting);
                    }
                }
            }
            return found;
        }
    }

    private final HostFiles files;

    Units(HostFiles files) {
        this.files = files;
    }

    /** The path of a unit; empty when there is none. */
    Optional<String> find(String name) throws IOException {
        for (String folder : FOLDERS) {
            String path = folder + "/" + name;
            try {
                files.lstat(path);
                return Optional.of(path);
            } catch (NoSuchFileException | NotDirectoryException _) {
                // the next folder
            }
        }
        return Optional.empty();
    }

    /** A unit with its drop-ins; empty when there is none. */
    Optional<Unit> read(String name) throws IOException {
        Optional<String> path = find(name);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        List<Setting> settings = new ArrayList<>(parse(path.get()));
        // Of drop-ins with one name the first folder's wins; all are read in the order of names.
        Map<String, String> dropIns = new TreeMap<>();
        for (String folder : FOLDERS) {
            String drop = folder + "/" + name + ".d";
            try {
                for (String file : files.list(drop)) {
                    if (file.endsWith(".conf")) {
                        dropIns.putIfAbsent(file, drop + "/" + file);
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException _) {
                // no drop-ins there
            }
        }
        for (String file : dropIns.values()) {
            settings.addAll(parse(file));
        }
        return Optional.of(new Unit(path.get(), settings));
    }

    private List<Setting> parse(String path) throws IOException {
        List<Setting> settings = new ArrayList<>();
        String section = "";
        StringBuilder held = new StringBuilder();
        for (String line : text(path).lines().toList()) {
            String stripped = line.strip();
            if (held.isEmpty() && stripped.isEmpty()
                    || stripped.startsWith("#")
                    || stripped.startsWith(";")) {
                continue;
            }
            if (stripped.endsWith("\\")) {
                held.append(stripped, 0, stripped.length() - 1).append(' ');
                continue;
            }
            String whole = held.append(stripped).toString();
            held.setLength(0);
            int equals = whole.indexOf('=');
            if (whole.startsWith("[") && whole.endsWith("]")) {
                section = whole.substring(1, whole.length() - 1);
            } else if (equals > 0) {
                settings.add(
                        new Setting(
                                section,
                                whole.substring(0, equals).strip(),
                                whole.substring(equals + 1).strip(),
                                path));
            }
        }
        return settings;
    }

    private String text(String path) throws IOException {
        return new String(files.read(path, LIMIT), StandardCharsets.UTF_8);
    }

    /**
     * A command line of a service, with its variables put in.
     *
     * @param origins the file that gave each argument, by the argument
     * @param unread files of variables that could not be read, with the reason
     */
    record CommandLine(
            List<String> arguments, Map<String, String> origins, Map<String, IOException> unread) {}

    /** What a service starts; empty when it starts nothing. */
    Optional<CommandLine> commandLine(Unit unit) {
        Map<String, String> variables = new LinkedHashMap<>();
        Map<String, String> variableFiles = new LinkedHashMap<>();
        Map<String, IOException> unread = new LinkedHashMap<>();
        for (Setting setting : unit.list("Environment")) {
            for (String word : Words.split(setting.value())) {
                assign(word, setting.file(), variables, variableFiles);
            }
        }
        for (Setting setting : unit.list("EnvironmentFile")) {
            boolean optional = setting.value().startsWith("-");
            String file = optional ? setting.value().substring(1) : setting.value();
            try {
                for (String line : text(file).lines().toList()) {
                    String stripped = line.strip();
                    if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                        List<String> words = Words.split(stripped);
                        assign(
                                words.size() == 1 ? words.getFirst() : unquoted(stripped),
                                file,
                                variables,
                                variableFiles);
                    }
                }
            } catch (NoSuchFileException e) {
                if (!optional) {
                    unread.put(file, e);
                }
            } catch (IOException e) {
                unread.put(file, e);
            }
        }
        List<Setting> starts = unit.list("ExecStart");
        if (starts.isEmpty()) {
            return Optional.empty();
        }
        Setting start = starts.getLast();
        List<String> arguments = new ArrayList<>();
        Map<String, String> origins = new LinkedHashMap<>();
        for (String word : Words.split(start.value())) {
            String name = word.matches("\\$[A-Za-z_][A-Za-z0-9_]*") ? word.substring(1) : "";
            if (!name.isEmpty()) {
                // A bare variable is split into words.
                for (String part : Words.split(variables.getOrDefault(name, ""))) {
                    arguments.add(part);
                    origins.put(part, variableFiles.getOrDefault(name, start.file()));
                }
                continue;
            }
            String whole = word;
            String origin = start.file();
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                String braces = "${" + variable.getKey() + "}";
                if (whole.contains(braces)) {
                    whole = whole.replace(braces, variable.getValue());
                    origin = variableFiles.getOrDefault(variable.getKey(), origin);
                }
            }
            whole = whole.replaceAll("\\$\\{[A-Za-z0-9_]+\\}", "");
            arguments.add(whole);
            origins.put(whole, origin);
        }
        return Optional.of(new CommandLine(arguments, origins, unread));
    }

    /** {@code OPTIONS=--a --b}: some write it without quotes. */
    private static String unquoted(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return line;
        }
        return line.substring(0, equals + 1)
                + String.join(" ", Words.split(line.substring(equals + 1)));
    }

    private static void assign(
            String word,
            String file,
            Map<String, String> variables,
            Map<String, String> variableFiles) {
        String assignment = word.startsWith("export ") ? word.substring(7).strip() : word;
        int equals = assignment.indexOf('=');
        if (equals > 0) {
            variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            variableFiles.put(assignment.substring(0, equals), file);
        }
    }
}
