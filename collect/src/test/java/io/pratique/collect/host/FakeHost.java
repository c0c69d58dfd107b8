package io.pratique.collect.host;

import io.pratique.collect.Evidence;
import io.pratique.collect.MapFiles;
import io.pratique.collect.Value;
import io.pratique.collect.docker.DockerApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A host of ECS with a daemon, a task, an agent and a kubelet; secrets stand at many places. */
final class FakeHost implements DockerApi {
    static final String WEB = "a".repeat(64);
    static final String AGENT = "b".repeat(64);
    static final String IMAGE = "sha256:" + "c".repeat(64);
    static final String CANARY = "C4naryQz81";
    static final String TASK = "arn:aws:ecs:eu-west-1:111122223333:task/c/0123";
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    final MapFiles files = new MapFiles();
    final Map<String, String> answers = new TreeMap<>();
    final List<String> asked = new ArrayList<>();
    Fault fault = _ -> {};

    /** What happens instead of an answer, or nothing. */
    @FunctionalInterface
    interface Fault {
        void at(String path) throws IOException;
    }

    FakeHost() {
        files();
        processes();
        daemon();
    }

    private void files() {
        files.put("/etc/hostname", "host-1\n")
                .put("/etc/machine-id", "0123456789abcdef0123456789abcdef\n")
                .put("/sys/devices/virtual/dmi/id/board_asset_tag", "i-0abc123456789def0\n")
                .put(
                        "/etc/docker/daemon.json",
                        "{\"icc\":false,\"log-driver\":\"splunk\",\"log-opts\":{\"splunk-token\":\""
                                + CANARY
                                + "\",\"splunk-url\":\"https://s\"},"
                                + "\"seccomp-profile\":\"/etc/docker/seccomp.json\",\"tlskey\":\"/etc/docker/key.pem\","
                                + "\"tlscacert\":\"/etc/docker/none.pem\"}",
                        0644,
                        0,
                        0)
                .put("/etc/docker/seccomp.json", "{\"defaultAction\":\"SCMP_ACT_ERRNO\"}")
                .put("/etc/docker/key.pem", CANARY, 0400, 0, 0)
                .put("/etc/docker/certs.d/registry/ca.crt", "x", 0444, 0, 0)
                .put(
                        "/usr/lib/systemd/system/docker.service",
                        """
                        [Service]
                        EnvironmentFile=-/etc/sysconfig/docker
                        ExecStart=/usr/bin/dockerd -H fd:// \\
                          $OPTIONS
                        """)
                .put("/usr/lib/systemd/system/docker.socket", "[Socket]\n", 0664, 0, 0)
                .put(
                        "/etc/sysconfig/docker",
                        "# options\nOPTIONS=\"--default-ulimit nofile=1024:4096 --live-restore\"\n")
                .put("/etc/group", "root:x:0:\ndocker:x:998:ec2-user,deploy\n")
                .put(
                        "/etc/passwd",
                        "root:x:0:0::/root:/bin/sh\nci:x:1001:998:CI:/home/ci:/bin/sh\n")
                .put("/etc/nsswitch.conf", "passwd: files\ngroup: files systemd\n")
                .put("/sys/fs/selinux/enforce", "1")
                .put("/sys/module/apparmor/parameters/enabled", "N\n")
                .put(
                        "/etc/ecs/ecs.config",
                        "ECS_CLUSTER=c\nECS_TASK_PIDS_LIMIT=512\nECS_ENGINE_AUTH_DATA={\"r\":{\"password\":\""
                                + CANARY
                                + "\"}}\nHTTP_PROXY=http://u:"
                                + CANARY
                                + "@p:1\n")
                .put("/etc/k.yaml", "kind: KubeletConfiguration\nreadOnlyPort: 0\n")
                .put(
                        "/etc/kc",
                        "current-context: c\ncontexts: [{name: c, context: {user: u}}]\n"
                                + "users: [{name: u, user: {token: "
                                + CANARY
                                + "}}]\n")
                .other("/run/docker.sock", "socket", 0660, 0, 998)
                .other("/var/lib/docker", "directory", 0710, 0, 0);
    }

    private void processes() {
        process(1, 0, "systemd", "/usr/lib/systemd/systemd", "/", 0, "/init");
        process(
                50,
                1,
                "dockerd",
                "/usr/bin/dockerd",
                "/system.slice/docker.service",
                0,
                "/usr/bin/dockerd\0-H\0fd://\0--default-ulimit\0nofile=1024:4096\0--live-restore\0");
        process(
                60,
                1,
                "kubelet",
                "/usr/bin/kubelet",
                "/system.slice/kubelet.service",
                0,
                "/usr/bin/kubelet\0--config=/etc/k.yaml\0--kubeconfig=/etc/kc\0--event-qps=0\0"
                        + "--some-token="
                        + CANARY
                        + "\0");
        process(
                70,
                50,
                "web",
                "/web",
                "/ecstasks-0123.slice/docker-" + WEB + ".scope",
                100000,
                "/web\0--password=" + CANARY + "\0");
        process(80, 50, "agent", "/agent", "/docker/" + AGENT, 0, "/agent\0");
        files.put("/proc/2/status", "Name:\tkthreadd\nPPid:\t0\nUid:\t0\t0\t0\t0\n")
                .put("/proc/70/uid_map", "         0     100000      65536\n")
                .put("/proc/80/uid_map", "         0          0 4294967295\n")
                .link("/proc/50/fd/3", "socket:[777]")
                .put(
                        "/proc/1/net/tcp",
                        "  sl  local_address\n   0: 00000000:0947 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1 0 100 0\n   1: 0100007F:0016 0200007F:1234 01 00000000:00000000 00:00000000 00000000     0        0 778 1 0 100 0\n")
                .put(
                        "/proc/1/net/tcp6",
                        "  sl  local_address\n   0: 00000000000000000000000001000000:0016 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 779 1 0\n")
                .put("/proc/1/net/udp", "  sl  local_address\n")
                .put("/proc/1/net/udp6", "  sl  local_address\n")
                .put(
                        "/proc/1/mountinfo",
                        "1 0 259:1 / / rw shared:1 - xfs /dev/nvme0n1p1 rw\n"
                                + "2 1 259:3 / /var/lib/docker rw shared:2 - xfs /dev/nvme1n1 rw,prjquota\n"
                                + "3 1 0:50 / /mnt/a\\040b rw - cifs //h/s rw,password="
                                + CANARY
                                + ",vers=3\n")
                .put("/sys/fs/cgroup/ecstasks-0123.slice/memory.max", "536870912\n")
                .put("/sys/fs/cgroup/ecstasks-0123.slice/cpu.max", "50000 100000\n")
                .put("/sys/fs/cgroup/ecstasks-0123.slice/pids.max", "max\n")
                .put(
                        "/sys/fs/cgroup/ecstasks-0123.slice/docker-" + WEB + ".scope/memory.max",
                        "max\n");
    }

    private void process(
            int pid,
            int parent,
            String name,
            String executable,
            String cgroup,
            long uid,
            String commandLine) {
        String folder = "/proc/" + pid;
        files.put(
                        folder + "/status",
                        "Name:\t"
                                + name
                                + "\nPPid:\t"
                                + parent
                                + "\nUid:\t"
                                + uid
                                + "\t"
                                + uid
                                + "\t0\t0\nVmSize:\t100 kB\nNoNewPrivs:\t1\nSeccomp:\t2\n")
                .put(folder + "/cgroup", "0::" + cgroup + "\n")
                .put(folder + "/cmdline", commandLine)
                .link(folder + "/exe", executable)
                .link(folder + "/cwd", "/");
    }

    private void daemon() {
        answers.put("/version", "{\"Version\":\"25.0.8\",\"Components\":[{\"Name\":\"Engine\"}]}");
        answers.put(
                "/info",
                "{\"Driver\":\"overlay2\",\"DockerRootDir\":\"/var/lib/docker\",\"HttpProxy\":\"http://u:"
                        + CANARY
                        + "@p\",\"SecurityOptions\":[\"name=seccomp,profile=/etc/docker/seccomp.json\"],"
                        + "\"Plugins\":{\"Authorization\":[\"opa\"]},\"Future\":{\"kept\":[1.50]}}");
        answers.put("/networks/bridge", "{\"Name\":\"bridge\",\"Containers\":{}}");
        answers.put(
                "/containers/json?all=1",
                "[{\"Id\":\""
                        + WEB
                        + "\",\"State\":\"running\"},{\"Id\":\""
                        + AGENT
                        + "\",\"State\":\"running\"},{\"Id\":\""
                        + "d".repeat(64)
                        + "\",\"State\":\"exited\"}]");
        answers.put(
                "/containers/" + WEB + "/json",
                "{\"Id\":\""
                        + WEB
                        + "\",\"Name\":\"/web\",\"Image\":\""
                        + IMAGE
                        + "\",\"Args\":[\"--password\",\""
                        + CANARY
                        + "\"],\"State\":{\"Running\":true,\"Pid\":70,\"Health\":{\"Status\":\"healthy\",\"Log\":[{\"Output\":\""
                        + CANARY
                        + "\"}]}},\"Config\":{\"Image\":\"nginx:1.29\",\"User\":\"1000\",\"Env\":[\"PATH=/bin\",\"DB="
                        + CANARY
                        + "\"],\"Labels\":{\"com.amazonaws.ecs.task-arn\":\""
                        + TASK
                        + "\",\"com.amazonaws.ecs.container-name\":\"web\",\"api-token\":\""
                        + CANARY
                        + "\"}},\"HostConfig\":{\"Privileged\":false,\"LogConfig\":{\"Config\":{\"splunk-token\":\""
                        + CANARY
                        + "\"}}}}");
        answers.put(
                "/containers/" + AGENT + "/json",
                "{\"Id\":\""
                        + AGENT
                        + "\",\"Name\":\"/ecs-agent\",\"Image\":\""
                        + IMAGE
                        + "\",\"State\":{\"Running\":true,\"Pid\":80},\"Config\":{\"Env\":[\"ECS_DISABLE_PRIVILEGED=true\",\"ECS_TASK_PIDS_LIMIT=1024\",\"X="
                        + CANARY
                        + "\"]}}");
        answers.put(
                "/images/" + IMAGE + "/json",
                "{\"Os\":\"linux\",\"RepoDigests\":[\"nginx@sha256:1\"],\"Config\":{\"User\":\"nginx\",\"Env\":[\"A="
                        + CANARY
                        + "\"]}}");
        answers.put(
                "/images/" + IMAGE + "/history",
                "[{\"CreatedBy\":\"RUN TOKEN="
                        + CANARY
                        + " make\",\"Size\":3},{\"CreatedBy\":\"ADD file:1 in /\",\"Size\":9}]");
    }

    @Override
    public byte[] get(String path) throws IOException {
        asked.add(path);
        fault.at(path);
        String answer = answers.get(path);
        if (answer == null) {
            throw new Refused(path, 404);
        }
        return answer.getBytes(StandardCharsets.UTF_8);
    }

    Evidence collect() {
        return new HostCollector(
                        files,
                        this,
                        new HostCollector.Settings("/run/docker.sock", "1"),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new byte[] {1})
                .collect();
    }

    static Evidence.Subject subject(Evidence evidence, String kind, String id) {
        return evidence.subjects().stream()
                .filter(subject -> subject.kind().equals(kind) && subject.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static Value.Fields doc(Evidence evidence, String kind, String id) {
        return ((Evidence.Doc) subject(evidence, kind, id).content()).fields();
    }

    static Value.Fields host(Evidence evidence) {
        return evidence.subjects().stream()
                .filter(subject -> subject.kind().equals("docker.host"))
                .map(subject -> ((Evidence.Doc) subject.content()).fields())
                .findFirst()
                .orElseThrow();
    }
}
