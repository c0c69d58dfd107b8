package io.pratique.policy.format;

import io.pratique.document.Documents;
import io.pratique.model.Platform;
import io.pratique.policy.Attestor;
import io.pratique.policy.Definition;
import io.pratique.policy.Mitigation;
import io.pratique.policy.PolicyException;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.Rule;
import io.pratique.policy.Ruleset;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.WhenUnknown;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameters;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes policies, attestors and rulesets as documents, in the order of their forms. {@link
 * ResourceReader} reads them back as equal ones; only the colons in the name of a preset, which no
 * other policy may have, become dots.
 */
public final class ResourceWriter {
    /** How much of a resource is written. */
    public enum Extent {
        /** What differs from the defaults, and the action of each rule. */
        SHORT,
        /** Every field that the form has, defaults and empty ones too. */
        ALL
    }

    private final boolean all;

    private ResourceWriter(Extent extent) {
        this.all = extent == Extent.ALL;
    }

    /** The document of a resource, with a line end at its end. */
    public static String write(Resource resource, Documents.Format format, Extent extent) {
        ResourceWriter writer = new ResourceWriter(extent);
        Map<String, Object> tree =
                switch (resource) {
                    case Resource.OfPolicy(SecurityPolicy policy) ->
                            document(resource, writer.policy(policy));
                    case Resource.OfAttestor(Attestor attestor) ->
                            document(resource, writer.attestor(attestor));
                    case Resource.OfRuleset(Ruleset ruleset) ->
                            document(resource, writer.ruleset(ruleset));
                };
        return switch (format) {
            case JSON -> TreeText.json(tree);
            case YAML -> TreeText.yaml(tree);
        };
    }

    private static Map<String, Object> document(Resource resource, Map<String, Object> spec) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", PolicyForm.API_VERSION);
        document.put("kind", resource.kind());
        document.put("metadata", Map.of("name", resource.name().replace(':', '.')));
        document.put("spec", spec);
        return document;
    }

    private void put(Map<String, Object> into, String name, Object value, Object fallback) {
        if (all || !value.equals(fallback)) {
            into.put(name, value);
        }
    }

    private void putTexts(Map<String, Object> into, String name, List<String> values) {
        put(into, name, values, List.of());
    }

    private Map<String, Object> policy(SecurityPolicy policy) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("platform", policy.platform().id());
        if (!policy.launchTypes().isEmpty()) {
            spec.put(
                    "launchTypes",
                    policy.launchTypes().stream()
                            .sorted()
                            .map(type -> (Object) type.name())
                            .toList());
        }
        put(spec, "description", policy.description(), "");
        put(spec, "telemetry", policy.telemetry(), true);
        put(spec, "rules", rules(policy.rules(), false), List.of());
        put(spec, "exceptions", exceptions(policy.exceptions(), policy.platform()), List.of());
        put(spec, "signatures", rules(policy.signatures(), true), List.of());
        putTexts(spec, "rulesets", policy.rulesets());
        if (!policy.namespaced().isEmpty()) {
            List<Object> definitions = new ArrayList<>();
            for (Definition definition : policy.namespaced()) {
                Map<String, Object> written = new LinkedHashMap<>();
                written.put("name", definition.name());
                written.put("namespaces", definition.namespaces());
                put(written, "rules", rules(definition.rules(), false), List.of());
                put(
                        written,
                        "exceptions",
                        exceptions(definition.exceptions(), policy.platform()),
                        List.of());
                definitions.add(written);
            }
            spec.put("namespaced", definitions);
        }
        return spec;
    }

    private List<Object> rules(List<Rule> rules, boolean signatures) {
        List<Object> written = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Rule rule : rules) {
            int count = counts.merge(rule.type().id(), 1, Integer::sum);
            written.add(rule(rule, signatures, count));
        }
        return written;
    }

    private Map<String, Object> rule(Rule rule, boolean signature, int count) {
        Map<String, Object> written = new LinkedHashMap<>();
        String type = rule.type().id();
        if (!signature) {
            written.put("type", type);
        }
        put(written, "id", rule.id(), PolicyReader.defaultId(type, count));
        Map<String, Object> parameters = parameters(rule.type().parameters(), rule.parameters());
        if (!parameters.isEmpty() || signature) {
            written.put("parameters", parameters);
        }
        written.put("action", rule.action().id());
        rule.mitigation().ifPresent(mitigation -> written.put("mitigation", mitigation.id()));
        if (!rule.namespaces().isEmpty()) {
            written.put("namespaces", rule.namespaces());
        }
        put(written, "severity", rule.severity().id(), rule.type().severity().id());
        put(written, "message", rule.message(), "");
        put(written, "whenUnknown", rule.whenUnknown().id(), WhenUnknown.REPORT.id());
        if (!signature) {
            put(written, "enabled", rule.enabled(), true);
        }
        return written;
    }

    private Map<String, Object> parameters(List<Parameter> known, Parameters parameters) {
        Map<String, Object> written = new LinkedHashMap<>();
        for (Parameter parameter : known) {
            Object value = parameters.values().get(parameter.name());
            if (value != null
                    && (all || parameter.required() || !value.equals(parameter.fallback()))) {
                written.put(
                        parameter.name(),
                        parameter.shape() == Parameter.Shape.OBJECTS
                                ? objects(parameter, parameters)
                                : value);
            }
        }
        return written;
    }

    private List<Object> objects(Parameter parameter, Parameters parameters) {
        List<Object> written = new ArrayList<>();
        for (Parameters object : parameters.objects(parameter.name())) {
            written.add(parameters(parameter.fields(), object));
        }
        return written;
    }

    private List<Object> exceptions(List<PolicyException> exceptions, Platform platform) {
        List<Object> written = new ArrayList<>();
        for (PolicyException exception : exceptions) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", exception.name());
            putTexts(fields, "rules", exception.rules());
            if (platform == Platform.KUBERNETES) {
                putTexts(fields, "namespaces", exception.namespaces());
            }
            putTexts(fields, "workloads", exception.workloads());
            putTexts(fields, "containers", exception.containers());
            List<Object> images = new ArrayList<>();
            for (ImageCondition condition : exception.images()) {
                Map<String, Object> image = new LinkedHashMap<>();
                image.put("part", condition.part().name().toLowerCase(Locale.ROOT));
                image.put("operator", condition.operator().id());
                image.put("values", condition.values());
                images.add(image);
            }
            put(fields, "images", images, List.of());
            putTexts(fields, "values", exception.values());
            put(fields, "reason", exception.reason(), "");
            put(fields, "owner", exception.owner(), "");
            put(fields, "ticket", exception.ticket(), "");
            exception
                    .expires()
                    .map(LocalDate::toString)
                    .ifPresent(date -> fields.put("expires", date));
            written.add(fields);
        }
        return written;
    }

    private Map<String, Object> attestor(Attestor attestor) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("type", "cosignPublicKey");
        put(spec, "description", attestor.description(), "");
        spec.put("publicKey", attestor.publicKey());
        attestor.transparencyLog()
                .ifPresent(log -> {
                    Map<String, Object> written = new LinkedHashMap<>();
                    if (!log.server().isEmpty()) {
                        written.put("server", log.server());
                    }
                    if (!log.publicKey().isEmpty()) {
                        written.put("publicKey", log.publicKey());
                    }
                    spec.put("transparencyLog", written);
                });
        return spec;
    }

    private Map<String, Object> ruleset(Ruleset ruleset) {
        Map<String, Object> spec = new LinkedHashMap<>();
        put(spec, "description", ruleset.description(), "");
        List<Object> labels = new ArrayList<>();
        for (Ruleset.Label label : ruleset.labels()) {
            Map<String, Object> written = new LinkedHashMap<>();
            written.put("key", label.key());
            written.put("value", label.value());
            labels.add(written);
        }
        put(spec, "labels", labels, List.of());
        put(spec, "labelMatch", ruleset.match().id(), Ruleset.LabelMatch.ANY.id());
        List<Object> rules = new ArrayList<>();
        for (Ruleset.Detection detection : ruleset.rules()) {
            Map<String, Object> written = new LinkedHashMap<>();
            written.put("id", detection.id());
            detection
                    .mitigation()
                    .map(Mitigation::id)
                    .ifPresent(id -> written.put("mitigation", id));
            rules.add(written);
        }
        put(spec, "rules", rules, List.of());
        return spec;
    }
}
