package io.pratique.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expressions of the kinds that policies for Kubernetes use, on a manifest. */
class PublicExamplesTest {
    private static final Workload DEPLOYMENT =
            Expressions.workload(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata:
                      name: web
                      namespace: shop
                      labels:
                        environment: prod
                        app.kubernetes.io/version: v1.4.2
                      annotations:
                        owner: https://teams.example.com:8443/shop?room=4
                    spec:
                      replicas: 3
                      selector:
                        matchLabels: {app: web}
                      template:
                        metadata:
                          labels: {app: web, environment: prod}
                        spec:
                          hostAliases:
                            - {ip: 10.1.2.3, hostnames: [db]}
                          nodeSelector: {}
                          securityContext:
                            runAsNonRoot: true
                          volumes:
                            - name: data
                              emptyDir: {sizeLimit: 1Gi}
                          initContainers:
                            - name: wait
                              image: registry.example.com/wait@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                          containers:
                            - name: web
                              image: registry.example.com/web:1.4.2
                              args: ["--port=8080"]
                              ports:
                                - {containerPort: 8080, protocol: TCP}
                              env:
                                - {name: LEVEL, value: info}
                              resources:
                                limits: {memory: 512Mi, cpu: 1}
                                requests: {memory: 256Mi, cpu: 250m}
                              securityContext:
                                capabilities: {drop: [ALL]}
                    """);

    private static void assertValue(boolean expected, String... expressions) {
        List<String> wrong = new ArrayList<>();
        for (String expression : expressions) {
            try {
                Object value = Expressions.value(expression, DEPLOYMENT);
                if (!value.equals(expected)) {
                    wrong.add(expression + " is " + Values.shown(value));
                }
            } catch (RuntimeException e) {
                wrong.add(expression + ": " + e.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void satisfies() {
        assertValue(
                true,
                "object.spec.replicas <= 5",
                "object.spec.replicas % 2 == 1",
                "object.metadata.name.startsWith('web')",
                "object.metadata.namespace == 'shop' || object.metadata.namespace.endsWith('-test')",
                "has(object.metadata.labels) && 'environment' in object.metadata.labels",
                "!('environment' in object.metadata.labels) || object.metadata.labels['environment'] in ['prod', 'test']",
                "object.spec.template.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && 'memory' in c.resources.limits)",
                "object.spec.template.spec.containers.all(c, !quantity(c.resources.limits.memory).isGreaterThan(quantity('2Gi')))",
                "object.spec.template.spec.containers.all(c, quantity(c.resources.requests.cpu).compareTo(quantity('1')) < 0)",
                "object.spec.template.spec.containers.all(c, quantity(string(c.resources.limits.cpu)).isInteger())",
                "object.spec.template.spec.containers.all(c, c.image.matches('^registry\\\\.example\\\\.com/[a-z/]+(:[0-9.]+|@sha256:[0-9a-f]{64})$'))",
                "containers.all(c, c.image.startsWith('registry.example.com/'))",
                "containers.exists(c, c.image.contains('@sha256:'))",
                "containers.map(c, c.name) == ['wait', 'web']",
                "object.spec.template.spec.containers.all(c, !has(c.securityContext.privileged) || c.securityContext.privileged == false)",
                "object.spec.template.spec.containers.all(c, 'ALL' in c.securityContext.capabilities.drop)",
                "object.spec.template.spec.?securityContext.?runAsNonRoot.orValue(false) == true",
                "object.spec.template.spec.?nodeSelector.?zone.hasValue() == false",
                "object.spec.template.spec.volumes.all(v, !has(v.hostPath))",
                "object.spec.template.spec.volumes.filter(v, has(v.emptyDir)).size() == 1",
                "podSpec.hostAliases.all(a, cidr('10.0.0.0/8').containsIP(a.ip))",
                "object.spec.selector.matchLabels.all(k, object.spec.template.metadata.labels[k] == object.spec.selector.matchLabels[k])",
                "semver(object.metadata.labels['app.kubernetes.io/version'], true).isGreaterThan(semver('1.4.1'))",
                "url(object.metadata.annotations.owner).getHostname() == 'teams.example.com' && url(object.metadata.annotations.owner).getQuery()['room'] == ['4']",
                "!format.dns1123Label().validate(object.metadata.name).hasValue()",
                "sets.contains(['prod', 'test'], [object.metadata.labels.environment])",
                "podSpec.containers.all(c, c.ports.all(p, p.containerPort >= 1024 && p.protocol == 'TCP'))",
                "podSpec.containers.all(c, c.?env.orValue([]).all(e, !e.name.lowerAscii().contains('password')))",
                "podSpec.containers.all(c, c.args.exists(a, a.find('[0-9]+') == '8080'))",
                "type(object.spec.replicas) == int ? object.spec.replicas > 0 : false",
                "oldObject == null || oldObject.spec.replicas <= object.spec.replicas",
                "request == null || request.operation != 'DELETE'");
    }

    @Test
    void doesNotSatisfy() {
        assertValue(
                false,
                "object.spec.replicas > 5",
                "object.metadata.labels.environment == 'dev'",
                "containers.all(c, has(c.livenessProbe))",
                "containers.all(c, c.image.endsWith(':latest'))",
                "podSpec.?hostNetwork.orValue(false)",
                "podSpec.containers.exists_one(c, c.name == 'other')");
    }

    @Test
    void compilesTheExamplesOfThePage() throws IOException {
        String page = Files.readString(Path.of("../docs/rules/cel.md"));
        int from = page.indexOf("```\n", page.indexOf("More of them")) + 4;
        List<String> expressions =
                page.substring(from, page.indexOf("\n```", from))
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
        assertThat(expressions).hasSizeGreaterThan(3);
        for (String expression : expressions) {
            Program program =
                    new ExpressionCompiler()
                            .compile("expression", expression, ExpressionCompiler.Result.FLAG);
            assertThat(new Evaluation(DEPLOYMENT, HashValue.of(Map.of()), List.of()).run(program))
                    .as(expression)
                    .isInstanceOf(Boolean.class);
        }
    }

    @Test
    void everyFunctionThatIsDeclaredIsThere() {
        assertThat(Declarations.all())
                .allSatisfy(declaration ->
                        assertThat(Functions.of(declaration.name()))
                                .as(declaration.name())
                                .isNotNull());
    }
}
