package io.pratique.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the launcher runs once to learn which classes a start needs; see {@code -XX:AOTCacheOutput}.
 */
final class AotTraining {
    private static final String POD =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: training
              labels: {app: training}
            spec:
              template:
                spec:
                  hostNetwork: true
                  containers:
                    - name: main
                      image: nginx
                      securityContext:
                        privileged: true
                      ports:
                        - containerPort: 80
                          hostPort: 80
            """;

    private AotTraining() {}

    public static void main(String[] arguments) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (List<String> command :
                List.of(
                        List.of("help"),
                        List.of("check", "-"),
                        List.of("check", "-", "--output", "jsonl"),
                        List.of("check", "-", "--policy", "pod-security:restricted:latest"))) {
            Main.run(
                    command,
                    new ByteArrayInputStream(POD.getBytes(StandardCharsets.UTF_8)),
                    nowhere,
                    nowhere);
        }
    }
}
