package io.pratique.cli;

import io.pratique.document.Nearest;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.catalogue.Template;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** {@code pratique templates list}: lists the benchmark templates that audits judge by. */
final class TemplatesListCommand implements Command {
    /** The frameworks that templates are mapped to. */
    static final List<String> FRAMEWORKS =
            List.of("cis-docker", "hipaa", "nist-800-53", "pci-dss", "soc2", "iso-27001");

    private static final String OUTPUT = "--output";
    private static final String RESOURCE = "--resource";
    private static final String FRAMEWORK = "--framework";

    private final PrintStream out;

    TemplatesListCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "templates list",
                "Lists the benchmark templates that audits judge by.",
                List.of(),
                List.of(
                        Option.value(
                                RESOURCE,
                                "RESOURCE",
                                new Values.Suggestions(List.of("ECS", "FARGATE")),
                                "only those of a resource: ECS, FARGATE or 'ECS FARGATE'"),
                        Option.choice(FRAMEWORK, FRAMEWORKS, "only those that speak to it"),
                        Option.choice(OUTPUT, List.of("table", "json"), "the form; table")
                                .or("-o")),
                List.of("0 listed", "3 wrong usage"),
                List.of(
                        "pratique templates list",
                        "pratique templates list --framework pci-dss --output json"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        Catalogue catalogue = Catalogue.load();
        arguments.text(RESOURCE).ifPresent(resource -> checkResource(catalogue, resource));
        List<Template> templates =
                catalogue.templates().stream()
                        .filter(template ->
                                arguments
                                        .text(RESOURCE)
                                        .map(template.resource()::equalsIgnoreCase)
                                        .orElse(true))
                        .filter(template ->
                                arguments
                                        .text(FRAMEWORK)
                                        .map(catalogue.requirements(template.slug())::containsKey)
                                        .orElse(true))
                        .toList();
        if (arguments.text(OUTPUT, "table").equals("json")) {
            JsonGenerator json = JsonOutput.to(out);
            json.writeStartArray();
            for (Template template : templates) {
                TemplatesShowCommand.json(json, catalogue, template);
            }
            json.writeEndArray();
            JsonOutput.end(json);
        } else {
            table(templates);
        }
        return ExitCode.CLEAN;
    }

    private void checkResource(Catalogue catalogue, String resource) {
        Set<String> known = new LinkedHashSet<>();
        catalogue.templates().forEach(template -> known.add(template.resource()));
        if (known.stream().noneMatch(resource::equalsIgnoreCase)) {
            String near = Nearest.hint(resource, known);
            throw new UsageException(
                    RESOURCE + ": there is no resource '" + resource + "'",
                    near.isEmpty() ? "There are " + String.join(", ", known) + "." : near,
                    usage().command());
        }
    }

    private void table(List<Template> templates) {
        int width = 4;
        for (Template template : templates) {
            width = Math.max(width, template.slug().length());
        }
        String row = "%-" + width + "s  %-8s  %-11s  %s\n";
        out.print(row.formatted("slug", "severity", "resource", "name"));
        for (Template template : templates) {
            out.print(
                    row.formatted(
                            template.slug(),
                            template.severity().name().toLowerCase(Locale.ROOT),
                            template.resource(),
                            Shown.line(template.cell(Template.Column.NAME_PLAIN))));
        }
        out.print(Shown.count(templates.size(), "template") + "\n");
    }
}
