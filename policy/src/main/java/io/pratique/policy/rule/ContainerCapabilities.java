package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.OperatingSystem;
import io.pratique.model.Platform;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The capabilities of a container go beyond a profile.
 *
 * <p>{@code added} compares names as they are written, as the Pod Security Standards do: neither
 * {@code chown} nor {@code CAP_CHOWN} is a name that they allow. {@code effective} asks what a
 * process would have: {@code (defaults - drop) + add}, where {@code ALL} in {@code drop} clears the
 * defaults, names have no letter case, and {@code CAP_} is left away. One spelling is not believed
 * there: on Kubernetes, a drop of {@code CAP_NET_RAW} is lost in containerd, which puts a second
 * {@code CAP_} before it.
 */
final class ContainerCapabilities implements RuleType {
    private static final String ALL = "ALL";

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
                        "The capabilities allowed: the runtime's defaults, those without NET_RAW, NET_BIND_SERVICE alone, none. Baseline when it is not written: NET_RAW forges packets, and little needs it."),
                Parameter.choice(
                        "evaluate",
                        "added",
                        List.of("added", "effective"),
                        "'added' looks at what a container adds, as the Pod Security Standards do, and is the default as most manifests drop nothing; 'effective' counts the runtime's defaults that it does not drop, too."),
                Parameter.texts(
                        "requireDrop",
                        List.of(),
                        "What every container must drop, such as ALL; nothing by default, as dropping breaks images that were not made for it."),
                Parameter.flag(
                        "exemptWindows",
                        true,
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
        String expected =
                allowed.isEmpty() ? "no capability" : "only " + String.join(", ", allowed);
        Judge judge =
                new Judge(
                        allowed,
                        expected,
                        parameters.text("evaluate").equals("effective"),
                        parameters.texts("requireDrop"));
        boolean exemptWindows = parameters.flag("exemptWindows");
        return (workload, _, out) -> {
            if (exemptWindows && workload.operatingSystem() == OperatingSystem.WINDOWS) {
                return false;
            }
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                found |= judge.container(workload, containers.get(i), out);
            }
            return found;
        };
    }

    private record Judge(
            Set<String> allowed, String expected, boolean effective, List<String> required) {
        boolean container(Workload workload, Container container, Findings out) {
            boolean found = added(workload, container, out);
            found |= dropped(workload, container, out);
            if (effective) {
                found |= privileged(workload, container, out);
                found |= kept(workload, container, out);
            }
            return found;
        }

        private boolean added(Workload workload, Container container, Findings out) {
            Setting<List<String>> added = container.security().capabilitiesAdded();
            if (added.isUnknown()) {
                return out.unknown(workload, container, Attribute.CAPABILITIES_ADDED, added);
            }
            if (!(added instanceof Setting.Of<List<String>>(List<String> names))) {
                return false;
            }
            boolean found = false;
            for (int i = 0; i < names.size(); i++) {
                String name = effective ? plain(names.get(i)) : names.get(i);
                if (!allowed.contains(name)) {
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

        private boolean dropped(Workload workload, Container container, Findings out) {
            Setting<List<String>> dropped = container.security().capabilitiesDropped();
            if (required.isEmpty()) {
                return false;
            }
            if (dropped.isUnknown()) {
                return out.unknown(workload, container, Attribute.CAPABILITIES_DROPPED, dropped);
            }
            List<String> names = dropped.or(List.of());
            return !areAllIn(names)
                    && out.violated(
                            workload,
                            container,
                            Attribute.CAPABILITIES_DROPPED,
                            0,
                            dropped,
                            required.contains(ALL) ? "ALL" : String.join(", ", required),
                            Fix.include(required));
        }

        /** Without an iterator: this is asked of every container that is allowed. */
        private boolean areAllIn(List<String> names) {
            for (int i = 0; i < required.size(); i++) {
                if (!names.contains(required.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private static boolean privileged(Workload workload, Container container, Findings out) {
            Setting<Boolean> privileged = container.security().privileged();
            return privileged.or(false)
                    && out.violated(
                            workload,
                            container,
                            Attribute.PRIVILEGED,
                            0,
                            "privileged, which is every capability",
                            "not privileged",
                            Fix.write("false"));
        }

        /** What the runtime gives by default and the container does not drop. */
        private boolean kept(Workload workload, Container container, Findings out) {
            Setting<List<String>> dropped = container.security().capabilitiesDropped();
            if (dropped.isUnknown()) {
                return out.unknown(workload, container, Attribute.CAPABILITIES_DROPPED, dropped);
            }
            List<String> names = dropped.or(List.of());
            if (drops(workload, names, ALL)) {
                return false;
            }
            boolean keeps = false;
            for (int i = 0; i < DEFAULTS.size(); i++) {
                keeps |=
                        !allowed.contains(DEFAULTS.get(i))
                                && !drops(workload, names, DEFAULTS.get(i));
            }
            return keeps
                    && out.violated(
                            workload,
                            container,
                            Attribute.CAPABILITIES_DROPPED,
                            0,
                            keptNames(workload, names),
                            expected,
                            Fix.include(List.of(ALL)));
        }

        private String keptNames(Workload workload, List<String> names) {
            return "keeps the default "
                    + String.join(
                            ", ",
                            DEFAULTS.stream()
                                    .filter(name -> !allowed.contains(name))
                                    .filter(name -> !drops(workload, names, name))
                                    .toList());
        }

        private static boolean drops(Workload workload, List<String> names, String capability) {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                if (name.equalsIgnoreCase(capability)
                        || (workload.platform() == Platform.ECS
                                && plain(name).equals(capability))) {
                    return true;
                }
            }
            return false;
        }

        /** {@code cap_chown} is {@code CHOWN}. */
        private static String plain(String written) {
            String upper = written.toUpperCase(Locale.ROOT);
            return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
        }
    }
}
