package io.pratique.policy.trend;

import io.pratique.document.Kind;
import io.pratique.document.Node;
import io.pratique.policy.format.Problem;
import io.pratique.policy.format.Problems;
import io.pratique.policy.format.Resource;
import io.pratique.policy.format.ResourceReader;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * Makes our resources of Trend's. What it cannot carry over is a warning with the code {@link
 * #LOST} at its place; what changes its form and not its meaning is one with {@link #CHANGED}.
 */
public final class TrendReader {
    /** The code of the problems that say what is not carried over. */
    public static final String LOST = "not-carried-over";

    /** The code of the problems that say what is written in another way than it was. */
    public static final String CHANGED = "changed";

    private static final Set<String> GROUPS =
            Set.of("container-security.trendmicro.com", "visionone.trendmicro.com");

    private TrendReader() {}

    /** True for a resource of Trend's, also of a kind that has no counterpart. */
    public static boolean recognises(Node root) {
        return root.textOf("apiVersion")
                .map(TrendReader::group)
                .filter(GROUPS::contains)
                .isPresent();
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /**
     * Reads a resource of Trend's.
     *
     * @param root the whole document, or an item of a list; {@link #recognises} is true for it
     * @param today not looked at, as Trend's exceptions never end; there so that all readers look
     *     alike
     */
    public static ResourceReader.Reading read(Node root, LocalDate today) {
        Problems problems = new Problems();
        String apiVersion = root.textOf("apiVersion").orElse("");
        if (!apiVersion.endsWith("/v1alpha1")) {
            problems.warning(
                    root.get("apiVersion").orElse(root),
                    CHANGED,
                    "the version '" + apiVersion + "' is not known, and was read as v1alpha1",
                    "");
        }
        String kind = root.textOf("kind").orElse("");
        Optional<Resource> resource =
                switch (kind) {
                    case "ClusterPolicy" ->
                            ClusterPolicyReader.read(root, name(root, problems), problems);
                    case "Attestor" -> AttestorReader.read(root, name(root, problems), problems);
                    case "RuntimeRuleset" ->
                            RulesetReader.read(root, name(root, problems), problems);
                    default -> {
                        problems.warning(
                                root.get("kind").orElse(root),
                                LOST,
                                "the "
                                        + (kind.isEmpty() ? "resource" : kind)
                                        + " has no counterpart here",
                                other(kind));
                        yield Optional.empty();
                    }
                };
        return new ResourceReader.Reading(
                problems.hasErrors() ? Optional.empty() : resource, problems.all());
    }

    private static String other(String kind) {
        return switch (kind) {
            case "CustomRuleset" ->
                    "Its rules are Falco's; keep the file for the runtime rules, which read that language.";
            case "FIMPolicy" -> "File integrity is watched by runtime rules.";
            case "Cluster", "WorkloadImage" ->
                    "It is written by Trend's own operator, and there is nothing in it to keep.";
            default -> "ClusterPolicy, Attestor and RuntimeRuleset are carried over.";
        };
    }

    private static String name(Node root, Problems problems) {
        Optional<Node> name = root.get("metadata").flatMap(metadata -> metadata.present("name"));
        if (name.isEmpty()) {
            problems.error(
                    root.get("metadata").orElse(root),
                    "missing-field",
                    "the resource has no name",
                    "Write metadata: {name: …}.");
            return "";
        }
        String text = name.get().isText() ? name.get().text() : "";
        if (!text.matches("[A-Za-z0-9_.-]{1,253}")) {
            problems.error(
                    name.get(),
                    "wrong-value",
                    "'name' must be letters, digits, '_', '.' and '-'",
                    "");
        }
        return text;
    }

    /** The spec of a resource; empty, with an error, when there is none. */
    static Optional<Node> spec(Node root, Problems problems) {
        Optional<Node> spec = root.present("spec");
        if (spec.filter(Node::isObject).isEmpty()) {
            problems.error(
                    spec.orElse(root),
                    "missing-field",
                    "the resource has no spec",
                    "Take the resource as it is in the cluster or its repository.");
            return Optional.empty();
        }
        return spec;
    }

    /** Says of each member that is not among the known ones that it is lost. */
    static void loseOthers(Node object, Set<String> known, String owner, Problems problems) {
        for (var member : object.members()) {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                problems.warning(
                        member.getValue(),
                        LOST,
                        "'" + member.getKey() + "' of the " + owner + " has no counterpart here",
                        otherField(member.getKey()));
            }
        }
    }

    private static String otherField(String name) {
        return switch (name) {
            case "malwareScan", "secretScan", "fileIntegrityMonitoringScan" ->
                    "Scans of running workloads are set up apart from policies.";
            case "runtime" -> "Write the names of its rulesets under 'rulesets' of the policy.";
            default -> "";
        };
    }

    static boolean isTrue(Node object, String name, Problems problems) {
        Optional<Node> value = object.present(name);
        if (value.filter(node -> !node.isBoolean()).isPresent()) {
            problems.warning(
                    value.get(),
                    LOST,
                    "'" + name + "' is neither true nor false: it counts as false",
                    "");
        }
        return value.filter(node -> node.kind() == Kind.TRUE).isPresent();
    }

    /** Whether a problem says that something was lost. */
    public static boolean isLoss(Problem problem) {
        return problem.code().equals(LOST);
    }
}
