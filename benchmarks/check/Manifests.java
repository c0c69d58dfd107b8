import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes workloads as a cluster has them, each of about 5 KB in the form it is written in: as one JSON List without
 * white space, one YAML stream, and one YAML file each in a hundred folders.
 *
 * <pre>java Manifests.java FOLDER [COUNT [SEED]]</pre>
 *
 * The same arguments give the same bytes.
 */
public final class Manifests {
    private static final int SIZE = 5_000;
    private static final String[] KINDS = {"Deployment", "Deployment", "Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Pod"};
    private static final String[] NAMES = {"shop", "cart", "ledger", "search", "mailer", "gateway", "reports", "billing", "profile", "audit"};
    private static final String[] NAMESPACES = {"store", "payments", "platform", "data", "observability", "kube-system"};
    private static final String[] WORDS = {
        "connects", "to", "the", "primary", "replica", "of", "its", "region", "and", "keeps", "a", "warm", "copy", "for", "failover",
        "team", "owner", "runbook", "escalates", "after", "five", "minutes"
    };

    private final Random random;

    private Manifests(long seed) {
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        Files.createDirectories(folder);
        Manifests json = new Manifests(seed);
        try (OutputStream out = file(folder.resolve("list.json"))) {
            write(out, "{\"apiVersion\":\"v1\",\"items\":[");
            for (int i = 0; i < count; i++) {
                write(out, (i == 0 ? "" : ",") + json.workload(i, "json"));
            }
            write(out, "],\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"\"}}\n");
        }
        Manifests stream = new Manifests(seed);
        try (OutputStream out = file(folder.resolve("stream.yaml"))) {
            for (int i = 0; i < count; i++) {
                write(out, (i == 0 ? "" : "---\n") + stream.workload(i, "yaml"));
            }
        }
        Manifests files = new Manifests(seed);
        for (int i = 0; i < count; i++) {
            Path sub = folder.resolve("files/team-%02d".formatted(i % 100));
            if (i < 100) {
                Files.createDirectories(sub);
            }
            Files.writeString(sub.resolve("workload-%05d.yaml".formatted(i)), files.workload(i, "yaml"));
        }
        Files.writeString(folder.resolve("one.yaml"), new Manifests(seed).workload(0, "yaml"));
    }

    private static OutputStream file(Path path) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String workload(int number, String form) {
        Map<String, Object> pod = podSpec();
        String kind = KINDS[random.nextInt(KINDS.length)];
        String name = pick(NAMES) + "-" + number;
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", kind.equals("Pod") ? "v1" : kind.endsWith("Job") ? "batch/v1" : "apps/v1");
        object.put("kind", kind);
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put("deployment.kubernetes.io/revision", String.valueOf(1 + random.nextInt(40)));
        object.put(
                "metadata",
                map("annotations", annotations, "creationTimestamp", "2026-03-0" + (1 + random.nextInt(9)) + "T10:00:00Z", "generation",
                        random.nextInt(90), "labels", labels(name), "name", name, "namespace", pick(NAMESPACES), "resourceVersion",
                        String.valueOf(random.nextInt(90_000_000)), "uid", uid()));
        Map<String, Object> template = map("metadata", map("labels", labels(name)), "spec", pod);
        object.put(
                "spec",
                switch (kind) {
                    case "Pod" -> pod;
                    case "CronJob" -> map("jobTemplate", map("spec", map("template", template)), "schedule", "*/5 * * * *");
                    case "Job" -> map("backoffLimit", 4, "template", template);
                    default -> map("replicas", 1 + random.nextInt(9), "selector", map("matchLabels", map("app", name)), "template", template);
                });
        List<Object> environment = environmentOf(pod);
        while (true) {
            StringBuilder text = new StringBuilder(SIZE + 500);
            if (form.equals("json")) {
                json(text, object);
            } else {
                yaml(text, object, 0, false);
            }
            int missing = SIZE - text.length();
            if (missing < 60) {
                return text.toString();
            }
            for (int i = 0; i < Math.max(1, missing / 130); i++) {
                environment.add(variable(environment.size()));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Object> environmentOf(Map<String, Object> pod) {
        Map<String, Object> main = (Map<String, Object>) ((List<Object>) pod.get("containers")).getFirst();
        return (List<Object>) main.get("env");
    }

    private Map<String, Object> podSpec() {
        List<Object> containers = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            containers.add(container(i));
        }
        Map<String, Object> pod = map("containers", containers, "dnsPolicy", "ClusterFirst");
        if (chance(5)) {
            pod.put("hostNetwork", true);
        }
        if (chance(30)) {
            pod.put("initContainers", new ArrayList<>(List.of(container(9))));
        }
        pod.put("restartPolicy", "Always");
        pod.put("schedulerName", "default-scheduler");
        pod.put("securityContext", chance(70) ? map("runAsNonRoot", true, "seccompProfile", map("type", "RuntimeDefault")) : map());
        pod.put("serviceAccountName", pick(NAMES));
        pod.put("terminationGracePeriodSeconds", 30);
        List<Object> volumes = new ArrayList<>();
        volumes.add(map("configMap", map("defaultMode", 420, "name", "settings"), "name", "settings"));
        volumes.add(map("emptyDir", map(), "name", "cache"));
        if (chance(5)) {
            volumes.add(map("hostPath", map("path", "/var/log", "type", "Directory"), "name", "logs"));
        }
        pod.put("volumes", volumes);
        return pod;
    }

    private Map<String, Object> container(int number) {
        List<Object> environment = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            environment.add(variable(i));
        }
        Map<String, Object> probe =
                map("failureThreshold", 3, "httpGet", map("path", "/healthz", "port", 8080, "scheme", "HTTP"), "initialDelaySeconds", 5,
                        "periodSeconds", 10, "successThreshold", 1, "timeoutSeconds", 1);
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("args", new ArrayList<>(List.of("--listen=:8080", "--log-format=json", "--workers=" + (1 + random.nextInt(16)))));
        container.put("env", environment);
        container.put("image", "registry.example.com/" + pick(NAMES) + "/" + pick(NAMES) + ":" + (chance(20) ? "latest" : "1." + random.nextInt(30) + ".0"));
        container.put("imagePullPolicy", "IfNotPresent");
        container.put("livenessProbe", probe);
        container.put("name", pick(NAMES) + "-" + number);
        container.put("ports", new ArrayList<>(List.of(map("containerPort", 8080, "name", "http", "protocol", "TCP"))));
        container.put("readinessProbe", probe);
        container.put("resources", map("limits", map("cpu", "500m", "memory", "256Mi"), "requests", map("cpu", "100m", "memory", "128Mi")));
        if (chance(80)) {
            Map<String, Object> security =
                    map("allowPrivilegeEscalation", chance(10), "capabilities", map("drop", new ArrayList<>(List.of("ALL"))), "readOnlyRootFilesystem", chance(80));
            if (chance(3)) {
                security.put("privileged", true);
            }
            container.put("securityContext", security);
        }
        container.put("terminationMessagePath", "/dev/termination-log");
        container.put("volumeMounts", new ArrayList<>(List.of(map("mountPath", "/etc/settings", "name", "settings", "readOnly", true), map("mountPath", "/cache", "name", "cache"))));
        return container;
    }

    private Map<String, Object> variable(int number) {
        String name = pick(NAMES).toUpperCase(java.util.Locale.ROOT) + "_SETTING_" + number;
        if (chance(20)) {
            return map("name", name, "valueFrom", map("secretKeyRef", map("key", "value-" + number, "name", pick(NAMES))));
        }
        StringBuilder value = new StringBuilder(pick(WORDS));
        for (int i = random.nextInt(6); i > 0; i--) {
            value.append(' ').append(pick(WORDS));
        }
        return map("name", name, "value", value.toString());
    }

    private Map<String, Object> labels(String name) {
        return map("app", name, "app.kubernetes.io/managed-by", "Helm", "app.kubernetes.io/version", "1." + random.nextInt(30) + ".0", "team", pick(NAMESPACES));
    }

    private String uid() {
        return "%08x-%04x-4%03x-a%03x-%012x"
                .formatted(random.nextInt(), random.nextInt(1 << 16), random.nextInt(1 << 12), random.nextInt(1 << 12), random.nextLong() & 0xFFFFFFFFFFFFL);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(String[] words) {
        return words[random.nextInt(words.length)];
    }

    private static Map<String, Object> map(Object... members) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put((String) members[i], members[i + 1]);
        }
        return map;
    }

    private static void json(StringBuilder out, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                String separator = "{";
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    out.append(separator).append('"').append(member.getKey()).append("\":");
                    json(out, member.getValue());
                    separator = ",";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String separator = "[";
                for (Object element : list) {
                    out.append(separator);
                    json(out, element);
                    separator = ",";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            case String text -> out.append('"').append(text).append('"');
            default -> out.append(value);
        }
    }

    private static void yaml(StringBuilder out, Object value, int indent, boolean inItem) {
        switch (value) {
            case Map<?, ?> map -> {
                boolean first = inItem;
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    if (!first) {
                        out.repeat(' ', indent);
                    }
                    first = false;
                    out.append(member.getKey()).append(':');
                    below(out, member.getValue(), indent);
                }
            }
            case List<?> list -> {
                for (Object element : list) {
                    out.repeat(' ', indent).append("- ");
                    if (element instanceof Map<?, ?> map && !map.isEmpty()) {
                        yaml(out, element, indent + 2, true);
                    } else {
                        out.append(scalar(element)).append('\n');
                    }
                }
            }
            default -> throw new IllegalArgumentException(String.valueOf(value));
        }
    }

    private static void below(StringBuilder out, Object value, int indent) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> {
                out.append('\n');
                yaml(out, value, indent + 2, false);
            }
            case List<?> list -> {
                out.append('\n');
                yaml(out, list, indent, false);
            }
            default -> out.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static String scalar(Object value) {
        if (value instanceof Map<?, ?>) {
            return "{}";
        }
        if (value instanceof String text) {
            boolean quoted = text.startsWith("*") || text.matches("[0-9.]+") || text.contains("T10:00:00Z");
            return quoted ? "\"" + text + "\"" : text;
        }
        return String.valueOf(value);
    }
}
