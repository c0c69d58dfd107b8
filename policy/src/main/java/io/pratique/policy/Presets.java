package io.pratique.policy;

import io.pratique.model.Platform;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Policies that come with the program: the Pod Security Standards at every version, as
 * kubernetes/pod-security-admission v0.37 judges them, and a starting policy for each platform.
 */
public final class Presets {
    /**
     * The newest minor version of Kubernetes whose Pod Security Standards are known; later ones are
     * judged as this one.
     */
    public static final int NEWEST = 37;

    private static final String POD_SECURITY = "pod-security:";

    private Presets() {}

    /** The names that {@link #of} knows; it also takes versions that are newer, as the newest. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of("starter:kubernetes", "starter:ecs"));
        for (String level : List.of("baseline", "restricted")) {
            names.add(POD_SECURITY + level + ":latest");
            for (int minor = NEWEST; minor >= 0; minor--) {
                names.add(POD_SECURITY + level + ":v1." + minor);
            }
        }
        return List.copyOf(names);
    }

    /**
     * The preset of a name such as {@code pod-security:baseline:v1.25}; empty when there is none.
     */
    public static Optional<SecurityPolicy> of(String name) {
        if (name.equals("starter:kubernetes")) {
            return Optional.of(starter(Platform.KUBERNETES));
        }
        if (name.equals("starter:ecs")) {
            return Optional.of(starter(Platform.ECS));
        }
        boolean restricted = name.startsWith(POD_SECURITY + "restricted:");
        if (!restricted && !name.startsWith(POD_SECURITY + "baseline:")) {
            return Optional.empty();
        }
        int minor = minor(name.substring(name.lastIndexOf(':') + 1));
        return minor < 0 ? Optional.empty() : Optional.of(podSecurity(name, restricted, minor));
    }

    private static int minor(String version) {
        if (version.equals("latest")) {
            return NEWEST;
        }
        if (!version.startsWith("v1.") || version.length() > 6 || version.length() < 4) {
            return -1;
        }
        String digits = version.substring(3);
        boolean leadingZero = digits.length() > 1 && digits.startsWith("0");
        if (leadingZero || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Math.min(Integer.parseInt(digits), NEWEST);
    }

    /**
     * The starting policy of a platform: blocks what takes over a host, logs what makes a workload
     * easier to break. The reasons stand in docs/policies/starter.md.
     */
    public static SecurityPolicy starter(Platform platform) {
        List<Rule> rules = new ArrayList<>();
        for (String type : List.of("privileged", "hostNetwork", "hostPID", "hostIPC", "hostPath")) {
            add(rules, type, Action.BLOCK, Map.of());
        }
        add(
                rules,
                "containerCapabilities",
                Action.BLOCK,
                Map.of("capabilityRestriction", "restrict-nondefaults"));
        if (platform == Platform.KUBERNETES) {
            add(rules, "procMount", Action.BLOCK, Map.of("exemptUserNamespaces", true));
            add(rules, "windowsHostProcess", Action.BLOCK, Map.of());
            add(rules, "seccompProfile", Action.LOG, Map.of("whenUnset", "violate"));
            add(rules, "seLinuxOptions", Action.LOG, Map.of());
            add(rules, "allowPrivilegeEscalation", Action.LOG, Map.of());
            add(rules, "probeHosts", Action.LOG, Map.of());
            add(rules, "podExec", Action.LOG, Map.of());
        }
        add(rules, "appArmorProfile", Action.LOG, Map.of());
        add(rules, "sysctls", Action.LOG, Map.of("allowed", sysctls(NEWEST)));
        add(rules, "hostPorts", Action.LOG, Map.of());
        add(rules, "runAsNonRoot", Action.LOG, Map.of("acceptUserId", true));
        add(rules, "readOnlyRootFilesystem", Action.LOG, Map.of());
        add(rules, "plaintextSecrets", Action.LOG, Map.of());
        rules.add(noMovingTag());
        add(rules, "resourceLimits", Action.LOG, Map.of("cpuLimit", false));
        return SecurityPolicy.of(
                "starter:" + platform.id(),
                platform,
                "A sensible start: blocks what can take over a host, logs what makes a workload easier to break.",
                rules);
    }

    /** Templates usually compute the tag, and then it is a version: that is no reason to stop. */
    private static Rule noMovingTag() {
        RuleType type = type("imageTag");
        return new Rule(
                type.id(),
                type,
                Rule.parameters(type, Map.of("operator", "equals", "values", List.of("latest"))),
                Action.LOG,
                Optional.empty(),
                List.of(),
                type.severity(),
                "An image has the tag latest, which moves: two copies of a workload may run different programs.",
                WhenUnknown.PASS,
                true);
    }

    private static SecurityPolicy podSecurity(String name, boolean restricted, int minor) {
        List<Rule> rules = new ArrayList<>();
        baseline(rules, minor, restricted);
        if (restricted) {
            restricted(rules, minor);
        }
        return SecurityPolicy.of(
                name,
                Platform.KUBERNETES,
                "Pod Security Standards, "
                        + (restricted ? "restricted" : "baseline")
                        + " v1."
                        + minor
                        + ".",
                rules);
    }

    /** Restricted replaces four checks of baseline by stricter ones, from different versions on. */
    private static void baseline(List<Rule> rules, int minor, boolean restricted) {
        block(rules, "appArmorProfile", Map.of());
        if (!restricted || minor < 22) {
            block(rules, "containerCapabilities", Map.of("exemptWindows", false));
        }
        block(rules, "hostNetwork", Map.of());
        block(rules, "hostPID", Map.of());
        block(rules, "hostIPC", Map.of());
        if (!restricted) {
            block(rules, "hostPath", Map.of());
        }
        block(rules, "hostPorts", Map.of());
        if (minor >= 34) {
            block(rules, "probeHosts", Map.of());
        }
        block(rules, "privileged", Map.of());
        block(rules, "procMount", Map.of("exemptUserNamespaces", !restricted && minor >= 35));
        block(rules, "seLinuxOptions", Map.of("allowedTypes", seLinuxTypes(minor)));
        if (minor < 19) {
            block(rules, "seccompProfile", Map.of("source", "annotations", "exemptWindows", false));
        } else if (!restricted) {
            block(rules, "seccompProfile", Map.of("exemptWindows", false));
        }
        block(rules, "sysctls", Map.of("allowed", sysctls(minor)));
        block(rules, "windowsHostProcess", Map.of());
    }

    private static void restricted(List<Rule> rules, int minor) {
        boolean windows = minor >= 25;
        boolean userNamespaces = minor >= 35;
        if (minor >= 8) {
            block(rules, "allowPrivilegeEscalation", Map.of("exemptWindows", windows));
        }
        if (minor >= 22) {
            block(
                    rules,
                    "containerCapabilities",
                    Map.of(
                            "capabilityRestriction",
                            "restricted",
                            "requireDrop",
                            List.of("ALL"),
                            "exemptWindows",
                            windows));
        }
        block(
                rules,
                "volumeTypes",
                Map.of(
                        "allowed",
                        List.of(
                                "configMap",
                                "csi",
                                "downwardAPI",
                                "emptyDir",
                                "ephemeral",
                                "image",
                                "persistentVolumeClaim",
                                "projected",
                                "secret")));
        block(rules, "runAsNonRoot", Map.of("exemptUserNamespaces", userNamespaces));
        if (minor >= 23) {
            block(rules, "runAsUser", Map.of("exemptUserNamespaces", userNamespaces));
        }
        if (minor >= 19) {
            block(
                    rules,
                    "seccompProfile",
                    Map.of("whenUnset", "violate", "exemptWindows", windows));
        }
    }

    private static List<String> seLinuxTypes(int minor) {
        List<String> types =
                new ArrayList<>(List.of("container_t", "container_init_t", "container_kvm_t"));
        if (minor >= 31) {
            types.add("container_engine_t");
        }
        return types;
    }

    private static List<String> sysctls(int minor) {
        List<String> allowed =
                new ArrayList<>(
                        List.of(
                                "kernel.shm_rmid_forced",
                                "net.ipv4.ip_local_port_range",
                                "net.ipv4.tcp_syncookies",
                                "net.ipv4.ping_group_range",
                                "net.ipv4.ip_unprivileged_port_start"));
        if (minor >= 27) {
            allowed.add("net.ipv4.ip_local_reserved_ports");
        }
        if (minor >= 29) {
            allowed.addAll(
                    List.of(
                            "net.ipv4.tcp_keepalive_time",
                            "net.ipv4.tcp_fin_timeout",
                            "net.ipv4.tcp_keepalive_intvl",
                            "net.ipv4.tcp_keepalive_probes"));
        }
        if (minor >= 32) {
            allowed.addAll(List.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"));
        }
        if (minor >= 37) {
            allowed.addAll(
                    List.of("net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"));
        }
        return allowed;
    }

    private static void block(List<Rule> rules, String type, Map<String, Object> parameters) {
        add(rules, type, Action.BLOCK, parameters);
    }

    private static void add(
            List<Rule> rules, String type, Action action, Map<String, Object> parameters) {
        rules.add(Rule.of(type(type), action, parameters));
    }

    private static RuleType type(String id) {
        return RuleTypes.of(id).orElseThrow(() -> new IllegalArgumentException(id));
    }
}
