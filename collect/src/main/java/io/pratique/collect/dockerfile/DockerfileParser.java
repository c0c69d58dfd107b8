package io.pratique.collect.dockerfile;

import io.pratique.collect.dockerfile.Dockerfile.Problem;
import io.pratique.collect.dockerfile.Instruction.Form;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a Dockerfile as BuildKit does: parser directives, continuation lines with comments between
 * them, here-documents, flags, list and shell form, ONBUILD, stages, the scope of ARG and the
 * filling in of variables. Never throws: what the builder would refuse is a problem of the result.
 */
public final class DockerfileParser {
    /** Longer files are refused: 1 MiB of characters. No builder was ever given one. */
    static final int MAX_LENGTH = 1 << 20;

    private static final int MAX_PROBLEMS = 100;

    private final List<String> lines;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final List<Instruction> globals = new ArrayList<>();
    private final Map<String, Map<String, Optional<String>>> environmentOfStage = new HashMap<>();
    private char escape = '\\';
    private int next;

    private Variables global;
    private Variables variables;
    private Map<String, Optional<String>> environment = new HashMap<>();
    private boolean open;
    private String stageName = "";
    private String stageFrom = "";
    private boolean stageFromKnown;
    private String stagePlatform = "";
    private int stageLine;
    private List<Instruction> instructions = new ArrayList<>();

    private DockerfileParser(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.lines = List.of(plain.split("\n", -1));
        this.global = new Variables(escape);
        this.variables = global;
    }

    /** Reads the text of a whole file. */
    public static Dockerfile parse(String text) {
        if (text.length() > MAX_LENGTH) {
            Problem problem =
                    new Problem(
                            "too-large", 1, "the file has " + text.length() + " characters", "");
            return new Dockerfile(List.of(), List.of(), List.of(problem));
        }
        return new DockerfileParser(text).run();
    }

    private Dockerfile run() {
        directives();
        global = new Variables(escape);
        variables = global;
        while (next < lines.size()) {
            logicalLine();
        }
        finishStage();
        if (stages.isEmpty() && problems.isEmpty()) {
            problem("no-stage", 1, "the file has no FROM: nothing is built", "");
        }
        return new Dockerfile(stages, globals, problems);
    }

    private void problem(String code, int line, String message, String hint) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new Problem(code, line, message, hint));
        }
    }

    private String line(int index) {
        String line = lines.get(index);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private void directives() {
        while (next < lines.size()) {
            String line = line(next).strip();
            int equals = line.indexOf('=');
            if (!line.startsWith("#") || equals < 0) {
                return;
            }
            String key = line.substring(1, equals).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(equals + 1).strip();
            if (!key.equals("escape") && !key.equals("syntax") && !key.equals("check")) {
                return;
            }
            if (key.equals("escape")) {
                if (value.equals("`") || value.equals("\\")) {
                    escape = value.charAt(0);
                } else {
                    problem(
                            "escape-directive",
                            next + 1,
                            "escape must be \\ or `, and is " + value,
                            "");
                }
            }
            next++;
        }
    }

    private static boolean comment(String line) {
        return line.stripLeading().startsWith("#");
    }

    /** The line without its continuation sign, or empty when it does not go on. */
    private Optional<String> continued(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        boolean goesOn =
                end > 0
                        && line.charAt(end - 1) == escape
                        && (end == 1 || line.charAt(end - 2) != escape);
        return goesOn ? Optional.of(line.substring(0, end - 1)) : Optional.empty();
    }

    private void logicalLine() {
        String first = line(next).stripLeading();
        if (first.isEmpty() || first.startsWith("#")) {
            next++;
            return;
        }
        int start = next + 1;
        StringBuilder text = new StringBuilder();
        String current = first;
        next++;
        while (true) {
            Optional<String> before = continued(current);
            if (before.isEmpty()) {
                text.append(current);
                break;
            }
            text.append(before.get());
            while (next < lines.size() && (line(next).isBlank() || comment(line(next)))) {
                next++;
            }
            if (next >= lines.size()) {
                break;
            }
            current = line(next++);
        }
        instruction(text.toString().strip(), start, false);
    }

    private void instruction(String text, int line, boolean onbuild) {
        int space = 0;
        while (space < text.length() && !Character.isWhitespace(text.charAt(space))) {
            space++;
        }
        String word = text.substring(0, space);
        String rest = text.substring(space).strip();
        Optional<Keyword> known = Keyword.of(word);
        if (known.isEmpty()) {
            problem("unknown-instruction", line, "unknown instruction: " + shown(word), near(word));
            return;
        }
        Keyword keyword = known.get();
        if (rest.isEmpty()) {
            boolean allowed = keyword == Keyword.CMD || keyword == Keyword.ENTRYPOINT;
            if (!allowed) {
                problem("no-arguments", line, keyword + " needs an argument", "");
                return;
            }
        }
        if (keyword == Keyword.ONBUILD) {
            if (onbuild) {
                problem("onbuild", line, "ONBUILD may not stand behind ONBUILD", "");
            } else {
                instruction(rest, line, true);
            }
            return;
        }
        if (onbuild && (keyword == Keyword.FROM || keyword == Keyword.MAINTAINER)) {
            problem("onbuild", line, keyword + " may not stand behind ONBUILD", "");
            return;
        }
        List<Heredoc> heredocs = keyword.heredocs() ? heredocs(rest, line) : List.of();
        Map<String, List<String>> flags = new LinkedHashMap<>();
        String arguments = keyword.flags() ? flags(rest, flags) : rest;
        if (keyword == Keyword.FROM) {
            from(arguments, flags, line);
            return;
        }
        if (!open && keyword != Keyword.ARG) {
            problem(
                    "before-from",
                    line,
                    keyword + " stands before the first FROM, where only ARG may",
                    "");
            return;
        }
        Instruction made = made(keyword, line, flags, arguments, onbuild, heredocs);
        if (!onbuild) {
            remember(made);
        }
        (open ? instructions : globals).add(made);
    }

    private static String shown(String word) {
        return word.length() > 60 ? word.substring(0, 60) + "…" : word;
    }

    private static String near(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        for (Keyword keyword : Keyword.values()) {
            if (distance(upper, keyword.name()) <= Math.max(1, keyword.name().length() / 3)) {
                return "Did you mean " + keyword + "?";
            }
        }
        return "";
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) {
            return 9;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** Reads the texts that follow an instruction, if it asks for any. */
    private List<Heredoc> heredocs(String rest, int line) {
        List<Heredoc> found = new ArrayList<>();
        for (String word : words(rest)) {
            int at = 0;
            while (at < word.length() && Character.isDigit(word.charAt(at))) {
                at++;
            }
            if (!word.startsWith("<<", at) || word.indexOf('<', at + 2) >= 0) {
                continue;
            }
            boolean chomp = word.startsWith("-", at + 2);
            String raw = word.substring(at + (chomp ? 3 : 2));
            String name = raw.replace("\"", "").replace("'", "").replace("" + escape, "");
            if (name.isEmpty()) {
                continue;
            }
            StringBuilder content = new StringBuilder();
            boolean ended = false;
            while (next < lines.size() && !ended) {
                String current = line(next++);
                String plain = chomp ? current.replaceFirst("^\t+", "") : current;
                ended = plain.equals(name);
                if (!ended) {
                    content.append(plain).append('\n');
                }
            }
            if (!ended) {
                problem("heredoc", line, "the here-document " + shown(name) + " does not end", "");
            }
            found.add(new Heredoc(name, content.toString(), raw.equals(name)));
        }
        return found;
    }

    /** The words of a text; quotes keep blanks together and stay where they are. */
    private List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == escape && quote != '\'' && i + 1 < text.length()) {
                word.append(c).append(text.charAt(++i));
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                if (c == '"' || c == '\'') {
                    quote = quote == 0 ? c : quote == c ? 0 : quote;
                }
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /** Takes the flags off the front. */
    private static String flags(String text, Map<String, List<String>> flags) {
        String rest = text;
        while (rest.startsWith("--")) {
            int end = 0;
            char quote = 0;
            while (end < rest.length()
                    && (quote != 0 || !Character.isWhitespace(rest.charAt(end)))) {
                char c = rest.charAt(end);
                if (c == '"' || c == '\'') {
                    quote = quote == 0 ? c : quote == c ? 0 : quote;
                }
                end++;
            }
            String flag = rest.substring(2, end);
            if (flag.isEmpty()) {
                return rest.substring(2).strip();
            }
            int equals = flag.indexOf('=');
            String name = equals < 0 ? flag : flag.substring(0, equals);
            String value = equals < 0 ? "" : flag.substring(equals + 1).replace("\"", "");
            flags.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            rest = rest.substring(end).strip();
        }
        return rest;
    }

    private void from(String arguments, Map<String, List<String>> flags, int line) {
        finishStage();
        List<String> words = words(arguments);
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
        if (words.size() != 1 && !named) {
            problem("from", line, "FROM needs an image, or an image AS a name", "");
        }
        Variables.Filled image = global.fill(words.isEmpty() ? "" : words.getFirst(), true);
        Variables.Filled platform =
                global.fill(flags.getOrDefault("platform", List.of("")).getFirst(), true);
        open = true;
        stageName = named ? words.get(2).toLowerCase(Locale.ROOT) : "";
        stageFrom = image.text();
        stageFromKnown = image.certain();
        stagePlatform = platform.text();
        stageLine = line;
        instructions = new ArrayList<>();
        variables = new Variables(escape);
        environment = new HashMap<>();
        // A stage on top of another one has its environment, and not its arguments.
        Map<String, Optional<String>> inherited =
                environmentOfStage.getOrDefault(image.text().toLowerCase(Locale.ROOT), Map.of());
        inherited.forEach((name, value) -> {
            environment.put(name, value);
            variables.set(name, value);
        });
        if (image.certain() && image.text().isEmpty()) {
            problem("from", line, "FROM names no image: its variable is empty", "");
        }
    }

    private void finishStage() {
        if (!open) {
            return;
        }
        if (!stageName.isEmpty()) {
            environmentOfStage.put(stageName, Map.copyOf(environment));
        }
        stages.add(
                new Stage(
                        stageName,
                        stageFrom,
                        stageFromKnown,
                        stagePlatform,
                        stageLine,
                        instructions));
    }

    private Instruction made(
            Keyword keyword,
            int line,
            Map<String, List<String>> flags,
            String text,
            boolean onbuild,
            List<Heredoc> heredocs) {
        Form form = Form.SHELL;
        List<String> arguments = List.of();
        Optional<List<String>> list = list(text);
        switch (keyword) {
            case RUN, CMD, ENTRYPOINT -> {
                form = list.isPresent() ? Form.EXEC : Form.SHELL;
                arguments = list.orElse(text.isEmpty() ? List.of() : List.of(text));
            }
            case SHELL -> {
                form = Form.EXEC;
                if (list.isEmpty()) {
                    problem(
                            "shell",
                            line,
                            "SHELL needs a JSON list",
                            "SHELL [\"/bin/sh\", \"-c\"]");
                }
                arguments = list.orElse(List.of(text));
            }
            case ADD, COPY, VOLUME -> {
                form = list.isPresent() ? Form.EXEC : Form.SHELL;
                arguments = list.orElseGet(() -> words(text));
                boolean paths = keyword != Keyword.VOLUME;
                if (paths && arguments.size() < 2) {
                    problem("no-arguments", line, keyword + " needs a source and a target", "");
                }
            }
            case HEALTHCHECK -> {
                List<String> words = words(text);
                String type = words.isEmpty() ? "" : words.getFirst().toUpperCase(Locale.ROOT);
                String command =
                        words.isEmpty() ? "" : text.substring(words.getFirst().length()).strip();
                boolean none = type.equals("NONE") && words.size() == 1;
                boolean cmd = type.equals("CMD") && !command.isEmpty();
                if (!none && !cmd) {
                    problem(
                            "healthcheck",
                            line,
                            "HEALTHCHECK needs NONE, or CMD and a command",
                            "");
                }
                Optional<List<String>> exec = list(command);
                form = exec.isPresent() ? Form.EXEC : Form.SHELL;
                arguments = new ArrayList<>(List.of(type));
                if (!command.isEmpty()) {
                    arguments.addAll(exec.orElse(List.of(command)));
                }
            }
            case ENV, LABEL -> arguments = pairs(keyword, text, line);
            case ARG, EXPOSE -> arguments = words(text);
            case MAINTAINER -> arguments = List.of(text);
            case USER, WORKDIR, STOPSIGNAL -> arguments = List.of(text);
            case FROM, ONBUILD -> throw new IllegalStateException(keyword + " is handled before");
        }
        return filled(keyword, line, form, flags, arguments, onbuild, heredocs);
    }

    private Instruction filled(
            Keyword keyword,
            int line,
            Form form,
            Map<String, List<String>> flags,
            List<String> arguments,
            boolean onbuild,
            List<Heredoc> heredocs) {
        List<String> texts = arguments;
        List<Integer> unresolved = new ArrayList<>();
        if (keyword.substitutes()) {
            texts = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                // Words of a JSON list have no quotes of a shell around them.
                Variables.Filled filled = variables.fill(arguments.get(i), form == Form.SHELL);
                texts.add(filled.text());
                // What an ONBUILD will see, only the later build knows.
                if (!filled.certain() || onbuild && arguments.get(i).contains("$")) {
                    unresolved.add(i);
                }
            }
        }
        return new Instruction(
                keyword, line, next, form, flags, texts, unresolved, onbuild, heredocs);
    }

    /** {@code NAME=value} for each; the old form is {@code NAME value} to the end of the line. */
    private List<String> pairs(Keyword keyword, String text, int line) {
        List<String> words = words(text);
        if (words.isEmpty()) {
            return List.of();
        }
        String first = words.getFirst();
        if (first.indexOf('=') < 0) {
            String value = text.substring(first.length()).strip();
            if (value.isEmpty()) {
                problem("pair", line, keyword + " needs a name and a value", "");
            }
            return List.of(first + "=" + value);
        }
        for (String word : words) {
            if (word.indexOf('=') < 1) {
                problem("pair", line, "'" + shown(word) + "' is not NAME=value", "");
            }
        }
        return words;
    }

    /** The words of a JSON list of texts; empty when it is none, as then it is for a shell. */
    private static Optional<List<String>> list(String text) {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            Source source = Source.of("", text);
            Node root =
                    new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                            .read()
                            .root();
            List<String> words = new ArrayList<>();
            for (Node element : root.elements()) {
                if (!element.isText()) {
                    return Optional.empty();
                }
                words.add(element.text());
            }
            return Optional.of(words);
        } catch (InvalidDocument _) {
            return Optional.empty();
        }
    }

    private void remember(Instruction made) {
        boolean argument = made.keyword() == Keyword.ARG;
        if (!argument && made.keyword() != Keyword.ENV) {
            return;
        }
        for (int i = 0; i < made.arguments().size(); i++) {
            String pair = made.arguments().get(i);
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            Optional<String> value =
                    equals < 0 || made.unresolved().contains(i)
                            ? Optional.empty()
                            : Optional.of(pair.substring(equals + 1));
            if (argument) {
                // The environment wins over an argument of the same name.
                if (!environment.containsKey(name)) {
                    boolean inherits = equals < 0 && open;
                    variables.set(name, inherits ? global.get(name) : value);
                }
            } else {
                environment.put(name, value);
                variables.set(name, value);
            }
        }
    }
}
