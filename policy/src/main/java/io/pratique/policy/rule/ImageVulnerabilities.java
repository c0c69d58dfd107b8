package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Facts.ScanType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules on the vulnerabilities of an image: imagesWithVulnerabilities, and those that also look
 * at one metric of CVSS.
 */
final class ImageVulnerabilities implements RuleType {
    private static final String SEVERITY = "severity";
    private static final String ONLY_FIXABLE = "onlyFixable";
    private static final String IGNORED = "ignored";

    /** How many are named in a finding. */
    private static final int NAMED = 5;

    /**
     * A metric of CVSS v3.1.
     *
     * @param choices the words of policies, in the order of their letters
     */
    private record Metric(
            String parameter,
            List<String> choices,
            Map<String, String> letters,
            Function<Vulnerability, Setting<String>> value,
            String description) {}

    static final ImageVulnerabilities ALL =
            new ImageVulnerabilities(
                    "imagesWithVulnerabilities",
                    "A scan found vulnerabilities in an image.",
                    Severity.HIGH,
                    null);
    static final ImageVulnerabilities ATTACK_VECTOR =
            new ImageVulnerabilities(
                    "imagesWithCVSSAttackVector",
                    "A scan found vulnerabilities in an image that can be attacked from a given distance, such as over the network.",
                    Severity.HIGH,
                    new Metric(
                            "attackVector",
                            List.of("network", "adjacent", "local", "physical"),
                            Map.of("network", "N", "adjacent", "A", "local", "L", "physical", "P"),
                            Vulnerability::attackVector,
                            "Where an attacker must be (CVSS v3.1, section 2.1.1); network when it is not written, as that is the most exposed."));
    static final ImageVulnerabilities ATTACK_COMPLEXITY =
            new ImageVulnerabilities(
                    "imagesWithCVSSAttackComplexity",
                    "A scan found vulnerabilities in an image that need little, or much, to be attacked.",
                    Severity.HIGH,
                    new Metric(
                            "attackComplexity",
                            List.of("low", "high"),
                            Map.of("low", "L", "high", "H"),
                            Vulnerability::attackComplexity,
                            "What an attack needs beyond reaching the program (CVSS v3.1, section 2.1.2); low when it is not written: it works every time."));
    static final ImageVulnerabilities AVAILABILITY_IMPACT =
            new ImageVulnerabilities(
                    "imagesWithCVSSAvailabilityImpact",
                    "A scan found vulnerabilities in an image through which an attacker can slow it down or stop it.",
                    Severity.MEDIUM,
                    new Metric(
                            "availabilityImpact",
                            List.of("low", "high"),
                            Map.of("low", "L", "high", "H"),
                            Vulnerability::availabilityImpact,
                            "What an attack does to the availability (CVSS v3.1, section 2.3.3); high when it is not written: the attacker can stop it."));

    private final String id;
    private final String description;
    private final Severity severity;
    private final @Nullable Metric metric;

    private ImageVulnerabilities(
            String id, String description, Severity severity, @Nullable Metric metric) {
        this.id = id;
        this.description = description;
        this.severity = severity;
        this.metric = metric;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        if (metric != null) {
            parameters.add(
                    Parameter.choice(
                            metric.parameter(),
                            metric.parameter().equals("availabilityImpact")
                                    ? "high"
                                    : metric.choices().getFirst(),
                            metric.choices(),
                            metric.description()));
        }
        parameters.add(
                Parameter.choice(
                        SEVERITY,
                        "high",
                        List.of("critical", "high", "medium", "low", "any"),
                        "The least severity that violates; high when it is not written, as most images have some that are lower."));
        parameters.add(
                Parameter.flag(
                        ONLY_FIXABLE,
                        false,
                        "Counts only those that a newer version of the package mends; off by default, as one that cannot be mended can be attacked all the same."));
        parameters.add(
                Parameter.texts(
                        IGNORED,
                        List.of(),
                        "Ids that do not count, such as CVE-2021-44228, because somebody has looked at them; none by default."));
        return List.copyOf(parameters);
    }

    @Override
    public Check compile(Parameters parameters) {
        String least = parameters.text(SEVERITY);
        Filter filter =
                new Filter(
                        Severity.of(least).orElse(Severity.LOW),
                        parameters.flag(ONLY_FIXABLE),
                        Set.copyOf(parameters.texts(IGNORED)),
                        metric == null ? null : metric.value(),
                        metric == null
                                ? ""
                                : metric.letters()
                                        .getOrDefault(parameters.text(metric.parameter()), ""));
        String expected =
                "none"
                        + (least.equals("any") ? "" : " of severity " + least + " or above")
                        + (metric == null
                                ? ""
                                : " with "
                                        + words(metric.parameter())
                                        + " "
                                        + parameters.text(metric.parameter()))
                        + (parameters.flag(ONLY_FIXABLE) ? " that a newer version mends" : "");
        return ScannedImage.check(
                ScanType.VULNERABILITY,
                (workload, container, scan, out) ->
                        judge(workload, container, scan.vulnerabilities(), filter, expected, out));
    }

    /** {@code attackVector} to {@code attack vector}. */
    private static String words(String parameter) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < parameter.length(); i++) {
            char c = parameter.charAt(i);
            words.append(c >= 'A' && c <= 'Z' ? " " + (char) (c + 32) : String.valueOf(c));
        }
        return words.toString();
    }

    private static boolean judge(
            Workload workload,
            Container container,
            List<Vulnerability> vulnerabilities,
            Filter filter,
            String expected,
            Findings out) {
        boolean unclear = false;
        for (int i = 0; i < vulnerabilities.size(); i++) {
            Vulnerability vulnerability = vulnerabilities.get(i);
            if (filter.counts(vulnerability)) {
                if (filter.hasMetric(vulnerability)) {
                    return out.violated(
                            workload,
                            container,
                            Attribute.IMAGE,
                            0,
                            new Matching(vulnerabilities, filter),
                            expected,
                            Fix.MANUAL);
                }
                unclear |= filter.lacksMetric(vulnerability);
            }
        }
        return unclear
                && out.unknown(
                        workload,
                        container,
                        EachImage.at(workload, container),
                        "the scanner gives no CVSS metrics for some of its vulnerabilities",
                        "Use a scanner that gives CVSS v3 vectors, or the rule type imagesWithVulnerabilities.");
    }

    private record Filter(
            Severity least,
            boolean onlyFixable,
            Set<String> ignored,
            @Nullable Function<Vulnerability, Setting<String>> metric,
            String letter) {
        boolean counts(Vulnerability vulnerability) {
            return vulnerability.severity().compareTo(least) >= 0
                    && !(onlyFixable && vulnerability.fixedIn().isEmpty())
                    && !ignored.contains(vulnerability.id());
        }

        boolean hasMetric(Vulnerability vulnerability) {
            return metric == null
                    || (metric.apply(vulnerability) instanceof Setting.Of<String>(String value)
                            && value.equals(letter));
        }

        boolean lacksMetric(Vulnerability vulnerability) {
            return metric != null && !metric.apply(vulnerability).isSet();
        }
    }

    /** Those that violate, as a text that is built only when somebody reads it. */
    private record Matching(List<Vulnerability> all, Filter filter) {
        @Override
        public String toString() {
            List<Vulnerability> worst =
                    all.stream()
                            .filter(v -> filter.counts(v) && filter.hasMetric(v))
                            .sorted(
                                    Comparator.comparing(Vulnerability::severity)
                                            .reversed()
                                            .thenComparing(Vulnerability::id))
                            .toList();
            StringBuilder text = new StringBuilder().append(worst.size()).append(": ");
            for (int i = 0; i < Math.min(NAMED, worst.size()); i++) {
                Vulnerability v = worst.get(i);
                text.append(i == 0 ? "" : ", ")
                        .append(v.id())
                        .append(' ')
                        .append(v.severity().id());
                if (!v.packageName().isEmpty()) {
                    text.append(" in ").append(v.packageName());
                }
                if (!v.fixedIn().isEmpty()) {
                    text.append(" (mended in ").append(v.fixedIn()).append(')');
                }
            }
            if (worst.size() > NAMED) {
                text.append(", and ").append(worst.size() - NAMED).append(" more");
            }
            return text.toString();
        }
    }
}
