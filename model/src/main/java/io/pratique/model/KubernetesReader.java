package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.InvalidDocument;
import io.pratique.document.KeyTable;
import io.pratique.document.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes workloads of Kubernetes objects, straight from the tape of a document: only what rules look
 * at is decoded. Immutable; safe for several threads.
 *
 * <p>A value whose type the API server would refuse is an {@link InvalidDocument}, as nothing can
 * be judged that can never run. Of the API server's defaults (SetDefaults_* in pkg/apis/core/v1 of
 * Kubernetes) those are applied that a verdict depends on, so that a file is judged as the object
 * that it becomes:
 *
 * <ul>
 *   <li>a volume without a source is an emptyDir (SetDefaults_Volume);
 *   <li>in a pod that is in the network of its host, a port's hostPort is its containerPort
 *       (SetDefaults_Pod); {@link Port#implied} tells it;
 *   <li>a container with a limit and no request for the same thing requests its limit
 *       (SetDefaults_Pod);
 *   <li>an image without tag and digest has the tag latest ({@link ImageReference} says so).
 * </ul>
 *
 * All other defaults (allowPrivilegeEscalation, automountServiceAccountToken, hostUsers, readOnly
 * of a mount, capabilities of the runtime…) stay unset: each rule says what unset means to it. The
 * namespace of an object that does not say it is left empty, as it is the choice of whoever applies
 * it.
 */
public final class KubernetesReader {
    private static final Map<String, String> BUILT_IN =
            Map.of(
                    "Pod", "/spec",
                    "Deployment", "/spec/template/spec",
                    "ReplicaSet", "/spec/template/spec",
                    "StatefulSet", "/spec/template/spec",
                    "DaemonSet", "/spec/template/spec",
                    "Job", "/spec/template/spec",
                    "CronJob", "/spec/jobTemplate/spec/template/spec",
                    "ReplicationController", "/spec/template/spec",
                    "PodTemplate", "/template/spec");

    /** What the API server is asked for when somebody reaches into a running pod (CONNECT). */
    private static final Set<String> CONNECTIONS =
            Set.of("PodExecOptions", "PodAttachOptions", "PodPortForwardOptions");

    /**
     * The kinds beyond Kubernetes' own whose pods are found without being configured: {@code
     * group/Kind} to the pod spec's pointer.
     */
    public static final Map<String, String> KNOWN_CUSTOM_KINDS =
            Map.of(
                    "argoproj.io/Rollout", "/spec/template/spec",
                    "apps.openshift.io/DeploymentConfig", "/spec/template/spec",
                    "/DeploymentConfig", "/spec/template/spec",
                    "serving.knative.dev/Service", "/spec/template/spec",
                    "serving.knative.dev/Configuration", "/spec/template/spec",
                    "serving.knative.dev/Revision", "/spec",
                    "apps.kruise.io/CloneSet", "/spec/template/spec",
                    "apps.kruise.io/StatefulSet", "/spec/template/spec",
                    "apps.kruise.io/DaemonSet", "/spec/template/spec");

    private static final String APP_ARMOR_ANNOTATION =
            "container.apparmor.security.beta.kubernetes.io/";
    private static final String MIRROR_ANNOTATION = "kubernetes.io/config.mirror";
    private static final String SECCOMP_POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_ANNOTATION =
            "container.seccomp.security.alpha.kubernetes.io/";

    private static final KeyTable TOP = KeyTable.of("apiVersion", "kind", "metadata", "spec");
    private static final KeyTable METADATA =
            KeyTable.of(
                    "name",
                    "generateName",
                    "namespace",
                    "uid",
                    "labels",
                    "annotations",
                    "ownerReferences",
                    "deletionTimestamp");
    private static final KeyTable POD =
            KeyTable.of(
                    "hostNetwork",
                    "hostPID",
                    "hostIPC",
                    "hostUsers",
                    "automountServiceAccountToken",
                    "securityContext",
                    "volumes",
                    "containers",
                    "initContainers",
                    "ephemeralContainers",
                    "os",
                    "resources");
    private static final KeyTable CONTAINER =
            KeyTable.of(
                    "name",
                    "image",
                    "securityContext",
                    "ports",
                    "env",
                    "volumeMounts",
                    "resources",
                    "livenessProbe",
                    "readinessProbe",
                    "startupProbe",
                    "lifecycle",
                    "restartPolicy",
                    "envFrom");
    private static final KeyTable SECURITY =
            KeyTable.of(
                    "privileged",
                    "allowPrivilegeEscalation",
                    "readOnlyRootFilesystem",
                    "runAsNonRoot",
                    "runAsUser",
                    "capabilities",
                    "seccompProfile",
                    "appArmorProfile",
                    "seLinuxOptions",
                    "procMount",
                    "windowsOptions",
                    "sysctls");

    private static final List<String> HOOKS = List.of("postStart", "preStop");
    private static final List<String> HANDLERS = List.of("httpGet", "tcpSocket");

    private final Map<String, String> customKinds;

    /**
     * @param customKinds {@code group/Kind} to the JSON pointer of the pod spec; {@link
     *     #KNOWN_CUSTOM_KINDS} is a good start
     */
    public KubernetesReader(Map<String, String> customKinds) {
        this.customKinds = Map.copyOf(customKinds);
    }

    /**
     * Reads the object at a node.
     *
     * @throws InvalidDocument when a value that rules look at has a type that the API server would
     *     refuse
     */
    public ReadResult read(Document d, int object) {
        return read(d, object, "", "", "", object);
    }

    /**
     * As {@link #read(Document, int)}, with pointers that start at a node that holds the object.
     */
    ReadResult readWithin(Document d, int object, int base) {
        String prefix = d.pointer(object).substring(d.pointer(base).length());
        return read(d, object, "", "", prefix, base);
    }

    /**
     * As {@link #read(Document, int)}, for an object that may leave out its apiVersion and kind, as
     * those in a list of one kind do.
     *
     * @param listVersion the apiVersion when the object has none
     * @param listKind the kind when the object has none
     */
    ReadResult readListed(Document d, int object, String listVersion, String listKind) {
        return read(d, object, listVersion, listKind, "", object);
    }

    private ReadResult read(
            Document d, int object, String listVersion, String listKind, String prefix, int base) {
        String apiVersion = "";
        String kind = "";
        int metadata = -1;
        int end = d.next(object);
        for (int k = d.first(object); k < end; k = d.next(d.value(k))) {
            int value = d.value(k);
            switch (TOP.find(d, k)) {
                case 0 -> apiVersion = text(d, value).or("");
                case 1 -> kind = text(d, value).or("");
                case 2 -> metadata = value;
                default -> {}
            }
        }
        if (kind.isEmpty()) {
            kind = listKind;
            apiVersion = apiVersion.isEmpty() ? listVersion : apiVersion;
        }
        String group =
                apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        String path = builtIn(group, kind);
        if (path.isEmpty()) {
            path = customKinds.getOrDefault(group + "/" + kind, "");
        }
        Metadata meta = metadata(d, metadata);
        if (path.isEmpty()) {
            return group.isEmpty() && CONNECTIONS.contains(kind)
                    ? connection(
                            d,
                            new TapeOrigin(d, object, base, prefix, prefix),
                            apiVersion,
                            kind,
                            meta)
                    : notAWorkload(d, object, apiVersion, kind, meta);
        }
        int podSpec = descend(d, object, path);
        if (podSpec < 0 || d.isNull(podSpec)) {
            int elsewhere = descend(d, object, "/spec/workloadRef/name");
            if (kind.equals("Rollout") && elsewhere >= 0 && d.isText(elsewhere)) {
                return new ReadResult.Other(
                        apiVersion,
                        kind,
                        meta.name,
                        "its pods are those of the workload '" + d.text(elsewhere) + "'");
            }
            return new ReadResult.Refused(
                    "no-pod-spec",
                    Origin.locate(d, object, path),
                    kind + " '" + meta.name + "' has no pod spec at " + path,
                    "Write its containers below " + path + ".");
        }
        require(d, podSpec, Kind.OBJECT);
        Metadata podMeta = meta;
        if (!path.equals("/spec")) {
            String template = path.substring(0, path.length() - "/spec".length());
            int podMetadata = descend(d, object, template + "/metadata");
            podMeta = metadata(d, podMetadata);
        }
        Workload workload =
                workload(
                        d,
                        new TapeOrigin(d, object, base, prefix, prefix + path),
                        podSpec,
                        apiVersion,
                        kind,
                        meta,
                        podMeta);
        if (workload.containers().isEmpty()) {
            return new ReadResult.Refused(
                    "no-containers",
                    Origin.locate(d, object, path),
                    kind + " '" + meta.name + "' has no containers at " + path,
                    "The Kubernetes API would refuse this object too: write at least one below "
                            + path
                            + "/containers.");
        }
        return new ReadResult.Judgeable(workload);
    }

    /** Nothing of the pod is known: only what is asked of it. */
    private static ReadResult connection(
            Document d, TapeOrigin origin, String apiVersion, String kind, Metadata meta) {
        int container = d.member(origin.node(), "container");
        String name = container < 0 ? "" : text(d, container).or("");
        return new ReadResult.Judgeable(
                new Workload(
                        new Identity(
                                Platform.KUBERNETES,
                                "",
                                meta.namespace,
                                apiVersion,
                                kind,
                                meta.name,
                                meta.uid,
                                ""),
                        Labels.none(),
                        Labels.none(),
                        Map.of(),
                        Set.of(),
                        OperatingSystem.UNSTATED,
                        Setting.unset(),
                        Setting.unset(),
                        Setting.unset(),
                        Setting.unset(),
                        Setting.unset(),
                        SecurityContext.none(),
                        List.of(),
                        List.of(),
                        Resources.none(),
                        name.isEmpty()
                                ? List.of()
                                : List.of(Container.bare(name, Role.MAIN, "container")),
                        false,
                        false,
                        origin));
    }

    private static String builtIn(String group, String kind) {
        String path = BUILT_IN.getOrDefault(kind, "");
        if (path.isEmpty()) {
            return "";
        }
        boolean known =
                switch (kind) {
                    case "Pod", "ReplicationController", "PodTemplate" -> group.isEmpty();
                    case "Job", "CronJob" -> group.equals("batch");
                    default -> group.equals("apps") || group.equals("extensions");
                };
        return known ? path : "";
    }

    private static ReadResult notAWorkload(
            Document d, int object, String apiVersion, String kind, Metadata meta) {
        // A kind nobody told us of that holds a pod template must not pass in silence.
        for (String path :
                List.of(
                        "/spec/template/spec",
                        "/spec/jobTemplate/spec/template/spec",
                        "/template/spec",
                        "/spec/podTemplate/spec")) {
            int podSpec = descend(d, object, path);
            if (podSpec >= 0 && d.member(podSpec, "containers") >= 0) {
                return new ReadResult.Refused(
                        "unknown-kind",
                        Origin.locate(d, object, path),
                        "the kind "
                                + apiVersion
                                + " "
                                + kind
                                + " is not known, and has containers at "
                                + path,
                        "Say where its pods are: --kind "
                                + group(apiVersion)
                                + "/"
                                + kind
                                + "="
                                + path);
            }
        }
        boolean kustomization = group(apiVersion).equals("kustomize.config.k8s.io");
        return new ReadResult.Other(
                apiVersion,
                kind,
                meta.name,
                kustomization ? "judge what 'kustomize build' makes of it" : "");
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    private static int descend(Document d, int from, String path) {
        int at = from;
        int i = 1;
        while (i <= path.length() && at >= 0) {
            int slash = path.indexOf('/', i);
            int stop = slash < 0 ? path.length() : slash;
            at = d.member(at, path.substring(i, stop));
            i = stop + 1;
        }
        return at;
    }

    private static final class Metadata {
        private String name = "";
        private String generateName = "";
        private String namespace = "";
        private String uid = "";
        private String owner = "";
        private Labels labels = Labels.none();
        private Map<String, String> security = Map.of();
        private boolean deleting;
        private boolean mirror;
    }

    private static Metadata metadata(Document d, int node) {
        Metadata meta = new Metadata();
        if (node < 0 || d.isNull(node)) {
            return meta;
        }
        require(d, node, Kind.OBJECT);
        int end = d.next(node);
        for (int k = d.first(node); k < end; k = d.next(d.value(k))) {
            int value = d.value(k);
            switch (METADATA.find(d, k)) {
                case 0 -> meta.name = text(d, value).or("");
                case 1 -> meta.generateName = text(d, value).or("");
                case 2 -> meta.namespace = text(d, value).or("");
                case 3 -> meta.uid = text(d, value).or("");
                case 4 -> meta.labels = labels(d, value);
                case 5 -> annotations(d, value, meta);
                case 6 -> meta.owner = owner(d, value);
                case 7 -> meta.deleting = text(d, value).isSet();
                default -> {}
            }
        }
        if (meta.name.isEmpty()) {
            meta.name = meta.generateName;
        }
        return meta;
    }

    private static Labels labels(Document d, int node) {
        if (d.isNull(node)) {
            return Labels.none();
        }
        require(d, node, Kind.OBJECT);
        Map<String, Setting<String>> labels = new LinkedHashMap<>();
        int end = d.next(node);
        for (int k = d.first(node); k < end; k = d.next(d.value(k))) {
            labels.put(d.text(k), text(d, d.value(k)));
        }
        return new Labels(labels, Setting.unset());
    }

    private static void annotations(Document d, int node, Metadata into) {
        if (d.isNull(node)) {
            return;
        }
        require(d, node, Kind.OBJECT);
        Map<String, String> security = Map.of();
        int end = d.next(node);
        for (int k = d.first(node); k < end; k = d.next(d.value(k))) {
            int value = d.value(k);
            if (!d.isNull(value) && !d.isText(value)) {
                throw wrongType(d, value, "a text");
            }
            String key = d.text(k);
            if (key.equals(MIRROR_ANNOTATION)) {
                into.mirror = true;
            } else if (key.startsWith(APP_ARMOR_ANNOTATION)
                    || key.startsWith(SECCOMP_ANNOTATION)
                    || key.equals(SECCOMP_POD_ANNOTATION)) {
                security = security.isEmpty() ? new LinkedHashMap<>() : security;
                security.put(key, d.isNull(value) ? "" : d.text(value));
            }
        }
        into.security = security;
    }

    private static String owner(Document d, int node) {
        if (d.isNull(node)) {
            return "";
        }
        require(d, node, Kind.ARRAY);
        int end = d.next(node);
        for (int e = d.first(node); e < end; e = d.next(e)) {
            require(d, e, Kind.OBJECT);
            int kind = d.member(e, "kind");
            int name = d.member(e, "name");
            int controller = d.member(e, "controller");
            if (kind >= 0 && name >= 0 && controller >= 0 && d.kind(controller) == Kind.TRUE) {
                return text(d, kind).or("") + "/" + text(d, name).or("");
            }
        }
        return "";
    }

    private record TapeOrigin(Document d, int node, int base, String prefix, String podPath)
            implements Origin {
        @Override
        public Location locate(String path) {
            return Origin.locate(d, base, path.isEmpty() ? podPath : podPath + "/" + path);
        }

        @Override
        public Location locateInObject(String path) {
            return Origin.locate(d, base, prefix + "/" + path);
        }

        @Override
        public java.util.Optional<Document> document() {
            return java.util.Optional.of(d);
        }
    }

    private static Workload workload(
            Document d,
            TapeOrigin origin,
            int podSpec,
            String apiVersion,
            String kind,
            Metadata meta,
            Metadata podMeta) {
        Setting<Boolean> hostNetwork = Setting.unset();
        Setting<Boolean> hostPid = Setting.unset();
        Setting<Boolean> hostIpc = Setting.unset();
        Setting<Boolean> hostUsers = Setting.unset();
        Setting<Boolean> token = Setting.unset();
        SecurityContext security = SecurityContext.none();
        List<Sysctl> sysctls = List.of();
        List<Volume> volumes = List.of();
        Resources resources = Resources.none();
        OperatingSystem os = OperatingSystem.UNSTATED;
        int main = -1;
        int init = -1;
        int ephemeral = -1;
        int end = d.next(podSpec);
        for (int k = d.first(podSpec); k < end; k = d.next(d.value(k))) {
            int value = d.value(k);
            switch (POD.find(d, k)) {
                case 0 -> hostNetwork = bool(d, value);
                case 1 -> hostPid = bool(d, value);
                case 2 -> hostIpc = bool(d, value);
                case 3 -> hostUsers = bool(d, value);
                case 4 -> token = bool(d, value);
                case 5 -> {
                    security = security(d, value);
                    sysctls = sysctls(d, value);
                }
                case 6 -> volumes = volumes(d, value);
                case 7 -> main = value;
                case 8 -> init = value;
                case 9 -> ephemeral = value;
                case 10 -> os = os(d, value);
                case 11 -> resources = resources(d, value);
                default -> {}
            }
        }
        List<Container> containers = new ArrayList<>();
        boolean onHost = hostNetwork.or(false);
        containers(d, init, "initContainers", Role.INIT, onHost, containers);
        containers(d, main, "containers", Role.MAIN, onHost, containers);
        containers(d, ephemeral, "ephemeralContainers", Role.EPHEMERAL, onHost, containers);
        return new Workload(
                new Identity(
                        Platform.KUBERNETES,
                        "",
                        meta.namespace,
                        apiVersion,
                        kind,
                        meta.name,
                        meta.uid,
                        meta.owner),
                meta.labels,
                podMeta.labels,
                podMeta.security,
                Set.of(),
                os,
                hostNetwork,
                hostPid,
                hostIpc,
                hostUsers,
                token,
                security,
                sysctls,
                volumes,
                resources,
                List.copyOf(containers),
                meta.deleting,
                meta.mirror,
                origin);
    }

    private static OperatingSystem os(Document d, int node) {
        if (d.isNull(node)) {
            return OperatingSystem.UNSTATED;
        }
        require(d, node, Kind.OBJECT);
        int name = d.member(node, "name");
        return switch (name < 0 ? "" : text(d, name).or("")) {
            case "linux" -> OperatingSystem.LINUX;
            case "windows" -> OperatingSystem.WINDOWS;
            case "" -> OperatingSystem.UNSTATED;
            default -> OperatingSystem.UNKNOWN;
        };
    }

    private static List<Sysctl> sysctls(Document d, int context) {
        int node = d.member(context, "sysctls");
        if (node < 0 || d.isNull(node)) {
            return List.of();
        }
        require(d, node, Kind.ARRAY);
        List<Sysctl> sysctls = new ArrayList<>();
        int end = d.next(node);
        for (int e = d.first(node); e < end; e = d.next(e)) {
            require(d, e, Kind.OBJECT);
            int name = d.member(e, "name");
            int value = d.member(e, "value");
            sysctls.add(
                    new Sysctl(
                            name < 0 ? Setting.unset() : text(d, name),
                            value < 0 ? Setting.unset() : text(d, value)));
        }
        return sysctls;
    }

    private static List<Volume> volumes(Document d, int node) {
        if (d.isNull(node)) {
            return List.of();
        }
        require(d, node, Kind.ARRAY);
        List<Volume> volumes = new ArrayList<>();
        int end = d.next(node);
        int index = 0;
        for (int e = d.first(node); e < end; e = d.next(e)) {
            require(d, e, Kind.OBJECT);
            String name = "";
            List<String> types = new ArrayList<>(1);
            Setting<String> hostPath = Setting.unset();
            int stop = d.next(e);
            for (int k = d.first(e); k < stop; k = d.next(d.value(k))) {
                String key = d.text(k);
                int value = d.value(k);
                if (key.equals("name")) {
                    name = text(d, value).or("");
                } else if (!d.isNull(value)) {
                    types.add(key);
                    if (key.equals("hostPath")) {
                        require(d, value, Kind.OBJECT);
                        int path = d.member(value, "path");
                        hostPath = path < 0 ? Setting.of("") : text(d, path);
                    }
                }
            }
            if (types.isEmpty()) {
                // The API server makes it one (SetDefaults_Volume).
                types.add("emptyDir");
            }
            // The API server refuses a volume with two sources; judged as both, it cannot hide one
            // behind the other.
            for (String type : types) {
                volumes.add(new Volume(name, Setting.of(type), hostPath, index));
            }
            index++;
        }
        return volumes;
    }

    private static void containers(
            Document d, int node, String list, Role role, boolean onHost, List<Container> into) {
        if (node < 0 || d.isNull(node)) {
            return;
        }
        require(d, node, Kind.ARRAY);
        int end = d.next(node);
        int index = 0;
        for (int e = d.first(node); e < end; e = d.next(e)) {
            require(d, e, Kind.OBJECT);
            into.add(container(d, e, list + "/" + index, role, onHost));
            index++;
        }
    }

    private static Container container(
            Document d, int node, String place, Role role, boolean onHost) {
        String name = "";
        Setting<ImageReference> image = Setting.unset();
        SecurityContext security = SecurityContext.none();
        List<Port> ports = List.of();
        List<EnvironmentVariable> environment = List.of();
        List<String> environmentFrom = List.of();
        List<Mount> mounts = List.of();
        Resources resources = Resources.none();
        Setting<Boolean> liveness = Setting.unset();
        Setting<Boolean> readiness = Setting.unset();
        Setting<Boolean> startup = Setting.unset();
        List<HostUse> hosts = List.of();
        boolean always = false;
        int end = d.next(node);
        for (int k = d.first(node); k < end; k = d.next(d.value(k))) {
            int value = d.value(k);
            int key = CONTAINER.find(d, k);
            if (key < 0 || d.isNull(value)) {
                continue;
            }
            switch (key) {
                case 0 -> name = text(d, value).or("");
                case 1 -> image = image(d, value);
                case 2 -> security = security(d, value);
                case 3 -> ports = ports(d, value, onHost);
                case 4 -> environment = environment(d, value);
                case 5 -> mounts = mounts(d, value);
                case 6 -> resources = resources(d, value);
                case 7 -> {
                    liveness = Setting.of(true);
                    hosts = hosts(d, value, "livenessProbe", hosts);
                }
                case 8 -> {
                    readiness = Setting.of(true);
                    hosts = hosts(d, value, "readinessProbe", hosts);
                }
                case 9 -> {
                    startup = Setting.of(true);
                    hosts = hosts(d, value, "startupProbe", hosts);
                }
                case 10 -> {
                    require(d, value, Kind.OBJECT);
                    for (String hook : HOOKS) {
                        int handler = d.member(value, hook);
                        if (handler >= 0 && !d.isNull(handler)) {
                            hosts = hosts(d, handler, "lifecycle/" + hook, hosts);
                        }
                    }
                }
                case 11 -> always = text(d, value).or("").equals("Always");
                default -> environmentFrom = environmentFrom(d, value);
            }
        }
        return new Container(
                name,
                role == Role.INIT && always ? Role.SIDECAR : role,
                place,
                image,
                security,
                ports,
                environment,
                environmentFrom,
                mounts,
                resources,
                liveness.isUnset() && readiness.isUnset() && startup.isUnset()
                        ? Probes.none()
                        : new Probes(liveness, readiness, startup),
                hosts,
                List.of(),
                Setting.unset());
    }

    private static Setting<ImageReference> image(Document d, int node) {
        String text = text(d, node).or("");
        if (text.isEmpty()) {
            return Setting.unset();
        }
        try {
            return Setting.of(ImageReference.of(text));
        } catch (InvalidImageReference e) {
            return Setting.unknown("'" + text + "' is no image reference: " + e.getMessage());
        }
    }

    private static SecurityContext security(Document d, int node) {
        if (d.isNull(node)) {
            return SecurityContext.none();
        }
        require(d, node, Kind.OBJECT);
        Setting<Boolean> privileged = Setting.unset();
        Setting<Boolean> escalation = Setting.unset();
        Setting<Boolean> readOnly = Setting.unset();
        Setting<Boolean> nonRoot = Setting.unset();
        Setting<Long> user = Setting.unset();
        Setting<List<String>> added = Setting.unset();
        Setting<List<String>> dropped = Setting.unset();
        Setting<String> seccomp = Setting.unset();
        Setting<String> appArmor = Setting.unset();
        Setting<String> type = Setting.unset();
        Setting<String> seUser = Setting.unset();
        Setting<String> seRole = Setting.unset();
        Setting<String> procMount = Setting.unset();
        Setting<Boolean> hostProcess = Setting.unset();
        int end = d.next(node);
        for (int k = d.first(node); k < end; k = d.next(d.value(k))) {
            int value = d.value(k);
            int key = SECURITY.find(d, k);
            if (key < 0 || d.isNull(value)) {
                continue;
            }
            switch (key) {
                case 0 -> privileged = bool(d, value);
                case 1 -> escalation = bool(d, value);
                case 2 -> readOnly = bool(d, value);
                case 3 -> nonRoot = bool(d, value);
                case 4 -> user = number(d, value);
                case 5 -> {
                    added = list(d, value, "add");
                    dropped = list(d, value, "drop");
                }
                case 6 -> seccomp = profile(d, value);
                case 7 -> appArmor = profile(d, value);
                case 8 -> {
                    type = member(d, value, "type");
                    seUser = member(d, value, "user");
                    seRole = member(d, value, "role");
                }
                case 9 -> procMount = text(d, value);
                case 10 -> {
                    require(d, value, Kind.OBJECT);
                    int host = d.member(value, "hostProcess");
                    hostProcess = host < 0 ? Setting.unset() : bool(d, host);
                }
                default -> {}
            }
        }
        return new SecurityContext(
                privileged,
                escalation,
                readOnly,
                nonRoot,
                user,
                Setting.unset(),
                added,
                dropped,
                seccomp,
                appArmor,
                type,
                seUser,
                seRole,
                procMount,
                hostProcess);
    }

    /** A profile without a type is not a missing profile: it is one that no rule allows. */
    private static Setting<String> profile(Document d, int node) {
        require(d, node, Kind.OBJECT);
        int type = d.member(node, "type");
        return type < 0 || d.isNull(type) ? Setting.of("") : text(d, type);
    }

    private static Setting<String> member(Document d, int node, String key) {
        require(d, node, Kind.OBJECT);
        int value = d.member(node, key);
        return value < 0 ? Setting.unset() : text(d, value);
    }

    private static Setting<List<String>> list(Document d, int node, String key) {
        require(d, node, Kind.OBJECT);
        int value = d.member(node, key);
        if (value < 0 || d.isNull(value)) {
            return Setting.unset();
        }
        require(d, value, Kind.ARRAY);
        List<String> texts = new ArrayList<>(d.count(value));
        int end = d.next(value);
        for (int e = d.first(value); e < end; e = d.next(e)) {
            texts.add(text(d, e).or(""));
        }
        return Setting.of(texts);
    }

    private static List<Port> ports(Document d, int node, boolean onHost) {
        require(d, node, Kind.ARRAY);
        List<Port> ports = new ArrayList<>(d.count(node));
        int end = d.next(node);
        for (int e = d.first(node); e < end; e = d.next(e)) {
            require(d, e, Kind.OBJECT);
            int container = d.member(e, "containerPort");
            int host = d.member(e, "hostPort");
            Setting<Long> inside = container < 0 ? Setting.unset() : number(d, container);
            Setting<Long> outside = host < 0 ? Setting.unset() : number(d, host);
            boolean implied = onHost && outside.or(0L) == 0;
            ports.add(new Port(inside, implied ? inside : outside, implied));
        }
        return ports;
    }

    private static List<EnvironmentVariable> environment(Document d, int node) {
        require(d, node, Kind.ARRAY);
        List<EnvironmentVariable> environment = new ArrayList<>(d.count(node));
        int end = d.next(node);
        for (int e = d.first(node); e < end; e = d.next(e)) {
            require(d, e, Kind.OBJECT);
            int name = d.member(e, "name");
            int value = d.member(e, "value");
            int from = d.member(e, "valueFrom");
            environment.add(
                    SecretShapes.variable(
                            name < 0 ? "" : text(d, name).or(""),
                            value < 0 ? "" : text(d, value).or(""),
                            from >= 0 && !d.isNull(from)));
        }
        return environment;
    }

    private static List<String> environmentFrom(Document d, int node) {
        require(d, node, Kind.ARRAY);
        List<String> sources = new ArrayList<>(d.count(node));
        int end = d.next(node);
        for (int e = d.first(node); e < end; e = d.next(e)) {
            require(d, e, Kind.OBJECT);
            int map = d.member(e, "configMapRef");
            int secret = d.member(e, "secretRef");
            if (map >= 0 && !d.isNull(map)) {
                sources.add("configMap/" + member(d, map, "name").or(""));
            }
            if (secret >= 0 && !d.isNull(secret)) {
                sources.add("secret/" + member(d, secret, "name").or(""));
            }
        }
        return sources;
    }

    private static List<Mount> mounts(Document d, int node) {
        require(d, node, Kind.ARRAY);
        List<Mount> mounts = new ArrayList<>(d.count(node));
        int end = d.next(node);
        for (int e = d.first(node); e < end; e = d.next(e)) {
            require(d, e, Kind.OBJECT);
            int name = d.member(e, "name");
            int path = d.member(e, "mountPath");
            int readOnly = d.member(e, "readOnly");
            mounts.add(
                    new Mount(
                            name < 0 ? "" : text(d, name).or(""),
                            path < 0 ? Setting.unset() : text(d, path),
                            readOnly < 0 ? Setting.unset() : bool(d, readOnly)));
        }
        return mounts;
    }

    private static Resources resources(Document d, int node) {
        if (d.isNull(node)) {
            return Resources.none();
        }
        require(d, node, Kind.OBJECT);
        int limits = d.member(node, "limits");
        int requests = d.member(node, "requests");
        Setting<String> cpu = quantity(d, limits, "cpu");
        Setting<String> memory = quantity(d, limits, "memory");
        return new Resources(
                cpu,
                memory,
                quantity(d, requests, "cpu").orElse(cpu),
                quantity(d, requests, "memory").orElse(memory));
    }

    private static Setting<String> quantity(Document d, int node, String key) {
        if (node < 0 || d.isNull(node)) {
            return Setting.unset();
        }
        require(d, node, Kind.OBJECT);
        int value = d.member(node, key);
        if (value < 0 || d.isNull(value)) {
            return Setting.unset();
        }
        boolean scalar = d.isText(value) || d.kind(value) == Kind.NUMBER;
        String text = scalar ? d.text(value) : "";
        if (!Quantity.valid(text)) {
            throw new InvalidDocument(
                    scalar ? InvalidDocument.Code.WRONG_VALUE : InvalidDocument.Code.WRONG_TYPE,
                    d.position(value),
                    d.pointer(value)
                            + " must be a quantity, and is "
                            + (scalar ? "'" + text + "'" : d.kind(value).word()),
                    Quantity.hint(text));
        }
        return Setting.of(text);
    }

    private static List<HostUse> hosts(Document d, int probe, String path, List<HostUse> before) {
        require(d, probe, Kind.OBJECT);
        List<HostUse> hosts = before;
        for (String handler : HANDLERS) {
            int node = d.member(probe, handler);
            if (node < 0 || d.isNull(node)) {
                continue;
            }
            require(d, node, Kind.OBJECT);
            int host = d.member(node, "host");
            if (host >= 0 && !d.isNull(host)) {
                hosts = hosts.isEmpty() ? new ArrayList<>() : hosts;
                hosts.add(new HostUse(path + "/" + handler + "/host", text(d, host)));
            }
        }
        return hosts;
    }

    private static Setting<Boolean> bool(Document d, int node) {
        return switch (d.kind(node)) {
            case TRUE -> Setting.of(true);
            case FALSE -> Setting.of(false);
            case NULL -> Setting.unset();
            case NUMBER, STRING, KEY, ARRAY, OBJECT -> throw wrongType(d, node, "true or false");
        };
    }

    private static Setting<Long> number(Document d, int node) {
        if (d.isNull(node)) {
            return Setting.unset();
        }
        long value = d.asLong(node, Long.MIN_VALUE);
        if (value == Long.MIN_VALUE) {
            throw wrongType(d, node, "a whole number");
        }
        return Setting.of(value);
    }

    private static Setting<String> text(Document d, int node) {
        if (d.isNull(node)) {
            return Setting.unset();
        }
        if (!d.isText(node)) {
            throw wrongType(d, node, "a text");
        }
        return Setting.of(d.text(node));
    }

    private static void require(Document d, int node, Kind kind) {
        if (d.kind(node) != kind) {
            throw wrongType(d, node, kind.word());
        }
    }

    private static InvalidDocument wrongType(Document d, int node, String expected) {
        Kind kind = d.kind(node);
        boolean scalar = kind != Kind.OBJECT && kind != Kind.ARRAY;
        String found = scalar ? kind.word() + " (" + d.text(node) + ")" : kind.word();
        return new InvalidDocument(
                InvalidDocument.Code.WRONG_TYPE,
                d.position(node),
                d.pointer(node) + " must be " + expected + ", and is " + found,
                expected.equals("a text") && scalar
                        ? "Put it in quotes: \"" + d.text(node) + "\"."
                        : "The Kubernetes API would refuse this object too.");
    }

    /** Kubernetes objects by name, for messages and tests. */
    static Map<String, String> builtInKinds() {
        return new HashMap<>(BUILT_IN);
    }
}
