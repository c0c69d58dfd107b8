package io.pratique.runtime.state;

import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the JSON that captures carry about a container: events of type container, and asynchronous
 * events of Falco's container plugin. The shape is that of falcosecurity/libs.
 */
final class ContainerJson {
    private static final long BILLION = 1_000_000_000L;
    private static final Map<String, String> TEXTS =
            Map.ofEntries(
                    Map.entry("name", "container.name"),
                    Map.entry("image", "container.image"),
                    Map.entry("imageid", "container.image.id"),
                    Map.entry("imagerepo", "container.image.repository"),
                    Map.entry("imagetag", "container.image.tag"),
                    Map.entry("imagedigest", "container.image.digest"),
                    Map.entry("privileged", "container.privileged"),
                    Map.entry("host_pid", "container.host_pid"),
                    Map.entry("host_network", "container.host_network"),
                    Map.entry("host_ipc", "container.host_ipc"),
                    Map.entry("ip", "container.ip"),
                    Map.entry("cni_json", "container.cni.json"),
                    Map.entry("pod_sandbox_cniresult", "k8s.pod.cni.json"));
    private static final Map<String, String> LABELS =
            Map.of(
                    "io.kubernetes.pod.name", "k8s.pod.name",
                    "io.kubernetes.pod.namespace", "k8s.ns.name",
                    "io.kubernetes.pod.uid", "k8s.pod.uid",
                    "io.kubernetes.sandbox.id", "k8s.pod.full_sandbox_id");

    /** The engines by the number that stands in captures. */
    private static final String[] ENGINES = {
        "docker",
        "lxc",
        "libvirt-lxc",
        "mesos",
        "rkt",
        "custom",
        "cri",
        "containerd",
        "cri-o",
        "bpm",
        "static",
        "podman"
    };

    private ContainerJson() {}

    /** The facts of a text; empty when it is no such JSON. */
    static Optional<ContainerFacts> read(byte[] bytes) {
        Node root;
        try {
            root = Documents.first(Source.of("container event", bytes)).root();
        } catch (InvalidDocument e) {
            return Optional.empty();
        }
        if (!root.isObject()) {
            return Optional.empty();
        }
        Node node = root.get("container").filter(Node::isObject).orElse(root);
        String id = node.textOf("full_id").or(() -> node.textOf("id")).orElse("");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, Node> member : node.members()) {
            String field = TEXTS.get(member.getKey());
            Node value = member.getValue();
            if (field != null && (value.isText() || value.isBoolean() || value.isNumber())) {
                String text = value.isText() ? value.text() : value.written();
                if (!text.isEmpty()) {
                    fields.put(field, text);
                }
            }
        }
        node.get("type").ifPresent(type -> fields.put("container.type", engine(type)));
        Map<String, String> labels = texts(node, "labels");
        Map<String, String> podLabels = texts(node, "pod_sandbox_labels");
        labels.forEach((key, value) -> kubernetes(fields, key, value));
        podLabels.forEach((key, value) -> kubernetes(fields, key, value));
        node.textOf("pod_sandbox_id")
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> fields.put("k8s.pod.full_sandbox_id", text));
        String sandbox = fields.get("k8s.pod.full_sandbox_id");
        if (sandbox != null) {
            fields.put("k8s.pod.sandbox_id", Container.shortId(sandbox));
        }
        String uid = fields.get("k8s.pod.uid");
        if (uid != null) {
            fields.put("k8s.pod.id", uid);
        }
        String ip = fields.get("container.ip");
        if (ip != null && uid != null) {
            fields.put("k8s.pod.ip", ip);
        }
        probe(node, "Healthcheck", "container.healthcheck", fields);
        probe(node, "LivenessProbe", "container.liveness_probe", fields);
        probe(node, "ReadinessProbe", "container.readiness_probe", fields);
        long created = node.get("created_time").map(ContainerJson::whole).orElse(0L) * BILLION;
        return Optional.of(
                new ContainerFacts(id, fields, mounts(node), labels, podLabels, created));
    }

    private static void kubernetes(Map<String, String> fields, String key, String value) {
        String field = LABELS.get(key);
        if (field != null && !value.isEmpty()) {
            fields.put(field, value);
        }
    }

    private static String engine(Node type) {
        if (type.isText()) {
            return type.text();
        }
        long number = whole(type);
        return number >= 0 && number < ENGINES.length ? ENGINES[(int) number] : type.written();
    }

    private static long whole(Node node) {
        try {
            return node.isNumber() ? Long.parseLong(node.written()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void probe(Node node, String key, String field, Map<String, String> fields) {
        node.get(key)
                .filter(Node::isObject)
                .ifPresent(probe -> {
                    StringBuilder text = new StringBuilder(probe.textOf("exe").orElse(""));
                    probe.get("args")
                            .filter(Node::isArray)
                            .ifPresent(list -> {
                                for (Node element : list.elements()) {
                                    if (element.isText()) {
                                        text.append(' ').append(element.text());
                                    }
                                }
                            });
                    fields.put(field, text.toString());
                });
    }

    private static Map<String, String> texts(Node node, String key) {
        Map<String, String> found = new HashMap<>();
        node.get(key)
                .filter(Node::isObject)
                .ifPresent(object -> {
                    for (Map.Entry<String, Node> member : object.members()) {
                        Node value = member.getValue();
                        if (value.isText()) {
                            found.put(member.getKey(), value.text());
                        }
                    }
                });
        return found;
    }

    private static List<ContainerFacts.Mount> mounts(Node node) {
        List<ContainerFacts.Mount> mounts = new ArrayList<>();
        node.get("Mounts")
                .filter(Node::isArray)
                .ifPresent(list -> {
                    for (Node mount : list.elements()) {
                        if (mount.isObject()) {
                            mounts.add(mount(mount));
                        }
                    }
                });
        return mounts;
    }

    private static ContainerFacts.Mount mount(Node mount) {
        return new ContainerFacts.Mount(
                mount.textOf("Source").orElse(""),
                mount.textOf("Destination").orElse(""),
                mount.textOf("Mode").orElse(""),
                mount.get("RW").map(rw -> rw.written().equals("true")).orElse(false),
                mount.textOf("Propagation").orElse(""));
    }
}
