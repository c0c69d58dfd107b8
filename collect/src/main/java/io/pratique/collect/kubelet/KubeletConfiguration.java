package io.pratique.collect.kubelet;

import io.pratique.collect.Facts;
import io.pratique.collect.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration a kubelet works with, and where each value comes from.
 *
 * <p>A kubelet starts with the defaults of its version, puts its file over them, then the files of
 * its drop-in folder, then its flags. Without a file, four defaults are others: those of a time
 * when nothing was closed. So an absent value means three things ({@link Presence}), and in what
 * {@code /configz} answers a fourth: there it is the zero of its type, as the kubelet leaves zeros
 * out.
 *
 * @param effective the values, as KubeletConfiguration nests them
 * @param origins of each value that is no object, by its dotted path
 * @param absent what it means that a path of {@link #JUDGED} has no value
 */
public record KubeletConfiguration(
        Value.Fields effective, Map<String, String> origins, Map<String, Presence> absent) {
    /** What it means that a value is not there. */
    public enum Presence {
        /** The kubelet takes the zero of the type: nothing is set, and nothing by default. */
        ZERO,
        /** This version of the kubelet knows no such field. */
        NOT_SETTABLE,
        /** There is a value, and what was read does not say which. */
        NOT_SEEN
    }

    /** The paths that templates judge. */
    public static final List<String> JUDGED =
            List.of(
                    "authentication.anonymous.enabled",
                    "authentication.webhook.enabled",
                    "authentication.x509.clientCAFile",
                    "authorization.mode",
                    "eventRecordQPS",
                    "makeIPTablesUtilChains",
                    "protectKernelDefaults",
                    "readOnlyPort",
                    "rotateCertificates",
                    "serverTLSBootstrap",
                    "streamingConnectionIdleTimeout",
                    "tlsCertFile",
                    "tlsPrivateKeyFile",
                    "tlsCipherSuites",
                    "tlsMinVersion",
                    "podPidsLimit",
                    "seccompDefault",
                    "featureGates.RotateKubeletServerCertificate");

    /** The minor version of Kubernetes 1 from which a kubelet knows a field. */
    private static final Map<String, Integer> SINCE = Map.of("seccompDefault", 22);

    /** Where the self-signed pair is kept unless a flag says otherwise. */
    private static final String CERTIFICATES = "/var/lib/kubelet/pki";

    /**
     * A file of the drop-in folder.
     *
     * @param fields a part of a KubeletConfiguration
     */
    public record DropIn(String path, Value.Fields fields) {}

    /**
     * What a kubelet was started with.
     *
     * @param file its configuration; empty when it was started without one
     * @param dropIns in their order
     * @param flags of its command line
     * @param minor the minor version of Kubernetes 1; empty when it is not known
     * @param holes what could not be read: nothing is then taken for a default
     */
    public record Given(
            Optional<Value.Fields> file,
            List<DropIn> dropIns,
            KubeletFlags flags,
            Optional<Integer> minor,
            List<String> holes) {}

    /** As {@code /configz} answers, with or without {@code kubeletconfig} around it. */
    public static KubeletConfiguration ofConfigz(Value.Fields answer) {
        Value.Fields config =
                answer.get("kubeletconfig").isPresent() ? answer.fields("kubeletconfig") : answer;
        Map<String, String> origins = new LinkedHashMap<>();
        note(config, "", "configz", origins);
        Map<String, Presence> absent = new LinkedHashMap<>();
        for (String path : JUDGED) {
            if (find(config, path).isEmpty()) {
                absent.put(path, Presence.ZERO);
            }
        }
        return new KubeletConfiguration(config, origins, absent);
    }

    /** Merges what a kubelet was started with. */
    public static KubeletConfiguration merge(Given given) {
        Map<String, String> origins = new LinkedHashMap<>();
        Value.Fields merged = Value.EMPTY;
        // Drop-ins alone are put over the defaults of flags.
        boolean fromFile = given.file().isPresent();
        Set<String> unknown = new LinkedHashSet<>();
        if (given.holes().isEmpty()) {
            for (Map.Entry<String, Default> entry : defaults().entrySet()) {
                Optional<Value> value = entry.getValue().of(fromFile, given.minor());
                if (value.isPresent()) {
                    merged = with(merged, entry.getKey(), value.get());
                    origins.put(
                            entry.getKey(),
                            fromFile || !entry.getValue().isLegacy()
                                    ? "default"
                                    : "default without a file");
                } else if (!entry.getValue().isZero(fromFile)) {
                    unknown.add(entry.getKey());
                }
            }
        }
        if (given.file().isPresent()) {
            merged = patch(merged, given.file().get(), "", "file", origins);
        }
        for (DropIn dropIn : given.dropIns()) {
            merged = patch(merged, dropIn.fields(), "", "drop-in " + dropIn.path(), origins);
        }
        for (Map.Entry<String, Value> flag : given.flags().config().entrySet()) {
            merged = with(merged, flag.getKey(), flag.getValue());
            origins.keySet().removeIf(path -> path.startsWith(flag.getKey() + "."));
            origins.put(flag.getKey(), "flag");
        }
        merged = certificates(merged, given, origins, unknown);
        return new KubeletConfiguration(
                merged, new TreeMap<>(origins), absent(merged, given, unknown));
    }

    /** Without a pair and without a request for one, the kubelet signs its own and says where. */
    private static Value.Fields certificates(
            Value.Fields merged, Given given, Map<String, String> origins, Set<String> unknown) {
        if (!given.holes().isEmpty()) {
            return merged;
        }
        boolean has =
                find(merged, "tlsCertFile").filter(KubeletConfiguration::isText).isPresent()
                        || find(merged, "tlsPrivateKeyFile")
                                .filter(KubeletConfiguration::isText)
                                .isPresent();
        boolean asks = merged.isTrue("serverTLSBootstrap");
        if (has || asks || unknown.contains("serverTLSBootstrap")) {
            return merged;
        }
        String folder = given.flags().other("cert-dir").orElse(CERTIFICATES);
        origins.put("tlsCertFile", "default (self-signed)");
        origins.put("tlsPrivateKeyFile", "default (self-signed)");
        return with(
                with(merged, "tlsCertFile", Value.of(folder + "/kubelet.crt")),
                "tlsPrivateKeyFile",
                Value.of(folder + "/kubelet.key"));
    }

    private static boolean isText(Value value) {
        return value instanceof Value.Text(String text) && !text.isEmpty();
    }

    private static Map<String, Presence> absent(
            Value.Fields merged, Given given, Set<String> unknown) {
        Map<String, Presence> absent = new LinkedHashMap<>();
        for (String path : JUDGED) {
            if (find(merged, path).isPresent()) {
                continue;
            }
            int since = SINCE.getOrDefault(path, 0);
            if (!given.holes().isEmpty() || unknown.contains(path)) {
                absent.put(path, Presence.NOT_SEEN);
            } else if (given.minor().isPresent() && given.minor().get() < since) {
                absent.put(path, Presence.NOT_SETTABLE);
            } else {
                absent.put(path, Presence.ZERO);
            }
        }
        return absent;
    }

    /** A default, which may depend on whether there is a file, and on the version. */
    private sealed interface Default {
        Optional<Value> of(boolean fromFile, Optional<Integer> minor);

        default boolean isLegacy() {
            return false;
        }

        /** Whether no value means the zero of its type. */
        default boolean isZero(boolean fromFile) {
            return false;
        }

        /** Always the same. */
        record Fixed(Value value) implements Default {
            @Override
            public Optional<Value> of(boolean fromFile, Optional<Integer> minor) {
                return Optional.of(value);
            }
        }

        /** Another without a file. */
        record ByFile(Optional<Value> with, Optional<Value> without) implements Default {
            @Override
            public Optional<Value> of(boolean fromFile, Optional<Integer> minor) {
                return fromFile ? with : without;
            }

            @Override
            public boolean isLegacy() {
                return true;
            }

            @Override
            public boolean isZero(boolean fromFile) {
                return fromFile && with.isEmpty();
            }
        }

        /** One that older versions do not have. */
        record Since(int since, Value value) implements Default {
            @Override
            public Optional<Value> of(boolean fromFile, Optional<Integer> minor) {
                return minor.filter(number -> number < since).isPresent()
                        ? Optional.empty()
                        : Optional.of(value);
            }

            @Override
            public boolean isZero(boolean fromFile) {
                return true;
            }
        }

        /** Another from a version on. */
        record ByVersion(int since, Value before, Value after) implements Default {
            @Override
            public Optional<Value> of(boolean fromFile, Optional<Integer> minor) {
                return minor.map(number -> number < since ? before : after);
            }
        }
    }

    /**
     * The defaults of the fields that are judged. Those that differ without a file are set by the
     * kubelet's legacy defaults of its flags; the rate of events went from 5 to 50 in 1.27.
     */
    private static Map<String, Default> defaults() {
        Map<String, Default> defaults = new LinkedHashMap<>();
        defaults.put(
                "authentication.anonymous.enabled",
                new Default.ByFile(Optional.of(Value.of(false)), Optional.of(Value.of(true))));
        defaults.put(
                "authentication.webhook.enabled",
                new Default.ByFile(Optional.of(Value.of(true)), Optional.of(Value.of(false))));
        defaults.put(
                "authorization.mode",
                new Default.ByFile(
                        Optional.of(Value.of("Webhook")), Optional.of(Value.of("AlwaysAllow"))));
        defaults.put(
                "readOnlyPort", new Default.ByFile(Optional.empty(), Optional.of(Value.of(10255))));
        defaults.put("eventRecordQPS", new Default.ByVersion(27, Value.of(5), Value.of(50)));
        defaults.put("makeIPTablesUtilChains", new Default.Fixed(Value.of(true)));
        defaults.put("streamingConnectionIdleTimeout", new Default.Fixed(Value.of("4h0m0s")));
        defaults.put("seccompDefault", new Default.Since(22, Value.of(false)));
        defaults.put("podPidsLimit", new Default.Fixed(Value.of(-1)));
        return defaults;
    }

    /** The value at a dotted path. */
    public Optional<Value> get(String path) {
        return find(effective, path);
    }

    private static Optional<Value> find(Value.Fields fields, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return fields.get(path).filter(value -> !(value instanceof Value.Nothing));
        }
        return find(fields.fields(path.substring(0, dot)), path.substring(dot + 1));
    }

    private static Value.Fields with(Value.Fields fields, String path, Value value) {
        int dot = path.indexOf('.');
        Map<String, Value> members = new LinkedHashMap<>(fields.members());
        if (dot < 0) {
            members.put(path, value);
        } else {
            String name = path.substring(0, dot);
            members.put(name, with(fields.fields(name), path.substring(dot + 1), value));
        }
        return new Value.Fields(members);
    }

    /** A JSON merge patch (RFC 7396), as the kubelet merges its drop-ins. */
    private static Value.Fields patch(
            Value.Fields target,
            Value.Fields patch,
            String at,
            String origin,
            Map<String, String> origins) {
        Map<String, Value> members = new LinkedHashMap<>(target.members());
        patch.members()
                .forEach((name, value) -> {
                    String path = at.isEmpty() ? name : at + "." + name;
                    switch (value) {
                        case Value.Nothing() -> {
                            // In a file null is as if it was not written; a default stays.
                        }
                        case Value.Fields fields ->
                                members.put(
                                        name,
                                        patch(target.fields(name), fields, path, origin, origins));
                        case Value.Text _, Value.Numeral _, Value.Flag _, Value.Items _ -> {
                            members.put(name, value);
                            origins.put(path, origin);
                        }
                    }
                });
        return new Value.Fields(members);
    }

    private static void note(
            Value.Fields fields, String at, String origin, Map<String, String> origins) {
        fields.members()
                .forEach((name, value) -> {
                    String path = at.isEmpty() ? name : at + "." + name;
                    if (value instanceof Value.Fields inner) {
                        note(inner, path, origin, origins);
                    } else {
                        origins.put(path, origin);
                    }
                });
    }

    /** The origins and absences as members of an evidence document. */
    void into(Facts doc) {
        Facts from = new Facts();
        origins.forEach(from::put);
        doc.put("origin", from.done());
        Facts missing = new Facts();
        absent.forEach((path, presence) -> missing.put(path, presence.name()));
        doc.put("absent", missing.done());
    }

    /** The paths whose value is not known. */
    List<String> notSeen() {
        List<String> paths = new ArrayList<>();
        absent.forEach((path, presence) -> {
            if (presence == Presence.NOT_SEEN) {
                paths.add(path);
            }
        });
        return paths;
    }
}
