package io.pratique.collect.host;

import io.pratique.collect.Facts;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the ECS agent: those of its file, and those its container runs with, which win.
 * Values of settings that are not the agent's own, and secrets, are taken out here already.
 */
final class EcsAgent {
    static final String FILE = "/etc/ecs/ecs.config";

    private EcsAgent() {}

    static Value.Fields read(
            HostFiles files, Optional<Map<String, String>> container, Redaction redaction)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        boolean present = container.isPresent();
        try {
            String text = new String(files.read(FILE, 1 << 20), StandardCharsets.UTF_8);
            present = true;
            for (String line : text.lines().toList()) {
                String stripped = line.strip();
                int equals = stripped.indexOf('=');
                if (equals > 0 && !stripped.startsWith("#")) {
                    settings.put(
                            stripped.substring(0, equals).strip(), stripped.substring(equals + 1));
                    origins.put(stripped.substring(0, equals).strip(), FILE);
                }
            }
        } catch (NoSuchFileException _) {
            // no agent, or one without a file
        }
        container
                .orElse(Map.of())
                .forEach((name, value) -> {
                    boolean same = value.equals(settings.put(name, value));
                    if (!same || !origins.containsKey(name)) {
                        origins.put(name, "ecs-agent container");
                    }
                });
        Facts values = new Facts();
        settings.forEach((name, value) -> {
            boolean own = name.startsWith("ECS_") && !Redaction.isSecretName(name);
            boolean harmless = own && redaction.detect(value).isEmpty();
            values.put(name, harmless ? value : redaction.variable(name, value));
        });
        Facts from = new Facts();
        origins.forEach(from::put);
        return new Facts()
                .put("present", present)
                .put("settings", values.done())
                .put("origin", from.done())
                .done();
    }
}
