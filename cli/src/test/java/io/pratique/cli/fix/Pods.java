package io.pratique.cli.fix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Trees of workloads that break many rules. */
final class Pods {
    /** A null in a tree. */
    static final Object NULL = Nothing.NULL;

    private enum Nothing {
        NULL
    }

    private final Random random;
    private int number;

    Pods(Random random) {
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

    Map<String, Object> workload() {
        if (one(5)) {
            return task();
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        maybe(spec, 3, "hostPID", true);
        maybe(spec, 3, "securityContext", security(false), NULL, Map.of());
        List<Object> containers = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            containers.add(container());
        }
        spec.put("containers", containers);
        maybe(spec, 3, "hostIPC", true);
        maybe(spec, 3, "initContainers", List.of(container()));
        maybe(spec, 3, "terminationGracePeriodSeconds", 30);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", "w" + number++);
        maybe(metadata, 3, "annotations", Map.of("text", "naïve: 日本 😀 # no comment"));
        Map<String, Object> workload = new LinkedHashMap<>();
        if (one(2)) {
            workload.put("apiVersion", "v1");
            workload.put("kind", "Pod");
            workload.put("metadata", metadata);
            workload.put("spec", spec);
        } else {
            workload.put("apiVersion", "apps/v1");
            workload.put("kind", "Deployment");
            workload.put("metadata", metadata);
            workload.put("spec", Map.of("template", Map.of("spec", spec)));
        }
        return workload;
    }

    private Map<String, Object> container() {
        Map<String, Object> container = new LinkedHashMap<>();
        maybe(container, 4, "ports", List.of(port(), port()));
        container.put("name", "c" + number++);
        container.put("image", "example/app:1.0");
        maybe(container, 2, "securityContext", security(true), security(true), NULL, Map.of());
        maybe(container, 3, "ports", List.of(port()));
        maybe(container, 3, "args", List.of("--flag", "a: b", "#x"), List.of());
        maybe(
                container,
                4,
                "livenessProbe",
                Map.of("httpGet", Map.of("host", "example.com", "port", 80)));
        return container;
    }

    private Map<String, Object> port() {
        Map<String, Object> port = new LinkedHashMap<>();
        maybe(port, 2, "hostPort", 8080);
        port.put("containerPort", 80 + random.nextInt(1000));
        maybe(port, 3, "protocol", "TCP");
        return port;
    }

    private Map<String, Object> security(boolean container) {
        Map<String, Object> security = new LinkedHashMap<>();
        maybe(security, 3, "runAsNonRoot", true, false, NULL);
        maybe(security, 3, "runAsUser", 1000);
        maybe(security, 3, "seccompProfile", profile());
        maybe(security, 4, "appArmorProfile", profile());
        maybe(security, 3, "seLinuxOptions", Map.of("type", "spc_t"), options());
        if (container) {
            maybe(security, 3, "privileged", true, false);
            maybe(security, 3, "allowPrivilegeEscalation", true, false, NULL);
            maybe(security, 3, "readOnlyRootFilesystem", true, false);
            maybe(security, 4, "procMount", "Unmasked");
            Map<String, Object> capabilities = new LinkedHashMap<>();
            maybe(
                    capabilities,
                    2,
                    "add",
                    List.of("SYS_ADMIN", "CHOWN", "BPF"),
                    List.of("BPF"),
                    List.of());
            maybe(capabilities, 2, "drop", List.of("NET_RAW"), List.of(), NULL);
            maybe(security, 2, "capabilities", capabilities, capabilities, NULL);
        }
        return security;
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("user", "u");
        options.put("level", "s0");
        options.put("role", "r");
        return options;
    }

    private Map<String, Object> profile() {
        Map<String, Object> profile = new LinkedHashMap<>();
        profile.put("type", one(2) ? "Unconfined" : "RuntimeDefault");
        maybe(profile, 4, "localhostProfile", "p.json");
        return profile;
    }

    private Map<String, Object> task() {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "c");
        container.put("image", "app");
        maybe(container, 2, "privileged", true, false);
        maybe(container, 2, "readonlyRootFilesystem", false);
        maybe(
                container,
                2,
                "linuxParameters",
                Map.of("capabilities", Map.of("add", List.of("SYS_ADMIN", "SYS_PTRACE"))));
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("family", "t" + number++);
        maybe(task, 2, "networkMode", "host");
        maybe(task, 2, "pidMode", "host");
        task.put("containerDefinitions", List.of(container));
        return task;
    }
}
