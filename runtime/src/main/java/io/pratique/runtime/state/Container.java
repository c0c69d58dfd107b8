package io.pratique.runtime.state;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container: its id, which its cgroup tells, and its facts, which may come later. */
final class Container {
    private static final int SHORT_ID = 12;

    final String id;
    final String fullId;
    private final byte[] idBytes;
    private final Map<String, byte[]> values = new HashMap<>();
    private List<ContainerFacts.Mount> mounts = List.of();
    private Map<String, byte[]> labels = Map.of();
    private Map<String, byte[]> podLabels = Map.of();
    private boolean hasFacts;
    long created;
    long lastSeen;

    Container(String fullId) {
        this.fullId = fullId;
        this.id = shortId(fullId);
        this.idBytes = id.getBytes(StandardCharsets.UTF_8);
        values.put("container.id", idBytes);
        values.put("container.full_id", bytes(fullId));
    }

    /** The first twelve characters. */
    static String shortId(String fullId) {
        return fullId.length() > SHORT_ID ? fullId.substring(0, SHORT_ID) : fullId;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] idBytes() {
        return idBytes;
    }

    boolean hasFacts() {
        return hasFacts;
    }

    /** Adds what is known now; what was known stays. */
    void learn(ContainerFacts facts) {
        hasFacts = true;
        facts.fields().forEach((name, value) -> values.put(name, bytes(value)));
        if (facts.created() != 0) {
            created = facts.created();
        }
        if (!facts.mounts().isEmpty() || mounts.isEmpty()) {
            mounts = facts.mounts();
        }
        if (!facts.labels().isEmpty()) {
            labels = encoded(facts.labels());
            values.put("container.labels", joined(facts.labels()));
        }
        if (!facts.podLabels().isEmpty()) {
            podLabels = encoded(facts.podLabels());
            values.put("k8s.pod.labels", joined(facts.podLabels()));
        }
        StringBuilder all = new StringBuilder();
        for (ContainerFacts.Mount mount : mounts) {
            all.append(all.isEmpty() ? "" : ",").append(mount.text());
        }
        values.put("container.mounts", bytes(all.toString()));
    }

    private static Map<String, byte[]> encoded(Map<String, String> map) {
        Map<String, byte[]> encoded = new HashMap<>();
        map.forEach((key, value) -> encoded.put(key, bytes(value)));
        return encoded;
    }

    private static byte[] joined(Map<String, String> map) {
        StringBuilder all = new StringBuilder();
        new TreeMap<>(map)
                .forEach((key, value) ->
                        all.append(all.isEmpty() ? "" : ", ")
                                .append(key)
                                .append(':')
                                .append(value));
        return bytes(all.toString());
    }

    byte @Nullable [] value(String field) {
        return values.get(field);
    }

    byte @Nullable [] label(String key) {
        return labels.get(key);
    }

    byte @Nullable [] podLabel(String key) {
        return podLabels.get(key);
    }

    List<ContainerFacts.Mount> mounts() {
        return mounts;
    }
}
