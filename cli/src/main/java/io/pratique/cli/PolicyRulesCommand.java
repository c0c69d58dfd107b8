package io.pratique.cli;

import io.pratique.document.Nearest;
import io.pratique.model.Platform;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import io.pratique.policy.rule.Target;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code pratique policy rules}: which rule types there are, where, with which parameters. */
final class PolicyRulesCommand implements Command {
    private final PrintStream out;

    PolicyRulesCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "policy rules",
                "Lists the rule types that policies can hold, where each exists, and its parameters.",
                List.of(
                        Operand.maybe(
                                "TYPE",
                                new Values.Suggestions(
                                        RuleTypes.all().stream().map(RuleType::id).toList()),
                                "only this type, with all about its parameters")),
                List.of(
                        Option.choice(
                                "--platform",
                                List.of("kubernetes", "ecs"),
                                "only what exists there"),
                        Option.choice(
                                        "--output",
                                        List.of("table", "json"),
                                        "the form of the answer; table")
                                .or("-o")),
                List.of("0 listed", "3 wrong usage"),
                List.of(
                        "pratique policy rules",
                        "pratique policy rules containerCapabilities",
                        "pratique policy rules --platform ecs --output json"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        Optional<Platform> platform = arguments.text("--platform").flatMap(Platform::of);
        Optional<String> wanted = arguments.operands().stream().findFirst();
        if (wanted.isPresent() && RuleTypes.of(wanted.get()).isEmpty()) {
            throw new UsageException(
                    "policy rules: there is no rule type '" + wanted.get() + "'",
                    Nearest.hint(wanted.get(), RuleTypes.all().stream().map(RuleType::id).toList()),
                    "policy rules");
        }
        List<RuleType> types =
                RuleTypes.all().stream()
                        .filter(type -> wanted.isEmpty() || type.id().equals(wanted.get()))
                        .filter(type -> platform.isEmpty() || existsOn(type, platform.get()))
                        .toList();
        if (types.isEmpty()) {
            throw new UsageException(
                    "policy rules: the rule type '"
                            + wanted.orElse("")
                            + "' does not exist on "
                            + platform.map(Platform::id).orElse(""),
                    "",
                    "policy rules");
        }
        if (arguments.text("--output", "table").equals("json")) {
            json(types);
        } else if (wanted.isPresent()) {
            page(types.getFirst());
        } else {
            table(types);
        }
        return ExitCode.CLEAN;
    }

    private static boolean existsOn(RuleType type, Platform platform) {
        return type.targets().stream().anyMatch(target -> target.platform() == platform);
    }

    private void table(List<RuleType> types) {
        int width = types.stream().mapToInt(type -> type.id().length()).max().orElse(0);
        String row = "%-" + width + "s  %-8s  %-10s  %-7s  %-11s  %s%n";
        out.printf(row, "TYPE", "SEVERITY", "KUBERNETES", "ECS EC2", "ECS FARGATE", "PARAMETERS");
        for (RuleType type : types) {
            out.printf(
                    row,
                    type.id(),
                    type.severity().id(),
                    mark(type, Target.KUBERNETES),
                    mark(type, Target.ECS_EC2),
                    mark(type, Target.ECS_FARGATE),
                    type.parameters().isEmpty()
                            ? "-"
                            : String.join(
                                    ", ",
                                    type.parameters().stream()
                                            .map(one -> one.name() + (one.required() ? "*" : ""))
                                            .toList()));
        }
        out.println();
        out.println("* must be written. All about one type: pratique policy rules TYPE");
    }

    private static String mark(RuleType type, Target target) {
        return type.targets().contains(target) ? "yes" : "-";
    }

    private void page(RuleType type) {
        out.println(type.id() + ": " + type.description());
        out.println();
        out.println("Severity:  " + type.severity().id());
        out.println(
                "Exists on: "
                        + String.join(
                                ", ", type.targets().stream().sorted().map(Target::id).toList()));
        out.println("Page:      docs/rules/" + type.id() + ".md");
        out.println();
        if (type.parameters().isEmpty()) {
            out.println("It has no parameters.");
            return;
        }
        out.println("Parameters:");
        for (Parameter parameter : type.parameters()) {
            parameter("  ", parameter);
        }
    }

    private void parameter(String indent, Parameter parameter) {
        out.println(
                indent
                        + parameter.name()
                        + ": "
                        + (parameter.choices().isEmpty()
                                ? parameter.shape().words()
                                : (parameter.shape() == Parameter.Shape.TEXTS ? "a list of " : "")
                                        + String.join(" | ", parameter.choices()))
                        + (parameter.required()
                                ? "; must be written"
                                : "; default " + shown(parameter.fallback())));
        out.println(indent + "    " + parameter.description());
        for (Parameter field : parameter.fields()) {
            parameter(indent + "    ", field);
        }
    }

    private static String shown(Object value) {
        return value instanceof String text && text.isEmpty() ? "\"\"" : String.valueOf(value);
    }

    private void json(List<RuleType> types) {
        JsonGenerator json = JsonOutput.to(out);
        json.writeStartObject();
        json.writeArrayPropertyStart("types");
        for (RuleType type : types) {
            json.writeStartObject();
            json.writeStringProperty("type", type.id());
            json.writeStringProperty("description", type.description());
            json.writeStringProperty("severity", type.severity().id());
            json.writeArrayPropertyStart("targets");
            for (Target target : type.targets().stream().sorted().toList()) {
                json.writeStartObject();
                json.writeStringProperty("platform", target.platform().id());
                switch (target) {
                    case KUBERNETES -> {}
                    case ECS_EC2 -> json.writeStringProperty("launchType", "EC2");
                    case ECS_FARGATE -> json.writeStringProperty("launchType", "FARGATE");
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            parameters(json, "parameters", type.parameters());
            json.writeStringProperty("documentation", "docs/rules/" + type.id() + ".md");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        JsonOutput.end(json);
    }

    private static void parameters(JsonGenerator json, String name, List<Parameter> parameters) {
        json.writeArrayPropertyStart(name);
        for (Parameter parameter : parameters) {
            json.writeStartObject();
            json.writeStringProperty("name", parameter.name());
            json.writeStringProperty("shape", parameter.shape().words());
            json.writeBooleanProperty("required", parameter.required());
            if (!parameter.required()) {
                json.writeName("default");
                value(json, parameter.fallback());
            }
            if (!parameter.choices().isEmpty()) {
                JsonOutput.texts(json, "choices", parameter.choices());
            }
            if (!parameter.fields().isEmpty()) {
                parameters(json, "fields", parameter.fields());
            }
            json.writeStringProperty("description", parameter.description());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void value(JsonGenerator json, Object value) {
        switch (value) {
            case Boolean flag -> json.writeBoolean(flag);
            case Long number -> json.writeNumber(number);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(element -> value(json, element));
                json.writeEndArray();
            }
            case Parameters object -> {
                json.writeStartObject();
                object.values()
                        .forEach((name, field) -> {
                            json.writeName(name);
                            value(json, field);
                        });
                json.writeEndObject();
            }
            default -> json.writeString(String.valueOf(value));
        }
    }
}
