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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The containers that run on a host, with their limits and first processes, and their images. */
final class Containers {
    /** More are not asked for one by one; each that is left out has an entry. */
    static final int MOST = 10_000;

    private static final String SOURCE = "docker-inspect";
    private static final int LIMIT = 1 << 20;
    private static final Set<String> RUNNING = Set.of("running", "paused", "restarting");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");
    private static final Pattern IMAGE = Pattern.compile("(sha256:)?[0-9a-f]{12,64}");

    /** The cgroup of a task of ECS, of both versions. */
    private static final Pattern TASK =
            Pattern.compile("^(.*?/ecs/[^/]+|.*?/ecstasks-[^/]+\\.slice)(?:/|$)");

    private final HostFiles files;
    private final DockerApi docker;
    private final Gathering gathering;
    private final Redaction redaction;
    private final String host;
    private final List<Evidence.Subject> subjects = new ArrayList<>();
    private final Map<String, List<String>> images = new LinkedHashMap<>();
    private Optional<Map<String, String>> agent = Optional.empty();

    Containers(
            HostFiles files,
            DockerApi docker,
            Gathering gathering,
            Redaction redaction,
            String host) {
        this.files = files;
        this.docker = docker;
        this.gathering = gathering;
        this.redaction = redaction;
        this.host = host;
    }

    /** The containers and images that were read. */
    List<Evidence.Subject> subjects() {
        return List.copyOf(subjects);
    }

    /** Whether every container that runs could be read. */
    boolean isComplete() {
        return subjects.stream()
                .noneMatch(subject ->
                        subject.kind().equals("docker.container")
                                && subject.content() instanceof Evidence.Missing);
    }

    /** The variables of the ECS agent's container, secrets included; empty when none runs. */
    Optional<Map<String, String>> agent() {
        return agent;
    }

    /**
     * Reads them.
     *
     * @return the ids of those that run; empty when the daemon did not list them
     */
    Optional<List<String>> read() {
        List<String> ids = new ArrayList<>();
        boolean listed =
                gathering.attempt(SOURCE, "GET /containers/json", "", () -> ids.addAll(list()));
        if (!listed) {
            return Optional.empty();
        }
        List<String> running = new ArrayList<>();
        for (String id : ids) {
            if (running.size() >= MOST) {
                running.add(id);
                subjects.add(missing(id, Coverage.Reason.TOO_LARGE));
            } else if (inspect(id)) {
                running.add(id);
            }
        }
        images.forEach(this::image);
        return Optional.of(running);
    }

    private List<String> list() throws IOException {
        if (!(Json.read("/containers/json", docker.get("/containers/json?all=1"))
                instanceof Value.Items(List<Value> items))) {
            throw new IllegalArgumentException("no list");
        }
        List<String> ids = new ArrayList<>();
        for (Value item : items) {
            if (!(item instanceof Value.Fields container)) {
                throw new IllegalArgumentException("no container");
            }
            String id = container.text("Id").orElse("");
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("no id");
            }
            // A state that is not said may be any.
            if (container.text("State").map(RUNNING::contains).orElse(true)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private Evidence.Subject missing(String id, Coverage.Reason reason) {
        return Evidence.Subject.missing(
                "docker.container",
                id,
                Map.of("host", List.of(host)),
                reason,
                "GET /containers/" + id + "/json");
    }

    /** Whether it still runs. */
    private boolean inspect(String id) {
        String path = "/containers/" + id + "/json";
        Value.Fields inspect;
        try {
            inspect = Json.object(path, docker.get(path));
            if (!inspect.text("Id").equals(Optional.of(id))) {
                throw new IllegalArgumentException("another container");
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof DockerApi.Refused refused && refused.status() == 404) {
                gathering.note(Coverage.Entry.ok(SOURCE, "GET " + path + ": it has ended"));
                return false;
            }
            Coverage.Entry entry = Gathering.entry(SOURCE, "GET " + path, e);
            gathering.note(entry.in(id, ""));
            subjects.add(missing(id, entry.reason().orElse(Coverage.Reason.NOT_COLLECTED)));
            return true;
        }
        Value.Fields state = inspect.fields("State");
        if (state.get("Running").isPresent() && !state.isTrue("Running")) {
            return false;
        }
        Facts doc = new Facts().put("inspect", withoutProbes(inspect));
        long pid =
                state.get("Pid").orElse(new Value.Nothing()) instanceof Value.Numeral(String text)
                                && text.matches("[0-9]{1,9}")
                        ? Long.parseLong(text)
                        : 0;
        if (pid > 0) {
            attempt(
                    id,
                    "/cgroup",
                    "/proc/" + pid + "/cgroup",
                    () -> doc.put("cgroup", cgroup(pid)));
            attempt(
                    id,
                    "/process",
                    "/proc/" + pid + "/status",
                    () -> doc.put("process", process(pid)));
        }
        Value.Fields config = inspect.fields("Config");
        Map<String, List<String>> relations = new LinkedHashMap<>();
        relations.put("host", List.of(host));
        String image = inspect.text("Image").orElse("");
        if (IMAGE.matcher(image).matches()) {
            relations.put("image", List.of(image));
            images.computeIfAbsent(image, _ -> new ArrayList<>())
                    .addAll(config.text("Image").map(List::of).orElse(List.of()));
        }
        Value.Fields labels = config.fields("Labels");
        Facts ecs = new Facts();
        Optional<String> task = labels.text("com.amazonaws.ecs.task-arn");
        task.ifPresent(arn -> {
            relations.put("task", List.of(arn));
            ecs.put("taskArn", arn);
        });
        labels.text("com.amazonaws.ecs.container-name")
                .ifPresent(name -> ecs.put("container", name));
        Evidence.Subject subject =
                Evidence.Subject.live("docker.container", id, relations, doc.done(), redaction);
        Value.Fields beside = ecs.done();
        subjects.add(
                beside.members().isEmpty()
                        ? subject
                        : subject.with(new Facts().put("ecs", beside).done()));
        if (isAgent(inspect, config)) {
            agent = Optional.of(variables(config));
        }
        return true;
    }

    private void attempt(String id, String hole, String what, Gathering.Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            gathering.note(Gathering.entry(SOURCE, what, e).in(id, hole));
        }
    }

    /** What a health probe printed may be anything, and judges nothing. */
    private static Value.Fields withoutProbes(Value.Fields inspect) {
        Value.Fields state = inspect.fields("State");
        Value.Fields health = state.fields("Health");
        if (health.get("Log").isEmpty()) {
            return inspect;
        }
        Map<String, Value> kept = new LinkedHashMap<>(health.members());
        kept.remove("Log");
        Map<String, Value> states = new LinkedHashMap<>(state.members());
        states.put("Health", new Value.Fields(kept));
        Map<String, Value> whole = new LinkedHashMap<>(inspect.members());
        whole.put("State", new Value.Fields(states));
        return new Value.Fields(whole);
    }

    private static boolean isAgent(Value.Fields inspect, Value.Fields config) {
        return inspect.text("Name").filter("/ecs-agent"::equals).isPresent()
                || config.text("Image")
                        .filter(image -> image.contains("amazon-ecs-agent"))
                        .isPresent();
    }

    private static Map<String, String> variables(Value.Fields config) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Value item : config.items("Env")) {
            if (item instanceof Value.Text(String text) && text.indexOf('=') > 0) {
                int equals = text.indexOf('=');
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return variables;
    }

    private Value process(long pid) throws IOException {
        String status = text("/proc/" + pid + "/status");
        Facts facts = new Facts();
        for (String line : status.lines().toList()) {
            String[] words = line.split("\\s+", -1);
            switch (words[0]) {
                case "Uid:" -> {
                    long uid = Long.parseLong(words[2]);
                    facts.put("hostUid", uid);
                    inside(pid, uid).ifPresent(own -> facts.put("uid", own));
                }
                case "NoNewPrivs:" -> facts.put("noNewPrivileges", words[1].equals("1"));
                case "Seccomp:" -> facts.put("seccomp", Long.parseLong(words[1]));
                case "CapEff:" -> facts.put("capabilities", words[1]);
                default -> {
                    // nothing that is judged
                }
            }
        }
        Value.Fields done = facts.done();
        if (done.get("hostUid").isEmpty()) {
            throw new IllegalArgumentException("a status without Uid");
        }
        return done;
    }

    /** The uid as the process sees it: in its own user namespace. */
    private Optional<Long> inside(long pid, long uid) throws IOException {
        for (String line : text("/proc/" + pid + "/uid_map").lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            long inner = Long.parseLong(words[0]);
            long outer = Long.parseLong(words[1]);
            if (uid >= outer && uid - outer < Long.parseLong(words[2])) {
                return Optional.of(inner + uid - outer);
            }
        }
        return Optional.empty();
    }

    private String text(String path) throws IOException {
        return new String(files.read(path, LIMIT), StandardCharsets.UTF_8);
    }

    /** The limits of the ECS task a container belongs to, or its own, in the words of version 2. */
    private Value cgroup(long pid) throws IOException {
        Map<String, String> paths = new LinkedHashMap<>();
        for (String line : text("/proc/" + pid + "/cgroup").lines().toList()) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                throw new IllegalArgumentException("a cgroup line is cut off");
            }
            for (String controller : parts[1].split(",", -1)) {
                paths.put(controller, parts[2]);
            }
        }
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("no cgroup");
        }
        boolean second = !paths.containsKey("memory") && paths.containsKey("");
        Facts facts = new Facts();
        String own = second ? paths.getOrDefault("", "/") : paths.getOrDefault("memory", "/");
        Matcher task = TASK.matcher(own);
        String path = task.find() ? task.group(1) : own;
        limits(facts, second, path, paths);
        if (!path.equals(own)) {
            Facts inner = new Facts();
            limits(inner, second, own, paths);
            facts.put("own", inner.done());
        }
        return facts.done();
    }

    private void limits(Facts facts, boolean second, String path, Map<String, String> paths)
            throws IOException {
        facts.put("version", second ? 2 : 1);
        if (second) {
            String folder = "/sys/fs/cgroup" + path;
            read(folder + "/memory.max").ifPresent(text -> facts.put("memory.max", limit(text)));
            read(folder + "/cpu.max").ifPresent(text -> facts.put("cpu.max", text));
            read(folder + "/pids.max").ifPresent(text -> facts.put("pids.max", limit(text)));
            facts.put("source", folder);
            return;
        }
        String memory = "/sys/fs/cgroup/memory" + path;
        read(memory + "/memory.limit_in_bytes")
                .ifPresent(text -> facts.put("memory.max", limit(text)));
        String cpu = "/sys/fs/cgroup/cpu" + task(paths.getOrDefault("cpu", path), path);
        Optional<String> quota = read(cpu + "/cpu.cfs_quota_us");
        Optional<String> period = read(cpu + "/cpu.cfs_period_us");
        if (quota.isPresent() && period.isPresent()) {
            String most = quota.get().startsWith("-") ? "max" : quota.get();
            facts.put("cpu.max", most + " " + period.get());
        }
        read("/sys/fs/cgroup/pids" + task(paths.getOrDefault("pids", path), path) + "/pids.max")
                .ifPresent(text -> facts.put("pids.max", limit(text)));
        facts.put("source", memory);
    }

    /** The same level of another controller's tree. */
    private static String task(String own, String wanted) {
        Matcher task = TASK.matcher(own);
        return TASK.matcher(wanted).matches() && task.find() ? task.group(1) : own;
    }

    /** The one line of a file; empty when the controller is not there. */
    private Optional<String> read(String path) throws IOException {
        try {
            return Optional.of(text(path).strip());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Version 1 writes the largest number of pages for no limit. */
    private static Value limit(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            return Value.of(text.matches("[0-9]+") ? "max" : text);
        }
        long number = Long.parseLong(text);
        return number >= 0x7FFF_FFFF_FFFF_0000L ? Value.of("max") : Value.of(number);
    }

    private void image(String id, List<String> references) {
        String path = "/images/" + id + "/json";
        Map<String, List<String>> relations = new LinkedHashMap<>();
        relations.put("references", List.copyOf(new TreeSet<>(references)));
        relations.put("host", List.of(host));
        try {
            Value.Fields inspect = Json.object(path, docker.get(path));
            Facts doc = new Facts();
            inspect.text("Os").ifPresent(os -> doc.put("os", os));
            inspect.text("Architecture").ifPresent(name -> doc.put("architecture", name));
            doc.put("config", inspect.fields("Config"));
            List<String> digests = new ArrayList<>();
            for (Value digest : inspect.items("RepoDigests")) {
                if (digest instanceof Value.Text(String text)) {
                    digests.add(text);
                }
            }
            relations.put("digests", digests);
            attempt(
                    id,
                    "/history",
                    "GET /images/" + id + "/history",
                    () -> doc.put("history", history(id)));
            subjects.add(Evidence.Subject.live("image", id, relations, doc.done(), redaction));
        } catch (IOException | RuntimeException e) {
            Coverage.Entry entry = Gathering.entry("image-config", "GET " + path, e);
            gathering.note(entry.in(id, ""));
            subjects.add(
                    Evidence.Subject.missing(
                            "image",
                            id,
                            relations,
                            entry.reason().orElse(Coverage.Reason.NOT_COLLECTED),
                            "GET " + path));
        }
    }

    /** In the form of the OCI image configuration: the oldest first. */
    private Value history(String id) throws IOException {
        String path = "/images/" + id + "/history";
        if (!(Json.read(path, docker.get(path)) instanceof Value.Items(List<Value> items))) {
            throw new IllegalArgumentException("no list");
        }
        List<Value> history = new ArrayList<>();
        for (Value item : items.reversed()) {
            if (item instanceof Value.Fields layer) {
                Facts facts = new Facts().put("created_by", layer.text("CreatedBy").orElse(""));
                layer.get("Size").ifPresent(size -> facts.put("size", size));
                history.add(facts.done());
            }
        }
        return new Value.Items(history);
    }
}
