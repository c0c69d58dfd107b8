package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadReaderTest {
    private static final String POD =
            "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"%s\"}, \"spec\": {\"containers\": [{\"name\": \"c\"}]}}";

    private static List<String> names(String text) {
        return Samples.workloads(text).stream()
                .map(w -> w.identity().kind() + "/" + w.identity().name())
                .toList();
    }

    @Test
    void readsListsInLists() {
        String inner =
                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": ["
                        + POD.formatted("b")
                        + "]}";
        String json =
                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": ["
                        + POD.formatted("a")
                        + ", "
                        + inner
                        + "]}";

        assertThat(names(json)).containsExactly("Pod/a", "Pod/b");
        assertThat(names("---\n" + json)).as("as YAML").containsExactly("Pod/a", "Pod/b");
    }

    @ParameterizedTest
    @CsvSource({
        "v1, PodList, '\"spec\": {\"containers\": [{}]}', v1, Pod",
        "apps/v1, DeploymentList, '\"spec\": {\"template\": {\"spec\": {\"containers\": [{}]}}}', apps/v1, Deployment"
    })
    void givesTheObjectsOfATypedListTheKindOfTheList(
            String version, String list, String spec, String itemVersion, String itemKind) {
        for (String format : List.of("{%1$s, %2$s}", "{%2$s, %1$s}", "# yaml\n{%1$s, %2$s}")) {
            String json =
                    format.formatted(
                            "\"apiVersion\": \"%s\", \"kind\": \"%s\"".formatted(version, list),
                            "\"items\": [{\"metadata\": {\"name\": \"a\"}, %s}]".formatted(spec));

            Workload workload = Samples.workload(json);
            assertThat(workload.identity().kind()).isEqualTo(itemKind);
            assertThat(workload.identity().apiVersion()).isEqualTo(itemVersion);
            assertThat(workload.identity().name()).isEqualTo("a");
        }
    }

    @Test
    void readsWhatStandsBesideAnObjectThatIsRefused() {
        String list =
                "{\"kind\": \"List\", \"items\": [%s, {\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": []}, 7, %s]}"
                        .formatted(POD.formatted("a"), POD.formatted("b"));

        assertThat(Samples.results("---\n" + list))
                .extracting(result -> result.getClass().getSimpleName())
                .containsExactly("Judgeable", "Refused", "Refused", "Judgeable");
        assertThat(((ReadResult.Refused) Samples.results("---\n" + list).get(1)).location())
                .isEqualTo(
                        new Location(
                                "/items/1",
                                2,
                                list.indexOf("\"spec\": []") + "\"spec\": ".length() + 1));
    }

    @Test
    void readsAnArrayOfObjects() {
        assertThat(names("[" + POD.formatted("a") + "," + POD.formatted("b") + "]"))
                .containsExactly("Pod/a", "Pod/b");
    }

    @Test
    void takesACustomKindWhoseNameEndsLikeAListForAnObject() {
        assertThat(
                        Samples.other(
                                        "apiVersion: example.com/v1\nkind: AllowList\nmetadata: {name: x}\nitems: [a, b]")
                                .kind())
                .isEqualTo("AllowList");
    }

    @ParameterizedTest
    @CsvSource({
        "'name: x', unknown-document, A Kubernetes object has apiVersion and kind",
        "'services: {web: {image: nginx}}', unknown-document, Compose",
        "'resources: [a.yaml]', unknown-document, kustomize build",
        "'apiVersion: v2\nname: x\nversion: 1.0.0', unknown-document, helm template",
        "'apiVersion: v1\nmetadata: {name: x}', unknown-document, kind",
        "'spec: {containers: []}', unknown-document, apiVersion and kind",
        "'{\"version\": 4, \"terraform_version\": \"1.9.5\", \"serial\": 1, \"lineage\": \"x\", \"resources\": []}', unknown-document, terraform show -json",
        "'{\"family\": \"x\"}', unknown-document, containerDefinitions",
        "'[1]', not-an-object, ''",
        "'just text', not-an-object, ''"
    })
    void saysWhatADocumentSeemsToBe(String text, String code, String hint) {
        ReadResult.Refused refused = Samples.refused(text);

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.hint()).contains(hint);
        assertThat(refused.location().line()).isEqualTo(1);
    }

    @Test
    void readsAnAdmissionReview() {
        String review =
                """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                  "uid": "u", "operation": "UPDATE", "namespace": "shop", "name": "a", "dryRun": true,
                  "userInfo": {"username": "system:admin"},
                  "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"},
                    "spec": {"hostPID": true, "containers": [{"name": "c"}]}},
                  "oldObject": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop"},
                    "spec": {"containers": [{"name": "c"}]}}}}
                """;
        Workload workload = Samples.workload(review);

        assertThat(workload.identity().namespace()).isEqualTo("shop");
        assertThat(workload.locate(Attribute.HOST_PID, 0))
                .isEqualTo(new Location("/request/object/spec/hostPID", 5, 25));

        io.pratique.document.Document d =
                io.pratique.document.Documents.first(
                        io.pratique.document.Source.of("review", review));
        AdmissionRequest request =
                new AdmissionReader(new KubernetesReader(java.util.Map.of())).read(d, 0);
        assertThat(request.uid()).isEqualTo("u");
        assertThat(request.operation()).isEqualTo(AdmissionRequest.Operation.UPDATE);
        assertThat(request.dryRun()).isTrue();
        assertThat(request.user()).isEqualTo("system:admin");
        assertThat(((ReadResult.Judgeable) request.oldObject().orElseThrow()).workload().hostPid())
                .isEqualTo(Setting.unset());
        assertThat(
                        ((ReadResult.Judgeable) request.oldObject().orElseThrow())
                                .workload()
                                .locate(Attribute.HOST_PID, 0)
                                .pointer())
                .isEqualTo("/request/oldObject/spec/hostPID");
    }

    @Test
    void namesThePodThatIsConnectedTo() {
        Workload workload =
                Samples.workload(
                        """
                        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                          "uid": "u", "operation": "CONNECT", "subResource": "exec", "namespace": "shop",
                          "name": "web-1", "object": {"apiVersion": "v1", "kind": "PodExecOptions", "container": "c"},
                          "oldObject": null}}
                        """);

        assertThat(workload.identity().kind()).isEqualTo("PodExecOptions");
        assertThat(workload.identity().namespace()).isEqualTo("shop");
        assertThat(workload.identity().name()).isEqualTo("web-1");
        assertThat(workload.locate(workload.containers().getFirst(), "").pointer())
                .isEqualTo("/request/object/container");
    }

    @Test
    void doesNotJudgeADeletion() {
        assertThat(
                        Samples.other(
                                        """
                                        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
                                         "request": {"operation": "DELETE", "name": "a", "object": null}}
                                        """)
                                .reason())
                .isEqualTo("a deletion is not judged");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'expected an AdmissionReview with a request'",
        "', \"request\": []', at /request",
        "', \"request\": {}', 'expected an operation'",
        "', \"request\": {\"operation\": \"BURN\"}', at /request/operation",
        "', \"request\": {\"operation\": \"CREATE\", \"uid\": 1}', at /request/uid",
        "', \"request\": {\"operation\": \"CREATE\", \"object\": []}', at /request/object"
    })
    void refusesAReviewThatIsNone(String members, String message) {
        assertThat(
                        Samples.refused(
                                        "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\""
                                                + members
                                                + "}")
                                .message())
                .contains(message);
    }
}
