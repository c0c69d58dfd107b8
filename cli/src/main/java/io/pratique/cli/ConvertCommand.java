package io.pratique.cli;

import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.capture.ScapReader;
import io.pratique.runtime.capture.ScapWriter;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.Parameter;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.filter.Value;
import io.pratique.runtime.filter.ValueText;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Parser;
import io.pratique.runtime.output.JsonText;
import io.pratique.runtime.output.OutputFormat;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code pratique convert}: captures to lines of JSON, or to a capture of some of their events. */
final class ConvertCommand implements Command {
    private static final String OUTPUT = "--output";
    private static final String FILTER = "--filter";
    private static final String FIELDS = "--fields";
    private static final String TO = "--to";
    private static final String USUAL =
            "evt.num,evt.time.iso8601,evt.cpu,evt.type,evt.res,thread.tid,proc.pid,proc.name,proc.cmdline,"
                    + "user.uid,container.id,fd.num,fd.name";

    private final PrintStream out;
    private final PrintStream err;

    ConvertCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "convert",
                "Writes the events of a capture as JSON, one a line, or as a smaller capture.",
                List.of(
                        Operand.one(
                                "FILE.scap",
                                Values.files(),
                                "a capture of Falco or sysdig, plain or gzip")),
                List.of(
                        Option.choice(OUTPUT, List.of("jsonl", "scap"), "the form; jsonl").or("-o"),
                        Option.value(
                                FILTER, "EXPR", Values.any(), "only events for which it holds"),
                        Option.value(
                                FIELDS,
                                "NAMES",
                                Values.any(),
                                "the fields of a line, with commas between them"),
                        Option.value(
                                TO,
                                "FILE",
                                Values.files(),
                                "where to write; standard output for jsonl")),
                List.of(
                        "0 all events were converted",
                        "2 the capture could not be read whole; what is in front of the place was converted",
                        "3 wrong usage"),
                List.of(
                        "pratique convert trace.scap --filter \"proc.name = curl\"",
                        "pratique convert trace.scap --output scap --filter \"fd.sport = 53\" --to dns.scap"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        SystemState state = new SystemState(StateLimits.standard());
        FilterChecker checker = new FilterChecker(FieldCatalogue.standard(), EventTable.standard());
        Interpreter.@Nullable Judge judge =
                arguments.text(FILTER).map(text -> judge(text, checker, state)).orElse(null);
        boolean toScap = arguments.text(OUTPUT, "jsonl").equals("scap");
        Optional<String> to = arguments.text(TO);
        if (toScap && to.isEmpty()) {
            throw new UsageException(
                    "a capture is not written to a terminal",
                    "Name a file: --to part.scap.",
                    "convert");
        }
        Path file = Path.of(arguments.operands().getFirst());
        try (ScapReader reader = ReplayCommand.open(file)) {
            if (toScap) {
                scap(reader, state, judge, Path.of(to.orElseThrow()));
            } else {
                Lines lines = lines(arguments.text(FIELDS, USUAL), checker, state);
                if (to.isEmpty()) {
                    json(reader, state, judge, lines, out);
                } else {
                    try (PrintStream target =
                            new PrintStream(
                                    stream(Path.of(to.get())), false, StandardCharsets.UTF_8)) {
                        json(reader, state, judge, lines, target);
                        if (target.checkError()) {
                            throw new IOException("it cannot be written to " + to.get());
                        }
                    }
                }
            }
            return ExitCode.CLEAN;
        } catch (IOException e) {
            out.flush();
            err.println("pratique: " + file + ": " + ReplayCommand.reason(e));
            return ExitCode.NOT_JUDGED;
        }
    }

    private static OutputStream stream(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    private static Interpreter.Judge judge(String text, FilterChecker checker, SystemState state) {
        try {
            return Interpreter.prepare(checker.check(Parser.parse(text)), state.fields());
        } catch (InvalidCondition e) {
            throw new UsageException(
                    "the filter is wrong at " + e.place() + ": " + e.getMessage(),
                    e.hint().isEmpty() ? e.snippet(text) : e.hint() + "\n" + e.snippet(text),
                    "convert");
        }
    }

    /** The fields of a line, ready. */
    private record Lines(OutputFormat.Printer fields) {}

    private static Lines lines(String names, FilterChecker checker, SystemState state) {
        List<String> tokens = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            tokens.add("%" + name.strip());
        }
        try {
            return new Lines(
                    OutputFormat.parse(String.join(" ", tokens), checker).prepare(state.fields()));
        } catch (InvalidCondition e) {
            throw new UsageException("--fields: " + e.getMessage(), e.hint(), "convert");
        }
    }

    private static void json(
            ScapReader reader,
            SystemState state,
            Interpreter.@Nullable Judge judge,
            Lines lines,
            PrintStream target)
            throws IOException {
        while (reader.next(state)) {
            RawEvent event = reader.event();
            state.apply(event);
            if (judge != null && !judge.holds()) {
                continue;
            }
            JsonText json = new JsonText();
            json.beginObject();
            lines.fields()
                    .fields((token, value) -> {
                        json.key(token.name());
                        value(json, token, value);
                    });
            json.key("args").beginObject();
            arguments(json, event);
            json.endObject();
            target.println(json.endObject());
        }
    }

    private static void value(JsonText json, OutputFormat.Part.Token token, Value value) {
        switch (value.kind()) {
            case NONE -> json.none();
            case REAL -> json.real(value.real());
            case NUMBER -> {
                switch (token.expression().type().kind()) {
                    case BOOL -> json.bool(value.number() != 0);
                    case NUMBER -> {
                        if (token.expression().type().isSigned()) {
                            json.number(value.number());
                        } else {
                            json.unsigned(value.number());
                        }
                    }
                    case TEXT, BYTES, REAL, ADDRESS, NETWORK -> json.number(value.number());
                }
            }
            case BYTES, LIST -> json.text(ValueText.of(value, token.expression().type()));
        }
    }

    /** The raw parameters: numbers as numbers, text as text, other bytes in base 16. */
    private static void arguments(JsonText json, RawEvent event) {
        List<Parameter> parameters = event.type().parameters();
        for (int i = 0; i < event.count(); i++) {
            if (!event.has(i)) {
                continue;
            }
            Parameter parameter = parameters.get(i);
            json.key(parameter.name());
            switch (parameter.type()) {
                case CHARBUF, FSPATH, FSRELPATH ->
                        json.text(
                                new String(
                                        event.bytes(i),
                                        event.offset(i),
                                        event.textLength(i),
                                        StandardCharsets.UTF_8));
                default -> {
                    if (parameter.type().size() == 0) {
                        json.text(HexFormat.of().formatHex(event.copy(i)));
                    } else if (parameter.type().isSigned()) {
                        json.number(event.signed(i));
                    } else {
                        json.unsigned(event.unsigned(i));
                    }
                }
            }
        }
    }

    private static void scap(
            ScapReader reader, SystemState state, Interpreter.@Nullable Judge judge, Path to)
            throws IOException {
        try (ScapWriter writer = new ScapWriter(stream(to), true)) {
            boolean isFirst = true;
            while (reader.next(state)) {
                if (isFirst) {
                    state.describe(writer.system());
                    isFirst = false;
                }
                state.apply(reader.event());
                if (judge == null || judge.holds()) {
                    writer.event(reader.event());
                }
            }
        }
    }
}
