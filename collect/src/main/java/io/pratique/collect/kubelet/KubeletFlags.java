package io.pratique.collect.kubelet;

import io.pratique.collect.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flags of a kubelet's command line.
 *
 * @param config the values of those that set a field of KubeletConfiguration, by its dotted path
 * @param others the last value of each other flag, by its name without dashes
 * @param strange arguments whose value makes no sense: what the kubelet does with them is not known
 */
public record KubeletFlags(
        Map<String, Value> config, Map<String, String> others, List<String> strange) {
    private enum Form {
        FLAG,
        TEXT,
        NUMBER,
        LIST,
        /** {@code Name=true,Other=false}. */
        GATES,
        /** {@code name=text,…}. */
        MAP
    }

    private record Flag(String path, Form form) {}

    private static final Map<String, Flag> FLAGS = flags();

    private static Map<String, Flag> flags() {
        Map<String, Flag> flags = new LinkedHashMap<>();
        put(flags, "anonymous-auth", "authentication.anonymous.enabled", Form.FLAG);
        put(flags, "authentication-token-webhook", "authentication.webhook.enabled", Form.FLAG);
        put(
                flags,
                "authentication-token-webhook-cache-ttl",
                "authentication.webhook.cacheTTL",
                Form.TEXT);
        put(flags, "client-ca-file", "authentication.x509.clientCAFile", Form.TEXT);
        put(flags, "authorization-mode", "authorization.mode", Form.TEXT);
        put(
                flags,
                "authorization-webhook-cache-authorized-ttl",
                "authorization.webhook.cacheAuthorizedTTL",
                Form.TEXT);
        put(
                flags,
                "authorization-webhook-cache-unauthorized-ttl",
                "authorization.webhook.cacheUnauthorizedTTL",
                Form.TEXT);
        put(flags, "feature-gates", "featureGates", Form.GATES);
        put(flags, "tls-cipher-suites", "tlsCipherSuites", Form.LIST);
        put(flags, "enforce-node-allocatable", "enforceNodeAllocatable", Form.LIST);
        put(flags, "allowed-unsafe-sysctls", "allowedUnsafeSysctls", Form.LIST);
        put(flags, "cluster-dns", "clusterDNS", Form.LIST);
        put(flags, "eviction-hard", "evictionHard", Form.MAP);
        put(flags, "eviction-soft", "evictionSoft", Form.MAP);
        put(flags, "system-reserved", "systemReserved", Form.MAP);
        put(flags, "kube-reserved", "kubeReserved", Form.MAP);
        put(flags, "event-qps", "eventRecordQPS", Form.NUMBER);
        put(flags, "event-burst", "eventBurst", Form.NUMBER);
        put(flags, "read-only-port", "readOnlyPort", Form.NUMBER);
        put(flags, "port", "port", Form.NUMBER);
        put(flags, "healthz-port", "healthzPort", Form.NUMBER);
        put(flags, "max-pods", "maxPods", Form.NUMBER);
        put(flags, "pod-max-pids", "podPidsLimit", Form.NUMBER);
        put(flags, "registry-qps", "registryPullQPS", Form.NUMBER);
        put(flags, "kube-api-qps", "kubeAPIQPS", Form.NUMBER);
        put(flags, "kube-api-burst", "kubeAPIBurst", Form.NUMBER);
        put(flags, "image-gc-high-threshold", "imageGCHighThresholdPercent", Form.NUMBER);
        put(flags, "image-gc-low-threshold", "imageGCLowThresholdPercent", Form.NUMBER);
        put(flags, "v", "logging.verbosity", Form.NUMBER);
        put(flags, "make-iptables-util-chains", "makeIPTablesUtilChains", Form.FLAG);
        put(flags, "protect-kernel-defaults", "protectKernelDefaults", Form.FLAG);
        put(flags, "rotate-certificates", "rotateCertificates", Form.FLAG);
        put(flags, "rotate-server-certificates", "serverTLSBootstrap", Form.FLAG);
        put(flags, "seccomp-default", "seccompDefault", Form.FLAG);
        put(flags, "fail-swap-on", "failSwapOn", Form.FLAG);
        put(flags, "cgroups-per-qos", "cgroupsPerQOS", Form.FLAG);
        put(flags, "enable-debugging-handlers", "enableDebuggingHandlers", Form.FLAG);
        put(flags, "enable-server", "enableServer", Form.FLAG);
        put(flags, "register-node", "registerNode", Form.FLAG);
        put(flags, "serialize-image-pulls", "serializeImagePulls", Form.FLAG);
        put(flags, "contention-profiling", "enableContentionProfiling", Form.FLAG);
        put(flags, "tls-cert-file", "tlsCertFile", Form.TEXT);
        put(flags, "tls-private-key-file", "tlsPrivateKeyFile", Form.TEXT);
        put(flags, "tls-min-version", "tlsMinVersion", Form.TEXT);
        put(
                flags,
                "streaming-connection-idle-timeout",
                "streamingConnectionIdleTimeout",
                Form.TEXT);
        put(flags, "address", "address", Form.TEXT);
        put(flags, "healthz-bind-address", "healthzBindAddress", Form.TEXT);
        put(flags, "cgroup-driver", "cgroupDriver", Form.TEXT);
        put(flags, "container-runtime-endpoint", "containerRuntimeEndpoint", Form.TEXT);
        put(flags, "hairpin-mode", "hairpinMode", Form.TEXT);
        put(flags, "resolv-conf", "resolvConf", Form.TEXT);
        put(flags, "pod-manifest-path", "staticPodPath", Form.TEXT);
        put(flags, "manifest-url", "staticPodURL", Form.TEXT);
        put(flags, "cluster-domain", "clusterDomain", Form.TEXT);
        return flags;
    }

    private static void put(Map<String, Flag> flags, String name, String path, Form form) {
        flags.put(name, new Flag(path, form));
    }

    /** Flags of no field that take no value. */
    private static final List<String> SWITCHES =
            List.of("help", "version", "runonce", "logtostderr", "alsologtostderr");

    /** The value of a flag that sets no field of the configuration. */
    public Optional<String> other(String name) {
        return Optional.ofNullable(others.get(name));
    }

    /**
     * Tells the words apart.
     *
     * @param words the whole command line; whatever stands before the first flag is passed over
     */
    public static KubeletFlags of(List<String> words) {
        Map<String, Value> config = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        List<String> strange = new ArrayList<>();
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i++);
            boolean isFlag = word.startsWith("-") && word.length() > 1;
            if (!isFlag) {
                continue;
            }
            String bare = word.startsWith("--") ? word.substring(2) : word.substring(1);
            int equals = bare.indexOf('=');
            String name = (equals < 0 ? bare : bare.substring(0, equals)).replace('_', '-');
            Optional<String> value =
                    equals < 0 ? Optional.empty() : Optional.of(bare.substring(equals + 1));
            Flag flag = FLAGS.get(name);
            boolean alone = flag == null ? SWITCHES.contains(name) : flag.form() == Form.FLAG;
            if (value.isEmpty() && !alone && i < words.size() && !words.get(i).startsWith("--")) {
                value = Optional.of(words.get(i++));
            }
            if (flag == null) {
                others.put(name, value.orElse("true"));
            } else if (value.isEmpty() && !alone) {
                strange.add(word);
            } else {
                set(config, flag, value.orElse("true"), strange, word);
            }
        }
        return new KubeletFlags(config, others, strange);
    }

    private static void set(
            Map<String, Value> config, Flag flag, String value, List<String> strange, String word) {
        switch (flag.form()) {
            case TEXT -> config.put(flag.path(), Value.of(value));
            case FLAG -> {
                Optional<Boolean> parsed = bool(value);
                if (parsed.isEmpty()) {
                    strange.add(word);
                } else {
                    config.put(flag.path(), Value.of(parsed.get()));
                }
            }
            case NUMBER -> {
                if (value.matches("-?[0-9]{1,18}")) {
                    config.put(flag.path(), Value.of(Long.parseLong(value)));
                } else {
                    strange.add(word);
                }
            }
            case LIST -> {
                List<String> items = new ArrayList<>();
                for (String item : value.split(",", -1)) {
                    if (!item.isEmpty()) {
                        items.add(item);
                    }
                }
                config.put(flag.path(), Value.ofTexts(items));
            }
            case GATES, MAP -> {
                for (String item : value.split(",", -1)) {
                    int equals = item.indexOf('=');
                    int less = item.indexOf('<');
                    int at = equals < 0 ? less : equals;
                    if (item.isEmpty()) {
                        continue;
                    }
                    if (at <= 0) {
                        strange.add(word);
                        continue;
                    }
                    String text = item.substring(at + 1);
                    Optional<Boolean> gate = bool(text);
                    if (flag.form() == Form.GATES && gate.isEmpty()) {
                        strange.add(word);
                        continue;
                    }
                    config.put(
                            flag.path() + "." + item.substring(0, at).strip(),
                            flag.form() == Form.GATES
                                    ? Value.of(gate.orElseThrow())
                                    : Value.of(text));
                }
            }
        }
    }

    private static Optional<Boolean> bool(String value) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
            case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
