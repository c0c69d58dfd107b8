package io.pratique.cli;

import io.pratique.document.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line, told apart by the {@link Usage} of its command.
 *
 * <p>Written by hand, as {@code check} has to end in a sixth of a second and a library for this
 * takes a third of that. Options may stand anywhere; {@code --name value}, {@code --name=value},
 * {@code -n value}, {@code -nvalue} and {@code -n=value} say the same; flags of one letter may be
 * joined ({@code -ab}); behind {@code --} all words are operands, and a lone {@code -} always is.
 * {@code --help} before that wins over everything, also over what is wrong.
 */
final class Arguments {
    private final Usage usage;
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private boolean helpWanted;

    private Arguments(Usage usage) {
        this.usage = usage;
    }

    /**
     * Tells the words apart.
     *
     * @throws UsageException when the command cannot be used like this
     */
    static Arguments parse(Usage usage, List<String> words) {
        Arguments arguments = new Arguments(usage);
        for (String word : words) {
            if (word.equals("--")) {
                break;
            }
            if (word.equals("--help") || word.equals("-h")) {
                arguments.helpWanted = true;
                return arguments;
            }
        }
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i++);
            if (word.equals("--")) {
                arguments.operands.addAll(words.subList(i, words.size()));
                i = words.size();
            } else if (word.startsWith("--")) {
                i = arguments.longOption(word, words, i);
            } else if (word.startsWith("-") && word.length() > 1) {
                i = arguments.letters(word, words, i);
            } else {
                arguments.operands.add(word);
            }
        }
        arguments.checkOperands();
        return arguments;
    }

    /** Whether the command should print its help and do nothing else. */
    boolean helpWanted() {
        return helpWanted;
    }

    boolean has(String option) {
        return options.containsKey(known(option));
    }

    /** The value of an option, or a default. */
    String text(String option, String fallback) {
        return text(option).orElse(fallback);
    }

    /** The value of an option; empty when it was not given. */
    Optional<String> text(String option) {
        List<String> values = texts(option);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** The values of an option in their order; empty when it was not given. */
    List<String> texts(String option) {
        return List.copyOf(options.getOrDefault(known(option), List.of()));
    }

    List<String> operands() {
        return List.copyOf(operands);
    }

    private String known(String option) {
        if (find(option) == null) {
            throw new IllegalArgumentException(usage.command() + " has no option " + option);
        }
        return option;
    }

    private @Nullable Option find(String name) {
        for (Option option : usage.options()) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private @Nullable Option findLetter(char letter) {
        for (Option option : usage.options()) {
            if (option.letter().isPresent() && option.letter().get().charAt(1) == letter) {
                return option;
            }
        }
        return null;
    }

    private int longOption(String word, List<String> words, int next) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = find(name);
        if (option == null) {
            throw wrong(
                    "there is no option '" + name + "'",
                    Nearest.hint(name, usage.allOptions().stream().map(Option::name).toList()));
        }
        if (option.isFlag()) {
            if (equals >= 0) {
                throw wrong(name + " takes no value", "Write " + name + " alone.");
            }
            add(option, "true");
            return next;
        }
        if (equals >= 0) {
            add(option, word.substring(equals + 1));
            return next;
        }
        return addNext(option, name, words, next);
    }

    private int letters(String word, List<String> words, int next) {
        int equals = word.indexOf('=');
        String whole = equals < 0 ? word : word.substring(0, equals);
        if (find("-" + whole) != null) {
            throw wrong("'" + whole + "' lacks a dash", "Did you mean '-" + whole + "'?");
        }
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            Option option = findLetter(word.charAt(i));
            if (option == null) {
                throw wrong(
                        "there is no option '" + name + "'",
                        word.length() > 2
                                ? Nearest.hint(
                                        "-" + word,
                                        usage.allOptions().stream().map(Option::name).toList())
                                : "");
            }
            if (option.isFlag()) {
                add(option, "true");
                continue;
            }
            String rest = word.substring(i + 1);
            if (rest.isEmpty()) {
                return addNext(option, name, words, next);
            }
            add(option, rest.startsWith("=") ? rest.substring(1) : rest);
            return next;
        }
        return next;
    }

    private int addNext(Option option, String name, List<String> words, int next) {
        // A dash at the front is a forgotten value far more often than a value.
        if (next >= words.size() || find(words.get(next)) != null || words.get(next).equals("--")) {
            throw wrong(
                    name + " needs a value",
                    "Write " + option.name() + " " + option.placeholder() + ".");
        }
        add(option, words.get(next));
        return next + 1;
    }

    private void add(Option option, String value) {
        if (option.values() instanceof Values.Choice(List<String> choices)
                && !choices.contains(value)) {
            String near = Nearest.hint(value, choices);
            throw wrong(
                    option.name()
                            + " is one of "
                            + String.join(", ", choices)
                            + ", and not '"
                            + value
                            + "'",
                    near);
        }
        List<String> values = options.computeIfAbsent(option.name(), _ -> new ArrayList<>());
        if (!values.isEmpty() && !option.repeatable() && !option.isFlag()) {
            throw wrong(
                    option.name()
                            + " was given twice, as '"
                            + values.getLast()
                            + "' and '"
                            + value
                            + "'",
                    "Keep one of them.");
        }
        values.add(value);
    }

    private void checkOperands() {
        int wanted = 0;
        boolean open = false;
        for (Operand operand : usage.operands()) {
            if (operand.required() && operands.size() <= wanted) {
                throw wrong(
                        "it needs " + operand.name() + ": " + operand.description(),
                        "Write " + usage.line() + ".");
            }
            if (operands.size() > wanted
                    && !operand.repeatable()
                    && operand.values() instanceof Values.Choice(List<String> choices)
                    && !choices.contains(operands.get(wanted))) {
                String word = operands.get(wanted);
                throw wrong(
                        operand.name()
                                + " is one of "
                                + String.join(", ", choices)
                                + ", and not '"
                                + word
                                + "'",
                        Nearest.hint(word, choices));
            }
            wanted++;
            open |= operand.repeatable();
        }
        if (!open && operands.size() > wanted) {
            throw wrong(
                    "'" + operands.get(wanted) + "' is one word too many",
                    "Write " + usage.line() + ".");
        }
    }

    private UsageException wrong(String message, String hint) {
        return new UsageException(usage.command() + ": " + message, hint, usage.command());
    }
}
