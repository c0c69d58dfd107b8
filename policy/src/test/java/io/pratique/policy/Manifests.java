package io.pratique.policy;

import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.model.KubernetesReader;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.model.WorkloadReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes manifests apart, changes them, and writes them again as JSON or as block YAML. */
public final class Manifests {
    private static final WorkloadReader READER =
            new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS);

    private Manifests() {}

    /** The nine kinds of Kubernetes that hold a pod, with their group and the path of the pod. */
    public enum PodKind {
        POD("v1", "Pod", ""),
        POD_TEMPLATE("v1", "PodTemplate", "template"),
        REPLICATION_CONTROLLER("v1", "ReplicationController", "spec/template"),
        REPLICA_SET("apps/v1", "ReplicaSet", "spec/template"),
        DEPLOYMENT("apps/v1", "Deployment", "spec/template"),
        STATEFUL_SET("apps/v1", "StatefulSet", "spec/template"),
        DAEMON_SET("apps/v1", "DaemonSet", "spec/template"),
        JOB("batch/v1", "Job", "spec/template"),
        CRON_JOB("batch/v1", "CronJob", "spec/jobTemplate/spec/template");

        private final String apiVersion;
        private final String kind;
        private final String path;

        PodKind(String apiVersion, String kind, String path) {
            this.apiVersion = apiVersion;
            this.kind = kind;
            this.path = path;
        }

        /** The object of this kind that makes the pod. */
        public Map<String, Object> around(Map<String, Object> pod) {
            if (path.isEmpty()) {
                return pod;
            }
            Map<String, Object> template = new LinkedHashMap<>();
            template.put("metadata", pod.getOrDefault("metadata", Map.of()));
            template.put("spec", pod.getOrDefault("spec", Map.of()));
            Object inner = template;
            String[] steps = path.split("/", -1);
            for (int i = steps.length - 1; i >= 0; i--) {
                Map<String, Object> holder = new LinkedHashMap<>();
                holder.put(steps[i], inner);
                inner = holder;
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("apiVersion", apiVersion);
            object.put("kind", kind);
            object.put("metadata", Map.of("name", "maker"));
            object.putAll(map(inner));
            return object;
        }
    }

    /** A number as it was written. */
    private record Literal(String text) {}

    /** The value of a node: maps, lists, texts, true, false, and literals. */
    public static Object of(Node node) {
        return switch (node.kind()) {
            case NULL -> new Literal("null");
            case TRUE -> true;
            case FALSE -> false;
            case NUMBER -> new Literal(node.text());
            case STRING, KEY -> node.text();
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.elements().forEach(element -> list.add(of(element)));
                yield list;
            }
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.members().forEach(member -> map.put(member.getKey(), of(member.getValue())));
                yield map;
            }
        };
    }

    /** A copy, all the way down, that can be changed. */
    public static Object copy(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put((String) key, copy(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(copy(element)));
            return copy;
        }
        return value;
    }

    @SuppressWarnings("unchecked") // Every map here has texts as keys.
    public static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // Lists hold anything.
    public static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    public static String json(Object value) {
        StringBuilder text = new StringBuilder();
        json(value, text);
        return text.toString();
    }

    private static void json(Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            map.forEach((key, member) -> {
                text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
                text.append(quoted((String) key)).append(':');
                json(member, text);
            });
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (int i = 0; i < list.size(); i++) {
                text.append(i == 0 ? "" : ",");
                json(list.get(i), text);
            }
            text.append(']');
        } else {
            text.append(scalar(value));
        }
    }

    public static String yaml(Object value) {
        StringBuilder text = new StringBuilder();
        yaml(value, 0, text);
        return text.toString();
    }

    private static void yaml(Object value, int indent, StringBuilder text) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, member) -> {
                text.append(" ".repeat(indent)).append(key).append(':');
                nested(member, indent + 2, text);
            });
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (Object element : list) {
                text.append(" ".repeat(indent)).append('-');
                nested(element, indent + 2, text);
            }
        } else {
            text.append(" ".repeat(indent)).append(json(value)).append('\n');
        }
    }

    private static void nested(Object value, int indent, StringBuilder text) {
        boolean block =
                (value instanceof Map<?, ?> map && !map.isEmpty())
                        || (value instanceof List<?> list && !list.isEmpty());
        if (block) {
            text.append('\n');
            yaml(value, indent, text);
        } else {
            text.append(' ').append(json(value)).append('\n');
        }
    }

    private static String scalar(Object value) {
        return switch (value) {
            case String written -> quoted(written);
            case Literal(String written) -> written;
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** The one workload of a text of either format. */
    public static Workload workload(String name, String text) {
        List<ReadResult> results = new ArrayList<>();
        READER.read(Documents.first(Source.of(name, text)), 0, results::add);
        if (results.size() == 1
                && results.getFirst() instanceof ReadResult.Judgeable(Workload workload)) {
            return workload;
        }
        throw new AssertionError(name + " is no workload: " + results + "\n" + text);
    }
}
