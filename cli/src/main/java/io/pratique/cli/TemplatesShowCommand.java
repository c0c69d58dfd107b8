package io.pratique.cli;

import io.pratique.document.Nearest;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.catalogue.Parameter;
import io.pratique.posture.catalogue.Remediation;
import io.pratique.posture.catalogue.Template;
import io.pratique.posture.catalogue.Template.Column;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code pratique templates show}: shows one benchmark template with all that is known of it. */
final class TemplatesShowCommand implements Command {
    private static final String OUTPUT = "--output";

    private final PrintStream out;

    TemplatesShowCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "templates show",
                "Shows a benchmark template: what it judges, why, its parameters, how to fix it.",
                List.of(
                        Operand.one(
                                "TEMPLATE",
                                Values.any(),
                                "its slug, or its name as the benchmark writes it")),
                List.of(
                        Option.choice(OUTPUT, List.of("table", "json"), "the form; table")
                                .or("-o")),
                List.of("0 shown", "3 wrong usage, or there is no such template"),
                List.of("pratique templates show ecs-image-healthcheck-defined"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        Catalogue catalogue = Catalogue.load();
        Template template = find(catalogue, arguments.operands().getFirst());
        if (arguments.text(OUTPUT, "table").equals("json")) {
            JsonGenerator json = JsonOutput.to(out);
            json(json, catalogue, template);
            JsonOutput.end(json);
        } else {
            text(catalogue, template);
        }
        return ExitCode.CLEAN;
    }

    private Template find(Catalogue catalogue, String wanted) {
        Optional<Template> bySlug = catalogue.template(wanted);
        if (bySlug.isPresent()) {
            return bySlug.get();
        }
        List<String> known = new ArrayList<>();
        for (Template template : catalogue.templates()) {
            // The names of the list hold no-break spaces, which nobody types.
            if (template.name().equals(wanted)
                    || template.cell(Column.NAME_PLAIN).equalsIgnoreCase(wanted.strip())) {
                return template;
            }
            known.add(template.slug());
            known.add(template.cell(Column.NAME_PLAIN));
        }
        String near = Nearest.hint(wanted, known);
        throw new UsageException(
                "there is no template '" + wanted + "'",
                near.isEmpty() ? "pratique templates list names them." : near,
                usage().command());
    }

    private void text(Catalogue catalogue, Template template) {
        line("slug", template.slug());
        line("name", template.cell(Column.NAME_PLAIN));
        line("resource", template.resource());
        line("benchmark", template.benchmark());
        line("severity", template.severity().id());
        line("description", template.description());
        line("rationale", template.rationale());
        catalogue
                .requirements(template.slug())
                .forEach((framework, texts) -> line(framework, String.join(", ", texts)));
        line("rule", template.cell(Column.RULE));
        line("notes", template.cell(Column.NOTES));
        for (Parameter parameter : template.parameters()) {
            line(
                    "parameter",
                    parameter.name()
                            + " = "
                            + String.join(",", parameter.values())
                            + " (strict: "
                            + String.join(",", parameter.strict())
                            + "): "
                            + parameter.description());
        }
        Remediation remediation = template.remediation();
        line("remediation", remediation.summary());
        line("console", remediation.console());
        line("cli", remediation.cli());
        line("cloudformation", remediation.cloudFormation());
        line("terraform", remediation.terraform());
    }

    private void line(String name, String value) {
        if (!value.isBlank()) {
            out.print(name + ": " + Shown.line(value.strip()) + "\n");
        }
    }

    /** A template as JSON: its names and cells byte for byte as the list has them. */
    static void json(JsonGenerator json, Catalogue catalogue, Template template) {
        json.writeStartObject();
        json.writeStringProperty("slug", template.slug());
        json.writeStringProperty("name", template.name());
        json.writeStringProperty("resource", template.resource());
        json.writeStringProperty("benchmark", template.benchmark());
        json.writeStringProperty("severity", template.severity().id());
        json.writeStringProperty("description", template.description());
        json.writeStringProperty("rationale", template.rationale());
        frameworks(json, catalogue.requirements(template.slug()));
        json.writeStringProperty("pci", template.cell(Column.PCI));
        json.writeStringProperty("hipaa", template.cell(Column.HIPAA));
        json.writeStringProperty("nist", template.cell(Column.NIST));
        json.writeStringProperty("cis", template.cell(Column.CIS));
        json.writeStringProperty("rule", template.cell(Column.RULE));
        json.writeStringProperty("notes", template.cell(Column.NOTES));
        json.writeArrayPropertyStart("parameters");
        for (Parameter parameter : template.parameters()) {
            json.writeStartObject();
            json.writeStringProperty("name", parameter.name());
            json.writeStringProperty("type", parameter.type());
            JsonOutput.texts(json, "default", parameter.values());
            JsonOutput.texts(json, "strict", parameter.strict());
            json.writeStringProperty("description", parameter.description());
            json.writeName("schema");
            json.writeRawValue(parameter.schema());
            json.writeEndObject();
        }
        json.writeEndArray();
        Remediation remediation = template.remediation();
        json.writeObjectPropertyStart("remediation");
        json.writeStringProperty("summary", remediation.summary());
        json.writeStringProperty("console", remediation.console());
        json.writeStringProperty("cli", remediation.cli());
        json.writeStringProperty("cloudformation", remediation.cloudFormation());
        json.writeStringProperty("terraform", remediation.terraform());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** {@code "frameworks":{"pci-dss":["2.2"],…}}. */
    static void frameworks(JsonGenerator json, Map<String, List<String>> requirements) {
        json.writeObjectPropertyStart("frameworks");
        requirements.forEach((framework, texts) -> JsonOutput.texts(json, framework, texts));
        json.writeEndObject();
    }
}
