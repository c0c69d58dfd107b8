package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesReaderTest {
    private static String pod(String spec) {
        return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n" + spec.indent(2);
    }

    private static String container(String members) {
        return pod("containers:\n- name: c\n" + members.indent(2));
    }

    @ParameterizedTest
    @CsvSource({
        "v1, Pod, /spec",
        "apps/v1, Deployment, /spec/template/spec",
        "apps/v1, ReplicaSet, /spec/template/spec",
        "apps/v1, StatefulSet, /spec/template/spec",
        "apps/v1, DaemonSet, /spec/template/spec",
        "batch/v1, Job, /spec/template/spec",
        "batch/v1, CronJob, /spec/jobTemplate/spec/template/spec",
        "v1, ReplicationController, /spec/template/spec",
        "v1, PodTemplate, /template/spec",
        "argoproj.io/v1alpha1, Rollout, /spec/template/spec",
        "apps.openshift.io/v1, DeploymentConfig, /spec/template/spec",
        "v1, DeploymentConfig, /spec/template/spec",
        "serving.knative.dev/v1, Service, /spec/template/spec",
        "serving.knative.dev/v1, Configuration, /spec/template/spec",
        "serving.knative.dev/v1, Revision, /spec",
        "apps.kruise.io/v1alpha1, CloneSet, /spec/template/spec",
        "apps.kruise.io/v1beta1, StatefulSet, /spec/template/spec"
    })
    void findsThePodsOfEveryKind(String version, String kind, String path) {
        StringBuilder json =
                new StringBuilder(
                        "{\"apiVersion\": \"%s\", \"kind\": \"%s\", \"metadata\": {\"name\": \"x\"}"
                                .formatted(version, kind));
        List<String> steps = List.of(path.substring(1).split("/", -1));
        for (int i = 0; i < steps.size(); i++) {
            json.append(i == 0 ? ", \"" : "{\"").append(steps.get(i)).append("\": ");
        }
        json.append("{\"hostPID\": true, \"containers\": [{\"name\": \"c\"}]}")
                .append("}".repeat(steps.size()));
        Workload workload = Samples.workload(json.toString());

        assertThat(workload.identity().kind()).isEqualTo(kind);
        assertThat(workload.hostPid()).isEqualTo(Setting.of(true));
        assertThat(workload.locate(Attribute.HOST_PID, 0).pointer()).isEqualTo(path + "/hostPID");
        assertThat(Samples.at(json.toString(), workload.locate(Attribute.HOST_PID, 0)))
                .startsWith("true");
    }

    @Test
    void tellsTheDefaultedHostPortsOfAPodInTheNetworkOfItsHost() {
        String text =
                pod(
                        """
                        hostNetwork: true
                        containers:
                        - ports:
                          - containerPort: 80
                          - {containerPort: 81, hostPort: 0}
                          - {containerPort: 82, hostPort: 82}
                        """);

        assertThat(Samples.container(text).ports())
                .containsExactly(
                        new Port(Setting.of(80L), Setting.of(80L), true),
                        new Port(Setting.of(81L), Setting.of(81L), true),
                        new Port(Setting.of(82L), Setting.of(82L), false));
        assertThat(
                        Samples.container(text.replace("hostNetwork: true", "hostNetwork: false"))
                                .ports())
                .extracting(Port::hostPort)
                .containsExactly(Setting.unset(), Setting.of(0L), Setting.of(82L));
    }

    @Test
    void takesAVolumeWithoutASourceForAnEmptyDir() {
        assertThat(Samples.workload(pod("volumes: [{name: v}]\ncontainers: [{}]")).volumes())
                .containsExactly(new Volume("v", Setting.of("emptyDir"), Setting.unset(), 0));
    }

    @Test
    void requestsWhatIsLimitedWhenNothingIsRequested() {
        Resources resources =
                Samples.container(
                                container(
                                        "resources: {limits: {cpu: 500m, memory: 1Gi}, requests: {cpu: 100m}}"))
                        .resources();

        assertThat(resources.cpuRequest()).isEqualTo(Setting.of("100m"));
        assertThat(resources.memoryRequest()).isEqualTo(Setting.of("1Gi"));
    }

    @Test
    void readsTheResourcesOfThePodItself() {
        Workload workload =
                Samples.workload(pod("resources: {limits: {cpu: 2}}\ncontainers: [{}]"));

        assertThat(workload.resources().cpuLimit()).isEqualTo(Setting.of("2"));
        assertThat(workload.locate(Attribute.POD_CPU_LIMIT, 0))
                .isEqualTo(new Location("/spec/resources/limits/cpu", 6, 29));
    }

    @Test
    void knowsAPodThatIsBeingDeletedAndAMirrorPod() {
        Workload pod =
                Samples.workload(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: p
                          deletionTimestamp: "2026-11-24T00:00:00Z"
                          annotations: {kubernetes.io/config.mirror: abc, other: x}
                          ownerReferences:
                          - {kind: Node, name: n1, controller: true}
                        spec: {containers: [{name: c}]}
                        """);

        assertThat(pod.deleting()).isTrue();
        assertThat(pod.mirror()).isTrue();
        assertThat(pod.identity().owner()).isEqualTo("Node/n1");
        assertThat(Samples.workload(pod("containers: [{}]")).deleting()).isFalse();
        assertThat(Samples.workload(pod("containers: [{}]")).mirror()).isFalse();
    }

    @Test
    void tellsTheRolesOfContainers() {
        Workload pod =
                Samples.workload(
                        pod(
                                """
                                initContainers:
                                - {name: a}
                                - {name: b, restartPolicy: Always}
                                containers: [{name: c}]
                                ephemeralContainers: [{name: d}]
                                """));

        assertThat(pod.containers())
                .extracting(c -> c.name() + " " + c.role() + " " + c.place())
                .containsExactly(
                        "a INIT initContainers/0",
                        "b SIDECAR initContainers/1",
                        "c MAIN containers/0",
                        "d EPHEMERAL ephemeralContainers/0");
    }

    @Test
    void readsWhereVariablesComeFrom() {
        Container container =
                Samples.container(
                        container(
                                """
                                env: [{name: A, value: b}, {name: C, valueFrom: {fieldRef: {fieldPath: x}}}, {name: E}]
                                envFrom:
                                - configMapRef: {name: settings}
                                - prefix: X_
                                  secretRef: {name: passwords}
                                """));

        assertThat(container.environment())
                .extracting(EnvironmentVariable::kind)
                .containsExactly(
                        EnvironmentVariable.Kind.LITERAL,
                        EnvironmentVariable.Kind.REFERENCE,
                        EnvironmentVariable.Kind.EMPTY);
        assertThat(container.environmentFrom())
                .containsExactly("configMap/settings", "secret/passwords");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PodExecOptions", "PodAttachOptions"})
    void readsWhatIsAskedOfAPod(String kind) {
        Workload workload =
                Samples.workload(
                        "{\"apiVersion\": \"v1\", \"kind\": \"%s\", \"container\": \"c\", \"command\": [\"sh\"]}"
                                .formatted(kind));

        assertThat(workload.identity().kind()).isEqualTo(kind);
        assertThat(workload.containers())
                .containsExactly(Container.bare("c", Role.MAIN, "container"));
        assertThat(workload.locate(workload.containers().getFirst(), "").pointer())
                .isEqualTo("/container");
    }

    @Test
    void readsAPortForwardWithoutAContainer() {
        Workload workload =
                Samples.workload(
                        "{\"apiVersion\": \"v1\", \"kind\": \"PodPortForwardOptions\", \"ports\": [80]}");

        assertThat(workload.containers()).isEmpty();
        assertThat(workload.locate(Attribute.HOST_PID, 0).pointer()).isEqualTo("/hostPID");
    }

    @Test
    void saysThatARolloutTakesThePodsOfAnother() {
        assertThat(
                        Samples.other(
                                "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r}\nspec: {workloadRef: {kind: Deployment, name: shop}}"))
                .isEqualTo(
                        new ReadResult.Other(
                                "argoproj.io/v1alpha1",
                                "Rollout",
                                "r",
                                "its pods are those of the workload 'shop'"));
    }

    @Test
    void saysWhatToDoWithAKustomization() {
        assertThat(
                        Samples.other(
                                        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [x.yaml]")
                                .reason())
                .contains("kustomize build");
    }

    @Test
    void refusesAnUnknownKindThatHoldsPods() {
        ReadResult.Refused refused =
                Samples.refused(
                        "apiVersion: example.com/v1\nkind: Fleet\nspec:\n  template:\n    spec:\n      containers: [{name: c}]");

        assertThat(refused.code()).isEqualTo("unknown-kind");
        assertThat(refused.hint()).contains("--kind example.com/Fleet=/spec/template/spec");
        assertThat(refused.location()).isEqualTo(new Location("/spec/template/spec", 6, 7));
    }

    @ParameterizedTest
    @CsvSource({
        "'spec: null', no-pod-spec",
        "'spec: {}', no-containers",
        "'spec: {containers: []}', no-containers",
        "'spec: {containers: null}', no-containers"
    })
    void refusesAPodWithoutContainers(String spec, String code) {
        assertThat(Samples.refused("apiVersion: v1\nkind: Pod\n" + spec).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostPID: 'yes please' | /spec/hostPID must be true or false",
                "hostPID: 1 | /spec/hostPID must be true or false",
                "securityContext: [] | /spec/securityContext must be an object",
                "securityContext: {runAsUser: '0'} | /spec/securityContext/runAsUser must be a whole number",
                "securityContext: {runAsUser: 1.5} | /spec/securityContext/runAsUser must be a whole number",
                "securityContext: {seccompProfile: RuntimeDefault} | /spec/securityContext/seccompProfile must be an object",
                "securityContext: {sysctls: [kernel.msgmax]} | /spec/securityContext/sysctls/0 must be an object",
                "volumes: {a: b} | /spec/volumes must be a list",
                "volumes: [a] | /spec/volumes/0 must be an object",
                "volumes: [{hostPath: /etc}] | /spec/volumes/0/hostPath must be an object",
                "os: linux | /spec/os must be an object",
                "initContainers: {} | /spec/initContainers must be a list",
                "initContainers: [null] | /spec/initContainers/0 must be an object",
                "initContainers: [{image: 5}] | /spec/initContainers/0/image must be a text",
                "initContainers: [{ports: [80]}] | /spec/initContainers/0/ports/0 must be an object",
                "initContainers: [{ports: [{hostPort: '80'}]}] | /hostPort must be a whole number",
                "initContainers: [{env: [A=b]}] | /env/0 must be an object",
                "initContainers: [{env: [{name: A, value: 5}]}] | /env/0/value must be a text",
                "initContainers: [{env: [{name: A, value: true}]}] | /env/0/value must be a text",
                "initContainers: [{envFrom: [x]}] | /envFrom/0 must be an object",
                "initContainers: [{volumeMounts: [x]}] | /volumeMounts/0 must be an object",
                "initContainers: [{resources: x}] | /resources must be an object",
                "initContainers: [{resources: {limits: x}}] | /limits must be an object",
                "initContainers: [{resources: {limits: {cpu: []}}}] | /limits/cpu must be a quantity, and is a list",
                "initContainers: [{livenessProbe: x}] | /livenessProbe must be an object",
                "initContainers: [{livenessProbe: {httpGet: x}}] | /httpGet must be an object",
                "initContainers: [{lifecycle: x}] | /lifecycle must be an object",
                "initContainers: [{lifecycle: {preStop: x}}] | /preStop must be an object",
                "initContainers: [{securityContext: {capabilities: {add: ALL}}}] | /add must be a list",
                "initContainers: [{securityContext: {capabilities: {add: [1]}}}] | /add/0 must be a text",
                "initContainers: [{securityContext: {windowsOptions: true}}] | /windowsOptions must be an object"
            })
    void refusesTheTypesThatTheApiServerRefuses(String member, String message) {
        String text = pod("containers: [{name: c}]\n" + member);
        ReadResult.Refused refused = Samples.refused(text);

        assertThat(refused.code()).isEqualTo("wrong-type");
        assertThat(refused.message()).contains(message);
        assertThat(refused.location().line()).isEqualTo(7);
        assertThat(refused.location().column()).isGreaterThan(3);
    }

    @ParameterizedTest
    @CsvSource({
        "'metadata: x', /metadata must be an object",
        "'metadata: {labels: {a: 1}}', /metadata/labels/a must be a text",
        "'metadata: {labels: [a]}', /metadata/labels must be an object",
        "'metadata: {annotations: {a: true}}', /metadata/annotations/a must be a text",
        "'metadata: {name: 1}', /metadata/name must be a text",
        "'metadata: {ownerReferences: x}', /metadata/ownerReferences must be a list",
        "'metadata: {ownerReferences: [x]}', /metadata/ownerReferences/0 must be an object",
        "'spec: []', /spec must be an object"
    })
    void refusesWrongTypesOfTheObjectItself(String member, String message) {
        assertThat(Samples.refused("apiVersion: v1\nkind: Pod\n" + member).message())
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "500m, true",
        "0.5, true",
        "1., true",
        ".5, true",
        "+1, true",
        "-1, true",
        "128Mi, true",
        "1.5Gi, true",
        "1e3, true",
        "1E3, true",
        "1E, true",
        "100k, true",
        "1u, true",
        "1n, true",
        "1e-3, true",
        "128MB, false",
        "128mi, false",
        "1K, false",
        "1ki, false",
        "five, false",
        "'', false",
        "'1 Gi', false",
        "1e, false",
        "1.2.3, false",
        "m, false",
        "., false"
    })
    void knowsTheGrammarOfQuantities(String text, boolean valid) {
        assertThat(Quantity.valid(text)).isEqualTo(valid);
    }

    @Test
    void suggestsTheQuantityThatWasMeant() {
        ReadResult.Refused refused =
                Samples.refused(container("resources: {limits: {memory: 128MB}}"));

        assertThat(refused.code()).isEqualTo("wrong-value");
        assertThat(refused.message())
                .isEqualTo(
                        "/spec/containers/0/resources/limits/memory must be a quantity, and is '128MB'");
        assertThat(refused.hint()).isEqualTo("Did you mean 128M?");
        assertThat(refused.location().line()).isEqualTo(8);
        assertThat(Quantity.hint("1K")).isEqualTo("Did you mean 1Ki, or 1k?");
        assertThat(Quantity.hint("much")).contains("500m");
    }

    @Test
    void keepsTheAnnotationsThatOlderVersionsReadProfilesFrom() {
        Workload pod =
                Samples.workload(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          annotations:
                            container.apparmor.security.beta.kubernetes.io/c: unconfined
                            seccomp.security.alpha.kubernetes.io/pod: unconfined
                            note: x
                        spec: {containers: [{name: c}]}
                        """);

        assertThat(pod.securityAnnotations())
                .isEqualTo(
                        Map.of(
                                "container.apparmor.security.beta.kubernetes.io/c", "unconfined",
                                "seccomp.security.alpha.kubernetes.io/pod", "unconfined"));
    }
}
