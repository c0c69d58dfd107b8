package io.pratique.runtime.capture;

import io.pratique.document.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text form of {@link Simulation}: one step a line, words with blanks between them, quotes
 * around words that have blanks, {@code #} before a comment. Behind {@code --} stand settings.
 *
 * <pre>
 * user UID NAME
 * interface NAME ADDRESS
 * process PID PATH [ARGUMENT...] [-- parent=1 uid=33 tty=34816 container=web ...]
 * spawn PID PARENT PATH [ARGUMENT...] [-- flags=upper env="A=1 B=2" ...]
 * fork PID PARENT
 * exec PID PATH [ARGUMENT...] [-- ...]
 * exit PID
 * open PID PATH FLAGS          descriptors are 3, 4, 5 and so on in every process
 * connect PID TUPLE [tcp|udp]  such as 10.0.0.5:40000->93.184.216.34:443
 * call PID NAME [PARAMETER=VALUE...]
 * container NAME JSON          facts in the shape of falcosecurity/libs, without the id
 * wait 2s
 * </pre>
 */
public final class SampleText {
    private static final List<String> STEPS =
            List.of(
                    "user",
                    "interface",
                    "process",
                    "spawn",
                    "fork",
                    "exec",
                    "exit",
                    "open",
                    "connect",
                    "call",
                    "container",
                    "wait");

    private SampleText() {}

    static void read(String text, Simulation into) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            List<String> words = words(line, number);
            if (words.isEmpty()) {
                continue;
            }
            try {
                step(new Words(words), into);
            } catch (IllegalArgumentException e) {
                throw new InvalidSample(
                        number, Optional.ofNullable(e.getMessage()).orElse("it cannot be read"));
            }
        }
    }

    private static final class Words {
        private final List<String> words;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private int next;

        private Words(List<String> all) {
            int dashes = all.indexOf("--");
            words = dashes < 0 ? all : all.subList(0, dashes);
            if (dashes >= 0) {
                all.subList(dashes + 1, all.size()).forEach(word -> set(word, settings));
            }
        }

        private static void set(String word, Map<String, String> into) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("'" + word + "' is not of the form name=value");
            }
            into.put(word.substring(0, equals), word.substring(equals + 1));
        }

        private String word(String what) {
            if (next == words.size()) {
                throw new IllegalArgumentException(words.getFirst() + " needs " + what);
            }
            return words.get(next++);
        }

        private long number(String what) {
            String word = word(what);
            try {
                return Long.decode(word);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + word + "' is not " + what, e);
            }
        }

        private List<String> rest() {
            List<String> rest = words.subList(next, words.size());
            next = words.size();
            return rest;
        }

        private Map<String, String> restAsSettings() {
            Map<String, String> map = new LinkedHashMap<>(settings);
            rest().forEach(word -> set(word, map));
            return map;
        }

        private void end() {
            if (next < words.size()) {
                throw new IllegalArgumentException(
                        "'" + words.get(next) + "' is one word too many");
            }
        }
    }

    private static void step(Words words, Simulation into) {
        String step = words.word("a step");
        switch (step) {
            case "user" -> into.user(words.number("a user's number"), words.word("a name"));
            case "interface" ->
                    into.networkInterface(words.word("a name"), words.word("an address"));
            case "process" ->
                    into.process(
                            words.number("a process"),
                            words.word("a path"),
                            words.rest(),
                            words.settings);
            case "spawn" ->
                    into.spawn(
                            words.number("a process"),
                            words.number("a parent"),
                            words.word("a path"),
                            words.rest(),
                            words.settings);
            case "fork" ->
                    into.fork(words.number("a process"), words.number("a parent"), words.settings);
            case "exec" ->
                    into.exec(
                            words.number("a process"),
                            words.word("a path"),
                            words.rest(),
                            words.settings);
            case "exit" -> into.exit(words.number("a process"));
            case "open" ->
                    into.open(words.number("a process"), words.word("a path"), words.word("flags"));
            case "connect" -> {
                long pid = words.number("a process");
                String tuple = words.word("a tuple");
                List<String> rest = words.rest();
                into.connect(pid, tuple, rest.isEmpty() ? "tcp" : rest.getFirst());
            }
            case "call" -> {
                long pid = words.number("a process");
                into.call(pid, words.word("a name"), words.restAsSettings());
            }
            case "container" -> {
                String name = words.word("a name");
                String json = words.word("its facts as JSON").strip();
                if (!json.startsWith("{") || !json.endsWith("}")) {
                    throw new IllegalArgumentException(
                            "the facts of a container are a JSON object");
                }
                String inner = json.substring(1, json.length() - 1).strip();
                into.call(
                        -1,
                        "container",
                        Map.of(
                                "json",
                                "{\"container\":{\"id\":\""
                                        + Simulation.containerId(name)
                                        + "\""
                                        + (inner.isEmpty() ? "" : "," + inner)
                                        + "}}"));
            }
            case "wait" -> into.pause(duration(words.word("a duration")));
            default ->
                    throw new IllegalArgumentException(
                            "'" + step + "' is no step. " + Nearest.hint(step, STEPS));
        }
        words.end();
    }

    private static long duration(String text) {
        String[] units = {"ns", "us", "ms", "s", "m", "h"};
        long[] sizes = {1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L};
        for (int i = 0; i < units.length; i++) {
            String number =
                    text.endsWith(units[i])
                            ? text.substring(0, text.length() - units[i].length())
                            : "";
            if (!number.isEmpty()
                    && number.chars().allMatch(Character::isDigit)
                    && number.length() < 10) {
                return Math.multiplyExact(Long.parseLong(number), sizes[i]);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no duration, such as 500ms or 2s");
    }

    /**
     * Splits a line; quotes may be single or double, and a backslash takes the next sign as it is.
     */
    private static List<String> words(String line, int number) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '\\' && quote == '"' && i + 1 < line.length()) {
                    word.append(line.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                isWord = true;
            } else if (c == '#' && !isWord) {
                break;
            } else if (c == ' ' || c == '\t') {
                if (isWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    isWord = false;
                }
            } else {
                word.append(c);
                isWord = true;
            }
        }
        if (quote != 0) {
            throw new InvalidSample(number, "a quote is not closed");
        }
        if (isWord) {
            words.add(word.toString());
        }
        return words;
    }
}
