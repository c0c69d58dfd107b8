package io.pratique.policy.fix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Pods and task definitions that break rules in many ways, as JSON. */
final class PodGenerator {
    private final Random random;

    PodGenerator(Random random) {
        this.random = random;
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private void maybe(Map<String, Object> map, int in, String key, Object... values) {
        if (one(in)) {
            map.put(key, values[random.nextInt(values.length)]);
        }
    }

    String pod() {
        Map<String, Object> spec = new LinkedHashMap<>();
        maybe(spec, 3, "hostNetwork", true, false);
        maybe(spec, 3, "hostPID", true, false);
        maybe(spec, 3, "hostIPC", true, false);
        if (one(2)) {
            spec.put("securityContext", one(4) ? Null.NULL : security(false));
        }
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            List<Object> containers = new ArrayList<>();
            int least = list.equals("containers") ? 1 : 0;
            for (int i = least + random.nextInt(2); i > 0; i--) {
                containers.add(container(list.charAt(0) + "" + i));
            }
            if (!containers.isEmpty()) {
                spec.put(list, containers);
            }
        }
        return text(
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Pod",
                        "metadata",
                        Map.of("name", "p"),
                        "spec",
                        spec));
    }

    private Map<String, Object> container(String name) {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", name);
        maybe(container, 2, "image", "nginx", "ghcr.io/a/b:1");
        if (one(2)) {
            container.put("securityContext", one(4) ? Null.NULL : security(true));
        }
        if (one(2)) {
            List<Object> ports = new ArrayList<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                Map<String, Object> port = new LinkedHashMap<>();
                maybe(port, 2, "hostPort", 80, 443, 0);
                port.put("containerPort", 8080 + i);
                ports.add(port);
            }
            container.put("ports", ports);
        }
        if (one(3)) {
            container.put(
                    "livenessProbe", Map.of("httpGet", Map.of("host", "10.0.0.1", "port", 80)));
        }
        return container;
    }

    private Map<String, Object> security(boolean container) {
        Map<String, Object> security = new LinkedHashMap<>();
        maybe(security, 3, "runAsNonRoot", true, false, Null.NULL);
        maybe(security, 3, "runAsUser", 0, 1000);
        if (one(3)) {
            security.put("seccompProfile", profile());
        }
        if (one(3)) {
            security.put("appArmorProfile", profile());
        }
        if (one(3)) {
            Map<String, Object> options = new LinkedHashMap<>();
            maybe(options, 2, "type", "container_t", "spc_t");
            maybe(options, 2, "user", "u", "");
            maybe(options, 2, "role", "r");
            security.put("seLinuxOptions", options);
        }
        if (one(4)) {
            security.put("windowsOptions", Map.of("hostProcess", true));
        }
        if (container) {
            maybe(security, 3, "privileged", true, false);
            maybe(security, 3, "allowPrivilegeEscalation", true, false, Null.NULL);
            maybe(security, 3, "readOnlyRootFilesystem", true, false);
            maybe(security, 3, "procMount", "Unmasked", "Default");
            if (one(2)) {
                Map<String, Object> capabilities = new LinkedHashMap<>();
                maybe(
                        capabilities,
                        2,
                        "add",
                        List.of("SYS_ADMIN", "CHOWN", "NET_RAW"),
                        List.of("BPF"),
                        List.of());
                maybe(
                        capabilities,
                        2,
                        "drop",
                        List.of("NET_RAW"),
                        List.of("ALL"),
                        List.of(),
                        Null.NULL);
                security.put("capabilities", one(5) ? Null.NULL : capabilities);
            }
        }
        return security;
    }

    private Map<String, Object> profile() {
        Map<String, Object> profile = new LinkedHashMap<>();
        maybe(profile, 1, "type", "Unconfined", "RuntimeDefault", "Localhost");
        if (profile.containsValue("Localhost") || one(6)) {
            profile.put("localhostProfile", "p.json");
        }
        return profile;
    }

    String task() {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("family", "t");
        maybe(task, 2, "networkMode", "host", "bridge");
        maybe(task, 2, "pidMode", "host", "task");
        maybe(task, 2, "ipcMode", "host", "none");
        List<Object> containers = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            Map<String, Object> container = new LinkedHashMap<>();
            container.put("name", "c" + i);
            container.put("image", "nginx");
            maybe(container, 2, "privileged", true, false);
            maybe(container, 2, "readonlyRootFilesystem", true, false);
            maybe(container, 2, "user", "root", "1000");
            maybe(
                    container,
                    2,
                    "dockerSecurityOptions",
                    List.of("apparmor:unconfined"),
                    List.of("no-new-privileges"));
            if (one(2)) {
                Map<String, Object> capabilities = new LinkedHashMap<>();
                maybe(capabilities, 1, "add", List.of("SYS_ADMIN", "SYS_PTRACE"), List.of("CHOWN"));
                maybe(capabilities, 2, "drop", List.of("NET_RAW"));
                container.put("linuxParameters", Map.of("capabilities", capabilities));
            }
            maybe(
                    container,
                    2,
                    "portMappings",
                    List.of(Map.of("containerPort", 80, "hostPort", 8080)));
            containers.add(container);
        }
        task.put("containerDefinitions", containers);
        return text(one(2) ? task : Map.of("taskDefinition", task));
    }

    private enum Null {
        NULL
    }

    private static String text(Object tree) {
        return Trees.json(tree).replace("NULL", "null");
    }
}
