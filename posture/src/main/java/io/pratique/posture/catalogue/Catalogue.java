package io.pratique.posture.catalogue;

import io.pratique.model.Severity;
import io.pratique.posture.catalogue.Template.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All templates and what frameworks ask of them, read from the tables of this module. */
public final class Catalogue {
    private static final List<String> FRAMEWORKS =
            List.of("cis-docker", "hipaa", "nist-800-53", "pci-dss", "soc2", "iso-27001");

    private final Map<String, Template> templates;
    private final List<Mapping> mappings;
    private final Map<String, Map<String, List<String>>> requirements = new HashMap<>();

    private Catalogue(Map<String, Template> templates, List<Mapping> mappings) {
        this.templates = templates;
        this.mappings = mappings;
        for (Mapping mapping : mappings) {
            requirements
                    .computeIfAbsent(mapping.slug(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(mapping.framework(), _ -> new ArrayList<>())
                    .add(mapping.requirement());
        }
    }

    /** Reads the tables. */
    public static Catalogue load() {
        Map<String, List<Parameter>> parameters = new HashMap<>();
        for (List<String> row : Table.rows("parameters.tsv", 6)) {
            parameters
                    .computeIfAbsent(row.getFirst(), _ -> new ArrayList<>())
                    .add(
                            new Parameter(
                                    row.get(1),
                                    row.get(2),
                                    words(row.get(3)),
                                    words(row.get(4).equals("=") ? row.get(3) : row.get(4)),
                                    row.get(5)));
        }
        Map<String, List<String>> about = new HashMap<>();
        for (List<String> row : Table.rows("about.tsv", 7)) {
            about.put(row.getFirst(), row);
        }
        Map<String, Template> templates = new LinkedHashMap<>();
        for (List<String> cells : Table.rows("templates.tsv", Column.values().length)) {
            Template template = template(cells, about, parameters);
            templates.put(template.slug(), template);
        }
        List<Mapping> mappings = new ArrayList<>();
        for (String framework : FRAMEWORKS) {
            for (List<String> row : Table.rows("frameworks/" + framework + ".tsv", 5)) {
                mappings.add(
                        new Mapping(
                                framework,
                                row.get(0),
                                row.get(1),
                                row.get(2),
                                row.get(3),
                                row.get(4)));
            }
        }
        return new Catalogue(templates, List.copyOf(mappings));
    }

    private static Template template(
            List<String> cells,
            Map<String, List<String>> about,
            Map<String, List<Parameter>> parameters) {
        String slug = cells.get(Column.SLUG.ordinal());
        List<String> words = about.get(slug);
        if (words == null) {
            throw new IllegalStateException("about.tsv says nothing of " + slug);
        }
        String severity = cells.get(Column.SEVERITY.ordinal()).toLowerCase(Locale.ROOT);
        return new Template(
                cells,
                Severity.of(severity)
                        .orElseThrow(() -> new IllegalStateException(slug + ": " + severity)),
                words.get(1),
                words.get(2),
                List.copyOf(parameters.getOrDefault(slug, List.of())),
                new Remediation(
                        cells.get(Column.REMEDIATION.ordinal()),
                        words.get(3),
                        words.get(4),
                        words.get(5),
                        words.get(6)));
    }

    private static List<String> words(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(",", -1));
    }

    /** The bytes of the list of templates as they are checked in. */
    public static byte[] list() {
        return Table.bytes("templates.tsv");
    }

    /** In the order of the list. */
    public List<Template> templates() {
        return List.copyOf(templates.values());
    }

    public Optional<Template> template(String slug) {
        return Optional.ofNullable(templates.get(slug));
    }

    public List<Mapping> mappings() {
        return mappings;
    }

    /** The requirements that a template speaks to, by framework. */
    public Map<String, List<String>> requirements(String slug) {
        return requirements.getOrDefault(slug, Map.of());
    }
}
