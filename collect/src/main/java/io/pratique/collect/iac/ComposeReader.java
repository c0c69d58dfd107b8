package io.pratique.collect.iac;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Facts;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import io.pratique.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes containers of the services of a Compose file, in the form that the Docker API answers for
 * the ones it would start: so the same checks judge both. Not for several threads.
 */
final class ComposeReader {
    private static final Set<String> APPENDED =
            Set.of(
                    "ports",
                    "expose",
                    "volumes",
                    "devices",
                    "cap_add",
                    "cap_drop",
                    "security_opt",
                    "dns",
                    "dns_search",
                    "tmpfs",
                    "env_file",
                    "external_links",
                    "extra_hosts");

    private static final int MAX_EXTENDS = 20;

    private final String path;
    private final Redaction redaction;
    private final List<Coverage.Entry> coverage = new ArrayList<>();

    ComposeReader(String path, Redaction redaction) {
        this.path = path;
        this.redaction = redaction;
    }

    /** True when a document is a Compose file. */
    static boolean recognises(Node root) {
        Optional<Node> services = root.get("services").filter(Node::isObject);
        return services.isPresent()
                && root.get("Resources").isEmpty()
                && root.get("kind").isEmpty()
                && !services.get().members().isEmpty()
                && services.get().members().stream()
                        .allMatch(s ->
                                s.getValue().isObject()
                                        && (s.getValue().get("image").isPresent()
                                                || s.getValue().get("build").isPresent()
                                                || s.getValue().get("extends").isPresent()
                                                || root.get("version").isPresent()));
    }

    Collected read(Node root) {
        Value.Fields services =
                root.get("services").map(Value::of).orElse(Value.EMPTY)
                                instanceof Value.Fields fields
                        ? fields
                        : Value.EMPTY;
        List<Evidence.Subject> subjects = new ArrayList<>();
        root.get("include").ifPresent(_ -> hole("include", "it includes files that are not read"));
        for (Map.Entry<String, Node> entry :
                root.get("services").map(Node::members).orElse(List.of())) {
            boolean[] whole = {true};
            Value.Fields service = extended(services, entry.getKey(), whole, 0);
            subjects.add(
                    subject(
                            entry.getKey(),
                            service,
                            whole[0],
                            root.get("services")
                                    .map(s -> s.positionOfKey(entry.getKey()).line())
                                    .orElse(1)));
        }
        return new Collected(subjects, coverage);
    }

    private void hole(String name, String why) {
        coverage.add(
                Coverage.Entry.failed(
                        "iac", Coverage.Reason.UNRESOLVED_IAC, path + "#" + name + ": " + why));
    }

    private Value.Fields extended(Value.Fields services, String name, boolean[] whole, int depth) {
        Value.Fields own = services.fields(name);
        Optional<Value> link = own.get("extends");
        if (link.isEmpty()) {
            return own;
        }
        boolean text = link.get() instanceof Value.Text;
        String base =
                text
                        ? own.text("extends").orElse("")
                        : own.fields("extends").text("service").orElse("");
        boolean elsewhere = own.fields("extends").get("file").isPresent();
        if (elsewhere || depth == MAX_EXTENDS || services.get(base).isEmpty()) {
            whole[0] = false;
            hole(name, "it extends a service that does not stand in this file");
            return own;
        }
        Value.Fields below = extended(services, base, whole, depth + 1);
        Map<String, Value> all = new LinkedHashMap<>(below.members());
        own.members().forEach((key, value) -> all.put(key, merged(key, all.get(key), value)));
        return new Value.Fields(all);
    }

    private static Value merged(String key, @Nullable Value below, Value own) {
        if (below instanceof Value.Fields(Map<String, Value> one)
                && own instanceof Value.Fields(Map<String, Value> other)) {
            Map<String, Value> all = new LinkedHashMap<>(one);
            other.forEach((name, value) -> all.put(name, merged(name, all.get(name), value)));
            return new Value.Fields(all);
        }
        boolean appended = APPENDED.contains(key) || key.equals("environment");
        if (appended
                && below instanceof Value.Items(List<Value> one)
                && own instanceof Value.Items(List<Value> other)) {
            List<Value> all = new ArrayList<>(one);
            all.addAll(other);
            return new Value.Items(all);
        }
        return own;
    }

    private Evidence.Subject subject(String name, Value.Fields written, boolean whole, int line) {
        Interpolation interpolation = new Interpolation();
        Value.Fields service =
                interpolation.fill(written, "") instanceof Value.Fields fields
                        ? fields
                        : Value.EMPTY;
        Inspect inspect = new Inspect(name, service, interpolation.unresolved());
        Value.Fields doc = new Facts().put("inspect", inspect.done()).done();
        Redaction.Redacted redacted = redaction.redact(doc);
        List<String> unresolved = new ArrayList<>(inspect.holes);
        if (!whole) {
            unresolved.add("/inspect");
        }
        Map<String, List<String>> relations = new HashMap<>();
        service.text("image").ifPresent(image -> relations.put("image", List.of(image)));
        Optional<Value> build = service.get("build");
        if (build.isPresent()) {
            String context =
                    build.get() instanceof Value.Text(String text)
                            ? text
                            : service.fields("build").text("context").orElse(".");
            String file = service.fields("build").text("dockerfile").orElse("Dockerfile");
            relations.put("dockerfile", List.of(context + "/" + file));
        }
        return new Evidence.Subject(
                "docker.container",
                path + "#" + name,
                relations,
                Value.EMPTY,
                Value.EMPTY,
                new Evidence.Doc(redacted.fields(), unresolved, redacted.pointers()),
                Optional.of(new Evidence.Location(path, line)));
    }

    /** One service as the Docker API would show its container. */
    private static final class Inspect {
        private final String name;
        private final Value.Fields service;
        private final List<String> unknown;
        private final List<String> holes = new ArrayList<>();
        private final Facts config = new Facts();
        private final Facts host = new Facts();

        Inspect(String name, Value.Fields service, List<String> unknown) {
            this.name = name;
            this.service = service;
            this.unknown = unknown;
        }

        /** Notes that a member of the answer is made of something that is not known. */
        private void hole(String from, String to) {
            for (String pointer : unknown) {
                boolean below = pointer.equals("/" + from) || pointer.startsWith("/" + from + "/");
                if (below && !holes.contains("/inspect/" + to)) {
                    holes.add("/inspect/" + to);
                }
            }
        }

        private void copy(String from, Facts to, String group, String as) {
            service.get(from)
                    .ifPresent(value -> {
                        to.put(as, scalar(value));
                        hole(from, group + "/" + as);
                    });
        }

        private static Value scalar(Value value) {
            return value instanceof Value.Numeral(String written) ? Value.of(written) : value;
        }

        private void texts(String from, Facts to, String group, String as) {
            Optional<Value> value = service.get(from);
            if (value.isPresent()) {
                to.put(as, value.get() instanceof Value.Text text ? list(text) : value.get());
                hole(from, group + "/" + as);
            }
        }

        private static Value list(Value one) {
            return new Value.Items(List.of(one));
        }

        private void flag(String from, String as) {
            Optional<Value> value = service.get(from);
            if (value.isPresent()) {
                boolean on =
                        value.get() instanceof Value.Flag(boolean isTrue)
                                ? isTrue
                                : service.text(from).orElse("").equalsIgnoreCase("true");
                host.put(as, on);
                hole(from, "HostConfig/" + as);
            }
        }

        Value.Fields done() {
            config();
            flag("privileged", "Privileged");
            flag("read_only", "ReadonlyRootfs");
            flag("init", "Init");
            copy("pid", host, "HostConfig", "PidMode");
            copy("ipc", host, "HostConfig", "IpcMode");
            copy("uts", host, "HostConfig", "UTSMode");
            copy("userns_mode", host, "HostConfig", "UsernsMode");
            copy("cgroup_parent", host, "HostConfig", "CgroupParent");
            copy("cgroup", host, "HostConfig", "CgroupnsMode");
            network();
            texts("cap_add", host, "HostConfig", "CapAdd");
            texts("cap_drop", host, "HostConfig", "CapDrop");
            texts("security_opt", host, "HostConfig", "SecurityOpt");
            texts("extra_hosts", host, "HostConfig", "ExtraHosts");
            devices();
            resources();
            restart();
            ulimits();
            Facts answer =
                    new Facts()
                            .put("Name", "/" + service.text("container_name").orElse(name))
                            .put("Config", config.done());
            logging();
            List<Value> mounts = mounts();
            Value.Fields ports = ports();
            return answer.put("HostConfig", host.done())
                    .put("Mounts", new Value.Items(mounts))
                    .put("NetworkSettings", new Facts().put("Ports", ports).done())
                    .done();
        }

        private void config() {
            copy("user", config, "Config", "User");
            copy("image", config, "Config", "Image");
            copy("working_dir", config, "Config", "WorkingDir");
            copy("hostname", config, "Config", "Hostname");
            texts("command", config, "Config", "Cmd");
            texts("entrypoint", config, "Config", "Entrypoint");
            service.get("environment")
                    .ifPresent(value -> {
                        config.put("Env", pairs(value));
                        hole("environment", "Config/Env");
                    });
            service.get("labels")
                    .ifPresent(value -> {
                        config.put("Labels", value);
                        hole("labels", "Config/Labels");
                    });
            if (service.get("env_file").isPresent()) {
                // Which variables the files bring is not known.
                holes.add("/inspect/Config/Env");
                config.put("Env", service.get("environment").map(Inspect::pairs).orElse(list()));
            }
            Value.Fields check = service.fields("healthcheck");
            if (service.get("healthcheck").isPresent()) {
                Facts health = new Facts();
                Optional<Value> test = check.get("test");
                if (check.isTrue("disable")) {
                    health.put("Test", Value.ofTexts(List.of("NONE")));
                } else if (test.isPresent()) {
                    health.put(
                            "Test",
                            test.get() instanceof Value.Text(String text)
                                    ? Value.ofTexts(List.of("CMD-SHELL", text))
                                    : test.get());
                }
                for (String key : List.of("interval", "timeout", "retries", "start_period")) {
                    check.get(key).ifPresent(value -> health.put(ApiForm.camel(key), value));
                }
                config.put("Healthcheck", health.done());
                hole("healthcheck", "Config/Healthcheck");
            }
        }

        private static Value list() {
            return new Value.Items(List.of());
        }

        private static Value pairs(Value value) {
            if (value instanceof Value.Items) {
                return value;
            }
            List<String> pairs = new ArrayList<>();
            if (value instanceof Value.Fields(Map<String, Value> members)) {
                members.forEach((key, member) -> pairs.add(key + pair(member)));
            }
            return Value.ofTexts(pairs);
        }

        private static String pair(Value member) {
            return switch (member) {
                case Value.Text(String text) -> "=" + text;
                case Value.Numeral(String written) -> "=" + written;
                case Value.Flag(boolean isTrue) -> "=" + isTrue;
                case Value.Nothing _, Value.Items _, Value.Fields _ -> "";
            };
        }

        private void network() {
            Optional<String> mode = service.text("network_mode");
            if (mode.isPresent()) {
                host.put("NetworkMode", mode.get());
                hole("network_mode", "HostConfig/NetworkMode");
                return;
            }
            // Compose makes a network of its own for each project.
            String network = "default";
            if (service.get("networks").isPresent()) {
                Value networks = service.get("networks").get();
                if (networks instanceof Value.Fields(Map<String, Value> members)
                        && !members.isEmpty()) {
                    network = members.keySet().iterator().next();
                } else if (networks instanceof Value.Items(List<Value> items)
                        && !items.isEmpty()
                        && items.getFirst() instanceof Value.Text(String first)) {
                    network = first;
                }
            }
            host.put("NetworkMode", "compose_" + network);
        }

        private void devices() {
            if (service.get("devices").isEmpty()) {
                return;
            }
            List<Value> devices = new ArrayList<>();
            for (Value device : service.items("devices")) {
                if (device instanceof Value.Text(String text)) {
                    String[] parts = text.split(":", -1);
                    devices.add(
                            new Facts()
                                    .put("PathOnHost", parts[0])
                                    .put("PathInContainer", parts[parts.length > 1 ? 1 : 0])
                                    .put("CgroupPermissions", parts.length > 2 ? parts[2] : "rwm")
                                    .done());
                } else if (device instanceof Value.Fields fields) {
                    devices.add(
                            new Facts()
                                    .put("PathOnHost", fields.text("source").orElse(""))
                                    .put("PathInContainer", fields.text("target").orElse(""))
                                    .done());
                }
            }
            host.put("Devices", new Value.Items(devices));
            hole("devices", "HostConfig/Devices");
        }

        private void resources() {
            Value.Fields limits = service.fields("deploy").fields("resources").fields("limits");
            Optional<Value> memory = limits.get("memory").or(() -> service.get("mem_limit"));
            memory.ifPresent(value -> {
                Optional<BigDecimal> bytes = bytes(value);
                host.put("Memory", bytes.map(b -> b.longValue()).orElse(0L));
                if (bytes.isEmpty()) {
                    holes.add("/inspect/HostConfig/Memory");
                }
            });
            service.get("mem_reservation")
                    .flatMap(Inspect::bytes)
                    .ifPresent(b -> host.put("MemoryReservation", b.longValue()));
            Optional<Value> cpus = limits.get("cpus").or(() -> service.get("cpus"));
            cpus.ifPresent(value -> {
                Optional<BigDecimal> number = number(value);
                host.put(
                        "NanoCpus",
                        number.map(n -> n.multiply(BigDecimal.valueOf(1_000_000_000L)).longValue())
                                .orElse(0L));
                if (number.isEmpty()) {
                    holes.add("/inspect/HostConfig/NanoCpus");
                }
            });
            whole("cpu_shares", service.get("cpu_shares"), "CpuShares");
            whole("cpu_quota", service.get("cpu_quota"), "CpuQuota");
            whole(
                    "pids_limit",
                    limits.get("pids").or(() -> service.get("pids_limit")),
                    "PidsLimit");
        }

        private void whole(String from, Optional<Value> value, String as) {
            value.ifPresent(v -> {
                Optional<BigDecimal> number = number(v);
                host.put(as, number.map(n -> n.longValue()).orElse(0L));
                hole(from, "HostConfig/" + as);
                if (number.isEmpty()) {
                    holes.add("/inspect/HostConfig/" + as);
                }
            });
        }

        private static Optional<BigDecimal> number(Value value) {
            String text =
                    switch (value) {
                        case Value.Text(String t) -> t.strip();
                        case Value.Numeral(String written) -> written;
                        case Value.Flag _, Value.Nothing _, Value.Items _, Value.Fields _ -> "";
                    };
            boolean sound = text.length() < 30 && text.matches("-?[0-9]+(\\.[0-9]+)?");
            return sound ? Optional.of(new BigDecimal(text)) : Optional.empty();
        }

        /** 512m, 1.5gb, 1024: as Docker reads sizes, in powers of 1024. */
        private static Optional<BigDecimal> bytes(Value value) {
            Optional<BigDecimal> plain = number(value);
            if (plain.isPresent() || !(value instanceof Value.Text(String text))) {
                return plain;
            }
            String lower = text.strip().toLowerCase(Locale.ROOT);
            String unit = lower.replaceFirst("^[0-9.]+", "").replaceFirst("i?b$", "");
            int power =
                    switch (unit) {
                        case "" -> 0;
                        case "k" -> 10;
                        case "m" -> 20;
                        case "g" -> 30;
                        case "t" -> 40;
                        default -> -1;
                    };
            String digits = lower.replaceFirst("[a-z]+$", "").strip();
            return power < 0
                    ? Optional.empty()
                    : number(Value.of(digits))
                            .map(n -> n.multiply(BigDecimal.valueOf(1L << power)));
        }

        private void restart() {
            Value.Fields policy = service.fields("deploy").fields("restart_policy");
            String text = service.text("restart").orElse("");
            long count = 0;
            if (service.get("restart").isEmpty() && !policy.members().isEmpty()) {
                text =
                        switch (policy.text("condition").orElse("any")) {
                            case "none" -> "no";
                            case "on-failure" -> "on-failure";
                            default -> "always";
                        };
                count =
                        policy.get("max_attempts")
                                .flatMap(Inspect::number)
                                .map(n -> n.longValue())
                                .orElse(0L);
            }
            int colon = text.indexOf(':');
            if (colon > 0) {
                count =
                        number(Value.of(text.substring(colon + 1)))
                                .map(n -> n.longValue())
                                .orElse(0L);
                text = text.substring(0, colon);
            }
            host.put(
                    "RestartPolicy",
                    new Facts()
                            .put("Name", text.isEmpty() ? "no" : text)
                            .put("MaximumRetryCount", count)
                            .done());
            hole("restart", "HostConfig/RestartPolicy");
            hole("deploy", "HostConfig/RestartPolicy");
        }

        private void ulimits() {
            List<Value> all = new ArrayList<>();
            service.fields("ulimits")
                    .members()
                    .forEach((key, value) -> {
                        Value.Fields both =
                                value instanceof Value.Fields fields ? fields : Value.EMPTY;
                        Value soft = both.get("soft").orElse(value);
                        Value hard = both.get("hard").orElse(value);
                        all.add(
                                new Facts()
                                        .put("Name", key)
                                        .put("Soft", soft)
                                        .put("Hard", hard)
                                        .done());
                    });
            if (!all.isEmpty()) {
                host.put("Ulimits", new Value.Items(all));
                hole("ulimits", "HostConfig/Ulimits");
            }
        }

        private void logging() {
            Value.Fields logging = service.fields("logging");
            if (service.get("logging").isPresent()) {
                host.put(
                        "LogConfig",
                        new Facts()
                                .put("Type", logging.text("driver").orElse(""))
                                .put("Config", logging.fields("options"))
                                .done());
                hole("logging", "HostConfig/LogConfig");
            }
        }

        private List<Value> mounts() {
            List<Value> mounts = new ArrayList<>();
            for (Value volume : service.items("volumes")) {
                if (volume instanceof Value.Text(String text)) {
                    mounts.add(shortMount(text));
                } else if (volume instanceof Value.Fields fields) {
                    String type = fields.text("type").orElse("volume");
                    mounts.add(
                            mount(
                                    type,
                                    fields.text("source").orElse(""),
                                    fields.text("target").orElse(""),
                                    !fields.isTrue("read_only"),
                                    fields.fields("bind").text("propagation").orElse("rprivate"),
                                    ""));
                }
            }
            hole("volumes", "Mounts");
            return mounts;
        }

        private static Value shortMount(String text) {
            String[] parts = text.split(":", -1);
            // A drive letter of Windows is no name of a volume.
            boolean drive = parts.length > 1 && parts[0].length() == 1 && parts[1].startsWith("\\");
            int at = drive ? 1 : 0;
            String first = drive ? parts[0] + ":" + parts[1] : parts[0];
            boolean anonymous = parts.length == at + 1;
            String target = anonymous ? first : parts[at + 1];
            String mode = parts.length > at + 2 ? parts[at + 2] : "";
            List<String> modes = List.of(mode.split(",", -1));
            boolean bind =
                    !anonymous
                            && (drive
                                    || first.startsWith("/")
                                    || first.startsWith(".")
                                    || first.startsWith("~"));
            String propagation = "rprivate";
            for (String one : modes) {
                if (one.endsWith("shared") || one.endsWith("slave") || one.endsWith("private")) {
                    propagation = one;
                }
            }
            return mount(
                    bind ? "bind" : "volume",
                    anonymous ? "" : first,
                    target,
                    !modes.contains("ro"),
                    propagation,
                    mode);
        }

        private static Value mount(
                String type,
                String source,
                String target,
                boolean writable,
                String propagation,
                String mode) {
            Facts mount = new Facts().put("Type", type);
            if (type.equals("bind")) {
                mount.put("Source", source);
            } else if (!source.isEmpty()) {
                mount.put("Name", source);
            }
            return mount.put("Destination", target)
                    .put("Mode", mode)
                    .put("RW", writable)
                    .put("Propagation", type.equals("bind") ? propagation : "")
                    .done();
        }

        private Value.Fields ports() {
            Map<String, List<Value>> ports = new LinkedHashMap<>();
            for (Value port : service.items("ports")) {
                switch (port) {
                    case Value.Text(String text) -> shortPort(text, ports);
                    case Value.Numeral(String written) -> shortPort(written, ports);
                    case Value.Fields fields -> {
                        String key =
                                text(fields, "target")
                                        + "/"
                                        + fields.text("protocol").orElse("tcp");
                        bind(
                                ports,
                                key,
                                fields.text("host_ip").orElse(""),
                                text(fields, "published"));
                    }
                    case Value.Flag _, Value.Nothing _, Value.Items _ ->
                            holes.add("/inspect/NetworkSettings/Ports");
                }
            }
            hole("ports", "NetworkSettings/Ports");
            Map<String, Value> all = new LinkedHashMap<>();
            ports.forEach((key, bindings) -> all.put(key, new Value.Items(bindings)));
            return new Value.Fields(all);
        }

        private static String text(Value.Fields fields, String name) {
            return fields.get(name)
                    .map(v ->
                            v instanceof Value.Numeral(String w) ? w : fields.text(name).orElse(""))
                    .orElse("");
        }

        private static void bind(
                Map<String, List<Value>> ports, String key, String ip, String published) {
            ports.computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(
                            new Facts()
                                    // Without an address, Docker binds all of the host's.
                                    .put("HostIp", ip.isEmpty() ? "0.0.0.0" : ip)
                                    .put("HostPort", published)
                                    .done());
        }

        /** [[ip:]host:]container[/protocol], where ports may be ranges and ip may have brackets. */
        private void shortPort(String written, Map<String, List<Value>> ports) {
            int slash = written.lastIndexOf('/');
            String protocol = slash < 0 ? "tcp" : written.substring(slash + 1);
            String text = slash < 0 ? written : written.substring(0, slash);
            int colon = text.lastIndexOf(':');
            String container = text.substring(colon + 1);
            String before = colon < 0 ? "" : text.substring(0, colon);
            int inner = before.lastIndexOf(':');
            String host = before.substring(inner + 1);
            String ip = inner < 0 ? "" : before.substring(0, inner);
            if (before.endsWith("]")) {
                ip = before;
                host = "";
            }
            ip = ip.startsWith("[") && ip.endsWith("]") ? ip.substring(1, ip.length() - 1) : ip;
            int[] inside = range(container);
            int[] outside = host.isEmpty() ? new int[] {0, 0} : range(host);
            boolean same = inside[1] - inside[0] == outside[1] - outside[0];
            if (inside[0] < 0 || outside[0] < 0) {
                holes.add("/inspect/NetworkSettings/Ports");
                return;
            }
            for (int port = inside[0]; port <= inside[1]; port++) {
                String published =
                        host.isEmpty() ? "" : same ? "" + (outside[0] + port - inside[0]) : host;
                bind(ports, port + "/" + protocol, ip, published);
            }
        }

        private static int[] range(String text) {
            String[] ends = text.split("-", 2);
            int[] range = {-1, -1};
            for (int i = 0; i < 2; i++) {
                String end = ends[Math.min(i, ends.length - 1)];
                if (!end.matches("[0-9]{1,5}") || Integer.parseInt(end) > 65_535) {
                    return new int[] {-1, -1};
                }
                range[i] = Integer.parseInt(end);
            }
            return range[0] > range[1] ? new int[] {-1, -1} : range;
        }
    }
}
