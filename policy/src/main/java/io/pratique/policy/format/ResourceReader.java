package io.pratique.policy.format;

import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.policy.Attestor;
import io.pratique.policy.Mitigation;
import io.pratique.policy.Ruleset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads documents of any of our kinds, and says what is wrong with those that are none. */
public final class ResourceReader {
    private static final List<String> KINDS =
            List.of(PolicyForm.KIND, AttestorForm.KIND, RulesetForm.KIND);

    /** What a document is, or everything that keeps it from being something. */
    public record Reading(Optional<Resource> resource, List<Problem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    private ResourceReader() {}

    /** True when the document says that it is one of ours, rightly or with a slip. */
    public static boolean recognises(Node root) {
        return root.textOf("apiVersion").filter(ResourceReader::isOurs).isPresent()
                || root.textOf("kind").filter(PolicyForm.KIND::equals).isPresent();
    }

    private static boolean isOurs(String apiVersion) {
        return apiVersion.startsWith("pratique.io/");
    }

    /**
     * Reads a resource.
     *
     * @param root the whole document, or an item of a list
     * @param today in UTC: exceptions that ended before it are warned about
     */
    public static Reading read(Node root, LocalDate today) {
        Problems problems = new Problems();
        String kind = root.textOf("kind").orElse("");
        if (!recognises(root)) {
            problems.error(
                    root,
                    "not-a-policy",
                    "this is " + whatItIs(root) + ", and no policy",
                    hint(root));
            return new Reading(Optional.empty(), problems.all());
        }
        return switch (kind) {
            case AttestorForm.KIND -> {
                Resource attestor = new Resource.OfAttestor(attestor(root, problems));
                yield reading(attestor, problems);
            }
            case RulesetForm.KIND -> {
                Resource ruleset = new Resource.OfRuleset(ruleset(root, problems));
                yield reading(ruleset, problems);
            }
            case PolicyForm.KIND -> {
                PolicyReader.Reading reading = PolicyReader.read(root, today);
                yield new Reading(reading.policy().map(Resource.OfPolicy::new), reading.problems());
            }
            case CasesForm.KIND -> {
                problems.error(
                        root,
                        "not-a-policy",
                        "these are cases for a policy, and no policy",
                        "Run them with pratique policy test, and end the name of their file in .test.yaml.");
                yield new Reading(Optional.empty(), problems.all());
            }
            default -> {
                Node at = root.get("kind").orElse(root);
                problems.error(
                        at,
                        "unknown-kind",
                        kind.isEmpty()
                                ? "the document lacks its 'kind'"
                                : "there is no kind '" + kind + "' of " + PolicyForm.API_VERSION,
                        kind.isEmpty() || Nearest.hint(kind, KINDS).isEmpty()
                                ? "It is " + String.join(", ", KINDS) + "."
                                : Nearest.hint(kind, KINDS));
                yield new Reading(Optional.empty(), problems.all());
            }
        };
    }

    private static Reading reading(Resource resource, Problems problems) {
        return new Reading(
                problems.hasErrors() ? Optional.empty() : Optional.of(resource), problems.all());
    }

    private static String whatItIs(Node root) {
        if (!root.isObject()) {
            return root.kind().word();
        }
        Optional<String> kind = root.textOf("kind");
        Optional<String> version = root.textOf("apiVersion");
        if (kind.isPresent() && version.isPresent()) {
            return "a " + kind.get() + " (" + version.get() + ")";
        }
        if (root.get("containerDefinitions").isPresent()
                || root.get("taskDefinition").isPresent()) {
            return "an ECS task definition";
        }
        return kind.map(word -> "a " + word).orElse("an object without apiVersion and kind");
    }

    private static String hint(Node root) {
        boolean workload = root.get("spec").flatMap(spec -> spec.get("platform")).isEmpty();
        return workload && root.textOf("kind").isPresent()
                ? "A policy has apiVersion: "
                        + PolicyForm.API_VERSION
                        + " and kind: "
                        + PolicyForm.KIND
                        + "."
                : "Write apiVersion: "
                        + PolicyForm.API_VERSION
                        + " and kind: "
                        + PolicyForm.KIND
                        + ", or see 'pratique policy print starter:kubernetes'.";
    }

    private static String name(Map<String, Node> top, Problems problems) {
        Node metadata = top.get("metadata");
        return metadata == null
                ? ""
                : Fields.text(PolicyForm.METADATA.read(metadata, problems), "name", "");
    }

    private static Attestor attestor(Node root, Problems problems) {
        Map<String, Node> top = AttestorForm.DOCUMENT.read(root, problems);
        String name = name(top, problems);
        Node specNode = top.get("spec");
        Map<String, Node> spec =
                specNode == null ? Map.of() : AttestorForm.SPEC.read(specNode, problems);
        Optional<Attestor.TransparencyLog> log =
                Optional.ofNullable(spec.get("transparencyLog"))
                        .map(node -> AttestorForm.TRANSPARENCY_LOG.read(node, problems))
                        .map(fields ->
                                new Attestor.TransparencyLog(
                                        Fields.text(fields, "server", ""),
                                        Fields.text(fields, "publicKey", "")));
        return new Attestor(
                name,
                Fields.text(spec, "description", ""),
                Fields.text(spec, "publicKey", ""),
                log);
    }

    private static Ruleset ruleset(Node root, Problems problems) {
        Map<String, Node> top = RulesetForm.DOCUMENT.read(root, problems);
        String name = name(top, problems);
        Node specNode = top.get("spec");
        Map<String, Node> spec =
                specNode == null ? Map.of() : RulesetForm.SPEC.read(specNode, problems);
        List<Ruleset.Label> labels = new ArrayList<>();
        for (Node node : Fields.nodes(spec, "labels")) {
            Map<String, Node> fields = RulesetForm.LABEL.read(node, problems);
            labels.add(
                    new Ruleset.Label(
                            Fields.text(fields, "key", ""), Fields.text(fields, "value", "")));
        }
        List<Ruleset.Detection> rules = new ArrayList<>();
        for (Node node : Fields.nodes(spec, "rules")) {
            Map<String, Node> fields = RulesetForm.DETECTION.read(node, problems);
            String mitigation = Fields.text(fields, "mitigation", "");
            rules.add(
                    new Ruleset.Detection(
                            Fields.text(fields, "id", ""),
                            mitigation.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(
                                            Mitigation.valueOf(
                                                    mitigation.toUpperCase(Locale.ROOT)))));
        }
        return new Ruleset(
                name,
                Fields.text(spec, "description", ""),
                labels,
                Fields.text(spec, "labelMatch", "any").equals("notAny")
                        ? Ruleset.LabelMatch.NOT_ANY
                        : Ruleset.LabelMatch.ANY,
                rules);
    }
}
