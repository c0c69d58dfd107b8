package io.pratique.policy;

import io.pratique.model.Container;
import io.pratique.model.Identity;
import io.pratique.model.Platform;
import io.pratique.model.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes workloads of both platforms, and requests for access to pods, good and bad. */
final class RandomWorkloads {
    static final List<String> NAMESPACES =
            List.of("default", "prod", "team-a", "team-b", "team-a-dev", "kube-system", "x");
    static final List<String> NAMES = List.of("web", "api", "agent", "node-agent");
    static final List<String> CONTAINERS = List.of("app", "side", "init", "debug");
    static final String OWN_DIGEST = "sha256:" + "0a".repeat(32);
    static final List<String> IMAGES =
            List.of(
                    "nginx",
                    "nginx:1.29",
                    "docker.io/library/nginx:latest",
                    "ghcr.io/acme/api:1.2.3",
                    "ghcr.io/acme/api@sha256:" + "1b".repeat(32),
                    "GHCR.io/acme/tool:dev",
                    "localhost:5000/team/app:v1",
                    "quay.io/evil/miner",
                    "forged.example/pratique/sensor:1.0",
                    "mirror.example/any/name@" + OWN_DIGEST,
                    "$(IMAGE)");
    private static final List<String> CAPABILITIES =
            List.of("NET_ADMIN", "SYS_ADMIN", "CHOWN", "NET_BIND_SERVICE", "ALL", "NET_RAW");

    private final Random random;

    RandomWorkloads(Random random) {
        this.random = random;
    }

    Workload next() {
        if (chance(15)) {
            return Workloads.of(task());
        }
        Workload workload = Workloads.of(kubernetes());
        if (chance(6)) {
            return access(workload);
        }
        return chance(12) ? partlyUnknown(workload) : workload;
    }

    /** One of which everything is known. */
    Workload nextKnown() {
        while (true) {
            Workload workload = chance(15) ? Workloads.of(task()) : Workloads.of(kubernetes());
            if (workload.containers().stream().allMatch(c -> c.image().isSet())) {
                return workload;
            }
        }
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private Workload access(Workload pod) {
        Identity old = pod.identity();
        String kind = one(List.of("PodExecOptions", "PodAttachOptions", "PodPortForwardOptions"));
        return Workloads.withContainers(
                pod.withIdentity(
                        new Identity(
                                Platform.KUBERNETES,
                                "",
                                old.scope(),
                                "v1",
                                kind,
                                old.name(),
                                "",
                                "")),
                List.of());
    }

    private Workload partlyUnknown(Workload workload) {
        List<Container> containers = new ArrayList<>(workload.containers());
        int at = random.nextInt(containers.size());
        containers.set(
                at,
                Container.unknown(
                        containers.get(at).name(), containers.get(at).place(), "Ref Container"));
        return Workloads.withContainers(workload, containers);
    }

    private String kubernetes() {
        List<String> metadata = new ArrayList<>(List.of("\"name\":" + quoted(one(NAMES))));
        if (chance(85)) {
            metadata.add("\"namespace\":" + quoted(one(NAMESPACES)));
        }
        if (chance(40)) {
            metadata.add("\"labels\":{\"app\":\"web\",\"team\":\"a\"}");
        }
        boolean pod = chance(50);
        if (pod && chance(50)) {
            metadata.add(
                    "\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"name\":"
                            + quoted(one(NAMES))
                            + ",\"uid\":\"1\",\"controller\":true}]");
        }
        String meta = "\"metadata\":{" + String.join(",", metadata) + "}";
        if (pod) {
            return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\","
                    + meta
                    + ",\"spec\":"
                    + podSpec()
                    + "}";
        }
        if (chance(25)) {
            return "{\"apiVersion\":\"batch/v1\",\"kind\":\"CronJob\","
                    + meta
                    + ",\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":"
                    + podSpec()
                    + "}}}}}";
        }
        return "{\"apiVersion\":\"apps/v1\",\"kind\":"
                + quoted(one(List.of("Deployment", "DaemonSet", "StatefulSet")))
                + ","
                + meta
                + ",\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"app\":\"web\"}},\"spec\":"
                + podSpec()
                + "}}}";
    }

    private String podSpec() {
        List<String> members = new ArrayList<>();
        flag(members, "hostNetwork", 20);
        flag(members, "hostPID", 20);
        flag(members, "hostIPC", 10);
        flag(members, "automountServiceAccountToken", 40);
        List<String> security = new ArrayList<>();
        flag(security, "runAsNonRoot", 40);
        if (chance(20)) {
            security.add("\"runAsUser\":" + one(List.of(0, 1000)));
        }
        if (chance(30)) {
            security.add("\"seccompProfile\":{\"type\":\"RuntimeDefault\"}");
        }
        if (chance(15)) {
            security.add(
                    "\"sysctls\":[{\"name\":\"net.ipv4.tcp_syncookies\",\"value\":\"1\"},{\"name\":\"kernel.msgmax\",\"value\":\"1\"}]");
        }
        members.add("\"securityContext\":{" + String.join(",", security) + "}");
        if (chance(40)) {
            members.add(
                    "\"volumes\":[{\"name\":\"a\",\"hostPath\":{\"path\":"
                            + quoted(one(List.of("/", "/var/run/docker.sock", "/tmp")))
                            + "}},{\"name\":\"b\",\"emptyDir\":{}}]");
        }
        List<String> containers = new ArrayList<>();
        containers.add(container("app"));
        if (chance(30)) {
            containers.add(container("side"));
        }
        members.add("\"containers\":[" + String.join(",", containers) + "]");
        if (chance(25)) {
            members.add("\"initContainers\":[" + container("init") + "]");
        }
        if (chance(15)) {
            members.add("\"ephemeralContainers\":[" + container("debug") + "]");
        }
        return "{" + String.join(",", members) + "}";
    }

    private void flag(List<String> members, String name, int percent) {
        if (chance(percent)) {
            members.add(quoted(name) + ":" + random.nextBoolean());
        }
    }

    private String container(String name) {
        List<String> members = new ArrayList<>();
        members.add("\"name\":" + quoted(name));
        members.add("\"image\":" + quoted(one(IMAGES)));
        List<String> security = new ArrayList<>();
        flag(security, "privileged", 30);
        flag(security, "allowPrivilegeEscalation", 50);
        flag(security, "readOnlyRootFilesystem", 50);
        flag(security, "runAsNonRoot", 40);
        if (chance(40)) {
            security.add("\"capabilities\":" + capabilities());
        }
        members.add("\"securityContext\":{" + String.join(",", security) + "}");
        if (chance(30)) {
            members.add(
                    "\"ports\":[{\"containerPort\":80,\"hostPort\":"
                            + one(List.of(0, 80, 8080))
                            + "}]");
        }
        if (chance(30)) {
            members.add(
                    "\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter2hunter2\"},{\"name\":\"A\",\"value\":\"b\"}]");
        }
        if (chance(40)) {
            members.add("\"resources\":{\"limits\":{\"memory\":\"1Gi\"}}");
        }
        if (chance(30)) {
            members.add("\"livenessProbe\":{\"httpGet\":{\"port\":80,\"host\":\"1.2.3.4\"}}");
        }
        return "{" + String.join(",", members) + "}";
    }

    private String capabilities() {
        return "{\"add\":["
                + quoted(one(CAPABILITIES))
                + ","
                + quoted(one(CAPABILITIES))
                + "],\"drop\":["
                + quoted(one(CAPABILITIES))
                + "]}";
    }

    private String task() {
        List<String> members = new ArrayList<>();
        members.add("\"family\":" + quoted(one(NAMES)));
        if (chance(60)) {
            members.add(
                    "\"requiresCompatibilities\":"
                            + one(
                                    List.of(
                                            "[\"FARGATE\"]",
                                            "[\"EC2\"]",
                                            "[\"EC2\",\"FARGATE\"]",
                                            "[\"EXTERNAL\"]")));
        }
        if (chance(40)) {
            members.add("\"networkMode\":" + quoted(one(List.of("host", "awsvpc"))));
        }
        if (chance(30)) {
            members.add("\"pidMode\":\"host\"");
        }
        List<String> containers = new ArrayList<>();
        containers.add(taskContainer("app"));
        if (chance(30)) {
            containers.add(taskContainer("side"));
        }
        members.add("\"containerDefinitions\":[" + String.join(",", containers) + "]");
        return "{" + String.join(",", members) + "}";
    }

    private String taskContainer(String name) {
        List<String> members = new ArrayList<>();
        members.add("\"name\":" + quoted(name));
        members.add("\"image\":" + quoted(one(IMAGES)));
        flag(members, "privileged", 30);
        flag(members, "readonlyRootFilesystem", 50);
        if (chance(30)) {
            members.add("\"user\":" + quoted(one(List.of("root", "1000", "0:0", "app"))));
        }
        if (chance(30)) {
            members.add("\"linuxParameters\":{\"capabilities\":" + capabilities() + "}");
        }
        return "{" + String.join(",", members) + "}";
    }
}
