package io.pratique.collect.host;

import io.pratique.collect.Coverage;
import io.pratique.collect.Facts;
import io.pratique.collect.Gathering;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Json;
import io.pratique.collect.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options dockerd works with: those of daemon.json and of its command line as one view, with
 * the origin of each. What a running daemon was started with wins over what a unit would start.
 */
final class Daemon {
    static final String CONFIG_FILE = "/etc/docker/daemon.json";

    private static final String SOURCE = "docker-daemon";
    private static final int LIMIT = 4 << 20;

    /**
     * What was found.
     *
     * @param effective the options that are set, keyed as in daemon.json
     * @param isRunning empty when processes cannot be seen
     * @param isSeen whether there is a dockerd, a unit of one or a configuration
     */
    record View(
            Value.Fields effective,
            Value.Fields origin,
            Optional<String> configFile,
            List<String> unread,
            List<String> conflicts,
            Optional<List<String>> commandLine,
            Optional<Boolean> isRunning,
            boolean isRootless,
            boolean isSeen) {
        Value.Fields facts() {
            Facts facts = new Facts().put("effective", effective).put("origin", origin);
            configFile.ifPresent(file -> facts.put("configFile", file));
            facts.put("unread", Value.ofTexts(unread));
            if (!conflicts.isEmpty()) {
                facts.put("conflicts", Value.ofTexts(conflicts));
            }
            commandLine.ifPresent(words -> facts.put("commandLine", Value.ofTexts(words)));
            isRunning.ifPresent(runs -> facts.put("running", runs));
            return facts.put("rootless", isRootless).done();
        }

        /** The text of an option; empty when it is not set. */
        Optional<String> text(String key) {
            return effective.text(key);
        }
    }

    private final HostFiles files;
    private final Gathering gathering;
    private final List<String> unread = new ArrayList<>();

    Daemon(HostFiles files, Gathering gathering) {
        this.files = files;
        this.gathering = gathering;
    }

    /**
     * Puts the view together.
     *
     * @param running the processes; empty when they could not be listed
     * @param socket the path of the socket that is asked
     * @param answers whether a daemon answers there
     */
    View read(Optional<List<Processes.Running>> running, String socket, boolean answers) {
        Optional<List<String>> commandLine = commandLine(running, socket);
        boolean isRunning = commandLine.isPresent();
        Optional<Units.CommandLine> unit = unit(isRunning);
        boolean isSeen = isRunning || unit.isPresent() || answers;
        DaemonOptions options = DaemonOptions.none();
        if (commandLine.isPresent()) {
            options = arguments(commandLine.get());
        } else if (unit.isPresent()) {
            options = arguments(unit.get().arguments());
            unit.get().unread().forEach((file, e) -> unread(file, e));
        }
        boolean mayRunElsewhere = answers || running.isEmpty();
        if (!isRunning && mayRunElsewhere) {
            unread.add("command line of dockerd");
            gathering.note(
                    Coverage.Entry.skipped(
                            SOURCE, "command line of dockerd: its process is not seen"));
        }
        for (String strange : options.strange()) {
            unread.add("argument " + strange);
        }
        String home = CONFIG_FILE;
        String path = options.configFile().orElse(home);
        Optional<Value.Fields> config = config(path);
        Map<String, Value> effective = new LinkedHashMap<>();
        Facts origin = new Facts();
        List<String> conflicts = new ArrayList<>();
        if (config.isPresent()) {
            for (Map.Entry<String, Value> member : config.get().members().entrySet()) {
                String key = member.getKey().equals("graph") ? "data-root" : member.getKey();
                effective.put(key, member.getValue());
                origin.put(key, path.equals(home) ? "daemon.json" : path);
            }
        }
        for (Map.Entry<String, Value> option : options.options().entrySet()) {
            String key = option.getKey();
            if (effective.put(key, option.getValue()) != null) {
                // dockerd does not start like that: the file was changed after it did.
                conflicts.add(key);
            }
            origin.put(key, origin(options.words().getOrDefault(key, List.of()), unit, isRunning));
        }
        return new View(
                new Value.Fields(effective),
                origin.done(),
                config.isPresent() ? Optional.of(path) : Optional.empty(),
                unread,
                conflicts,
                commandLine.or(() -> unit.map(Units.CommandLine::arguments)),
                isRunning || running.isPresent() && unread.isEmpty()
                        ? Optional.of(isRunning)
                        : Optional.empty(),
                options.isRootless(),
                isSeen || config.isPresent());
    }

    private static DaemonOptions arguments(List<String> commandLine) {
        return DaemonOptions.of(
                commandLine.isEmpty() ? commandLine : commandLine.subList(1, commandLine.size()));
    }

    /** Where words of a command line were written. */
    private static String origin(
            List<String> words, Optional<Units.CommandLine> unit, boolean isRunning) {
        for (String word : words) {
            String file = unit.map(found -> found.origins().get(word)).orElse(null);
            if (file != null) {
                return isRunning ? "command line (" + file + ")" : file;
            }
        }
        return "command line";
    }

    private void unread(String what, Exception e) {
        unread.add(what);
        gathering.fail(SOURCE, what, "", e);
    }

    private Optional<List<String>> commandLine(
            Optional<List<Processes.Running>> running, String socket) {
        List<List<String>> found = new ArrayList<>();
        for (Processes.Running process : running.orElse(List.of())) {
            boolean isDaemon =
                    process.name().equals("dockerd")
                            || process.executable()
                                    .filter(path -> path.endsWith("/dockerd"))
                                    .isPresent();
            if (!isDaemon || process.isContained()) {
                continue;
            }
            String path = "/proc/" + process.pid() + "/cmdline";
            try {
                List<String> words = new Processes(files).commandLine(process.pid());
                if (!words.isEmpty()) {
                    found.add(words);
                }
            } catch (NoSuchFileException _) {
                // it ended
            } catch (IOException e) {
                unread(path, e);
            }
        }
        if (found.size() < 2) {
            return found.stream().findFirst();
        }
        // Several: the one whose socket is asked. One that names no socket listens on the usual.
        List<List<String>> mine =
                found.stream()
                        .filter(words ->
                                words.stream().anyMatch(word -> word.endsWith("unix://" + socket)))
                        .toList();
        List<List<String>> usual =
                found.stream()
                        .filter(words -> words.stream().noneMatch(word -> word.contains("unix://")))
                        .toList();
        boolean isUsual = socket.endsWith("run/docker.sock");
        List<List<String>> chosen = mine.isEmpty() && isUsual ? usual : mine;
        if (chosen.size() != 1) {
            unread.add("command line of dockerd: " + found.size() + " of them run");
            gathering.note(
                    Coverage.Entry.skipped(
                            SOURCE,
                            "command line of dockerd: "
                                    + found.size()
                                    + " run, and none is known to be that of "
                                    + socket));
            return Optional.empty();
        }
        return Optional.of(chosen.getFirst());
    }

    private Optional<Units.CommandLine> unit(boolean isRunning) {
        Units units = new Units(files);
        try {
            Optional<Units.Unit> unit = units.read("docker.service");
            return unit.flatMap(units::commandLine);
        } catch (IOException | RuntimeException e) {
            if (isRunning) {
                // Its command line is known: only where it was written is not.
                gathering.fail(SOURCE, "docker.service", "", e);
            } else {
                unread("docker.service", e);
            }
            return Optional.empty();
        }
    }

    private Optional<Value.Fields> config(String path) {
        try {
            byte[] bytes = files.read(path, LIMIT);
            Value.Fields fields =
                    new String(bytes, StandardCharsets.UTF_8).isBlank()
                            ? Value.EMPTY
                            : Json.object(path, bytes);
            gathering.note(Coverage.Entry.ok(SOURCE, path));
            return Optional.of(fields);
        } catch (NoSuchFileException e) {
            gathering.note(Coverage.Entry.ok(SOURCE, path + " does not exist"));
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            unread(path, e);
            return Optional.empty();
        }
    }
}
