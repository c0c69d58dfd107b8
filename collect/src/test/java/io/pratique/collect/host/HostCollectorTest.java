package io.pratique.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.EvidenceWriter;
import io.pratique.collect.Value;
import io.pratique.collect.docker.DockerApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HostCollectorTest {
    private static final String HOST = "i-0abc123456789def0";

    private final FakeHost host = new FakeHost();

    private static String written(Evidence evidence) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new EvidenceWriter().write(evidence, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsAHostAsAWhole() {
        Evidence evidence = host.collect();
        Value.Fields doc = FakeHost.doc(evidence, "docker.host", HOST);

        assertThat(evidence.coverage().entries())
                .filteredOn(entry -> entry.status() != Coverage.Status.OK)
                // The version of the kubelet is the one thing that nothing here tells.
                .allMatch(entry -> entry.detail().contains("eventRecordQPS"));
        assertThat(doc.text("runtime")).hasValue("docker");
        Value.Fields daemon = doc.fields("daemon");
        assertThat(daemon.fields("effective").members())
                .containsEntry("icc", Value.of(false))
                .containsEntry("live-restore", Value.of(true))
                .containsEntry("hosts", Value.ofTexts(List.of("fd://")));
        assertThat(daemon.fields("effective").fields("default-ulimits").fields("nofile").members())
                .containsEntry("Hard", Value.of(4096))
                .containsEntry("Soft", Value.of(1024));
        assertThat(daemon.fields("origin").members())
                .containsEntry("icc", Value.of("daemon.json"))
                .containsEntry("live-restore", Value.of("command line (/etc/sysconfig/docker)"))
                .containsEntry(
                        "hosts", Value.of("command line (/usr/lib/systemd/system/docker.service)"));
        assertThat(daemon.items("unread")).isEmpty();
        assertThat(doc.fields("info").fields("Future").items("kept"))
                .as("unknown fields are kept to the digit")
                .containsExactly(new Value.Numeral("1.50"));
        assertThat(doc.fields("info").fields("Plugins").items("Authorization"))
                .containsExactly(Value.of("opa"));
        assertThat(doc.fields("files").fields("/run/docker.sock").members())
                .containsEntry("mode", Value.of("0660"))
                .containsEntry("gid", Value.of(998))
                .containsEntry("type", Value.of("socket"));
        assertThat(doc.fields("files").fields("/usr/lib/systemd/system/docker.socket").text("mode"))
                .hasValue("0664");
        assertThat(doc.fields("files").fields("/etc/docker/certs.d/registry/ca.crt").text("mode"))
                .hasValue("0444");
        assertThat(doc.fields("files").fields("/etc/docker/none.pem").get("exists"))
                .contains(Value.of(false));
        assertThat(doc.fields("seccompProfiles").fields("/etc/docker/seccomp.json").members())
                .containsEntry("defaultAction", Value.of("SCMP_ACT_ERRNO"));
        assertThat(doc.fields("selinux").text("mode")).hasValue("Enforcing");
        assertThat(doc.fields("apparmor").members())
                .containsEntry("present", Value.of(true))
                .containsEntry("enabled", Value.of(false));
        assertThat(doc.fields("groups").fields("docker").members())
                .containsEntry("members", Value.ofTexts(List.of("ec2-user", "deploy")))
                .containsEntry("primary", Value.ofTexts(List.of("ci")));
        assertThat(doc.fields("socket").text("group")).hasValue("docker");
        assertThat(doc.fields("dockerRoot").members())
                .containsEntry("device", Value.of("259:3"))
                .containsEntry("rootDevice", Value.of("259:1"))
                .containsEntry("mountPoint", Value.of(true));
        assertThat(doc.items("listeners"))
                .hasSize(2)
                .first()
                .satisfies(listener ->
                        assertThat(((Value.Fields) listener).members())
                                .containsEntry("address", Value.of("0.0.0.0"))
                                .containsEntry("port", Value.of(2375))
                                .containsEntry("process", Value.of("dockerd")));
        assertThat(((Value.Fields) doc.items("listeners").get(1)).text("address")).hasValue("::1");
        assertThat(doc.items("processes")).hasSize(5);
        assertThat(doc.fields("ecsAgent").fields("settings").members())
                .containsEntry("ECS_CLUSTER", Value.of("c"))
                .containsEntry("ECS_DISABLE_PRIVILEGED", Value.of("true"))
                .as("what the agent runs with wins over the file")
                .containsEntry("ECS_TASK_PIDS_LIMIT", Value.of("1024"));
    }

    @Test
    void readsTheContainersThatRun() {
        Evidence evidence = host.collect();

        assertThat(FakeHost.subject(evidence, "docker.host", HOST).relations())
                .containsEntry("containers", List.of(FakeHost.WEB, FakeHost.AGENT));
        Evidence.Subject web = FakeHost.subject(evidence, "docker.container", FakeHost.WEB);
        assertThat(web.relations())
                .containsEntry("host", List.of(HOST))
                .containsEntry("task", List.of(FakeHost.TASK))
                .containsEntry("image", List.of(FakeHost.IMAGE));
        assertThat(web.extra().fields("ecs").text("container")).hasValue("web");
        Value.Fields doc = ((Evidence.Doc) web.content()).fields();
        assertThat(doc.fields("cgroup").members())
                .containsEntry("memory.max", Value.of(536870912))
                .containsEntry("cpu.max", Value.of("50000 100000"))
                .containsEntry("pids.max", Value.of("max"))
                .containsEntry("source", Value.of("/sys/fs/cgroup/ecstasks-0123.slice"));
        assertThat(doc.fields("process").members())
                .containsEntry("uid", Value.of(0))
                .containsEntry("hostUid", Value.of(100000));
        assertThat(doc.fields("inspect").fields("State").fields("Health").members())
                .containsOnlyKeys("Status");
        Evidence.Subject image = FakeHost.subject(evidence, "image", FakeHost.IMAGE);
        assertThat(image.relations()).containsEntry("references", List.of("nginx:1.29"));
        assertThat(((Evidence.Doc) image.content()).fields().items("history"))
                .first()
                .extracting(layer -> ((Value.Fields) layer).text("created_by").orElseThrow())
                .isEqualTo("ADD file:1 in /");
    }

    @Test
    void noSecretIsWritten() throws IOException {
        assertThat(written(host.collect())).doesNotContain(FakeHost.CANARY);
    }

    @Test
    void theSameHostMakesTheSameId() {
        assertThat(new EvidenceWriter().id(host.collect()))
                .isEqualTo(new EvidenceWriter().id(new FakeHost().collect()));
    }

    @Test
    void asksWithoutChangingAnything() {
        host.collect();
        assertThat(host.asked)
                .allMatch(path ->
                        path.matches(
                                "/(info|version|networks/bridge|containers/.*json.*|images/.*)"));
    }

    @Test
    void aContainerThatEndsMeanwhileIsLeftOut() {
        host.answers.remove("/containers/" + FakeHost.WEB + "/json");
        Evidence evidence = host.collect();

        assertThat(FakeHost.subject(evidence, "docker.host", HOST).relations())
                .containsEntry("containers", List.of(FakeHost.AGENT));
    }

    @Test
    void aContainerThatCannotBeReadIsThereWithoutADocument() {
        host.fault =
                path -> {
                    if (path.equals("/containers/" + FakeHost.WEB + "/json")) {
                        throw new DockerApi.Refused(path, 500);
                    }
                };
        Evidence evidence = host.collect();

        assertThat(FakeHost.subject(evidence, "docker.container", FakeHost.WEB).content())
                .isEqualTo(
                        new Evidence.Missing(
                                Coverage.Reason.UNREACHABLE,
                                "GET /containers/" + FakeHost.WEB + "/json"));
        assertThat(FakeHost.subject(evidence, "docker.host", HOST).relations().get("containers"))
                .contains(FakeHost.WEB);
    }

    @Test
    void withoutADaemonItSaysSo() {
        host.answers.clear();
        host.files.without("/etc/docker").without("/usr/lib/systemd/system");
        host.files.without("/proc/50").without("/run/docker.sock");
        Evidence evidence = host.collect();
        Evidence.Subject subject = FakeHost.subject(evidence, "docker.host", HOST);

        assertThat(FakeHost.host(evidence).text("runtime")).hasValue("none");
        assertThat(subject.relations()).doesNotContainKey("containers");
        assertThat(evidence.coverage().of("docker-inspect"))
                .allMatch(entry -> entry.status() == Coverage.Status.SKIPPED);
    }

    @Test
    void aDaemonWhoseProcessIsNotSeenMayHaveAnyOption() {
        host.files.without("/proc/50");
        Evidence evidence = host.collect();

        assertThat(FakeHost.host(evidence).fields("daemon").items("unread"))
                .contains(Value.of("command line of dockerd"));
    }

    @Test
    void groupsOfADirectoryAreAHole() {
        host.files.put("/etc/nsswitch.conf", "group: files sss [NOTFOUND=return] # ldap\n");
        assertThat(host.collect().coverage().entries())
                .anyMatch(entry ->
                        entry.path().equals("/groups") && entry.detail().contains("[sss]"));
    }

    @Test
    void aFolderMountedOntoItselfIsNoPartitionOfItsOwn() {
        host.files.put(
                "/proc/1/mountinfo",
                "1 0 259:1 / / rw - xfs /dev/a rw\n2 1 259:1 /var/lib/docker /var/lib/docker rw - xfs /dev/a rw\n");
        assertThat(FakeHost.host(host.collect()).fields("dockerRoot").get("mountPoint"))
                .contains(Value.of(false));
    }

    /** Each access of a run fails once, in each of several ways. */
    @Test
    void whateverFailsIsAHoleAndNeverAValue() {
        Map<String, String> good = leaves(FakeHost.host(host.collect()));
        Set<String> accesses = new LinkedHashSet<>(host.files.accesses());
        Set<String> asked = new LinkedHashSet<>(host.asked);
        assertThat(accesses).hasSizeGreaterThan(80);
        for (IOException failure :
                List.of(
                        new AccessDeniedException("x"),
                        new IOException("Input/output error"),
                        new SocketTimeoutException("slow"))) {
            boolean ofFiles = !(failure instanceof SocketTimeoutException);
            for (String access : ofFiles ? accesses : Set.<String>of()) {
                check(
                        access + " " + failure,
                        good,
                        fake ->
                                fake.files.failAt((operation, path) -> {
                                    if ((operation + " " + path).equals(access)) {
                                        throw failure;
                                    }
                                }));
            }
            for (String path : asked) {
                check(
                        "GET " + path + " " + failure,
                        good,
                        fake ->
                                fake.fault =
                                        wanted -> {
                                            if (wanted.equals(path)) {
                                                throw failure;
                                            }
                                        });
            }
        }
    }

    /** Each answer of the daemon is cut off, or another kind of value, or no JSON. */
    @Test
    void anAnswerThatIsNoneIsAHoleAndNeverAValue() {
        Map<String, String> good = leaves(FakeHost.host(host.collect()));
        for (String path : List.copyOf(host.answers.keySet())) {
            String answer = host.answers.get(path);
            for (String broken :
                    List.of(
                            answer.substring(0, answer.length() / 2),
                            answer.substring(0, answer.length() - 1),
                            "",
                            "null",
                            "7",
                            "[7]",
                            "<html>",
                            answer + "x")) {
                check(path + " " + broken, good, fake -> fake.answers.put(path, broken));
            }
        }
        for (String broken :
                List.of("{\"icc\": fal", "[]", "icc: false", "{\"icc\":1,\"icc\":2}")) {
            check(
                    "daemon.json " + broken,
                    good,
                    fake -> fake.files.put("/etc/docker/daemon.json", broken));
        }
    }

    private static void check(String what, Map<String, String> good, Consumer<FakeHost> breaking) {
        FakeHost fake = new FakeHost();
        breaking.accept(fake);
        Evidence evidence = fake.collect();
        String id =
                evidence.subjects().stream()
                        .filter(subject -> subject.kind().equals("docker.host"))
                        .findFirst()
                        .orElseThrow()
                        .id();
        Value.Fields doc = FakeHost.host(evidence);
        boolean unread = !doc.fields("daemon").items("unread").isEmpty();
        Map<String, String> found = leaves(doc);
        found.forEach((path, value) -> {
            boolean about =
                    path.startsWith("/daemon/unread")
                            || path.startsWith("/daemon/origin")
                            || path.startsWith("/processes")
                            || path.startsWith("/listeners")
                            || path.contains("REDACTED");
            if (!about && !value.contains("REDACTED")) {
                assertThat(value).as("%s gives %s", what, path).isEqualTo(good.get(path));
            }
        });
        for (String path : good.keySet()) {
            if (found.containsKey(path)
                    // whose exact place moves when one process or holder is not known
                    || path.startsWith("/processes")
                    || path.startsWith("/listeners")
                    || path.startsWith("/daemon") && unread
                    || path.startsWith("/daemon/origin")
                    || path.startsWith("/daemon/commandLine")
                    // these are asked for because another answer names them
                    || path.startsWith("/seccompProfiles") && unread
                    || path.startsWith("/files/~1etc~1docker~1") && unread
                    || path.startsWith("/files/~1etc~1docker~1certs.d")
                    || path.startsWith("/files/~1usr~1lib~1systemd")) {
                continue;
            }
            assertThat(evidence.coverage().entries())
                    .as("%s leaves out %s", what, path)
                    .anyMatch(entry ->
                            entry.status() != Coverage.Status.OK
                                    && entry.subject().equals(id)
                                    && !entry.path().isEmpty()
                                    && (path + "/").startsWith(entry.path() + "/"));
        }
    }

    private static Map<String, String> leaves(Value.Fields fields) {
        Map<String, String> leaves = new TreeMap<>();
        leaves("", fields, leaves);
        return leaves;
    }

    private static void leaves(String at, Value value, Map<String, String> leaves) {
        switch (value) {
            case Value.Fields(Map<String, Value> members) ->
                    members.forEach((name, member) ->
                            leaves(
                                    at + "/" + name.replace("~", "~0").replace("/", "~1"),
                                    member,
                                    leaves));
            case Value.Items(List<Value> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    leaves(at + "/" + i, items.get(i), leaves);
                }
            }
            case Value.Text _, Value.Numeral _, Value.Flag _, Value.Nothing _ ->
                    leaves.put(at, value.toString());
        }
    }
}
