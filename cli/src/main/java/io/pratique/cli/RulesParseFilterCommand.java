package io.pratique.cli;

import io.pratique.runtime.language.Argument;
import io.pratique.runtime.language.Condition;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Operand.Call;
import io.pratique.runtime.language.Operand.Field;
import io.pratique.runtime.language.Parser;
import io.pratique.runtime.language.Place;
import io.pratique.runtime.output.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code pratique rules parse-filter}: shows how a condition is read. */
final class RulesParseFilterCommand implements Command {
    private static final int MAX_BYTES = 1 << 20;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    RulesParseFilterCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "rules parse-filter",
                "Prints the syntax tree of a condition as JSON, or where it is wrong.",
                List.of(Operand.one("EXPR", Values.any(), "a condition, or - for standard input")),
                List.of(),
                List.of("0 it is a condition", "2 it is none", "3 wrong usage"),
                List.of(
                        "pratique rules parse-filter \"evt.type = open and fd.name startswith /etc\"",
                        "pratique rules parse-filter - < filter.txt"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        String text = arguments.operands().getFirst();
        if (text.equals("-")) {
            try {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    err.println("pratique: a condition has at most 1 MiB.");
                    return ExitCode.NOT_JUDGED;
                }
                text = withoutLineEnd(new String(bytes, StandardCharsets.UTF_8));
            } catch (IOException e) {
                err.println("pratique: standard input cannot be read: " + e.getMessage());
                return ExitCode.NOT_JUDGED;
            }
        }
        JsonText json = new JsonText();
        try {
            condition(json, Parser.parse(text));
            out.println(json);
            return ExitCode.CLEAN;
        } catch (InvalidCondition e) {
            error(e, text);
            return ExitCode.NOT_JUDGED;
        }
    }

    /** The line end that an editor or echo puts behind a line is no part of the condition. */
    private static String withoutLineEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    private void error(InvalidCondition e, String text) {
        JsonText json = new JsonText();
        json.beginObject().key("error").beginObject();
        json.key("message").text(e.getMessage());
        json.key("hint").text(e.hint());
        position(json, e.place());
        json.key("snippet").text(e.snippet(text));
        out.println(json.endObject().endObject());
        out.flush();
        err.print(
                e.place()
                        + ": "
                        + e.getMessage()
                        + (e.hint().isEmpty() ? "" : ". " + e.hint())
                        + "\n"
                        + e.snippet(text));
    }

    private static void position(JsonText json, Place place) {
        json.key("position").beginObject();
        json.key("index").number(place.index());
        json.key("line").number(place.line());
        json.key("column").number(place.column());
        json.endObject();
    }

    private static void begin(JsonText json, String type, Place place) {
        json.beginObject().key("type").text(type);
        position(json, place);
    }

    private static void condition(JsonText json, Condition condition) {
        switch (condition) {
            case Condition.And and -> children(json, "and", and.place(), and.conditions());
            case Condition.Or or -> children(json, "or", or.place(), or.conditions());
            case Condition.Not not -> {
                begin(json, "not", not.place());
                json.key("child");
                condition(json, not.condition());
                json.endObject();
            }
            case Condition.Macro macro -> {
                begin(json, "identifier", macro.place());
                json.key("name").text(macro.name()).endObject();
            }
            case Condition.Exists exists -> {
                begin(json, "unary_check", exists.place());
                json.key("left");
                argument(json, exists.left());
                json.key("operator").text("exists").endObject();
            }
            case Condition.Compare compare -> {
                begin(json, "binary_check", compare.place());
                json.key("left");
                argument(json, compare.left());
                json.key("operator").text(compare.operator().word());
                compare.modifier()
                        .ifPresent(modifier -> json.key("modifier").text(modifier.word()));
                json.key("right");
                right(json, compare.right());
                json.endObject();
            }
        }
    }

    private static void children(
            JsonText json, String type, Place place, List<Condition> conditions) {
        begin(json, type, place);
        json.key("children").beginArray();
        conditions.forEach(child -> condition(json, child));
        json.endArray().endObject();
    }

    private static void right(JsonText json, Condition.Right right) {
        switch (right) {
            case Condition.Text text -> {
                begin(json, "value", text.place());
                json.key("value").text(text.text()).endObject();
            }
            case Condition.Name name -> {
                begin(json, "identifier", name.place());
                json.key("name").text(name.name()).endObject();
            }
            case Condition.Texts texts -> {
                begin(json, "list", texts.place());
                json.key("values").beginArray();
                texts.texts().forEach(text -> json.text(text.text()));
                json.endArray().endObject();
            }
            case Condition.Other other -> argument(json, other.operand());
        }
    }

    private static void argument(JsonText json, Argument argument) {
        switch (argument) {
            case Field field -> {
                begin(json, "field", field.place());
                json.key("name").text(field.name());
                field.argument().ifPresent(text -> json.key("argument").text(text));
                json.endObject();
            }
            case Call call -> {
                begin(json, "transformer", call.place());
                json.key("name").text(call.function().word());
                json.key("arguments").beginArray();
                call.arguments().forEach(inner -> argument(json, inner));
                json.endArray();
                call.index().ifPresent(text -> json.key("argument").text(text));
                json.endObject();
            }
            case Argument.Literal literal -> {
                begin(json, literal.isNumber() ? "number" : "value", literal.place());
                json.key("value").text(literal.text()).endObject();
            }
            case Argument.Several several -> {
                begin(json, "list", several.place());
                json.key("values").beginArray();
                several.arguments().forEach(inner -> argument(json, inner));
                json.endArray().endObject();
            }
        }
    }
}
