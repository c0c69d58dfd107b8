package io.pratique.policy.format;

import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import io.pratique.policy.rule.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (2020-12) of our documents, made of their forms and of the rule types. It cannot
 * say everything that the readers check; what it refuses, they refuse.
 */
public final class JsonSchema {
    private static final String ID = "https://pratique.io/schema/security-policy.schema.json";
    private static final String REF = "$ref";
    private static final String TYPE = "type";
    private static final String DESCRIPTION = "description";
    private static final String PROPERTIES = "properties";

    /** The definitions in the order in which they are met. */
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private JsonSchema() {}

    /** The schema of a document of any of our kinds, as JSON. */
    public static String ofDocuments() {
        JsonSchema schema = new JsonSchema();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", ID);
        root.put("title", "Pratique documents");
        root.put(
                DESCRIPTION,
                "A SecurityPolicy, an Attestor, a Ruleset or a PolicyTest of pratique.io/v1.");
        root.put(TYPE, "object");
        root.put("required", List.of("apiVersion", "kind"));
        Map<String, Object> kinds = new LinkedHashMap<>();
        kinds.put("apiVersion", Map.of("const", PolicyForm.API_VERSION));
        kinds.put(
                "kind",
                Map.of(
                        "enum",
                        List.of(
                                PolicyForm.KIND,
                                AttestorForm.KIND,
                                RulesetForm.KIND,
                                CasesForm.KIND)));
        root.put(PROPERTIES, kinds);
        root.put(
                "allOf",
                List.of(
                        schema.whenKind(PolicyForm.DOCUMENT),
                        schema.whenKind(AttestorForm.DOCUMENT),
                        schema.whenKind(RulesetForm.DOCUMENT),
                        schema.whenKind(CasesForm.DOCUMENT)));
        root.put("$defs", schema.definitions);
        return TreeText.json(root);
    }

    private Map<String, Object> whenKind(Form form) {
        return when("kind", form.name(), reference(form));
    }

    private static Map<String, Object> when(String field, String value, Object then) {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put(PROPERTIES, Map.of(field, Map.of("const", value)));
        condition.put("required", List.of(field));
        Map<String, Object> when = new LinkedHashMap<>();
        when.put("if", condition);
        when.put("then", then);
        return when;
    }

    private Map<String, Object> reference(Form form) {
        String name = form.name().replace(' ', '-');
        if (!definitions.containsKey(name)) {
            Map<String, Object> definition = new LinkedHashMap<>();
            // Known before its fields are looked at, as a form may hold itself.
            definitions.put(name, definition);
            definition.putAll(object(form));
        }
        return Map.of(REF, "#/$defs/" + name);
    }

    private Map<String, Object> object(Form form) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, "object");
        List<Object> required = new ArrayList<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Form.Field field : form.fields()) {
            Map<String, Object> value = new LinkedHashMap<>(value(field.type(), form));
            value.put(DESCRIPTION, field.description());
            properties.put(field.name(), value);
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put(PROPERTIES, properties);
        schema.put("additionalProperties", false);
        if (form.equals(PolicyForm.RULE)) {
            schema.put("allOf", parametersByType());
        }
        if (form.equals(PolicyForm.SPEC)) {
            schema.put(
                    "allOf",
                    List.of(
                            when("platform", Platform.KUBERNETES.id(), onKubernetes()),
                            when("platform", Platform.ECS.id(), onEcs())));
        }
        return schema;
    }

    private Map<String, Object> value(Form.Type type, Form owner) {
        return switch (type) {
            case Form.Type.Text(String pattern, String _) ->
                    pattern.isEmpty()
                            ? Map.of(TYPE, "string")
                            : ordered(TYPE, "string", "pattern", "^(?:" + pattern + ")$");
            case Form.Type.Choice(List<String> choices) -> Map.of("enum", choices);
            case Form.Type.Choices(List<String> choices) ->
                    ordered(TYPE, "array", "items", Map.of("enum", choices));
            case Form.Type.Flag() -> Map.of(TYPE, "boolean");
            case Form.Type.WholeNumber() -> Map.of(TYPE, "integer");
            case Form.Type.Texts() -> ordered(TYPE, "array", "items", Map.of(TYPE, "string"));
            case Form.Type.Date() -> ordered(TYPE, "string", "format", "date");
            case Form.Type.One(Form form) -> reference(form);
            case Form.Type.Many(Form form) -> ordered(TYPE, "array", "items", reference(form));
            case Form.Type.RuleTypeId() -> Map.of("enum", ruleTypes(List.of(Target.values())));
            case Form.Type.RuleParameters() ->
                    owner.equals(PolicyForm.SIGNATURE)
                            ? RuleTypes.of(PolicyReader.SIGNATURE_TYPE)
                                    .map(found -> parameters(found.parameters()))
                                    .orElse(Map.of(TYPE, "object"))
                            : Map.of(TYPE, "object");
            case Form.Type.Free(String words) ->
                    switch (words) {
                        case "an object" -> Map.of(TYPE, "object");
                        case "a list" -> Map.of(TYPE, "array");
                        case "a number" -> Map.of(TYPE, "integer");
                        default -> Map.of();
                    };
        };
    }

    private static Map<String, Object> ordered(String a, Object x, String b, Object y) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(a, x);
        map.put(b, y);
        return map;
    }

    private static List<String> ruleTypes(List<Target> targets) {
        return RuleTypes.all().stream()
                .filter(type -> type.targets().stream().anyMatch(targets::contains))
                .map(RuleType::id)
                .filter(id -> !id.equals(PolicyReader.SIGNATURE_TYPE))
                .toList();
    }

    private List<Object> parametersByType() {
        List<Object> all = new ArrayList<>();
        for (RuleType type : RuleTypes.all()) {
            if (type.id().equals(PolicyReader.SIGNATURE_TYPE)) {
                continue;
            }
            Map<String, Object> parameters = new LinkedHashMap<>(parameters(type.parameters()));
            parameters.put(DESCRIPTION, type.description());
            Map<String, Object> then = new LinkedHashMap<>();
            then.put(PROPERTIES, Map.of("parameters", parameters));
            if (type.parameters().stream().anyMatch(Parameter::required)) {
                then.put("required", List.of("parameters"));
            }
            all.add(when(TYPE, type.id(), then));
        }
        return all;
    }

    private static Map<String, Object> parameters(List<Parameter> known) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, "object");
        List<Object> required = new ArrayList<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Parameter parameter : known) {
            Map<String, Object> value = new LinkedHashMap<>();
            switch (parameter.shape()) {
                case FLAG -> value.put(TYPE, "boolean");
                case TEXT -> value.putAll(text(parameter));
                case NUMBER -> value.put(TYPE, "integer");
                case TEXTS -> value.putAll(ordered(TYPE, "array", "items", text(parameter)));
                case NUMBERS ->
                        value.putAll(ordered(TYPE, "array", "items", Map.of(TYPE, "integer")));
                case OBJECTS ->
                        value.putAll(
                                ordered(TYPE, "array", "items", parameters(parameter.fields())));
            }
            if (parameter.required()) {
                required.add(parameter.name());
            } else if (!(parameter.fallback() instanceof Parameters)) {
                value.put("default", parameter.fallback());
            }
            value.put(DESCRIPTION, parameter.description());
            properties.put(parameter.name(), value);
        }
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put(PROPERTIES, properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> text(Parameter parameter) {
        return parameter.choices().isEmpty()
                ? Map.of(TYPE, "string")
                : Map.of("enum", parameter.choices());
    }

    private static Map<String, Object> onKubernetes() {
        return ordered(
                PROPERTIES,
                ordered("launchTypes", false, "rules", rulesOf(List.of(Target.KUBERNETES), true)),
                DESCRIPTION,
                "Launch types exist on ECS only.");
    }

    private static Map<String, Object> onEcs() {
        Map<String, Object> noNamespaces =
                Map.of("items", Map.of(PROPERTIES, Map.of("namespaces", false)));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("rules", rulesOf(List.of(Target.ECS_EC2, Target.ECS_FARGATE), false));
        properties.put("signatures", noNamespaces);
        properties.put("exceptions", noNamespaces);
        properties.put("namespaced", false);
        Map<String, Object> fargate = new LinkedHashMap<>();
        fargate.put(
                "if",
                ordered(
                        PROPERTIES,
                        Map.of(
                                "launchTypes",
                                ordered(
                                        "minItems",
                                        1L,
                                        "items",
                                        Map.of("const", LaunchType.FARGATE.name()))),
                        "required",
                        List.of("launchTypes")));
        fargate.put(
                "then",
                Map.of(PROPERTIES, Map.of("rules", rulesOf(List.of(Target.ECS_FARGATE), false))));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(PROPERTIES, properties);
        schema.put("allOf", List.of(fargate));
        return schema;
    }

    private static Map<String, Object> rulesOf(List<Target> targets, boolean kubernetes) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(TYPE, Map.of("enum", ruleTypes(targets)));
        if (!kubernetes) {
            properties.put("mitigation", false);
            properties.put("namespaces", false);
        }
        return Map.of("items", Map.of(PROPERTIES, properties));
    }
}
