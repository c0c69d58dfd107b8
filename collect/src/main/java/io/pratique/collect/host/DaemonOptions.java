package io.pratique.collect.host;

import io.pratique.collect.Facts;
import io.pratique.collect.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a dockerd command line, by the keys they have in daemon.json.
 *
 * @param options what was given
 * @param words the arguments that gave each, for the search for its origin
 * @param strange arguments that are no option of dockerd that is known here; what they do is not
 *     known
 */
record DaemonOptions(
        Map<String, Value> options, Map<String, List<String>> words, List<String> strange) {
    private enum Form {
        FLAG,
        TEXT,
        NUMBER,
        LIST,
        /** {@code name=value}. */
        MAP,
        /** {@code name=soft:hard}. */
        ULIMITS,
        /** {@code name=path}. */
        RUNTIMES,
        /** {@code base=…,size=…}. */
        POOLS,
        /** Not in daemon.json. */
        NOT_KEPT
    }

    private record Option(String key, Form form) {}

    private static final Map<String, Option> FLAGS = flags();

    private static final Map<Character, String> LETTERS =
            Map.of(
                    'b',
                    "bridge",
                    'D',
                    "debug",
                    'G',
                    "group",
                    'H',
                    "host",
                    'l',
                    "log-level",
                    'p',
                    "pidfile",
                    's',
                    "storage-driver",
                    'g',
                    "data-root",
                    'v',
                    "version");

    private static Map<String, Option> flags() {
        Map<String, Option> flags = new LinkedHashMap<>();
        for (String name :
                List.of(
                        "debug",
                        "icc",
                        "init",
                        "ip-forward",
                        "ip-masq",
                        "ip6tables",
                        "iptables",
                        "ipv6",
                        "live-restore",
                        "no-new-privileges",
                        "raw-logs",
                        "selinux-enabled",
                        "tls",
                        "tlsverify",
                        "userland-proxy",
                        "experimental",
                        "ip-forward-no-drop",
                        "bridge-accept-fwmark",
                        "disable-legacy-registry")) {
            flags.put(name, new Option(name, Form.FLAG));
        }
        for (String name :
                List.of(
                        "api-cors-header",
                        "bip",
                        "bip6",
                        "bridge",
                        "cgroup-parent",
                        "cluster-advertise",
                        "cluster-store",
                        "containerd",
                        "containerd-namespace",
                        "containerd-plugins-namespace",
                        "data-root",
                        "default-cgroupns-mode",
                        "default-gateway",
                        "default-gateway-v6",
                        "default-ipc-mode",
                        "default-runtime",
                        "default-shm-size",
                        "exec-root",
                        "fixed-cidr",
                        "fixed-cidr-v6",
                        "firewall-backend",
                        "group",
                        "host-gateway-ip",
                        "http-proxy",
                        "https-proxy",
                        "init-path",
                        "ip",
                        "log-driver",
                        "log-format",
                        "log-level",
                        "metrics-addr",
                        "network-control-plane-mtu",
                        "no-proxy",
                        "oom-score-adjust",
                        "pidfile",
                        "seccomp-profile",
                        "storage-driver",
                        "swarm-default-advertise-addr",
                        "tlscacert",
                        "tlscert",
                        "tlskey",
                        "userland-proxy-path",
                        "userns-remap")) {
            flags.put(name, new Option(name, Form.TEXT));
        }
        for (String name :
                List.of(
                        "cpu-rt-period",
                        "cpu-rt-runtime",
                        "max-concurrent-downloads",
                        "max-concurrent-uploads",
                        "max-download-attempts",
                        "mtu",
                        "network-diagnostic-port",
                        "shutdown-timeout")) {
            flags.put(name, new Option(name, Form.NUMBER));
        }
        list(flags, "host", "hosts");
        list(flags, "label", "labels");
        list(flags, "dns", "dns");
        list(flags, "dns-opt", "dns-opts");
        list(flags, "dns-search", "dns-search");
        list(flags, "exec-opt", "exec-opts");
        list(flags, "storage-opt", "storage-opts");
        list(flags, "insecure-registry", "insecure-registries");
        list(flags, "registry-mirror", "registry-mirrors");
        list(flags, "authorization-plugin", "authorization-plugins");
        list(flags, "allow-nondistributable-artifacts", "allow-nondistributable-artifacts");
        list(flags, "node-generic-resource", "node-generic-resources");
        list(flags, "cdi-spec-dir", "cdi-spec-dirs");
        flags.put("log-opt", new Option("log-opts", Form.MAP));
        flags.put("cluster-store-opt", new Option("cluster-store-opts", Form.MAP));
        flags.put("default-network-opt", new Option("default-network-opts", Form.MAP));
        flags.put("feature", new Option("features", Form.MAP));
        flags.put("default-ulimit", new Option("default-ulimits", Form.ULIMITS));
        flags.put("add-runtime", new Option("runtimes", Form.RUNTIMES));
        flags.put("default-address-pool", new Option("default-address-pools", Form.POOLS));
        flags.put("graph", new Option("data-root", Form.TEXT));
        flags.put("config-file", new Option("config-file", Form.NOT_KEPT));
        for (String name : List.of("rootless", "cri-containerd", "validate", "version", "help")) {
            flags.put(name, new Option(name, Form.NOT_KEPT));
        }
        return flags;
    }

    private static void list(Map<String, Option> flags, String flag, String key) {
        flags.put(flag, new Option(key, Form.LIST));
    }

    private static final Set<String> FLAGS_NOT_KEPT =
            Set.of("rootless", "cri-containerd", "validate", "version", "help");

    /** No options. */
    static DaemonOptions none() {
        return new DaemonOptions(Map.of(), Map.of(), List.of());
    }

    /** The options that are given one time only in daemon.json and here mean something else. */
    Optional<String> configFile() {
        List<String> given = words.getOrDefault("config-file", List.of());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String last = given.getLast();
        int equals = last.indexOf('=');
        return Optional.of(equals >= 0 && last.startsWith("-") ? last.substring(equals + 1) : last);
    }

    /** Whether {@code --rootless} is among them. */
    boolean isRootless() {
        return words.containsKey("rootless");
    }

    /**
     * Tells the arguments apart.
     *
     * @param arguments of dockerd, without its own name
     */
    static DaemonOptions of(List<String> arguments) {
        Map<String, Value> options = new LinkedHashMap<>();
        Map<String, List<String>> words = new LinkedHashMap<>();
        List<String> strange = new ArrayList<>();
        int i = 0;
        while (i < arguments.size()) {
            String word = arguments.get(i++);
            if (word.equals("--") || !word.startsWith("-") || word.length() < 2) {
                strange.add(word);
                continue;
            }
            String name;
            Optional<String> value = Optional.empty();
            int equals = word.indexOf('=');
            if (word.startsWith("--")) {
                name = word.substring(2, equals < 0 ? word.length() : equals);
                value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
            } else {
                name = LETTERS.getOrDefault(word.charAt(1), "");
                String rest = word.substring(2);
                if (!rest.isEmpty()) {
                    value = Optional.of(rest.startsWith("=") ? rest.substring(1) : rest);
                }
            }
            Option option = FLAGS.get(name);
            if (option == null) {
                strange.add(word);
                continue;
            }
            List<String> given = words.computeIfAbsent(option.key(), _ -> new ArrayList<>());
            given.add(word);
            boolean flag = option.form() == Form.FLAG || FLAGS_NOT_KEPT.contains(name);
            if (value.isEmpty() && !flag) {
                if (i >= arguments.size()) {
                    strange.add(word);
                    continue;
                }
                given.add(arguments.get(i));
                value = Optional.of(arguments.get(i++));
            }
            put(options, option, value.orElse("true"), strange, word);
        }
        return new DaemonOptions(options, words, strange);
    }

    private static void put(
            Map<String, Value> options,
            Option option,
            String value,
            List<String> strange,
            String word) {
        switch (option.form()) {
            case NOT_KEPT -> {
                // kept as words only
            }
            case TEXT -> options.put(option.key(), Value.of(value));
            case FLAG -> {
                Optional<Boolean> flag = flag(value);
                if (flag.isEmpty()) {
                    strange.add(word);
                } else {
                    options.put(option.key(), Value.of(flag.get()));
                }
            }
            case NUMBER ->
                    options.put(
                            option.key(),
                            value.matches("-?[0-9]{1,18}")
                                    ? Value.of(Long.parseLong(value))
                                    : Value.of(value));
            case LIST -> add(options, option.key(), Value.of(value));
            case MAP -> {
                int equals = value.indexOf('=');
                member(
                        options,
                        option.key(),
                        equals < 0 ? value : value.substring(0, equals),
                        Value.of(equals < 0 ? "" : value.substring(equals + 1)));
            }
            case ULIMITS -> {
                if (!value.matches("[a-z]+=-?[0-9]{1,18}(:-?[0-9]{1,18})?")) {
                    strange.add(word);
                    return;
                }
                String name = value.substring(0, value.indexOf('='));
                String[] limits = value.substring(name.length() + 1).split(":", 2);
                long soft = Long.parseLong(limits[0]);
                long hard = limits.length > 1 ? Long.parseLong(limits[1]) : soft;
                member(
                        options,
                        option.key(),
                        name,
                        new Facts().put("Name", name).put("Hard", hard).put("Soft", soft).done());
            }
            case RUNTIMES -> {
                int equals = value.indexOf('=');
                if (equals < 0) {
                    strange.add(word);
                    return;
                }
                member(
                        options,
                        option.key(),
                        value.substring(0, equals),
                        new Facts().put("path", value.substring(equals + 1)).done());
            }
            case POOLS -> {
                Facts pool = new Facts();
                for (String part : value.split(",", -1)) {
                    int equals = part.indexOf('=');
                    if (equals > 0) {
                        pool.put(part.substring(0, equals), part.substring(equals + 1));
                    }
                }
                add(options, option.key(), pool.done());
            }
        }
    }

    /** As Go reads a boolean. */
    private static Optional<Boolean> flag(String value) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
            case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static void add(Map<String, Value> options, String key, Value value) {
        List<Value> items = new ArrayList<>();
        if (options.get(key) instanceof Value.Items(List<Value> before)) {
            items.addAll(before);
        }
        items.add(value);
        options.put(key, new Value.Items(items));
    }

    private static void member(Map<String, Value> options, String key, String name, Value value) {
        Map<String, Value> members = new LinkedHashMap<>();
        if (options.get(key) instanceof Value.Fields(Map<String, Value> before)) {
            members.putAll(before);
        }
        members.put(name, value);
        options.put(key, new Value.Fields(members));
    }
}
