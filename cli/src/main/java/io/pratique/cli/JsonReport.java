package io.pratique.cli;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/**
 * One JSON document: the objects of {@link JsonLinesReport} as {@code results}, written as they
 * come.
 */
final class JsonReport implements Report {
    private final JsonGenerator json;
    private final OutcomeWriter outcomes;
    private boolean begun;

    JsonReport(OutputStream out) {
        this.json = JsonOutput.to(out);
        this.outcomes = new OutcomeWriter(json);
    }

    @Override
    public void add(Outcome outcome) {
        begin();
        outcomes.write(outcome);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            json.writeStartObject();
            json.writeArrayPropertyStart("results");
        }
    }

    @Override
    public void end(Summary summary) {
        begin();
        json.writeEndArray();
        outcomes.summary(summary);
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
