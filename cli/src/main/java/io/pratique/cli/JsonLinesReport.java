package io.pratique.cli;

import io.pratique.model.Workload;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Verdict;
import io.pratique.policy.Violation;
import io.pratique.policy.rule.Fix;
import java.io.OutputStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** One JSON object a line, the summary last. */
final class JsonLinesReport implements Report {
    private final JsonGenerator json;

    JsonLinesReport(OutputStream out) {
        this.json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out);
    }

    @Override
    public void add(Outcome outcome) {
        switch (outcome) {
            case Outcome.Judged judged -> judged(judged);
            case Outcome.Failed failed -> failed(failed);
            case Outcome.Skipped _ -> {
                return;
            }
        }
        json.writeRaw('\n');
    }

    private void judged(Outcome.Judged judged) {
        Workload workload = judged.workload();
        json.writeStartObject();
        json.writeStringProperty("path", judged.path());
        json.writeNumberProperty("line", judged.line());
        json.writeStringProperty("platform", workload.platform().id());
        json.writeStringProperty("kind", workload.identity().kind());
        json.writeStringProperty("namespace", workload.identity().namespace());
        json.writeStringProperty("name", workload.identity().name());
        json.writeStringProperty("verdict", judged.decision().verdict().id());
        json.writeArrayPropertyStart("violations");
        for (Violation violation : judged.decision().violations()) {
            violation(violation);
        }
        json.writeEndArray();
        if (!judged.decision().unjudged().isEmpty()) {
            json.writeArrayPropertyStart("unjudged");
            for (Unjudged unjudged : judged.decision().unjudged()) {
                unjudged(unjudged);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void violation(Violation violation) {
        json.writeStartObject();
        json.writeStringProperty("policy", violation.policy());
        json.writeStringProperty("rule", violation.rule());
        json.writeStringProperty("type", violation.type());
        json.writeStringProperty("action", violation.action().id());
        json.writeStringProperty("severity", violation.severity().id());
        json.writeStringProperty("container", violation.container());
        json.writeStringProperty("pointer", violation.location().pointer());
        json.writeNumberProperty("line", violation.location().line());
        json.writeNumberProperty("column", violation.location().column());
        json.writeStringProperty("observed", violation.observed());
        json.writeStringProperty("expected", violation.expected());
        json.writeStringProperty("message", violation.message());
        json.writeName("fix");
        fix(violation);
        json.writeStringProperty("documentation", "docs/rules/" + violation.type() + ".md");
        json.writeEndObject();
    }

    private void fix(Violation violation) {
        json.writeStartArray();
        switch (violation.fix()) {
            case Fix.Write(String value) -> {
                json.writeStartObject();
                json.writeStringProperty("op", "add");
                json.writeStringProperty("path", violation.location().pointer());
                json.writeName("value");
                json.writeRawValue(value);
                json.writeEndObject();
            }
            case Fix.Remove _ -> {
                json.writeStartObject();
                json.writeStringProperty("op", "remove");
                json.writeStringProperty("path", violation.location().pointer());
                json.writeEndObject();
            }
            case Fix.Manual _ -> {}
        }
        json.writeEndArray();
    }

    private void unjudged(Unjudged unjudged) {
        json.writeStartObject();
        json.writeStringProperty("rule", unjudged.rule());
        json.writeStringProperty("type", unjudged.type());
        json.writeStringProperty("container", unjudged.container());
        json.writeStringProperty("pointer", unjudged.location().pointer());
        json.writeNumberProperty("line", unjudged.location().line());
        json.writeStringProperty("reason", unjudged.reason());
        json.writeStringProperty("remedy", unjudged.remedy());
        json.writeEndObject();
    }

    private void failed(Outcome.Failed failed) {
        json.writeStartObject();
        json.writeStringProperty("path", failed.path());
        json.writeNumberProperty("line", failed.line());
        json.writeStringProperty("verdict", "error");
        json.writeObjectPropertyStart("error");
        json.writeStringProperty("code", failed.code());
        json.writeStringProperty("message", failed.message());
        json.writeStringProperty("hint", failed.hint());
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    public void end(Summary summary) {
        json.writeStartObject();
        json.writeObjectPropertyStart("summary");
        json.writeNumberProperty("workloads", summary.workloads());
        for (Verdict verdict : Verdict.values()) {
            json.writeNumberProperty(verdict.id(), summary.count(verdict));
        }
        json.writeNumberProperty("errors", summary.errors());
        json.writeNumberProperty("violations", summary.violations());
        json.writeObjectPropertyStart("skipped");
        for (Map.Entry<String, Integer> kind : summary.skipped().entrySet()) {
            json.writeNumberProperty(kind.getKey(), kind.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
