package io.pratique.benchmarks;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.ImageReference;
import io.pratique.model.KubernetesReader;
import io.pratique.model.Platform;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.Action;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Definition;
import io.pratique.policy.Rule;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.WhenUnknown;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import io.pratique.policy.rule.ScanFact;
import io.pratique.policy.rule.SignatureFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the benchmarks of {@code decide} have in common: 25 rules, a pod, and policies around them.
 */
final class DecideSetup {
    static final int RULES = 25;
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    private DecideSetup() {}

    /** How many policies are laid around the namespace of the pod. */
    enum Layout {
        /** Each policy is for one tenant: one definition with 25 rules of its own. */
        TENANTS,
        /** One policy with 25 rules, and a definition for each namespace that replaces three. */
        DEFINITIONS,
        /** Each policy has the same 25 rules for all namespaces, and one definition. */
        REPEATED
    }

    static CompiledPolicy policy(Layout layout, int count) {
        List<SecurityPolicy> policies = new ArrayList<>();
        switch (layout) {
            case TENANTS -> {
                for (int i = 0; i < count; i++) {
                    policies.add(policy("tenant" + i, List.of(), List.of(definition(i, RULES))));
                }
            }
            case DEFINITIONS -> {
                List<Definition> definitions = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    definitions.add(definition(i, 3));
                }
                policies.add(policy("all", rules(), definitions));
            }
            case REPEATED -> {
                for (int i = 0; i < count; i++) {
                    policies.add(policy("policy" + i, rules(), List.of(definition(i, 3))));
                }
            }
        }
        return CompiledPolicy.of(policies);
    }

    /** The namespace of the pod, one of those with a definition. */
    static String namespace(int count) {
        return "tenant-" + count / 2;
    }

    private static SecurityPolicy policy(
            String name, List<Rule> rules, List<Definition> definitions) {
        SecurityPolicy plain = SecurityPolicy.of(name, Platform.KUBERNETES, "", rules);
        return new SecurityPolicy(
                plain.name(),
                plain.platform(),
                plain.launchTypes(),
                plain.description(),
                plain.telemetry(),
                plain.rules(),
                plain.exceptions(),
                plain.signatures(),
                plain.rulesets(),
                definitions);
    }

    private static Definition definition(int index, int rules) {
        return new Definition(
                "definition" + index,
                List.of("tenant-" + index),
                rules().subList(0, rules),
                List.of());
    }

    /** 25 rules of 25 types, of which five look at facts or texts of images. */
    static List<Rule> rules() {
        Map<String, Map<String, Object>> written = new HashMap<>();
        written.put(
                "imageRegistry",
                Map.of("operator", "notEquals", "values", List.of("ghcr.io", "docker.io")));
        written.put("imageTag", Map.of("operator", "equals", "values", List.of("latest")));
        written.put("imagesNotScanned", Map.of("maxScanAge", 7L));
        List<Rule> rules = new ArrayList<>();
        for (String id :
                List.of(
                        "hostNetwork",
                        "hostPID",
                        "hostIPC",
                        "privileged",
                        "allowPrivilegeEscalation",
                        "readOnlyRootFilesystem",
                        "runAsNonRoot",
                        "runAsUser",
                        "containerCapabilities",
                        "hostPorts",
                        "hostPath",
                        "volumeTypes",
                        "seccompProfile",
                        "appArmorProfile",
                        "seLinuxOptions",
                        "sysctls",
                        "procMount",
                        "windowsHostProcess",
                        "probeHosts",
                        "plaintextSecrets",
                        "imageRegistry",
                        "imageTag",
                        "imagesNotScanned",
                        "imagesWithMalware",
                        "imagesWithVulnerabilities")) {
            RuleType type = RuleTypes.of(id).orElseThrow();
            rules.add(
                    new Rule(
                            id,
                            type,
                            Rule.parameters(type, written.getOrDefault(id, Map.of())),
                            Action.BLOCK,
                            Optional.empty(),
                            List.of(),
                            type.severity(),
                            "",
                            WhenUnknown.REPORT,
                            true));
        }
        if (rules.size() != RULES) {
            throw new IllegalStateException(rules.size() + " rules");
        }
        return rules;
    }

    /**
     * A pod as the watcher keeps it: three containers, which all rules allow, or one privileged.
     */
    static Workload pod(String namespace, boolean privileged) {
        String text =
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-5d4","namespace":"NAMESPACE",
                  "labels":{"app":"web","team":"shop"}},
                 "spec":{"securityContext":{"runAsNonRoot":true,"runAsUser":1000,
                    "seccompProfile":{"type":"RuntimeDefault"}},
                  "volumes":[{"name":"tmp","emptyDir":{}},{"name":"config","configMap":{"name":"web"}}],
                  "initContainers":[CONTAINER_migrate],
                  "containers":[CONTAINER_web,CONTAINER_envoy]}}\
                """;
        String container =
                """
                {"name":"NAME","image":"ghcr.io/shop/NAME:1.4.2","ports":[{"containerPort":8080}],
                 "env":[{"name":"REGION","value":"north"},{"name":"LEVEL","value":"info"}],
                 "resources":{"limits":{"cpu":"1","memory":"512Mi"}},
                 "livenessProbe":{"httpGet":{"port":8080,"path":"/live"}},
                 "volumeMounts":[{"name":"tmp","mountPath":"/tmp"}],
                 "securityContext":{"privileged":PRIVILEGED,"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,
                   "capabilities":{"drop":["ALL"]}}}\
                """;
        for (String name : List.of("migrate", "web", "envoy")) {
            boolean bad = privileged && name.equals("web");
            text =
                    text.replace(
                            "CONTAINER_" + name,
                            container
                                    .replace("NAME", name)
                                    .replace("PRIVILEGED", String.valueOf(bad)));
        }
        List<ReadResult> results = new ArrayList<>();
        new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS)
                .read(
                        Documents.first(Source.of("pod", text.replace("NAMESPACE", namespace))),
                        0,
                        results::add);
        if (results.getFirst() instanceof ReadResult.Judgeable(Workload workload)) {
            return workload;
        }
        throw new IllegalStateException(results.toString());
    }

    /** What a scanner keeps in memory, by image. */
    static Facts facts() {
        Map<ImageReference, ScanFact> scans = new HashMap<>();
        for (String name : List.of("migrate", "web", "envoy")) {
            scans.put(
                    ImageReference.of("ghcr.io/shop/" + name + ":1.4.2"),
                    new ScanFact.Scanned(NOW.minusSeconds(3_600), 0, List.of()));
        }
        return new KnownScans(Map.copyOf(scans));
    }

    private record KnownScans(Map<ImageReference, ScanFact> scans) implements Facts {
        private static final ScanFact NONE = new ScanFact.NotScanned();
        private static final SignatureFact VERIFIED = new SignatureFact.Verified();

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public ScanFact scan(ImageReference image, ScanType type) {
            return scans.getOrDefault(image, NONE);
        }

        @Override
        public SignatureFact signature(ImageReference image, String attestor) {
            return VERIFIED;
        }
    }
}
