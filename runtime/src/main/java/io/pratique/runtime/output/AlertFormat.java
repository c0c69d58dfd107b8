package io.pratique.runtime.output;

import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.filter.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The alert of one rule, in the shapes of Falco: a line of text, or a JSON object on one line with
 * the same keys, so that Falcosidekick and parsers of SIEMs take it as it is.
 *
 * @param id and action stand in the JSON only when the rule has an id
 * @param priority the word
 * @param userFields printed into {@code userDefinedFields} when there are any
 */
public record AlertFormat(
        String rule,
        String id,
        String action,
        String priority,
        String source,
        List<String> tags,
        OutputFormat output,
        Map<String, OutputFormat> userFields) {
    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss.nnnnnnnnn", Locale.ROOT);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT);
    private static final long BILLION = 1_000_000_000L;

    /** What to leave out, and what to add. */
    public record Options(
            boolean output,
            boolean message,
            boolean fields,
            boolean tags,
            String hostname,
            ZoneId zone) {
        /** Everything but the message, in UTC. */
        public static Options standard(String hostname) {
            return new Options(true, false, true, true, hostname, ZoneOffset.UTC);
        }
    }

    public AlertFormat {
        tags = List.copyOf(tags);
    }

    /** Prepares the alert for a source of values. */
    public Printer prepare(FieldSource values, Options options) {
        return new Printer(this, values, options);
    }

    /** Prints the alert for the current event of a source. Not for several threads. */
    public static final class Printer {
        private final AlertFormat format;
        private final Options options;
        private final OutputFormat.Printer output;
        private final Map<String, OutputFormat.Printer> userFields = new LinkedHashMap<>();

        private Printer(AlertFormat format, FieldSource values, Options options) {
            this.format = format;
            this.options = options;
            this.output = format.output.prepare(values);
            format.userFields.forEach((name, text) -> userFields.put(name, text.prepare(values)));
        }

        /**
         * One line: the time of day, the priority, the message.
         *
         * @param time in nanoseconds since 1970
         */
        public String text(long time) {
            return prefix(time) + output.print();
        }

        private String prefix(long time) {
            return TIME_OF_DAY.format(instant(time).atZone(options.zone()))
                    + ": "
                    + format.priority
                    + " ";
        }

        /**
         * One JSON object.
         *
         * @param time in nanoseconds since 1970
         */
        public String json(long time) {
            JsonText json = new JsonText();
            json.beginObject();
            if (!format.id.isEmpty()) {
                json.key("action").text(format.action);
            }
            json.key("hostname").text(options.hostname());
            if (!format.id.isEmpty()) {
                json.key("id").text(format.id);
            }
            String message = output.print();
            if (options.message()) {
                json.key("message").text(message);
            }
            if (options.output()) {
                json.key("output").text(prefix(time) + message);
            }
            if (options.fields()) {
                fields(json, time);
            }
            json.key("priority").text(format.priority);
            json.key("rule").text(format.rule);
            json.key("source").text(format.source);
            if (options.tags()) {
                json.key("tags").beginArray();
                format.tags.forEach(json::text);
                json.endArray();
            }
            json.key("time").text(ISO.format(instant(time).atZone(ZoneOffset.UTC)));
            if (!userFields.isEmpty()) {
                json.key("userDefinedFields").beginObject();
                userFields.forEach((name, printer) -> json.key(name).text(printer.print()));
                json.endObject();
            }
            return json.endObject().toString();
        }

        private static Instant instant(long time) {
            return Instant.ofEpochSecond(
                    Math.floorDiv(time, BILLION), Math.floorMod(time, BILLION));
        }

        private void fields(JsonText json, long time) {
            json.key("output_fields").beginObject();
            // Falco's own prefix prints the time, so every alert has it.
            json.key("evt.time").number(time);
            Set<String> written = new HashSet<>();
            written.add("evt.time");
            output.fields((token, value) -> {
                if (written.add(token.name())) {
                    json.key(token.name());
                    value(json, token, value);
                }
            });
            json.endObject();
        }

        private static void value(JsonText json, OutputFormat.Part.Token token, Value value) {
            FieldType type = token.expression().type();
            boolean isAncestry = token.expression().many() == FieldRead.Many.ANY;
            if (value.kind() == Value.Kind.LIST && !isAncestry) {
                json.beginArray();
                for (int i = 0; i < value.size(); i++) {
                    single(json, token, type, value.item(i));
                }
                json.endArray();
            } else {
                single(json, token, type, value);
            }
        }

        private static void single(
                JsonText json, OutputFormat.Part.Token token, FieldType type, Value value) {
            switch (value.kind()) {
                case NONE -> json.none();
                case REAL -> json.real(value.real());
                case NUMBER -> {
                    if (type == FieldType.BOOL) {
                        json.bool(value.number() != 0);
                    } else if (type.isSigned()) {
                        json.number(value.number());
                    } else {
                        json.unsigned(value.number());
                    }
                }
                case BYTES, LIST -> json.text(OutputFormat.text(value, token.expression()));
            }
        }
    }
}
