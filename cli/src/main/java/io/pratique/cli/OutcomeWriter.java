package io.pratique.cli;

import io.pratique.model.Workload;
import io.pratique.policy.Excepted;
import io.pratique.policy.Expired;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Verdict;
import io.pratique.policy.Violation;
import io.pratique.policy.fix.Patch;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Outcomes and the summary as JSON objects, in the shape that other programs rely on. */
final class OutcomeWriter {
    private final JsonGenerator json;
    private final Map<String, Integer> excepted = new TreeMap<>();

    OutcomeWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes an outcome; false when it is one that has no object of its own. */
    boolean write(Outcome outcome) {
        switch (outcome) {
            case Outcome.Judged judged -> judged(judged);
            case Outcome.Failed failed -> failed(failed);
            case Outcome.Skipped _ -> {
                return false;
            }
        }
        return true;
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
            violation(workload, violation);
        }
        json.writeEndArray();
        if (!judged.decision().unjudged().isEmpty()) {
            json.writeArrayPropertyStart("unjudged");
            for (Unjudged unjudged : judged.decision().unjudged()) {
                unjudged(unjudged);
            }
            json.writeEndArray();
        }
        if (!judged.decision().excepted().isEmpty()) {
            json.writeArrayPropertyStart("excepted");
            for (Excepted one : judged.decision().excepted()) {
                excepted(one);
            }
            json.writeEndArray();
        }
        if (!judged.decision().expired().isEmpty()) {
            json.writeArrayPropertyStart("expired");
            for (Expired one : judged.decision().expired()) {
                json.writeStartObject();
                json.writeStringProperty("exception", one.exception());
                json.writeStringProperty("ended", one.ended().toString());
                json.writeStringProperty("rule", one.violation().rule());
                json.writeStringProperty("pointer", one.violation().location().pointer());
                json.writeStringProperty("policy", one.violation().policy());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void violation(Workload workload, Violation violation) {
        json.writeStartObject();
        json.writeStringProperty("rule", violation.rule());
        json.writeStringProperty("type", violation.type());
        json.writeStringProperty("action", violation.action().id());
        json.writeStringProperty("severity", violation.severity().id());
        json.writeStringProperty("container", violation.container());
        json.writeStringProperty("pointer", violation.location().pointer());
        json.writeNumberProperty("line", violation.location().line());
        json.writeNumberProperty("column", violation.location().column());
        json.writeStringProperty("observed", Shown.cut(violation.observed(), Shown.LONG));
        json.writeStringProperty("expected", Shown.cut(violation.expected(), Shown.LONG));
        json.writeStringProperty("message", violation.message());
        json.writeName("fix");
        json.writeRawValue(Patch.of(workload, violation).json());
        json.writeStringProperty("documentation", violation.documentation());
        json.writeStringProperty("policy", violation.policy());
        json.writeEndObject();
    }

    private void unjudged(Unjudged unjudged) {
        json.writeStartObject();
        json.writeStringProperty("rule", unjudged.rule());
        json.writeStringProperty("type", unjudged.type());
        json.writeStringProperty("container", unjudged.container());
        json.writeStringProperty("pointer", unjudged.location().pointer());
        json.writeNumberProperty("line", unjudged.location().line());
        json.writeNumberProperty("column", unjudged.location().column());
        json.writeStringProperty("reason", Shown.cut(unjudged.reason(), Shown.LONG));
        json.writeStringProperty("remedy", unjudged.remedy());
        json.writeStringProperty("documentation", Violation.documentation(unjudged.type()));
        json.writeStringProperty("policy", unjudged.policy());
        json.writeEndObject();
    }

    private void excepted(Excepted one) {
        excepted.merge(one.exception(), 1, Integer::sum);
        Violation violation = one.violation();
        json.writeStartObject();
        json.writeStringProperty("exception", one.exception());
        json.writeStringProperty("rule", violation.rule());
        json.writeStringProperty("type", violation.type());
        json.writeStringProperty("container", violation.container());
        json.writeStringProperty("pointer", violation.location().pointer());
        json.writeNumberProperty("line", violation.location().line());
        json.writeNumberProperty("column", violation.location().column());
        json.writeStringProperty("observed", Shown.cut(violation.observed(), Shown.LONG));
        json.writeStringProperty("policy", violation.policy());
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
        json.writeNumberProperty("column", failed.column());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes the counts as the value of the property {@code summary}. */
    void summary(Summary summary) {
        json.writeObjectPropertyStart("summary");
        json.writeNumberProperty("workloads", summary.workloads());
        for (Verdict verdict : Verdict.values()) {
            json.writeNumberProperty(verdict.id(), summary.count(verdict));
        }
        json.writeNumberProperty("errors", summary.errors());
        json.writeNumberProperty("violations", summary.violations());
        counts("skipped", summary.skipped());
        counts("excepted", excepted);
        json.writeEndObject();
    }

    private void counts(String name, Map<String, Integer> counts) {
        json.writeObjectPropertyStart(name);
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            json.writeNumberProperty(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }
}
