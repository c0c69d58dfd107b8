package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes workloads of ECS task definitions as the API writes them: the input of
 * RegisterTaskDefinition, or an answer of DescribeTaskDefinition.
 */
public final class EcsReader {
    /** True when the object is a task definition, bare or inside an answer. */
    public static boolean recognises(Document d, int object) {
        return d.member(object, "containerDefinitions") >= 0
                || d.member(
                                d.member(object, "taskDefinition") < 0
                                        ? object
                                        : d.member(object, "taskDefinition"),
                                "containerDefinitions")
                        >= 0;
    }

    /**
     * Reads the task definition at a node.
     *
     * @throws InvalidDocument when a value that rules look at has a wrong type
     */
    public ReadResult read(Document d, int object) {
        Node root = Node.at(d, object);
        Optional<Node> wrapped = root.get("taskDefinition").filter(Node::isObject);
        Node task = wrapped.orElse(root);
        String prefix = wrapped.isPresent() ? "/taskDefinition" : "";
        Set<LaunchType> launchTypes = launchTypes(task);
        Setting<String> mode = text(task, "networkMode");
        List<Container> containers = new ArrayList<>();
        int index = 0;
        for (Node definition : list(task, "containerDefinitions")) {
            containers.add(container(definition, "containerDefinitions/" + index));
            index++;
        }
        return new ReadResult.Judgeable(
                new Workload(
                        new Identity(
                                Platform.ECS,
                                "",
                                scope(text(task, "taskDefinitionArn").or("")),
                                "",
                                "TaskDefinition",
                                text(task, "family").or(""),
                                text(task, "taskDefinitionArn").or(""),
                                ""),
                        tags(root, task),
                        Map.of(),
                        Map.of(),
                        launchTypes,
                        system(task),
                        equals(mode, "host"),
                        equals(text(task, "pidMode"), "host"),
                        equals(text(task, "ipcMode"), "host"),
                        Setting.unset(),
                        Setting.unset(),
                        SecurityContext.none(),
                        List.of(),
                        volumes(task),
                        Resources.none(),
                        List.copyOf(containers),
                        false,
                        false,
                        new TaskOrigin(d, object, prefix)));
    }

    private record TaskOrigin(Document d, int node, String prefix) implements Origin {
        @Override
        public Location locate(String path) {
            return Origin.locate(d, node, path.isEmpty() ? prefix : prefix + "/" + path);
        }

        @Override
        public Location locateInObject(String path) {
            return Origin.locate(d, node, "/" + path);
        }

        @Override
        public Optional<Document> document() {
            return Optional.of(d);
        }
    }

    /** {@code arn:aws:ecs:REGION:ACCOUNT:…} to {@code ACCOUNT/REGION}. */
    private static String scope(String arn) {
        List<String> parts = List.of(arn.split(":", -1));
        return parts.size() > 5 ? parts.get(4) + "/" + parts.get(3) : "";
    }

    private static Set<LaunchType> launchTypes(Node task) {
        EnumSet<LaunchType> types = EnumSet.noneOf(LaunchType.class);
        for (Node type : list(task, "requiresCompatibilities")) {
            for (LaunchType known : LaunchType.values()) {
                if (known.name().equals(type.text())) {
                    types.add(known);
                }
            }
        }
        return Set.copyOf(types);
    }

    private static OperatingSystem system(Node task) {
        String family =
                task.present("runtimePlatform")
                        .map(platform -> text(platform, "operatingSystemFamily").or(""))
                        .orElse("");
        if (family.isEmpty()) {
            return OperatingSystem.UNSTATED;
        }
        return family.toUpperCase(Locale.ROOT).startsWith("WINDOWS")
                ? OperatingSystem.WINDOWS
                : OperatingSystem.LINUX;
    }

    private static Map<String, String> tags(Node root, Node task) {
        Map<String, String> tags = new java.util.LinkedHashMap<>();
        for (Node holder : List.of(root, task)) {
            for (Node tag : list(holder, "tags")) {
                tags.put(text(tag, "key").or(""), text(tag, "value").or(""));
            }
        }
        return tags;
    }

    private static List<Volume> volumes(Node task) {
        List<Volume> volumes = new ArrayList<>();
        int index = 0;
        for (Node volume : list(task, "volumes")) {
            Setting<String> path =
                    volume.present("host")
                            .map(host -> text(host, "sourcePath"))
                            .orElse(Setting.unset());
            String type = "emptyDir";
            if (volume.present("efsVolumeConfiguration").isPresent()) {
                type = "efs";
            } else if (volume.present("fsxWindowsFileServerVolumeConfiguration").isPresent()) {
                type = "fsx";
            } else if (volume.present("dockerVolumeConfiguration").isPresent()) {
                type = "dockerVolume";
            } else if (!path.isUnset()) {
                type = "hostPath";
            }
            volumes.add(new Volume(text(volume, "name").or(""), Setting.of(type), path, index));
            index++;
        }
        return volumes;
    }

    private static Container container(Node node, String place) {
        if (!node.isObject()) {
            throw wrongType(node, "an object");
        }
        Optional<Node> health = node.present("healthCheck");
        return new Container(
                text(node, "name").or(""),
                Role.MAIN,
                place,
                image(node),
                security(node),
                ports(node),
                environment(node),
                List.of(),
                mounts(node),
                new Resources(
                        quantity(node, "cpu"),
                        quantity(node, "memory"),
                        quantity(node, "cpu"),
                        quantity(node, "memoryReservation")),
                new Probes(
                        health.isPresent() ? Setting.of(true) : Setting.unset(),
                        Setting.unset(),
                        Setting.unset()),
                List.of(),
                List.of(),
                node.present("logConfiguration")
                        .map(log -> text(log, "logDriver"))
                        .orElse(Setting.unset()));
    }

    private static Setting<ImageReference> image(Node node) {
        return switch (text(node, "image")) {
            case Setting.Of<String>(String text) -> {
                try {
                    yield Setting.of(ImageReference.of(text));
                } catch (InvalidImageReference e) {
                    yield Setting.unknown(
                            "'" + text + "' is no image reference: " + e.getMessage());
                }
            }
            case Setting.Unset<String> _ -> Setting.unset();
            case Setting.Unknown<String>(String expression) -> Setting.unknown(expression);
        };
    }

    private static SecurityContext security(Node node) {
        SecurityContext none = SecurityContext.none();
        Setting<String> user = text(node, "user");
        Setting<Long> uid = Setting.unset();
        Setting<Boolean> nonRoot = Setting.unset();
        if (user instanceof Setting.Of<String>(String written)) {
            String name =
                    written.contains(":") ? written.substring(0, written.indexOf(':')) : written;
            boolean digits = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
            if (digits && name.length() < 18) {
                uid = Setting.of(Long.parseLong(name));
            }
            boolean root = name.equals("root") || (digits && uid.or(0L) == 0L);
            nonRoot = name.isEmpty() ? Setting.unset() : Setting.of(!root);
        } else if (user instanceof Setting.Unknown<String>(String expression)) {
            uid = Setting.unknown(expression);
            nonRoot = Setting.unknown(expression);
        }
        Optional<Node> capabilities =
                node.present("linuxParameters").flatMap(linux -> linux.present("capabilities"));
        Setting<Boolean> escalation = Setting.unset();
        Setting<String> seccomp = Setting.unset();
        Setting<String> appArmor = Setting.unset();
        for (Node option : list(node, "dockerSecurityOptions")) {
            String text = option.isText() ? option.text() : "";
            if (text.equals("no-new-privileges") || text.equals("no-new-privileges:true")) {
                escalation = Setting.of(false);
            } else if (text.startsWith("apparmor:")) {
                String profile = text.substring("apparmor:".length());
                appArmor =
                        Setting.of(
                                profile.equals("unconfined")
                                        ? "Unconfined"
                                        : profile.equals("docker-default")
                                                ? "RuntimeDefault"
                                                : "Localhost");
            } else if (text.equals("seccomp:unconfined") || text.equals("seccomp=unconfined")) {
                seccomp = Setting.of("Unconfined");
            }
        }
        return new SecurityContext(
                bool(node, "privileged"),
                escalation,
                bool(node, "readonlyRootFilesystem"),
                nonRoot,
                uid,
                user,
                capabilities.map(c -> texts(c, "add")).orElse(Setting.unset()),
                capabilities.map(c -> texts(c, "drop")).orElse(Setting.unset()),
                seccomp,
                appArmor,
                none.seLinuxType(),
                none.seLinuxUser(),
                none.seLinuxRole(),
                none.procMount(),
                none.windowsHostProcess());
    }

    private static List<Port> ports(Node node) {
        List<Port> ports = new ArrayList<>();
        for (Node mapping : list(node, "portMappings")) {
            ports.add(new Port(number(mapping, "containerPort"), number(mapping, "hostPort")));
        }
        return ports;
    }

    private static List<EnvironmentVariable> environment(Node node) {
        List<EnvironmentVariable> environment = new ArrayList<>();
        for (Node variable : list(node, "environment")) {
            environment.add(
                    SecretShapes.variable(
                            text(variable, "name").or(""), text(variable, "value").or(""), false));
        }
        for (Node secret : list(node, "secrets")) {
            environment.add(SecretShapes.variable(text(secret, "name").or(""), "", true));
        }
        return environment;
    }

    private static List<Mount> mounts(Node node) {
        List<Mount> mounts = new ArrayList<>();
        for (Node mount : list(node, "mountPoints")) {
            mounts.add(
                    new Mount(
                            text(mount, "sourceVolume").or(""),
                            text(mount, "containerPath"),
                            bool(mount, "readOnly")));
        }
        return mounts;
    }

    private static Setting<Boolean> equals(Setting<String> setting, String word) {
        return switch (setting) {
            case Setting.Of<String>(String value) -> Setting.of(value.equals(word));
            case Setting.Unset<String> _ -> Setting.unset();
            case Setting.Unknown<String>(String expression) -> Setting.unknown(expression);
        };
    }

    private static List<Node> list(Node node, String key) {
        Optional<Node> list = node.present(key);
        if (list.isPresent() && !list.get().isArray()) {
            throw wrongType(list.get(), "a list");
        }
        return list.map(Node::elements).orElse(List.of());
    }

    private static Setting<String> text(Node node, String key) {
        Optional<Node> value = node.present(key);
        if (value.isEmpty()) {
            return Setting.unset();
        }
        if (!value.get().isText()) {
            throw wrongType(value.get(), "a text");
        }
        return Setting.of(value.get().text());
    }

    private static Setting<List<String>> texts(Node node, String key) {
        if (node.present(key).isEmpty()) {
            return Setting.unset();
        }
        List<String> texts = new ArrayList<>();
        for (Node element : list(node, key)) {
            texts.add(element.text());
        }
        return Setting.of(texts);
    }

    /** ECS takes numbers as numbers, and at the level of the task as texts. */
    private static Setting<String> quantity(Node node, String key) {
        Optional<Node> value = node.present(key);
        if (value.isEmpty() || !(value.get().isNumber() || value.get().isText())) {
            return Setting.unset();
        }
        return value.get().text().equals("0") ? Setting.unset() : Setting.of(value.get().text());
    }

    private static Setting<Long> number(Node node, String key) {
        Optional<Node> value = node.present(key);
        if (value.isEmpty()) {
            return Setting.unset();
        }
        long number = value.get().document().asLong(value.get().index(), Long.MIN_VALUE);
        if (number == Long.MIN_VALUE) {
            throw wrongType(value.get(), "a whole number");
        }
        return Setting.of(number);
    }

    private static Setting<Boolean> bool(Node node, String key) {
        Optional<Node> value = node.present(key);
        if (value.isEmpty()) {
            return Setting.unset();
        }
        return switch (value.get().kind()) {
            case TRUE -> Setting.of(true);
            case FALSE -> Setting.of(false);
            case NULL -> Setting.unset();
            case NUMBER, STRING, KEY, ARRAY, OBJECT ->
                    throw wrongType(value.get(), "true or false");
        };
    }

    private static InvalidDocument wrongType(Node node, String expected) {
        return new InvalidDocument(
                InvalidDocument.Code.WRONG_TYPE,
                node.position(),
                node.pointer() + " must be " + expected + ", and is " + node.kind().word(),
                "The ECS API would refuse this task definition too.");
    }
}
