package io.pratique.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the launcher runs once to learn which classes a start needs; see {@code -XX:AOTCacheOutput}.
 * A class that no training met is read, parsed and linked at every start: so each form of input and
 * of output has its turn here, a broken file too, and a stream that is long enough to be split.
 */
final class AotTraining {
    private static final String DEPLOYMENT =
            """
            # A comment.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: training
              namespace: shop
              labels: {app: training}
              annotations:
                note: "in quotes"
            spec:
              template:
                spec:
                  hostNetwork: true
                  volumes:
                    - name: host
                      hostPath:
                        path: /
                  initContainers:
                    - name: init
                      image: registry.example.com:5000/team/init@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                  containers:
                    - name: main
                      image: nginx
                      args: ["--flag=1"]
                      env:
                        - name: PASSWORD
                          value: hunter2-hunter2
                        - name: SECRET
                          valueFrom:
                            secretKeyRef: {name: a, key: b}
                      resources:
                        limits:
                          memory: 64Mi
                      livenessProbe:
                        httpGet:
                          path: /
                          port: 80
                      securityContext:
                        privileged: true
                        capabilities:
                          add: [SYS_ADMIN]
                          drop:
                            - ALL
                        seccompProfile:
                          type: Unconfined
                      ports:
                        - containerPort: 80
                          hostPort: 80
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: unusual}
            spec:
              containers:
                - name: &name library
                  image: *name
                  command:
                    - sh
                    - -c
                    - >
                      folded
                      text
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: settings
            data:
              text: |
                a literal
                block
            """;

    private static final String LIST =
            """
            {"apiVersion": "v1", "kind": "List", "items": [
              {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "b", "uid": "c"},
               "spec": {"hostPID": true, "securityContext": {"runAsNonRoot": true, "runAsUser": 1000, "sysctls": [{"name": "a", "value": "1"}]},
                "containers": [{"name": "a", "image": "nginx:1\\u002e27", "volumeMounts": [{"name": "x", "mountPath": "/x"}]}]}},
              {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": 1.5e3}}
            ]}
            """;

    private static final String TASK =
            """
            {"family": "shop", "networkMode": "host", "requiresCompatibilities": ["EC2"],
             "containerDefinitions": [{"name": "a", "image": "nginx", "privileged": true,
               "environment": [{"name": "PASSWORD", "value": "hunter2-hunter2"}]}]}
            """;

    private static final String TEMPLATE =
            """
            Resources:
              Task:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  Family: !Sub "${AWS::StackName}-shop"
                  ContainerDefinitions:
                    - Name: a
                      Image: !Ref Image
                      Privileged: true
            """;

    /** The library of expressions costs more than all else when its classes are not at hand. */
    private static final String POLICY =
            """
            apiVersion: pratique.io/v1
            kind: SecurityPolicy
            metadata: {name: training}
            spec:
              platform: kubernetes
              rules:
                - type: cel
                  parameters:
                    expression: object.spec.replicas <= 20
                - {type: privileged, action: block, namespaces: [a-*]}
              exceptions:
                - name: agent
                  images: [{part: name, operator: startsWith, values: [acme/]}]
            """;

    private static final int COPIES = 400;

    private AotTraining() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("pratique");
        try {
            Files.writeString(folder.resolve("deployment.yaml"), DEPLOYMENT);
            Files.writeString(folder.resolve("list.json"), LIST);
            Files.writeString(folder.resolve("task.json"), TASK);
            Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
            Files.writeString(folder.resolve("broken.yaml"), "a: [\n");
            Files.writeString(folder.resolve("policy.yaml"), POLICY);
            train(folder.toString());
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void train(String folder) {
        run("", "help");
        run("", "check", "--help");
        run("", "check");
        for (String output : OutputFormat.ids()) {
            run("", "check", folder, "--output", output);
        }
        run("", "policy", "validate", folder + "/policy.yaml");
        run("", "check", folder, "--policy", folder + "/policy.yaml");
        run("", "check", folder, "--color", "always", "--verbose");
        run("", "check", folder + "/**/*.json", "--fail-on", "log");
        run(DEPLOYMENT, "check", "-", "--policy", "pod-security:restricted:latest");
        run((DEPLOYMENT + "---\n").repeat(COPIES), "check", "-", "--output", "jsonl");
        run(
                "{\"kind\":\"List\",\"items\":[" + (TASK + ",").repeat(COPIES) + TASK + "]}",
                "check",
                "-");
    }

    private static void run(String input, String... arguments) {
        PrintStream nowhere = StandardOutput.over(OutputStream.nullOutputStream());
        Main.run(
                List.of(arguments),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                nowhere,
                nowhere,
                Terminal.of(System.getenv()));
    }
}
