package io.pratique.cli;

import io.pratique.policy.format.Problem;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What the JSON of several commands has in common. */
final class JsonOutput {
    private JsonOutput() {}

    static JsonGenerator to(OutputStream out) {
        // What stands between two objects of one stream is for the caller to write.
        return JsonFactory.builder()
                .rootValueSeparator((String) null)
                .build()
                .createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Ends the document with a line end, and leaves the stream open. */
    static void end(JsonGenerator json) {
        json.writeRaw('\n');
        json.flush();
    }

    static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    static void faults(JsonGenerator json, String name, List<Fault> faults) {
        json.writeArrayPropertyStart(name);
        for (Fault fault : faults) {
            Problem problem = fault.problem();
            json.writeStartObject();
            json.writeStringProperty("path", fault.path());
            json.writeNumberProperty("line", problem.position().line());
            json.writeNumberProperty("column", problem.position().column());
            json.writeStringProperty("pointer", problem.pointer());
            json.writeStringProperty(
                    "severity", problem.severity().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("code", problem.code());
            json.writeStringProperty("message", problem.message());
            json.writeStringProperty("hint", problem.hint());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
