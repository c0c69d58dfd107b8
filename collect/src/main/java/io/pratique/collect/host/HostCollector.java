package io.pratique.collect.host;

import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Facts;
import io.pratique.collect.Gathering;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Json;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import io.pratique.collect.docker.DockerApi;
import io.pratique.collect.kubelet.LocalKubelet;
import io.pratique.document.InvalidDocument;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a host into an evidence document (docs/evidence.md, {@code docker.host}, {@code
 * docker.container}, {@code image} and {@code k8s.node}). It only reads: no file is written, no
 * command run, and the daemon is asked with GET. Whatever cannot be read becomes an entry of the
 * coverage list and a hole in the document; nothing ends the run.
 */
public final class HostCollector {
    /** Files whose mode and owner are judged, wherever the daemon is told to keep its own. */
    private static final List<String> FILES =
            List.of(
                    "/etc/docker",
                    "/etc/docker/daemon.json",
                    "/etc/docker/certs.d",
                    "/etc/default/docker",
                    "/etc/sysconfig/docker",
                    "/etc/sysconfig/docker-storage",
                    "/etc/sysconfig/docker-network",
                    "/etc/containerd/config.toml",
                    "/etc/ecs/ecs.config",
                    "/var/lib/docker",
                    "/run/containerd/containerd.sock",
                    "/usr/bin/dockerd",
                    "/usr/sbin/dockerd",
                    "/usr/bin/docker-containerd",
                    "/usr/bin/containerd",
                    "/usr/bin/docker-runc",
                    "/usr/bin/runc",
                    "/usr/sbin/runc",
                    "/var/lib/kubelet/config.yaml",
                    "/etc/kubernetes/kubelet.conf");

    private static final List<String> UNITS =
            List.of("docker.service", "docker.socket", "containerd.service");

    private static final int MOST_CERTIFICATES = 1_000;

    /**
     * What is to be read.
     *
     * @param socket the path of the daemon's socket as the host has it
     * @param version of this program
     */
    public record Settings(String socket, String version) {}

    private final HostFiles files;
    private final DockerApi docker;
    private final Settings settings;
    private final Clock clock;
    private final byte[] fallbackKey;

    /**
     * @param docker the daemon behind the socket of the settings
     * @param fallbackKey random bytes for the hashes of secrets, for a host without a machine id
     */
    public HostCollector(
            HostFiles files, DockerApi docker, Settings settings, Clock clock, byte[] fallbackKey) {
        this.files = files;
        this.docker = docker;
        this.settings = settings;
        this.clock = clock;
        this.fallbackKey = fallbackKey.clone();
    }

    /** Reads it. */
    public Evidence collect() {
        String host = HostName.of(files);
        return new Run(host, new Redaction(key())).evidence();
    }

    private byte[] key() {
        try {
            byte[] id = files.read("/etc/machine-id", 1 << 10);
            return id.length < 16 ? fallbackKey : id;
        } catch (IOException | RuntimeException _) {
            return fallbackKey;
        }
    }

    /** One run. */
    private final class Run {
        private final String host;
        private final Redaction redaction;
        private final Gathering gathering;
        private final Facts doc = new Facts();

        Run(String host, Redaction redaction) {
            this.host = host;
            this.redaction = redaction;
            this.gathering = new Gathering(host);
        }

        Evidence evidence() {
            Optional<Value.Fields> version = answer("/version", "/version");
            Optional<Value.Fields> info = answer("/info", "/info");
            Optional<List<Processes.Running>> running = processes();
            boolean answers = version.isPresent() || info.isPresent();
            Daemon.View daemon =
                    new Daemon(files, gathering).read(running, settings.socket(), answers);
            runtime(version, running, daemon).ifPresent(word -> doc.put("runtime", word));
            info.ifPresent(fields -> doc.put("info", fields));
            version.ifPresent(fields -> doc.put("version", fields));
            doc.put("daemon", daemon.facts());
            networks(answers);
            Set<String> paths = new LinkedHashSet<>(FILES);
            units(paths);
            paths.add(settings.socket());
            for (String key : List.of("tlscacert", "tlscert", "tlskey")) {
                daemon.text(key).filter(path -> path.startsWith("/")).ifPresent(paths::add);
            }
            daemon.configFile().ifPresent(paths::add);
            seccomp(daemon, info, paths);
            certificates(paths);
            files(paths);
            gathering.attempt(
                    "host-commands",
                    "SELinux",
                    "/selinux",
                    () -> doc.put("selinux", SecurityModules.selinux(files)));
            gathering.attempt(
                    "host-commands",
                    "AppArmor",
                    "/apparmor",
                    () -> doc.put("apparmor", SecurityModules.apparmor(files)));
            accounts();
            mounts(info, daemon);
            running.ifPresent(all -> {
                doc.put(
                        "processes",
                        new Value.Items(
                                all.stream().<Value>map(Processes.Running::facts).toList()));
                gathering.attempt(
                        "host-commands",
                        "/proc/net",
                        "/listeners",
                        () -> doc.put("listeners", new Listeners(files).all(all)));
            });
            Containers containers = new Containers(files, docker, gathering, redaction, host);
            Optional<List<String>> ids = answers ? containers.read() : Optional.empty();
            if (!answers) {
                gathering.note(
                        Coverage.Entry.skipped(
                                "docker-inspect", "the daemon does not answer: nothing is listed"));
            }
            boolean isAgentKnown =
                    ids.isPresent() && containers.isComplete()
                            || doc.done().text("runtime").filter("none"::equals).isPresent();
            if (isAgentKnown) {
                gathering.attempt(
                        "host-files",
                        EcsAgent.FILE,
                        "/ecsAgent",
                        () ->
                                doc.put(
                                        "ecsAgent",
                                        EcsAgent.read(files, containers.agent(), redaction)));
            } else {
                // What the agent's container runs with wins over its file, and is not known.
                gathering.note(
                        Coverage.Entry.skipped(
                                        "host-files",
                                        EcsAgent.FILE
                                                + ": a container that may be the agent's"
                                                + " could not be read")
                                .in(host, "/ecsAgent"));
            }
            List<Evidence.Subject> subjects = new ArrayList<>(containers.subjects());
            running.ifPresent(all -> subjects.addAll(kubelets(all)));
            Map<String, List<String>> relations = new LinkedHashMap<>();
            ids.ifPresent(list -> relations.put("containers", list));
            subjects.add(
                    Evidence.Subject.live("docker.host", host, relations, doc.done(), redaction));
            return new Evidence(
                    "host-agent",
                    settings.version(),
                    clock.instant(),
                    Evidence.Origin.LIVE,
                    Map.of(),
                    new Coverage(gathering.entries().stream().map(this::redacted).toList()),
                    subjects);
        }

        private Coverage.Entry redacted(Coverage.Entry entry) {
            return new Coverage.Entry(
                    entry.source(),
                    entry.status(),
                    entry.reason(),
                    redaction.redact(entry.detail()),
                    entry.subject(),
                    entry.path());
        }

        private Optional<Value.Fields> answer(String path, String hole) {
            List<Value.Fields> found = new ArrayList<>();
            gathering.attempt(
                    "docker-daemon",
                    "GET " + path,
                    hole,
                    () -> found.add(Json.object(path, docker.get(path))));
            return found.stream().findFirst();
        }

        private Optional<List<Processes.Running>> processes() {
            List<Processes.Running> running = new ArrayList<>();
            boolean done =
                    gathering.attempt(
                            "host-commands",
                            "/proc",
                            "/processes",
                            () -> running.addAll(new Processes(files).all()));
            if (!done) {
                gathering.note(
                        Coverage.Entry.skipped(
                                        "host-commands", "/proc/net: its processes are not known")
                                .in(host, "/listeners"));
            }
            if (running.size() >= Processes.MOST) {
                gathering.note(
                        Coverage.Entry.failed(
                                        "host-commands",
                                        Coverage.Reason.TOO_LARGE,
                                        "/proc: only the first " + Processes.MOST + " processes")
                                .in(host, "/processes"));
            }
            return done ? Optional.of(running) : Optional.empty();
        }

        /** The runtime; empty when it cannot be told. */
        private Optional<String> runtime(
                Optional<Value.Fields> version,
                Optional<List<Processes.Running>> running,
                Daemon.View daemon) {
            if (version.isPresent()) {
                boolean podman =
                        version.get().items("Components").stream()
                                .anyMatch(component ->
                                        component instanceof Value.Fields fields
                                                && fields.text("Name")
                                                        .filter(name -> name.contains("Podman"))
                                                        .isPresent());
                return Optional.of(podman ? "podman" : "docker");
            }
            if (daemon.isSeen() || exists("/usr/bin/dockerd") || exists("/usr/sbin/dockerd")) {
                return Optional.of("docker");
            }
            boolean holes =
                    gathering.entries().stream()
                            .anyMatch(entry ->
                                    entry.source().equals("docker-daemon")
                                            && entry.status() == Coverage.Status.DENIED);
            if (holes || running.isEmpty()) {
                return Optional.empty();
            }
            for (Processes.Running process : running.get()) {
                if (process.name().equals("containerd") || process.name().equals("crio")) {
                    return Optional.of(process.name());
                }
            }
            return Optional.of("none");
        }

        private boolean exists(String path) {
            try {
                files.lstat(path);
                return true;
            } catch (IOException | RuntimeException _) {
                return false;
            }
        }

        private void networks(boolean answers) {
            if (!answers) {
                gathering.note(
                        Coverage.Entry.skipped("docker-daemon", "GET /networks/bridge")
                                .in(host, "/networks"));
                return;
            }
            gathering.attempt(
                    "docker-daemon",
                    "GET /networks/bridge",
                    "/networks",
                    () -> {
                        Facts networks = new Facts();
                        try {
                            networks.put(
                                    "bridge",
                                    Json.object(
                                            "/networks/bridge", docker.get("/networks/bridge")));
                        } catch (DockerApi.Refused e) {
                            if (e.status() != 404) {
                                throw e;
                            }
                            // a daemon without the default bridge
                        }
                        doc.put("networks", networks.done());
                    });
        }

        private void units(Set<String> paths) {
            Facts found = new Facts();
            for (String name : UNITS) {
                gathering.attempt(
                        "host-files",
                        name,
                        "/units/" + name,
                        () -> {
                            Optional<String> path = new Units(files).find(name);
                            Facts unit = new Facts().put("exists", path.isPresent());
                            path.ifPresent(file -> {
                                unit.put("fragmentPath", file);
                                paths.add(file);
                            });
                            found.put(name, unit.done());
                        });
            }
            doc.put("units", found.done());
        }

        private void files(Set<String> paths) {
            Facts found = new Facts();
            Map<String, Exception> failed = new LinkedHashMap<>();
            for (String path : paths) {
                try {
                    found.put(path, status(path));
                } catch (IOException | RuntimeException e) {
                    failed.put(path, e);
                }
            }
            doc.put("files", found.done());
            gathering.note(
                    Coverage.Entry.ok(
                            "host-files", "lstat of " + (paths.size() - failed.size()) + " paths"));
            failed.forEach((path, e) ->
                    gathering.fail("host-files", "lstat " + path, "/files/" + escape(path), e));
        }

        private static String escape(String path) {
            return path.replace("~", "~0").replace("/", "~1");
        }

        private Value status(String path) throws IOException {
            HostFiles.Status status;
            try {
                status = files.lstat(path);
            } catch (NoSuchFileException | NotDirectoryException _) {
                return new Facts().put("exists", false).done();
            }
            Facts facts = new Facts().put("exists", true).put("type", status.type());
            if (status.type().equals("link")) {
                facts.put("target", status.target());
                try {
                    // What is judged is what the link leads to.
                    HostFiles.Status behind = files.stat(path);
                    facts.put("behind", behind.type());
                    status = behind;
                } catch (NoSuchFileException | NotDirectoryException _) {
                    return new Facts()
                            .put("exists", false)
                            .put("type", "link")
                            .put("target", status.target())
                            .done();
                }
            }
            return facts.put("mode", "%04o".formatted(status.mode()))
                    .put("uid", status.uid())
                    .put("gid", status.gid())
                    .done();
        }

        private void certificates(Set<String> paths) {
            try {
                int count = 0;
                for (String registry : files.list("/etc/docker/certs.d")) {
                    String folder = "/etc/docker/certs.d/" + registry;
                    paths.add(folder);
                    for (String file : files.list(folder)) {
                        if (++count > MOST_CERTIFICATES) {
                            throw new IOException("more than " + MOST_CERTIFICATES + " files");
                        }
                        paths.add(folder + "/" + file);
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException _) {
                // no registry has certificates of its own
            } catch (IOException | RuntimeException e) {
                gathering.fail("host-files", "/etc/docker/certs.d", "", e);
            }
        }

        private void seccomp(Daemon.View daemon, Optional<Value.Fields> info, Set<String> paths) {
            Set<String> profiles = new LinkedHashSet<>();
            daemon.text("seccomp-profile").ifPresent(profiles::add);
            for (Value option : info.orElse(Value.EMPTY).items("SecurityOptions")) {
                if (option instanceof Value.Text(String text) && text.startsWith("name=seccomp,")) {
                    int profile = text.indexOf("profile=");
                    if (profile >= 0) {
                        profiles.add(text.substring(profile + 8).split(",", 2)[0]);
                    }
                }
            }
            Facts found = new Facts();
            for (String path : profiles) {
                if (path.startsWith("/")) {
                    paths.add(path);
                    try {
                        found.put(path, profile(path));
                    } catch (IOException | RuntimeException e) {
                        gathering.fail("host-files", path, "/seccompProfiles/" + escape(path), e);
                    }
                }
            }
            doc.put("seccompProfiles", found.done());
        }

        private Value profile(String path) throws IOException {
            byte[] bytes;
            try {
                bytes = files.read(path, 4 << 20);
            } catch (NoSuchFileException | NotDirectoryException _) {
                return new Facts().put("exists", false).done();
            }
            Facts facts = new Facts().put("exists", true);
            try {
                Value.Fields profile = Json.object(path, bytes);
                facts.put("parses", true);
                profile.text("defaultAction")
                        .ifPresent(action -> facts.put("defaultAction", action));
            } catch (InvalidDocument _) {
                facts.put("parses", false);
            }
            return facts.done();
        }

        private void accounts() {
            List<HostFiles.Status> socket = new ArrayList<>();
            gathering.attempt(
                    "host-files",
                    "stat " + settings.socket(),
                    "/socket",
                    () -> socket.add(files.stat(settings.socket())));
            boolean done =
                    gathering.attempt(
                            "host-commands",
                            "/etc/group and /etc/passwd",
                            "/groups",
                            () -> {
                                Accounts accounts = Accounts.read(files);
                                groups(accounts, socket);
                            });
            if (!done && !socket.isEmpty()) {
                gathering.note(
                        Coverage.Entry.skipped("host-commands", "the name of the socket's group")
                                .in(host, "/socket/group"));
                doc.put("socket", socket(socket.getFirst(), Optional.empty()));
            }
            try {
                List<String> elsewhere = Accounts.elsewhere(files);
                if (!elsewhere.isEmpty()) {
                    gathering.note(
                            Coverage.Entry.skipped(
                                            "host-commands",
                                            "members of groups that " + elsewhere + " knows")
                                    .in(host, "/groups"));
                }
            } catch (NoSuchFileException _) {
                // without it the files alone count
            } catch (IOException | RuntimeException e) {
                gathering.fail("host-commands", "/etc/nsswitch.conf", "/groups", e);
            }
        }

        private void groups(Accounts accounts, List<HostFiles.Status> socket) {
            Facts groups = new Facts();
            for (Accounts.Group group : accounts.groups()) {
                boolean ownsSocket = !socket.isEmpty() && socket.getFirst().gid() == group.gid();
                if (group.name().equals("docker") || ownsSocket) {
                    groups.put(group.name(), accounts.facts(group));
                }
            }
            doc.put("groups", groups.done());
            if (!socket.isEmpty()) {
                doc.put(
                        "socket",
                        socket(
                                socket.getFirst(),
                                accounts.group(socket.getFirst().gid()).map(Accounts.Group::name)));
            }
        }

        private Value socket(HostFiles.Status status, Optional<String> group) {
            Facts facts =
                    new Facts()
                            .put("path", settings.socket())
                            .put("uid", status.uid())
                            .put("gid", status.gid())
                            .put("mode", "%04o".formatted(status.mode()));
            group.ifPresent(name -> facts.put("group", name));
            return facts.done();
        }

        private void mounts(Optional<Value.Fields> info, Daemon.View daemon) {
            List<Mounts> found = new ArrayList<>();
            boolean read =
                    gathering.attempt(
                            "host-commands",
                            "/proc/1/mountinfo",
                            "/mounts",
                            () -> found.add(Mounts.read(files)));
            if (!read) {
                gathering.note(
                        Coverage.Entry.skipped("host-commands", "/proc/1/mountinfo is not known")
                                .in(host, "/dockerRoot"));
                return;
            }
            Mounts mounts = found.getFirst();
            doc.put("mounts", mounts.facts());
            Optional<String> root =
                    info.flatMap(fields -> fields.text("DockerRootDir"))
                            .or(() -> daemon.text("data-root"));
            boolean isDefault = root.isEmpty() && daemon.isSeen() && daemon.unread().isEmpty();
            if (root.isEmpty() && !isDefault) {
                return;
            }
            gathering.attempt(
                    "host-commands",
                    "the file system of the data root",
                    "/dockerRoot",
                    () ->
                            doc.put(
                                    "dockerRoot",
                                    dockerRoot(root.orElse("/var/lib/docker"), mounts)));
        }

        private Value dockerRoot(String named, Mounts mounts) throws IOException {
            // Under a user namespace it is a folder of that name: 165536.165536.
            String path = named.replaceFirst("/[0-9]+\\.[0-9]+/?$", "");
            String real = files.real(path);
            Mounts.Mount holding = mounts.holding(real).orElseThrow();
            Mounts.Mount top = mounts.holding("/").orElseThrow();
            int slash = real.lastIndexOf('/');
            String parent = slash <= 0 ? "/" : real.substring(0, slash);
            // dockerd mounts its folder onto itself: that is no file system of its own.
            boolean onItself =
                    mounts.holding(parent)
                            .filter(mount -> mount.device().equals(holding.device()))
                            .isPresent();
            return new Facts()
                    .put("path", path)
                    .put("device", holding.device())
                    .put("rootDevice", top.device())
                    .put("mountPoint", holding.target().equals(real) && !onItself)
                    .done();
        }

        private List<Evidence.Subject> kubelets(List<Processes.Running> all) {
            List<Evidence.Subject> subjects = new ArrayList<>();
            for (Processes.Running process : all) {
                if (!process.name().equals("kubelet")) {
                    continue;
                }
                String path = "/proc/" + process.pid() + "/cmdline";
                try {
                    List<String> words = new Processes(files).commandLine(process.pid());
                    String folder;
                    try {
                        folder = files.link("/proc/" + process.pid() + "/cwd");
                    } catch (IOException _) {
                        folder = "/";
                    }
                    LocalKubelet.Found found =
                            new LocalKubelet(files).read(words, folder, host, redaction);
                    subjects.add(found.subject());
                    found.entries().forEach(gathering::note);
                } catch (IOException | RuntimeException e) {
                    Coverage.Entry entry = Gathering.entry("kubelet-config", path, e);
                    gathering.note(entry);
                    subjects.add(
                            Evidence.Subject.missing(
                                    "k8s.node",
                                    host,
                                    Map.of(),
                                    entry.reason().orElse(Coverage.Reason.NOT_COLLECTED),
                                    path));
                }
                break;
            }
            return subjects;
        }
    }
}
