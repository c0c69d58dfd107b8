package io.pratique.collect.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Json;
import io.pratique.collect.MapFiles;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import io.pratique.collect.Words;
import io.pratique.collect.kubelet.KubeletConfiguration.Presence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeletConfigurationTest {
    private static final Redaction REDACTION = new Redaction(new byte[] {1});
    private static final String CONFIG = "kind: KubeletConfiguration\n";

    private static String resource(String name) throws IOException {
        try (InputStream in =
                KubeletConfigurationTest.class.getResourceAsStream("/kubelet/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static LocalKubelet.Found read(MapFiles files, String words, String version) {
        return new LocalKubelet(files)
                .read(
                        Words.split(words),
                        "/work",
                        "host",
                        version.isEmpty() ? Optional.empty() : Optional.of(version),
                        REDACTION);
    }

    private static Value.Fields doc(LocalKubelet.Found found) {
        return ((Evidence.Doc) found.subject().content()).fields();
    }

    private static Optional<Value> at(Value.Fields fields, String path) {
        int dot = path.indexOf('.');
        return dot < 0
                ? fields.get(path)
                : at(fields.fields(path.substring(0, dot)), path.substring(dot + 1));
    }

    private static Value.Fields effective(LocalKubelet.Found found) {
        return doc(found).fields("effective");
    }

    /** A real kubelet 1.36.2: what it was started with merges to what its /configz answered. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void mergesToWhatTheKubeletItselfAnswers(int number) throws IOException {
        String file = number == 1 ? "kubelet.yaml" : "kubelet2.yaml";
        MapFiles files =
                new MapFiles().put("/work/etc/" + file, resource("config-" + number + ".yaml"));
        LocalKubelet.Found found = read(files, resource("cmdline-" + number + ".txt"), "v1.36.2");
        KubeletConfiguration answered =
                KubeletConfiguration.ofConfigz(
                        Json.object(
                                "configz",
                                resource("configz-" + number + ".json")
                                        .getBytes(StandardCharsets.UTF_8)));

        for (String path : KubeletConfiguration.JUDGED) {
            Optional<Value> merged =
                    at(effective(found), path)
                            // the zeros that configz leaves out
                            .filter(value ->
                                    !value.equals(Value.of(0))
                                            && !(value.equals(Value.of(false))
                                                    && answered.get(path).isEmpty()));
            assertThat(canonical(merged)).as(path).isEqualTo(canonical(answered.get(path)));
        }
        assertThat(found.subject().id()).isEqualTo("real");
        assertThat(found.entries())
                .filteredOn(entry -> entry.detail().equals("/work/etc/" + file))
                .allMatch(entry -> entry.status() == Coverage.Status.OK);
        // Beyond what is judged: all the file says is what configz says.
        for (String path :
                List.of(
                        "address",
                        "cgroupDriver",
                        "failSwapOn",
                        "featureGates.KubeletInUserNamespace",
                        "evictionHard",
                        "logging.verbosity")) {
            assertThat(at(effective(found), path)).as(path).isEqualTo(answered.get(path));
        }
    }

    /** Durations are written in more than one way. */
    private static Optional<Value> canonical(Optional<Value> value) {
        return value.map(found -> found.equals(Value.of("5m")) ? Value.of("5m0s") : found);
    }

    @Test
    void saysWhereEachValueComesFrom() {
        MapFiles files =
                new MapFiles()
                        .put(
                                "/etc/k.yaml",
                                CONFIG
                                        + "readOnlyPort: 1\neventRecordQPS: 7\n"
                                        + "featureGates: {A: true, B: true}\nprotectKernelDefaults: true\n")
                        .put("/etc/k.d/20.conf", "eventRecordQPS: 9\nfeatureGates: {B: false}\n")
                        .put("/etc/k.d/10.conf", CONFIG + "eventRecordQPS: 8\n")
                        .put("/etc/k.d/30.yaml", "eventRecordQPS: 10\n");
        LocalKubelet.Found found =
                read(
                        files,
                        "kubelet --config /etc/k.yaml --config-dir=/etc/k.d --read_only_port=0"
                                + " --feature-gates=C=true --anonymous-auth",
                        "v1.30.1");

        assertThat(at(effective(found), "eventRecordQPS")).contains(Value.of(9));
        assertThat(at(effective(found), "readOnlyPort")).contains(Value.of(0));
        assertThat(effective(found).fields("featureGates").members())
                .containsEntry("A", Value.of(true))
                .containsEntry("B", Value.of(false))
                .containsEntry("C", Value.of(true));
        assertThat(doc(found).fields("origin").members())
                .containsEntry("eventRecordQPS", Value.of("drop-in /etc/k.d/20.conf"))
                .containsEntry("readOnlyPort", Value.of("flag"))
                .containsEntry("protectKernelDefaults", Value.of("file"))
                .containsEntry("authentication.anonymous.enabled", Value.of("flag"))
                .containsEntry("authorization.mode", Value.of("default"));
        assertThat(doc(found).fields("config").get("eventRecordQPS")).contains(Value.of(9));
        assertThat(doc(found).fields("config").get("authorization")).isEmpty();
    }

    @Test
    void withoutAFileTheOldOpenDefaultsHold() {
        LocalKubelet.Found found = read(new MapFiles(), "/usr/bin/kubelet --v=2", "v1.36.0");

        assertThat(at(effective(found), "authentication.anonymous.enabled"))
                .contains(Value.of(true));
        assertThat(at(effective(found), "authorization.mode")).contains(Value.of("AlwaysAllow"));
        assertThat(at(effective(found), "readOnlyPort")).contains(Value.of(10255));
        assertThat(doc(found).get("source")).contains(Value.of("flags"));
        assertThat(doc(found).get("config")).isEmpty();
        assertThat(doc(found).fields("origin").get("readOnlyPort"))
                .contains(Value.of("default without a file"));
    }

    @Test
    void absentMeansThreeThings() {
        MapFiles files = new MapFiles().put("/k", CONFIG);
        LocalKubelet.Found old = read(files, "kubelet --config=/k", "v1.21.0");
        LocalKubelet.Found unknown = read(files, "kubelet --config=/k", "");
        LocalKubelet.Found recent = read(files, "kubelet --config=/k", "v1.36.0");

        assertThat(doc(old).fields("absent").members())
                .containsEntry("seccompDefault", Value.of("NOT_SETTABLE"))
                .containsEntry("readOnlyPort", Value.of("ZERO"));
        assertThat(at(effective(old), "eventRecordQPS")).contains(Value.of(5));
        assertThat(at(effective(recent), "eventRecordQPS")).contains(Value.of(50));
        assertThat(doc(unknown).fields("absent").members())
                .containsEntry("eventRecordQPS", Value.of("NOT_SEEN"))
                .containsEntry("rotateCertificates", Value.of("ZERO"));
        assertThat(unknown.entries())
                .anyMatch(entry -> entry.path().equals("/effective/eventRecordQPS"));
        assertThat(KubeletConfiguration.ofConfigz(Value.EMPTY).absent().get("readOnlyPort"))
                .isEqualTo(Presence.ZERO);
    }

    /** What could not be read may have said anything: no default is taken for granted. */
    @ParameterizedTest
    @ValueSource(strings = {"missing", "denied", "cut off", "another kind", "no yaml", "drop-in"})
    void aFileThatCannotBeReadLeavesNoDefaults(String fault) {
        MapFiles files =
                new MapFiles()
                        .put("/k", CONFIG + "authentication: {anonymous: {enabled: true}}\n")
                        .put("/d/1.conf", CONFIG + "readOnlyPort: 10255\n");
        switch (fault) {
            case "missing" -> files.without("/k");
            case "cut off" -> files.put("/k", CONFIG + "authentication: {anonymous: {ena");
            case "another kind" -> files.put("/k", "kind: Pod\n");
            case "no yaml" -> files.put("/k", "[1, 2]");
            case "drop-in" -> files.put("/d/1.conf", CONFIG + "readOnlyPort: {");
            default ->
                    files.failAt((_, path) -> {
                        if (path.equals("/k")) {
                            throw new AccessDeniedException(path);
                        }
                    });
        }
        LocalKubelet.Found found =
                read(files, "kubelet --config=/k --config-dir=/d --event-qps=0", "v1.36.0");

        assertThat(at(effective(found), "authorization.mode")).isEmpty();
        assertThat(at(effective(found), "makeIPTablesUtilChains")).isEmpty();
        assertThat(at(effective(found), "tlsCertFile")).isEmpty();
        assertThat(at(effective(found), "eventRecordQPS")).contains(Value.of(0));
        assertThat(doc(found).fields("absent").get("authorization.mode"))
                .contains(Value.of("NOT_SEEN"));
        assertThat(doc(found).items("unread")).isNotEmpty();
        assertThat(found.entries())
                .anyMatch(
                        entry -> entry.path().equals("/config") && entry.subject().equals("host"));
        assertThat(found.entries())
                .anyMatch(entry ->
                        entry.status()
                                == (fault.equals("denied")
                                        ? Coverage.Status.DENIED
                                        : Coverage.Status.FAILED));
    }

    @Test
    void aFlagWhoseValueIsNoneIsNotTakenForADefault() {
        MapFiles files = new MapFiles().put("/k", CONFIG);
        LocalKubelet.Found found =
                read(files, "kubelet --config=/k --anonymous-auth=maybe", "v1.36.0");

        assertThat(at(effective(found), "authentication.anonymous.enabled")).isEmpty();
    }

    @Test
    void readsConfigzWithAndWithoutItsWrapping() throws IOException {
        Value.Fields answer =
                Json.object("c", resource("configz-1.json").getBytes(StandardCharsets.UTF_8));

        assertThat(KubeletConfiguration.ofConfigz(answer))
                .isEqualTo(KubeletConfiguration.ofConfigz(answer.fields("kubeletconfig")));
        Evidence.Subject node =
                LocalKubelet.ofConfigz("n", answer, Optional.of("v1.36.2"), REDACTION);
        assertThat(((Evidence.Doc) node.content()).fields().fields("configz").get("port"))
                .contains(Value.of(10250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec: {command: aws}", "client-certificate: /pem", "token: CANARY"})
    void saysHowTheKubeletProvesItself(String proof) {
        MapFiles files =
                new MapFiles()
                        .put(
                                "/kc",
                                "current-context: c\ncontexts: [{name: c, context: {user: u}}]\n"
                                        + "users: [{name: u, user: {"
                                        + proof
                                        + "}}]\n");
        LocalKubelet.Found found = read(files, "kubelet --kubeconfig=/kc", "v1.36.0");

        assertThat(doc(found).text("clientAuth").orElseThrow())
                .isEqualTo(
                        proof.startsWith("exec")
                                ? "exec"
                                : proof.startsWith("token") ? "token" : "certificate");
        assertThat(doc(found).toString()).doesNotContain("CANARY");
    }
}
