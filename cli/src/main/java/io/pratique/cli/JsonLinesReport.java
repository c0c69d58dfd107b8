package io.pratique.cli;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/** One JSON object a line, the summary last. */
final class JsonLinesReport implements Report {
    private final JsonGenerator json;
    private final OutcomeWriter outcomes;

    JsonLinesReport(OutputStream out) {
        this.json = JsonOutput.to(out);
        this.outcomes = new OutcomeWriter(json);
    }

    @Override
    public void add(Outcome outcome) {
        if (outcomes.write(outcome)) {
            json.writeRaw('\n');
        }
    }

    @Override
    public void end(Summary summary) {
        json.writeStartObject();
        outcomes.summary(summary);
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
