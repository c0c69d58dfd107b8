package io.pratique.runtime.output;

import io.pratique.runtime.field.FieldFlag;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.filter.Expression;
import io.pratique.runtime.filter.ExpressionReaders;
import io.pratique.runtime.filter.FieldReader;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.filter.Value;
import io.pratique.runtime.filter.ValueText;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Parser;
import io.pratique.runtime.language.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text with places for values: {@code %field}, {@code %field[argument]}, {@code
 * %function(field)}, and {@code %12field}, which is padded or cut to 12 characters. A value that is
 * missing is printed as {@code <NA>}.
 */
public final class OutputFormat {
    private static final int MAX_WIDTH = 1_000;

    /** A part of an output. */
    public sealed interface Part {
        /** What is printed as it is. */
        record Text(String text) implements Part {}

        /**
         * A place for a value.
         *
         * @param name the field or function as the output writes it; the key in an alert's fields
         * @param width 0 when the value is printed as long as it is
         */
        record Token(String name, Expression expression, int width) implements Part {}
    }

    private final String text;
    private final List<Part> parts;

    private OutputFormat(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads an output.
     *
     * @param checker resolves its fields
     * @throws InvalidCondition when a token is no field or function; its place is in the output
     */
    public static OutputFormat parse(String output, FilterChecker checker) {
        // Falco's own mark for "print also when a value is missing", which is always so here.
        int start = output.startsWith("*") ? 1 : 0;
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = start;
        while (at < output.length()) {
            char c = output.charAt(at);
            if (c != '%') {
                plain.append(c);
                at++;
                continue;
            }
            if (!plain.isEmpty()) {
                parts.add(new Part.Text(plain.toString()));
                plain.setLength(0);
            }
            at = token(output, at, checker, parts);
        }
        if (!plain.isEmpty()) {
            parts.add(new Part.Text(plain.toString()));
        }
        return new OutputFormat(output, parts);
    }

    private static int token(String output, int percent, FilterChecker checker, List<Part> parts) {
        int at = percent + 1;
        int width = 0;
        while (at < output.length() && Character.isDigit(output.charAt(at)) && width < MAX_WIDTH) {
            width = width * 10 + Character.digit(output.charAt(at), 10);
            at++;
        }
        if (at == output.length()) {
            throw invalid(output, percent, "an output cannot end with %", "");
        }
        if (width > MAX_WIDTH) {
            throw invalid(output, percent, "a width cannot be more than " + MAX_WIDTH, "");
        }
        Expression expression = null;
        int end = -1;
        InvalidCondition first = null;
        // The longest token that is a field: '%proc.name.' and '%proc.name.x' are proc.name.
        String rest = output.substring(at, Math.min(output.length(), at + 2_000));
        while (expression == null) {
            try {
                Optional<Parser.OperandBeginning> operand = Parser.operand(rest);
                if (operand.isEmpty()) {
                    break;
                }
                Expression found = checker.expression(operand.get().operand());
                requirePrintable(found, output, percent);
                expression = found;
                end = at + operand.get().end();
            } catch (InvalidCondition e) {
                first = first == null ? e : first;
                int dot = rest.lastIndexOf('.', nameEnd(rest) - 1);
                if (dot < 0) {
                    break;
                }
                rest = rest.substring(0, dot);
            }
        }
        if (expression == null) {
            if (first != null) {
                InvalidCondition e = first;
                String message = "invalid formatting token: " + e.getMessage();
                Place place = place(output, percent);
                throw e.isUnknownName()
                        ? InvalidCondition.unknown(place, message, e.hint())
                        : new InvalidCondition(place, message, e.hint());
            }
            int stop = Math.min(output.length(), at + 20);
            throw InvalidCondition.unknown(
                    place(output, percent),
                    "invalid formatting token '" + output.substring(percent, stop) + "'",
                    "A field must follow %, such as %proc.name.");
        }
        parts.add(new Part.Token(output.substring(at, end), expression, width));
        return end;
    }

    private static int nameEnd(String rest) {
        int end = 0;
        while (end < rest.length()
                && (Character.isLetterOrDigit(rest.charAt(end))
                        || rest.charAt(end) == '_'
                        || rest.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private static void requirePrintable(Expression expression, String output, int percent) {
        if (expression instanceof Expression.Read(FieldRead field)
                && field.field().has(FieldFlag.FILTER_ONLY)) {
            throw invalid(
                    output, percent, "the field '" + field.text() + "' cannot be printed", "");
        }
    }

    private static InvalidCondition invalid(String output, int index, String message, String hint) {
        return new InvalidCondition(place(output, index), message, hint);
    }

    private static Place place(String output, int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (output.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Place(0, index, line, index - lineStart + 1);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    public List<Part> parts() {
        return parts;
    }

    /** The places for values, in their order. */
    public List<Part.Token> tokens() {
        List<Part.Token> tokens = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Token token) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    /** Prepares the output for a source of values. */
    public Printer prepare(FieldSource source) {
        return new Printer(this, source);
    }

    /** Prints the output for the current event of a source. Not for several threads. */
    public static final class Printer {
        private final List<Part> parts;
        private final FieldReader[] readers;
        private final Value value = new Value();

        private Printer(OutputFormat format, FieldSource source) {
            this.parts = format.parts;
            this.readers = new FieldReader[parts.size()];
            for (int i = 0; i < readers.length; i++) {
                FieldReader none = _ -> false;
                readers[i] =
                        parts.get(i) instanceof Part.Token token
                                ? ExpressionReaders.reader(token.expression(), source)
                                : none;
            }
        }

        /** The text for the current event. */
        public String print() {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < readers.length; i++) {
                switch (parts.get(i)) {
                    case Part.Text text -> out.append(text.text());
                    case Part.Token token -> {
                        String printed = read(i, token);
                        if (token.width() == 0) {
                            out.append(printed);
                        } else {
                            pad(out, printed, token.width());
                        }
                    }
                }
            }
            return out.toString();
        }

        private static void pad(StringBuilder out, String printed, int width) {
            if (printed.length() >= width) {
                out.append(printed, 0, width);
            } else {
                out.append(printed).append(" ".repeat(width - printed.length()));
            }
        }

        private String read(int index, Part.Token token) {
            return readers[index].read(value) ? text(value, token.expression()) : "<NA>";
        }

        /**
         * Gives the values, those that are missing as {@link Value.Kind#NONE}. The value is good
         * until the next call.
         */
        public void fields(FieldConsumer consumer) {
            for (int i = 0; i < readers.length; i++) {
                if (parts.get(i) instanceof Part.Token token) {
                    if (!readers[i].read(value)) {
                        value.setNone();
                    }
                    consumer.accept(token, value);
                }
            }
        }
    }

    /** Takes the values of an output. */
    @FunctionalInterface
    public interface FieldConsumer {
        void accept(Part.Token token, Value value);
    }

    /**
     * A value as outputs print it: ancestors are joined with arrows, lists stand in parentheses.
     */
    static String text(Value value, Expression expression) {
        FieldType type = expression.type();
        boolean isAncestry =
                value.kind() == Value.Kind.LIST && expression.many() == FieldRead.Many.ANY;
        if (!isAncestry) {
            return ValueText.of(value, type);
        }
        if (expression instanceof Expression.Read(FieldRead field)
                && field.field().name().equals("proc.apid")) {
            return value.size() == 0 ? "<NA>" : ValueText.of(value.item(0), type);
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.size(); i++) {
            out.append(i == 0 ? "" : "->").append(ValueText.of(value.item(i), type));
        }
        return out.toString();
    }
}
