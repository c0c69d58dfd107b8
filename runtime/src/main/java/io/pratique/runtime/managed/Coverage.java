package io.pratique.runtime.managed;

import io.pratique.runtime.output.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which techniques of the Containers matrix of MITRE ATT&amp;CK rules look for. */
public final class Coverage {
    private static final String MATRIX = "/io/pratique/runtime/managed/attack-containers.tsv";
    private final List<Cell> cells;
    private final List<Other> others;

    /**
     * A technique below a tactic.
     *
     * @param tactic such as {@code TA0004}
     * @param technique without a sub-technique, such as {@code T1611}
     * @param rules the ids of those that look for it
     * @param unseen what system calls cannot show of it, a sentence
     */
    public record Cell(
            String tactic,
            String tacticName,
            String technique,
            String techniqueName,
            List<String> rules,
            String unseen) {
        public Cell {
            rules = List.copyOf(rules);
        }
    }

    /** A technique that is not in the matrix, and rules that look for it all the same. */
    public record Other(String technique, List<String> rules) {
        public Other {
            rules = List.copyOf(rules);
        }
    }

    private Coverage(List<Cell> cells, List<Other> others) {
        this.cells = List.copyOf(cells);
        this.others = List.copyOf(others);
    }

    /** The coverage by rules. */
    public static Coverage of(List<ManagedRule> rules) {
        List<Cell> cells = new ArrayList<>();
        TreeSet<String> inMatrix = new TreeSet<>();
        for (String line : matrix().lines().filter(text -> !text.startsWith("#")).toList()) {
            String[] words = line.split("\t", -1);
            inMatrix.add(words[3]);
            List<String> found =
                    rules.stream()
                            .filter(rule -> rule.tactics().contains("mitre_" + words[2]))
                            .filter(rule ->
                                    rule.techniques().stream()
                                            .anyMatch(
                                                    technique -> main(technique).equals(words[3])))
                            .map(ManagedRule::id)
                            .toList();
            cells.add(new Cell(words[0], words[1], words[3], words[4], found, words[5]));
        }
        TreeSet<String> techniques = new TreeSet<>();
        rules.forEach(rule -> techniques.addAll(rule.techniques()));
        techniques.removeIf(technique -> inMatrix.contains(main(technique)));
        List<Other> others =
                techniques.stream()
                        .map(technique ->
                                new Other(
                                        technique,
                                        rules.stream()
                                                .filter(rule ->
                                                        rule.techniques().contains(technique))
                                                .map(ManagedRule::id)
                                                .toList()))
                        .toList();
        return new Coverage(cells, others);
    }

    private static String main(String technique) {
        return technique.substring(0, 5);
    }

    private static String matrix() {
        try (InputStream in = Coverage.class.getResourceAsStream(MATRIX)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + MATRIX + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cells of the matrix, by tactic in the order of the matrix. */
    public List<Cell> cells() {
        return cells;
    }

    public List<Other> others() {
        return others;
    }

    /** As JSON. */
    public String json() {
        JsonText json = new JsonText();
        json.beginObject().key("matrix").text("ATT&CK Containers");
        json.key("cells").beginArray();
        for (Cell cell : cells) {
            json.beginObject();
            json.key("tactic").text(cell.tactic()).key("tacticName").text(cell.tacticName());
            json.key("technique").text(cell.technique());
            json.key("techniqueName").text(cell.techniqueName());
            rules(json, cell.rules());
            json.key("notShown").text(cell.unseen()).endObject();
        }
        json.endArray().key("others").beginArray();
        for (Other other : others) {
            json.beginObject().key("technique").text(other.technique());
            rules(json, other.rules());
            json.endObject();
        }
        return json.endArray().endObject().toString();
    }

    private static void rules(JsonText json, List<String> ids) {
        json.key("rules").beginArray();
        ids.forEach(json::text);
        json.endArray();
    }

    /** The page of the manual, as Markdown. */
    public String page() {
        StringBuilder out = new StringBuilder();
        out.append("# What the managed rules look for\n\n");
        out.append("The Containers matrix of MITRE ATT&CK, and the rules for each technique. ");
        out.append("This page is made from the rules.\n\n");
        out.append("| Tactic | Technique | Rules | What system calls cannot show |\n");
        out.append("|---|---|---|---|\n");
        for (Cell cell : cells) {
            out.append("| ").append(cell.tacticName()).append(" | ");
            out.append(cell.technique()).append(' ').append(cell.techniqueName()).append(" | ");
            out.append(cell.rules().isEmpty() ? "none" : String.join(", ", cell.rules()));
            out.append(" | ").append(cell.unseen()).append(" |\n");
        }
        out.append("\n## Techniques outside of that matrix\n\n| Technique | Rules |\n|---|---|\n");
        for (Other other : others) {
            out.append("| ").append(other.technique()).append(" | ");
            out.append(String.join(", ", other.rules())).append(" |\n");
        }
        return out.toString();
    }
}
