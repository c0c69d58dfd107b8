package io.pratique.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.Container;
import io.pratique.model.Location;
import io.pratique.model.Workload;
import io.pratique.policy.format.PolicyReader;
import io.pratique.policy.format.Problem;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Findings;
import io.pratique.policy.rule.Fix;
import io.pratique.policy.rule.InvalidParameters;
import io.pratique.policy.rule.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CelRuleTest {
    private static final CelRule RULE = new CelRule();

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: shop
              labels:
                env: prod
            spec:
              replicas: 10
              template:
                metadata:
                  labels: {app: web}
                spec:
                  hostNetwork: true
                  initContainers:
                    - name: init
                      image: docker.io/library/busybox:1.36
                  containers:
                    - name: web
                      image: registry.example.com/web:1.2
                      resources: {limits: {memory: 2Gi, cpu: 500m}}
                    - name: proxy
                      image: registry.example.com/proxy:latest
            """;

    private static final String TASK =
            """
            {"family":"web","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],
             "containerDefinitions":[{"name":"web","image":"nginx:1","memory":512,"user":"1000"}]}
            """;

    private static Map<String, Object> object(Object... pairs) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put((String) pairs[i], pairs[i + 1]);
        }
        return values;
    }

    private static Check compile(Object... parameters) {
        return RULE.compile(Parameters.of(RULE.parameters(), object(parameters)));
    }

    private static List<Parameters> objects(String parameter, Map<?, ?>... written) {
        List<Parameters> objects = new ArrayList<>();
        for (Map<?, ?> one : written) {
            Map<String, Object> values = new HashMap<>();
            one.forEach((key, value) -> values.put((String) key, value));
            objects.add(
                    Parameters.of(
                            RULE.parameters().stream()
                                    .filter(p -> p.name().equals(parameter))
                                    .findFirst()
                                    .orElseThrow()
                                    .fields(),
                            values));
        }
        return objects;
    }

    /** What a check says: {@code pass}, or the words of its findings. */
    private static String judge(Check check, String manifest) {
        return judge(check, Expressions.workload(manifest));
    }

    private static String judge(Check check, Workload workload) {
        List<String> said = new ArrayList<>();
        Findings findings =
                new Findings() {
                    @Override
                    public boolean violated(
                            Workload of,
                            @Nullable Container container,
                            Supplier<Location> at,
                            Object observed,
                            String expected,
                            Fix fix) {
                        Location place = at.get();
                        said.add(
                                "violated "
                                        + place.pointer()
                                        + " line "
                                        + place.line()
                                        + ": "
                                        + observed
                                        + "; "
                                        + expected);
                        return true;
                    }

                    @Override
                    public boolean unknown(
                            Workload of,
                            @Nullable Container container,
                            Supplier<Location> at,
                            String reason,
                            String remedy) {
                        assertThat(at.get().pointer()).isNotNull();
                        said.add(reason + " | " + remedy);
                        return true;
                    }
                };
        boolean found = check.judge(workload, Facts.at(Instant.EPOCH), findings);
        assertThat(found).isEqualTo(!said.isEmpty());
        return said.isEmpty() ? "pass" : String.join("\n", said);
    }

    @Test
    void passesWhatSatisfiesTheExpressionAndReportsTheRest() {
        assertThat(judge(compile("expression", "object.spec.replicas <= 10"), DEPLOYMENT))
                .isEqualTo("pass");
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "object.spec.replicas <= 5",
                                        "fieldPath",
                                        "/spec/replicas"),
                                DEPLOYMENT))
                .isEqualTo(
                        "violated /spec/replicas line 9: 10; true for object.spec.replicas <= 5");
        assertThat(judge(compile("expression", "!has(podSpec.hostNetwork)"), DEPLOYMENT))
                .startsWith("violated /spec/template/spec line 1")
                .contains(": false; true for !has(podSpec.hostNetwork)");
    }

    @Test
    void saysWhatAMessageExpressionSays() {
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "object.spec.replicas <= variables.most",
                                        "messageExpression",
                                        "'replicas is ' + string(object.spec.replicas) + ', over ' + string(variables.most)",
                                        "variables",
                                        objects(
                                                "variables",
                                                Map.of("name", "most", "expression", "2 + 3"))),
                                DEPLOYMENT))
                .contains(": replicas is 10, over 5;");
        // As for Kubernetes: a message that fails is no message.
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "false",
                                        "messageExpression",
                                        "object.missing.x" + " + 'a'"),
                                DEPLOYMENT))
                .contains(": false;");
    }

    @Test
    void hasVariablesParametersAndTheContainersOfEveryRole() {
        Check check =
                compile(
                        "expression",
                        "containers.all(c, variables.allowed.exists(p, c.image.startsWith(p)))",
                        "variables",
                        objects(
                                "variables",
                                Map.of("name", "own", "expression", "params.registries"),
                                Map.of(
                                        "name",
                                        "allowed",
                                        "expression",
                                        "variables.own.map(r, r + '/')")),
                        "params",
                        objects(
                                "params",
                                Map.of(
                                        "name",
                                        "registries",
                                        "values",
                                        List.of("registry.example.com"))));
        assertThat(judge(check, DEPLOYMENT)).startsWith("violated");
        assertThat(
                        judge(
                                check,
                                DEPLOYMENT.replace(
                                        "docker.io/library/busybox",
                                        "registry.example.com/busybox")))
                .isEqualTo("pass");
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "params.name == 'x' && podSpec.containers.size() == 2",
                                        "params",
                                        objects("params", Map.of("name", "name", "value", "x"))),
                                DEPLOYMENT))
                .isEqualTo("pass");
    }

    @Test
    void findsThePodSpecOfEveryKind() {
        String podSpec = "{\"containers\":[{\"name\":\"app\",\"image\":\"nginx\"}]}";
        for (String manifest :
                List.of(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":%s}",
                        "{\"apiVersion\":\"v1\",\"kind\":\"PodTemplate\",\"template\":{\"spec\":%s}}",
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"spec\":{\"template\":{\"spec\":%s}}}",
                        "{\"apiVersion\":\"batch/v1\",\"kind\":\"CronJob\",\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":%s}}}}}",
                        "{\"apiVersion\":\"serving.knative.dev/v1\",\"kind\":\"Revision\",\"spec\":%s}")) {
            assertThat(
                            judge(
                                    compile(
                                            "expression",
                                            "podSpec.containers[0].name == 'app' && containers.size() == 1"),
                                    manifest.formatted(podSpec)))
                    .as(manifest)
                    .isEqualTo("pass");
        }
    }

    @Test
    void judgesTaskDefinitionsAsTheEcsApiWritesThem() {
        Check check =
                compile(
                        "expression",
                        "task == object && containers.all(c, has(c.user) && c.user != '0') && object.family == 'web'");
        assertThat(judge(check, TASK)).isEqualTo("pass");
        assertThat(judge(check, "{\"taskDefinition\":" + TASK + "}")).isEqualTo("pass");
        assertThat(judge(check, TASK.replace("\"1000\"", "\"0\""))).startsWith("violated");
        assertThat(judge(compile("expression", "podSpec.x == 1"), TASK))
                .contains("no 'podSpec' on ECS");
        assertThat(judge(compile("expression", "task.x == 1"), DEPLOYMENT))
                .contains("no 'task' on Kubernetes");
    }

    @Test
    void saysPlainlyThatItDoesNotJudgeTemplates() {
        String template =
                """
                Resources:
                  Web:
                    Type: AWS::ECS::TaskDefinition
                    Properties:
                      Family: web
                      ContainerDefinitions:
                        - Name: web
                          Image: nginx
                """;
        assertThat(judge(compile("expression", "object.family == 'web'"), template))
                .startsWith("unknown (the task definition is a template's");
        assertThat(judge(compile("expression", "containers.size() == 1"), template))
                .startsWith("unknown (the task definition is a template's");
    }

    @Test
    void knowsTheRequestOfAnAdmissionReview() {
        String review =
                """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",
                 "operation":"UPDATE","namespace":"shop","name":"web","userInfo":{"username":"ann"},
                 "object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","labels":{"a":"2"}},
                  "spec":{"containers":[{"name":"app","image":"nginx"}]}},
                 "oldObject":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","labels":{"a":"1"}},
                  "spec":{"containers":[{"name":"app","image":"nginx"}]}}}}
                """;
        Workload workload = Expressions.ofReview(review);
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "request.operation == 'UPDATE' && request.userInfo.username == 'ann'"
                                                + " && oldObject.metadata.labels.a == '1'"
                                                + " && object.metadata.labels.a == '2'"
                                                + " && podSpec.containers.size() == 1"),
                                workload))
                .isEqualTo("pass");
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "object.metadata.labels.a == oldObject.metadata.labels.a",
                                        "fieldPath",
                                        "/metadata/labels/a"),
                                workload))
                .startsWith("violated /request/object/metadata/labels/a line 3: \"2\"");
    }

    @Test
    void takesWhatIsMissingForNeitherPassedNorViolated() {
        assertThat(judge(compile("expression", "object.spec.paused == false"), DEPLOYMENT))
                .isEqualTo(
                        "unknown (cel-error at expression 1:12: no such key: paused)"
                                + " | Test it first: has(object.spec.paused) && …");
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "variables.v == 1",
                                        "variables",
                                        objects(
                                                "variables",
                                                Map.of(
                                                        "name",
                                                        "v",
                                                        "expression",
                                                        "1 +\n  object.nothing"))),
                                DEPLOYMENT))
                .startsWith("unknown (cel-error at variables.v 2:9: no such key: nothing)");
    }

    @Test
    void takesWhatATemplateComputesForUnresolved() {
        String template =
                "{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"web\",\"image\":\"nginx\","
                        + "\"x\":{\"Ref\":\"Privileged\"}}]}";
        assertThat(judge(compile("expression", "containers.all(c, c.x == false)"), template))
                .isEqualTo("unknown (Ref Privileged) | Judge what is deployed, or give the value.");
        assertThat(judge(compile("expression", "containers.all(c, c.x != true)"), template))
                .startsWith("unknown (Ref Privileged)");
        assertThat(judge(compile("expression", "containers.map(c, c.x).size() == 1"), template))
                .startsWith("unknown (Ref Privileged)");
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "containers.all(c, c.x == 1 || c.name == 'web')"),
                                template))
                .isEqualTo("pass");
        // What is unresolved comes before what is wrong.
        assertThat(
                        judge(
                                compile(
                                        "expression",
                                        "object.missing == 1 || task.containerDefinitions[0].x == 1"),
                                template))
                .startsWith("unknown (Ref Privileged)");
        // On Kubernetes an object may well have such a key.
        assertThat(
                        judge(
                                compile("expression", "object.metadata.labels == {'Ref': 'a'}"),
                                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"labels\":{\"Ref\":\"a\"}},"
                                        + "\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"a\"}]}}"))
                .isEqualTo("pass");
    }

    @Test
    void refusesAnExpressionWithLineColumnAndCaret() {
        assertInvalid(
                "expression",
                "object.spec.replicas <=\n  foo + 1",
                2,
                3,
                "2:3: undeclared reference to 'foo'\n    foo + 1\n    ^");
        assertInvalid("expression", "object.spec.", 1, 13, "1:13: ");
        assertInvalid("expression", "'a' + 1 == 'b'", 1, 5, "found no matching overload");
        assertInvalid("expression", "object.x.matches('[')", 1, 18, "no regular expression of RE2");
        assertInvalid("expression", "1 + 1", 1, 1, "must give bool, and gives int");
        assertInvalid("expression", "object.spec.paused", 1, 1, "must give bool, and gives dyn");
        assertInvalid("expression", "duration('1x') == duration('1s')", 1, 9, "no duration");
        assertInvalid("expression", "quantity('1Gb').isInteger()", 1, 9, "no quantity");
        assertInvalid(
                "expression", "namespaceObject.metadata.name == 'a'", 1, 1, "namespaceObject");
        assertInvalid("expression", "variables.x == 1", 1, 1, "undeclared reference");
        assertInvalid("expression", " ", 1, 1, "empty");
        assertInvalid("expression", "x".repeat(10_001), 1, 1, "longer than 10000");
        assertInvalid("expression", "google.protobuf.Timestamp{} == null", 1, -1, "");
        assertThatThrownBy(() -> compile("expression", "true", "messageExpression", "1"))
                .asInstanceOf(type(InvalidParameters.class))
                .returns("messageExpression", InvalidParameters::parameter);
        assertThatThrownBy(() ->
                        compile(
                                "expression",
                                "true",
                                "variables",
                                objects(
                                        "variables",
                                        Map.of("name", "a", "expression", "1"),
                                        Map.of("name", "b", "expression", "c"))))
                .asInstanceOf(type(InvalidParameters.class))
                .returns("variables/1/expression", InvalidParameters::parameter)
                .returns(1, InvalidParameters::line);
        assertThatThrownBy(() -> compile("expression", "true", "fieldPath", "spec"))
                .isInstanceOf(InvalidParameters.class);
    }

    @Test
    void aPolicyFileSaysWhichOfItsExpressionsIsWrong() {
        String policy =
                """
                apiVersion: pratique.io/v1
                kind: SecurityPolicy
                metadata: {name: own}
                spec:
                  platform: kubernetes
                  rules:
                    - type: cel
                      action: block
                      parameters:
                        expression: object.spec.replicas <= variables.most
                        variables:
                          - {name: half, expression: 1 + 1}
                          - name: most
                            expression: variables.haf * 2
                """;
        Problem problem =
                PolicyReader.read(
                                Documents.first(Source.of("policy", policy)).root(),
                                LocalDate.EPOCH)
                        .problems()
                        .getFirst();
        assertThat(problem.position().line()).isEqualTo(14);
        assertThat(problem.pointer()).isEqualTo("/spec/rules/0/parameters/variables/1/expression");
        assertThat(problem.message())
                .startsWith("1:1: undeclared reference to 'variables'\n  variables.haf * 2\n  ^");
        assertThat(problem.hint()).contains("variables.half");
        assertThat(
                        PolicyReader.read(
                                        Documents.first(
                                                        Source.of(
                                                                "policy",
                                                                policy.replace("haf", "half")))
                                                .root(),
                                        LocalDate.EPOCH)
                                .policy())
                .isPresent();
    }

    private static void assertInvalid(
            String parameter, String source, int line, int column, String words) {
        assertThatThrownBy(() -> compile(parameter, source), source)
                .asInstanceOf(type(InvalidParameters.class))
                .returns(parameter, InvalidParameters::parameter)
                .returns(line, InvalidParameters::line)
                .matches(e -> column < 0 || e.column() == column, "column " + column)
                .extracting(Throwable::getMessage)
                .asString()
                .contains(words);
    }

    @Test
    void stopsWhatCostsTooMuchInBoundedTime() {
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            numbers.append(i == 0 ? "" : ",").append(i);
        }
        Workload workload = Expressions.holding("[" + numbers + "]");
        String text = "'" + "x".repeat(4000) + "'";
        for (String expression :
                List.of(
                        "object.x.all(a, object.x.all(b, object.x.all(c, a + b + c >= 0)))",
                        "object.x.map(a, object.x.map(b, [a, b])).size() > 0",
                        "object.x.all(a, object.x.exists(b, b == -1) || true)",
                        "object.x.all(a, object.x.all(b, sets.contains(object.x, object.x)))",
                        "object.x.all(a, " + text + ".matches('(x+x+)+y') || true)",
                        "object.x.all(a, object.x.all(b, " + text + ".contains(" + text + ")))",
                        "object.x.all(a, (" + text + ").replace('', " + text + ").size() > 0)",
                        "lists.range(900000).all(x, x >= 0)")) {
            Check check = compile("expression", expression);
            long start = System.nanoTime();
            assertThat(judge(check, workload))
                    .as(expression)
                    .matches(
                            "(?s)unknown \\((cel-cost-limit: the expression costs more than 1,000,000 units|cel-error.*longer than).*");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(expression)
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void stopsVariablesThatDoubleEachOther() {
        List<Map<?, ?>> doubling = new ArrayList<>();
        doubling.add(Map.of("name", "v0", "expression", "'0123456789'"));
        for (int i = 1; i < 50; i++) {
            doubling.add(
                    Map.of(
                            "name",
                            "v" + i,
                            "expression",
                            "variables.v%d + variables.v%d".formatted(i - 1, i - 1)));
        }
        Check check =
                compile(
                        "expression",
                        "variables.v49 == ''",
                        "variables",
                        objects("variables", doubling.toArray(Map<?, ?>[]::new)));
        assertThat(judge(check, DEPLOYMENT)).startsWith("unknown (cel-");
    }

    @Test
    void isSafeForSeveralThreads() throws Exception {
        Check check =
                compile(
                        "expression",
                        "containers.all(c, c.image.matches('^[a-z0-9./:-]+$') && variables.n.exists(x, x == 2)) && object.spec.replicas == params.n.size()",
                        "variables",
                        objects(
                                "variables",
                                Map.of("name", "n", "expression", "[1, 2, 3].map(x, x)")),
                        "params",
                        objects("params", Map.of("name", "n", "value", "0123456789")));
        Workload good = Expressions.workload(DEPLOYMENT);
        Workload bad = Expressions.workload(DEPLOYMENT.replace("replicas: 10", "replicas: 9"));
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                boolean even = i % 2 == 0;
                tasks.add(() -> judge(check, even ? good : bad).equals("pass") == even);
            }
            for (Future<Boolean> answer : pool.invokeAll(tasks)) {
                assertThat(answer.get()).isTrue();
            }
        }
    }
}
