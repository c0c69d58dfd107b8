package io.pratique.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * How a command is used: the one source of its parsing ({@link Arguments}), its help text and its
 * completion.
 *
 * @param command its words without the program's: {@code policy validate}
 * @param summary what it does: a sentence
 * @param operands in their order; only the last may be repeatable
 * @param options without {@code --help}, which every command has
 * @param exitCodes a phrase for each: {@code 0 no case failed}
 * @param examples whole command lines
 */
record Usage(
        String command,
        String summary,
        List<Operand> operands,
        List<Option> options,
        List<String> exitCodes,
        List<String> examples) {
    private static final Option HELP = Option.flag("--help", "this text").or("-h");
    private static final int WIDTH = 96;
    private static final int COLUMN = 30;

    Usage {
        operands = List.copyOf(operands);
        options = List.copyOf(options);
        exitCodes = List.copyOf(exitCodes);
        examples = List.copyOf(examples);
    }

    /** The options, with {@code --help} as the last. */
    List<Option> allOptions() {
        List<Option> all = new ArrayList<>(options);
        all.add(HELP);
        return all;
    }

    /** {@code pratique check PATH… [options]}. */
    String line() {
        StringBuilder line = new StringBuilder("pratique ").append(command);
        for (Operand operand : operands) {
            line.append(' ').append(operand.shown());
        }
        return options.isEmpty() ? line.toString() : line.append(" [options]").toString();
    }

    /** The help text. */
    String help() {
        StringBuilder text =
                new StringBuilder(summary).append("\n\n").append(line()).append("\n\n");
        for (Operand operand : operands) {
            entry(text, operand.name(), operand.description());
        }
        for (Option option : allOptions()) {
            String names = option.letter().map(letter -> letter + ", ").orElse("") + option.name();
            entry(
                    text,
                    option.isFlag() ? names : names + " " + option.placeholder(),
                    option.repeatable()
                            ? option.description() + " (may be given several times)"
                            : option.description());
        }
        if (!exitCodes.isEmpty()) {
            text.append("\nExit codes:\n");
            exitCodes.forEach(code -> text.append("  ").append(code).append('\n'));
        }
        if (!examples.isEmpty()) {
            text.append("\nExamples:\n");
            examples.forEach(example -> text.append("  ").append(example).append('\n'));
        }
        return text.toString();
    }

    private static void entry(StringBuilder text, String left, String right) {
        StringBuilder line = new StringBuilder("  ").append(left);
        if (line.length() >= COLUMN - 1) {
            text.append(line).append('\n');
            line.setLength(0);
        }
        pad(line);
        boolean empty = true;
        for (String word : right.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line.setLength(0);
                pad(line);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        text.append(line).append('\n');
    }

    private static void pad(StringBuilder line) {
        while (line.length() < COLUMN) {
            line.append(' ');
        }
    }
}
