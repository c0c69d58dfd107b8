package io.pratique.cli;

import io.pratique.model.Workload;
import io.pratique.policy.Action;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Violation;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * SARIF 2.1.0, for code scanning. Results are written as they come; the rules they name, and what
 * could not be read, follow them, so that memory does not grow with the number of results.
 *
 * <p>Block is an error, log a warning, and what is not known a note. What could not be read is no
 * result: it is a notification of the invocation, which then was not successful.
 */
final class SarifReport implements Report {
    private static final String BASE = "%SRCROOT%";

    private record Place(String path, int line, int column) {}

    private final JsonGenerator json;
    private final RelativePaths paths;
    private final SourceFixes fixes;

    /** Rule id to its type, in the order of their indexes. */
    private final Map<String, String> rules = new LinkedHashMap<>();

    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<Outcome.Failed> failed = new ArrayList<>();
    private final Map<String, Integer> fingerprints = new HashMap<>();
    private String fingerprintPath = "";
    private boolean begun;

    SarifReport(OutputStream out, RelativePaths paths, SourceFixes fixes) {
        this.json = JsonOutput.to(out);
        this.paths = paths;
        this.fixes = fixes;
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        json.writeStartObject();
        json.writeStringProperty("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.writeStringProperty("version", "2.1.0");
        json.writeArrayPropertyStart("runs");
        json.writeStartObject();
        json.writeStringProperty("columnKind", "unicodeCodePoints");
        json.writeObjectPropertyStart("originalUriBaseIds");
        json.writeObjectPropertyStart(BASE);
        text("description", "The folder that pratique was started in.");
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayPropertyStart("results");
    }

    @Override
    public void add(Outcome outcome) {
        begin();
        switch (outcome) {
            case Outcome.Judged judged -> {
                for (Violation violation : judged.decision().violations()) {
                    violation(judged, violation);
                }
                for (Unjudged unjudged : judged.decision().unjudged()) {
                    unjudged(judged, unjudged);
                }
            }
            case Outcome.Failed one -> failed.add(one);
            case Outcome.Skipped _ -> {}
        }
    }

    private void violation(Outcome.Judged judged, Violation violation) {
        json.writeStartObject();
        rule(violation.type(), violation.rule());
        json.writeStringProperty("level", violation.action() == Action.BLOCK ? "error" : "warning");
        text("message", ViolationText.plain(judged.workload(), violation));
        location(
                new Place(
                        judged.path(), violation.location().line(), violation.location().column()),
                judged.workload(),
                violation.container());
        fingerprint(
                judged,
                violation.rule(),
                violation.container(),
                violation.location().pointer(),
                violation.observed());
        fix(judged, violation);
        json.writeObjectPropertyStart("properties");
        json.writeStringProperty("policy", violation.policy());
        json.writeStringProperty("rule", violation.rule());
        json.writeStringProperty("action", violation.action().id());
        json.writeStringProperty("severity", violation.severity().id());
        json.writeStringProperty("pointer", violation.location().pointer());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void unjudged(Outcome.Judged judged, Unjudged unjudged) {
        json.writeStartObject();
        rule(unjudged.type(), unjudged.rule());
        json.writeStringProperty("kind", "open");
        json.writeStringProperty("level", "note");
        text("message", ViolationText.plain(unjudged));
        location(
                new Place(judged.path(), unjudged.location().line(), unjudged.location().column()),
                judged.workload(),
                unjudged.container());
        fingerprint(
                judged,
                unjudged.rule(),
                unjudged.container(),
                unjudged.location().pointer(),
                unjudged.reason());
        json.writeObjectPropertyStart("properties");
        json.writeStringProperty("policy", unjudged.policy());
        json.writeStringProperty("rule", unjudged.rule());
        json.writeStringProperty("pointer", unjudged.location().pointer());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Expressions of a policy's own are rules of their own; all others are told by their type. */
    private void rule(String type, String rule) {
        String id = type.equals("cel") ? "cel/" + rule : type;
        Integer index = indexes.get(id);
        if (index == null) {
            index = indexes.size();
            indexes.put(id, index);
            rules.put(id, type);
        }
        json.writeStringProperty("ruleId", id);
        json.writeNumberProperty("ruleIndex", index);
    }

    private void text(String property, String text) {
        json.writeObjectPropertyStart(property);
        json.writeStringProperty("text", Shown.cut(text, 4 * Shown.LONG));
        json.writeEndObject();
    }

    private void location(Place place, Workload workload, String container) {
        json.writeArrayPropertyStart("locations");
        json.writeStartObject();
        physical(place);
        json.writeArrayPropertyStart("logicalLocations");
        json.writeStartObject();
        json.writeStringProperty(
                "name", container.isEmpty() ? workload.identity().name() : container);
        json.writeStringProperty("fullyQualifiedName", Names.of(workload, container));
        json.writeStringProperty("kind", "resource");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void physical(Place place) {
        json.writeObjectPropertyStart("physicalLocation");
        artifact(place.path());
        if (place.line() > 0) {
            json.writeObjectPropertyStart("region");
            json.writeNumberProperty("startLine", place.line());
            json.writeNumberProperty("startColumn", Math.max(1, place.column()));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void artifact(String path) {
        String uri = paths.uri(path);
        json.writeObjectPropertyStart("artifactLocation");
        json.writeStringProperty("uri", uri);
        if (!uri.startsWith("file:")) {
            json.writeStringProperty("uriBaseId", BASE);
        }
        json.writeEndObject();
    }

    /**
     * What stays the same when lines move: the file, the workload, the rule, the place without the
     * indexes of its lists, and what stands there. The last of several that are equal has a number
     * behind it.
     */
    private void fingerprint(
            Outcome.Judged judged, String rule, String container, String pointer, String what) {
        if (!judged.path().equals(fingerprintPath)) {
            fingerprintPath = judged.path();
            fingerprints.clear();
        }
        String key =
                String.join(
                        "\0",
                        paths.of(judged.path()),
                        Names.of(judged.workload()),
                        rule,
                        container,
                        pointer.replaceAll("/[0-9]+(?=/|$)", "/#"),
                        what);
        String hash = sha256(key);
        int number = fingerprints.merge(hash, 1, Integer::sum);
        json.writeObjectPropertyStart("partialFingerprints");
        json.writeStringProperty("pratique/v1", number == 1 ? hash : hash + ":" + number);
        json.writeEndObject();
    }

    private static String sha256(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void fix(Outcome.Judged judged, Violation violation) {
        List<SourceFixes.Replacement> replacements = fixes.of(judged.workload(), violation);
        if (replacements.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("fixes");
        json.writeStartObject();
        text("description", "Write what " + violation.rule() + " expects.");
        json.writeArrayPropertyStart("artifactChanges");
        json.writeStartObject();
        artifact(judged.path());
        json.writeArrayPropertyStart("replacements");
        for (SourceFixes.Replacement replacement : replacements) {
            json.writeStartObject();
            json.writeObjectPropertyStart("deletedRegion");
            json.writeNumberProperty("startLine", replacement.start().line());
            json.writeNumberProperty("startColumn", replacement.start().column());
            json.writeNumberProperty("endLine", replacement.end().line());
            json.writeNumberProperty("endColumn", replacement.end().column());
            json.writeEndObject();
            if (!replacement.text().isEmpty()) {
                json.writeObjectPropertyStart("insertedContent");
                json.writeStringProperty("text", replacement.text());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    @Override
    public void end(Summary summary) {
        begin();
        json.writeEndArray();
        invocation(summary);
        tool();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void invocation(Summary summary) {
        boolean nothing = summary.workloads() == 0 && failed.isEmpty();
        json.writeArrayPropertyStart("invocations");
        json.writeStartObject();
        json.writeBooleanProperty("executionSuccessful", failed.isEmpty() && !nothing);
        if (!failed.isEmpty() || nothing) {
            json.writeArrayPropertyStart("toolExecutionNotifications");
            for (Outcome.Failed one : failed) {
                json.writeStartObject();
                json.writeObjectPropertyStart("descriptor");
                json.writeStringProperty("id", one.code());
                json.writeEndObject();
                json.writeStringProperty("level", "error");
                text("message", one.message() + (one.hint().isEmpty() ? "" : "\n" + one.hint()));
                json.writeArrayPropertyStart("locations");
                json.writeStartObject();
                physical(new Place(one.path(), one.line(), one.column()));
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
            }
            if (nothing) {
                json.writeStartObject();
                json.writeObjectPropertyStart("descriptor");
                json.writeStringProperty("id", "nothing-to-judge");
                json.writeEndObject();
                json.writeStringProperty("level", "error");
                text("message", "Nothing was found to judge.");
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private void tool() {
        json.writeObjectPropertyStart("tool");
        json.writeObjectPropertyStart("driver");
        json.writeStringProperty("name", "Pratique");
        json.writeArrayPropertyStart("rules");
        rules.forEach(this::descriptor);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void descriptor(String id, String type) {
        Optional<RuleType> known = RuleTypes.of(type);
        String description = known.map(RuleType::description).orElse("A rule of the policy.");
        json.writeStartObject();
        json.writeStringProperty("id", id);
        text("shortDescription", description);
        text("fullDescription", description);
        json.writeObjectPropertyStart("help");
        json.writeStringProperty("text", description + "\nSee " + Violation.documentation(type));
        json.writeStringProperty(
                "markdown", description + "\n\nSee `" + Violation.documentation(type) + "`");
        json.writeEndObject();
        json.writeObjectPropertyStart("properties");
        json.writeArrayPropertyStart("tags");
        json.writeString("security");
        json.writeString("containers");
        json.writeEndArray();
        known.ifPresent(rule ->
                json.writeStringProperty(
                        "security-severity",
                        switch (rule.severity()) {
                            case LOW -> "2.0";
                            case MEDIUM -> "5.0";
                            case HIGH -> "7.5";
                            case CRITICAL -> "9.5";
                        }));
        json.writeEndObject();
        json.writeEndObject();
    }
}
