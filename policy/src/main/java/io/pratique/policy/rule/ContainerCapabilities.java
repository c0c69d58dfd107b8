package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.OperatingSystem;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The capabilities of a container go beyond a profile. Names are compared as they are written:
 * {@code CAP_CHOWN} is none.
 */
final class ContainerCapabilities implements RuleType {
    /** What Docker and containerd give when nothing is said (Docker's documentation). */
    private static final List<String> DEFAULTS =
            List.of(
                    "AUDIT_WRITE",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "MKNOD",
                    "NET_BIND_SERVICE",
                    "NET_RAW",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYS_CHROOT");

    @Override
    public String id() {
        return "containerCapabilities";
    }

    @Override
    public String description() {
        return "A container has more capabilities than its profile allows.";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.choice(
                        "capabilityRestriction",
                        "baseline",
                        List.of("restrict-nondefaults", "baseline", "restricted", "restrict-all"),
                        "The capabilities allowed: the runtime's defaults, those without NET_RAW, NET_BIND_SERVICE alone, none."),
                Parameter.choice(
                        "evaluate",
                        "added",
                        List.of("added", "effective"),
                        "'added' looks at what a container adds, as the Pod Security Standards do; 'effective' counts the runtime's defaults that it does not drop, too."),
                Parameter.texts(
                        "requireDrop",
                        List.of(),
                        "What every container must drop, such as ALL; nothing by default, as dropping breaks images that were not made for it."),
                Parameter.flag(
                        "exemptWindows",
                        false,
                        "Passes workloads that say they run on Windows, which has no capabilities."));
    }

    private static Set<String> allowed(String profile) {
        Set<String> allowed = new LinkedHashSet<>();
        switch (profile) {
            case "restrict-nondefaults" -> allowed.addAll(DEFAULTS);
            case "baseline" -> {
                allowed.addAll(DEFAULTS);
                allowed.remove("NET_RAW");
            }
            case "restricted" -> allowed.add("NET_BIND_SERVICE");
            default -> {}
        }
        return allowed;
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<String> allowed = allowed(parameters.text("capabilityRestriction"));
        boolean effective = parameters.text("evaluate").equals("effective");
        List<String> required = parameters.texts("requireDrop");
        boolean exemptWindows = parameters.flag("exemptWindows");
        String expected =
                allowed.isEmpty() ? "no capability" : "only " + String.join(", ", allowed);
        return (workload, _, out) -> {
            if (exemptWindows && workload.operatingSystem() == OperatingSystem.WINDOWS) {
                return false;
            }
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                found |= added(workload, container, allowed, expected, out);
                found |= dropped(workload, container, required, out);
                if (effective) {
                    found |= kept(workload, container, allowed, expected, out);
                }
            }
            return found;
        };
    }

    private static boolean added(
            Workload workload,
            Container container,
            Set<String> allowed,
            String expected,
            Findings out) {
        Setting<List<String>> added = container.security().capabilitiesAdded();
        if (added.isUnknown()) {
            return out.unknown(workload, container, Attribute.CAPABILITIES_ADDED, added);
        }
        if (!(added instanceof Setting.Of<List<String>>(List<String> names))) {
            return false;
        }
        boolean found = false;
        for (int i = 0; i < names.size(); i++) {
            if (!allowed.contains(names.get(i))) {
                String path = Attribute.CAPABILITIES_ADDED.path(workload.platform()) + "/" + i;
                found |=
                        out.violated(
                                workload,
                                container,
                                () -> workload.locate(container, path),
                                names.get(i),
                                expected,
                                Fix.REMOVE);
            }
        }
        return found;
    }

    private static boolean dropped(
            Workload workload, Container container, List<String> required, Findings out) {
        Setting<List<String>> dropped = container.security().capabilitiesDropped();
        if (required.isEmpty()) {
            return false;
        }
        if (dropped.isUnknown()) {
            return out.unknown(workload, container, Attribute.CAPABILITIES_DROPPED, dropped);
        }
        List<String> names = dropped.or(List.of());
        for (int i = 0; i < required.size(); i++) {
            if (!names.contains(required.get(i))) {
                return out.violated(
                        workload,
                        container,
                        Attribute.CAPABILITIES_DROPPED,
                        0,
                        dropped,
                        required.toString(),
                        Fix.write("[\"" + String.join("\",\"", required) + "\"]"));
            }
        }
        return false;
    }

    /** What the runtime gives by default and the container does not drop. */
    private static boolean kept(
            Workload workload,
            Container container,
            Set<String> allowed,
            String expected,
            Findings out) {
        List<String> dropped = container.security().capabilitiesDropped().or(List.of());
        if (dropped.contains("ALL")) {
            return false;
        }
        Set<String> kept = new HashSet<>(DEFAULTS);
        kept.removeAll(allowed);
        dropped.forEach(kept::remove);
        return !kept.isEmpty()
                && out.violated(
                        workload,
                        container,
                        Attribute.CAPABILITIES_DROPPED,
                        0,
                        "keeps the default " + String.join(", ", kept.stream().sorted().toList()),
                        expected,
                        Fix.write("[\"ALL\"]"));
    }
}
