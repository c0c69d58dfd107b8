package io.pratique.runtime.language;

import java.util.List;

/** Writes conditions in one way, so that equal ones read equal. */
public final class ConditionText {
    private final StringBuilder out = new StringBuilder();

    private ConditionText() {}

    /** A text that the parser reads as an equal condition. */
    public static String of(Condition condition) {
        ConditionText text = new ConditionText();
        text.write(condition, 0);
        return text.out.toString();
    }

    /** A text that the parser reads as an equal operand. */
    public static String of(Operand operand) {
        ConditionText text = new ConditionText();
        text.write(operand);
        return text.out.toString();
    }

    /**
     * @param binding 0 in parentheses or outside, 1 under or, 2 under and, 3 under not
     */
    private void write(Condition condition, int binding) {
        switch (condition) {
            case Condition.Or or -> join(or.conditions(), " or ", binding >= 1, 1);
            case Condition.And and -> join(and.conditions(), " and ", binding >= 2, 2);
            case Condition.Not not -> {
                // Two nots in a row would be read as none.
                out.append(binding >= 3 ? "(not " : "not ");
                write(not.condition(), 3);
                out.append(binding >= 3 ? ")" : "");
            }
            case Condition.Macro macro -> out.append(macro.name());
            case Condition.Exists exists -> {
                write(exists.left());
                out.append(" exists");
            }
            case Condition.Compare compare -> {
                write(compare.left());
                out.append(' ').append(compare.operator().word()).append(' ');
                compare.modifier().ifPresent(m -> out.append(m.word()).append(' '));
                right(compare.operator(), compare.right());
            }
        }
    }

    private void join(List<Condition> conditions, String word, boolean parentheses, int binding) {
        if (parentheses) {
            out.append('(');
        }
        for (int i = 0; i < conditions.size(); i++) {
            out.append(i == 0 ? "" : word);
            write(conditions.get(i), binding);
        }
        if (parentheses) {
            out.append(')');
        }
    }

    private void right(Operator operator, Condition.Right right) {
        switch (right) {
            case Condition.Text text -> {
                if (operator.shape() == Operator.Shape.NUMBER) {
                    out.append(text.text());
                } else {
                    text(text.text());
                }
            }
            case Condition.Texts texts -> {
                out.append('(');
                for (int i = 0; i < texts.texts().size(); i++) {
                    out.append(i == 0 ? "" : ", ");
                    text(texts.texts().get(i).text());
                }
                out.append(')');
            }
            case Condition.Name name -> out.append(name.name());
            case Condition.Other other -> {
                if (other.operand() instanceof Operand.Field field) {
                    out.append("val(");
                    write(field);
                    out.append(')');
                } else {
                    write(other.operand());
                }
            }
        }
    }

    private void text(String text) {
        boolean bare = !text.isEmpty() && !isKeyword(text);
        for (int i = 0; i < text.length() && bare; i++) {
            bare = Lexer.isBare(text.charAt(i)) && text.charAt(i) >= ' ' && !isRawByte(text, i);
        }
        if (bare) {
            out.append(text);
        } else {
            quoted(text);
        }
    }

    /** Whether a character stands for a byte that was written as an escape; see {@link Lexer}. */
    static boolean isRawByte(String text, int index) {
        char c = text.charAt(index);
        return c >= (Lexer.RAW_BYTE | 0x80)
                && c <= (Lexer.RAW_BYTE | 0xFF)
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    private static boolean isKeyword(String text) {
        for (Modifier modifier : Modifier.values()) {
            if (modifier.word().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> {
                    out.append("\\\\");
                    // The end of a quoted text is a quote that no backslash stands before.
                    if (i == text.length() - 1) {
                        out.setLength(out.length() - 2);
                        out.append("\\x5c");
                    } else if (text.charAt(i + 1) == '"') {
                        out.setLength(out.length() - 2);
                        out.append("\\x5c");
                    }
                }
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (isRawByte(text, i)) {
                        out.append("\\x").append(Integer.toHexString(c & 0xFF));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void write(Operand operand) {
        switch (operand) {
            case Operand.Field field -> {
                out.append(field.name());
                field.argument().ifPresent(this::argument);
            }
            case Operand.Call call -> {
                out.append(call.function().word()).append('(');
                arguments(call.arguments());
                out.append(')');
                call.index().ifPresent(this::argument);
            }
        }
    }

    private void argument(String argument) {
        boolean bare = !argument.isEmpty();
        for (int i = 0; i < argument.length() && bare; i++) {
            char c = argument.charAt(i);
            bare = c > ' ' && c != '[' && c != ']' && c != '"' && c != '\'';
        }
        out.append('[');
        if (bare) {
            out.append(argument);
        } else {
            quoted(argument);
        }
        out.append(']');
    }

    private void arguments(List<Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            switch (arguments.get(i)) {
                case Operand operand -> write(operand);
                case Argument.Literal literal -> {
                    if (literal.isNumber()) {
                        out.append(literal.text());
                    } else {
                        quoted(literal.text());
                    }
                }
                case Argument.Several several -> {
                    out.append('(');
                    arguments(several.arguments());
                    out.append(')');
                }
            }
        }
    }
}
