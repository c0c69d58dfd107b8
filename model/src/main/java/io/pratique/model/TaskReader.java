package io.pratique.model;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Kind;
import io.pratique.document.Node;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a workload of a task definition in any {@link Spelling}. What a spelling cannot know stays
 * unknown down to each setting that hangs on it.
 */
final class TaskReader {
    private final Spelling spelling;

    TaskReader(Spelling spelling) {
        this.spelling = spelling;
    }

    /**
     * Reads a task definition.
     *
     * @param name what to call it when it does not say its family
     * @throws InvalidDocument when a value has a type that would be refused
     */
    ReadResult read(Node task, String name, Labels tags, Origin origin) {
        Setting<String> mode = text(task, "networkMode");
        List<Container> containers = containers(task, mode);
        String family = text(task, "family").or(name);
        if (containers.isEmpty()) {
            return new ReadResult.Refused(
                    "no-containers",
                    origin.locate("containerDefinitions"),
                    "the task definition '" + family + "' has no containers",
                    "ECS would refuse it too: write at least one container definition.");
        }
        String arn = text(task, "taskDefinitionArn").or("");
        return new ReadResult.Judgeable(
                new Workload(
                        new Identity(
                                Platform.ECS,
                                "",
                                scope(arn),
                                "",
                                "TaskDefinition",
                                family,
                                arn,
                                ""),
                        tags,
                        Labels.none(),
                        Map.of(),
                        launchTypes(task),
                        system(task),
                        is(mode, "host"),
                        is(text(task, "pidMode"), "host"),
                        is(text(task, "ipcMode"), "host"),
                        Setting.unset(),
                        Setting.unset(),
                        SecurityContext.none(),
                        List.of(),
                        volumes(task),
                        limits(task),
                        containers,
                        false,
                        false,
                        origin));
    }

    /** {@code arn:aws:ecs:REGION:ACCOUNT:…} to {@code ACCOUNT/REGION}. */
    private static String scope(String arn) {
        List<String> parts = List.of(arn.split(":", -1));
        return parts.size() > 5 ? parts.get(4) + "/" + parts.get(3) : "";
    }

    /**
     * What it requires; of a described definition that requires nothing, what ECS found it to be
     * compatible with. Empty, and so judged as for EC2, when any of it cannot be known.
     */
    private Set<LaunchType> launchTypes(Node task) {
        Setting<List<String>> required = texts(task, "requiresCompatibilities");
        Setting<List<String>> types =
                required.isUnset() || required.or(List.of("")).isEmpty()
                        ? texts(task, "compatibilities")
                        : required;
        EnumSet<LaunchType> known = EnumSet.noneOf(LaunchType.class);
        for (String type : types.or(List.of())) {
            Optional<LaunchType> found = LaunchType.of(type);
            if (found.isEmpty()) {
                return Set.of();
            }
            known.add(found.get());
        }
        return Set.copyOf(known);
    }

    private OperatingSystem system(Node task) {
        Setting<String> family =
                switch (object(task, "runtimePlatform")) {
                    case Setting.Of<Node>(Node platform) -> text(platform, "operatingSystemFamily");
                    case Setting.Unset<Node> _ -> Setting.unset();
                    case Setting.Unknown<Node>(String expression) -> Setting.unknown(expression);
                };
        return switch (family) {
            case Setting.Of<String>(String name) ->
                    name.toUpperCase(Locale.ROOT).startsWith("WINDOWS")
                            ? OperatingSystem.WINDOWS
                            : OperatingSystem.LINUX;
            case Setting.Unset<String> _ -> OperatingSystem.UNSTATED;
            case Setting.Unknown<String> _ -> OperatingSystem.UNKNOWN;
        };
    }

    private Resources limits(Node task) {
        Setting<String> cpu = quantity(task, "cpu", true);
        Setting<String> memory = quantity(task, "memory", true);
        return cpu.isUnset() && memory.isUnset()
                ? Resources.none()
                : new Resources(cpu, memory, cpu, memory);
    }

    /** The tags of a list of keys and values, or of a map as Terraform has it. */
    Labels tags(Node holder, String name) {
        Written written = spelling.member(holder, name);
        if (written instanceof Written.Unknown(String expression)) {
            return Labels.unknown(expression);
        }
        Map<String, Setting<String>> tags = new LinkedHashMap<>();
        if (written instanceof Written.Known(Node node) && node.isObject()) {
            for (Map.Entry<String, Node> tag : node.members()) {
                tags.put(tag.getKey(), text(node, tag.getKey()));
            }
            return new Labels(tags, Setting.unset());
        }
        Setting<List<Node>> list = objects(holder, name);
        Setting<String> others =
                list instanceof Setting.Unknown<List<Node>>(String expression)
                        ? Setting.unknown(expression)
                        : Setting.unset();
        for (Node tag : list.or(List.of())) {
            switch (text(tag, "key")) {
                case Setting.Of<String>(String key) -> tags.put(key, text(tag, "value"));
                case Setting.Unknown<String> unknown -> others = unknown;
                case Setting.Unset<String> _ -> {}
            }
        }
        return new Labels(tags, others);
    }

    // Volumes

    private List<Volume> volumes(Node task) {
        return switch (list(task, "volumes")) {
            case Setting.Unset<List<Written>> _ -> List.of();
            case Setting.Unknown<List<Written>>(String expression) ->
                    List.of(unknownVolume(expression, 0));
            case Setting.Of<List<Written>>(List<Written> written) -> {
                List<Volume> volumes = new ArrayList<>();
                for (int i = 0; i < written.size(); i++) {
                    switch (written.get(i)) {
                        case Written.Absent _ -> {}
                        case Written.Unknown(String expression) ->
                                volumes.add(unknownVolume(expression, i));
                        case Written.Made(String _, Node at) -> throw notAnObject(at);
                        case Written.Known(Node node) -> volumes.add(volume(node, i));
                    }
                }
                yield List.copyOf(volumes);
            }
        };
    }

    private static Volume unknownVolume(String expression, int index) {
        return new Volume("", Setting.unknown(expression), Setting.unknown(expression), index);
    }

    private static final List<Map.Entry<String, String>> VOLUME_TYPES =
            List.of(
                    Map.entry("efsVolumeConfiguration", "efs"),
                    Map.entry("fsxWindowsFileServerVolumeConfiguration", "fsx"),
                    Map.entry("s3filesVolumeConfiguration", "s3files"));

    private Volume volume(Node node, int index) {
        requireObject(node);
        String name = text(node, "name").or("");
        Setting<String> path = through(object(node, "host"), host -> text(host, "sourcePath"));
        if (path.isUnknown()) {
            return new Volume(name, Setting.unknown(path.shown()), path, index);
        }
        if (!path.or("").isEmpty()) {
            return new Volume(name, Setting.of("hostPath"), path, index);
        }
        for (Map.Entry<String, String> type : VOLUME_TYPES) {
            switch (object(node, type.getKey())) {
                case Setting.Of<Node> _ -> {
                    return new Volume(name, Setting.of(type.getValue()), Setting.unset(), index);
                }
                case Setting.Unknown<Node>(String expression) -> {
                    return new Volume(name, Setting.unknown(expression), Setting.unset(), index);
                }
                case Setting.Unset<Node> _ -> {}
            }
        }
        Setting<Boolean> atLaunch = bool(node, "configuredAtLaunch");
        if (atLaunch.or(false)) {
            return new Volume(name, Setting.of("ebs"), Setting.unset(), index);
        }
        return switch (object(node, "dockerVolumeConfiguration")) {
            case Setting.Of<Node>(Node docker) -> dockerVolume(docker, name, index);
            case Setting.Unknown<Node>(String expression) ->
                    new Volume(
                            name, Setting.unknown(expression), Setting.unknown(expression), index);
            case Setting.Unset<Node> _ ->
                    new Volume(
                            name,
                            atLaunch.isUnknown()
                                    ? Setting.unknown(atLaunch.shown())
                                    : Setting.of("emptyDir"),
                            Setting.unset(),
                            index);
        };
    }

    /**
     * A volume of the local driver with the option {@code o=bind} is a folder of the host under
     * another name (Docker's documentation of the local driver).
     */
    private Volume dockerVolume(Node docker, String name, int index) {
        Setting<Node> options = object(docker, "driverOpts");
        if (options instanceof Setting.Unknown<Node>(String expression)) {
            return new Volume(name, Setting.of("dockerVolume"), Setting.unknown(expression), index);
        }
        if (options instanceof Setting.Of<Node>(Node map)) {
            Setting<String> device = entry(map, "device");
            Setting<String> how = entry(map, "o");
            boolean bind =
                    List.of(how.or("").split(",")).contains("bind")
                            || List.of(how.or("").split(",")).contains("rbind");
            if (bind && !device.isUnset()) {
                return new Volume(name, Setting.of("hostPath"), device, index);
            }
            if (how.isUnknown() || device.isUnknown()) {
                return new Volume(
                        name,
                        Setting.of("dockerVolume"),
                        Setting.unknown(how.isUnknown() ? how.shown() : device.shown()),
                        index);
            }
        }
        return new Volume(name, Setting.of("dockerVolume"), Setting.unset(), index);
    }

    /** A member of a map whose keys are the author's own, so no spelling changes them. */
    private Setting<String> entry(Node map, String key) {
        Optional<Node> value = map.present(key);
        if (value.isEmpty()) {
            return Setting.unset();
        }
        if (value.get().isText()) {
            return Setting.of(value.get().text());
        }
        return Setting.unknown("the option " + key);
    }

    // Containers

    private List<Container> containers(Node task, Setting<String> mode) {
        return switch (list(task, "containerDefinitions")) {
            case Setting.Unset<List<Written>> _ -> List.of();
            case Setting.Unknown<List<Written>>(String expression) ->
                    List.of(Container.unknown("", "containerDefinitions", expression));
            case Setting.Of<List<Written>>(List<Written> written) -> {
                List<Container> containers = new ArrayList<>();
                for (int i = 0; i < written.size(); i++) {
                    String place = "containerDefinitions/" + i;
                    switch (written.get(i)) {
                        case Written.Absent _ -> {}
                        case Written.Unknown(String expression) ->
                                containers.add(Container.unknown("", place, expression));
                        case Written.Made(String _, Node at) -> throw notAnObject(at);
                        case Written.Known(Node node) ->
                                containers.add(container(node, place, mode));
                    }
                }
                yield List.copyOf(containers);
            }
        };
    }

    private Container container(Node node, String place, Setting<String> mode) {
        requireObject(node);
        Setting<String> cpu = quantity(node, "cpu", false);
        Setting<Boolean> health = through(object(node, "healthCheck"), _ -> Setting.of(true));
        return new Container(
                text(node, "name").or(""),
                Role.MAIN,
                place,
                image(node),
                security(node),
                ports(node, mode),
                environment(node),
                environmentFiles(node),
                mounts(node),
                new Resources(
                        cpu,
                        quantity(node, "memory", false),
                        cpu,
                        quantity(node, "memoryReservation", false)),
                new Probes(health, Setting.unset(), Setting.unset()),
                List.of(),
                systemControls(node),
                through(object(node, "logConfiguration"), log -> text(log, "logDriver")));
    }

    private Setting<ImageReference> image(Node node) {
        return switch (text(node, "image")) {
            case Setting.Of<String>(String text) -> {
                if (text.isEmpty()) {
                    yield Setting.unset();
                }
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

    private SecurityContext security(Node node) {
        Setting<String> user = text(node, "user");
        User parsed = User.of(user);
        Setting<Node> capabilities =
                through(object(node, "linuxParameters"), linux -> object(linux, "capabilities"));
        Options options = options(node);
        return new SecurityContext(
                bool(node, "privileged"),
                options.escalation,
                bool(node, "readonlyRootFilesystem"),
                parsed.nonRoot,
                parsed.uid,
                user,
                through(capabilities, c -> texts(c, "add")),
                through(capabilities, c -> texts(c, "drop")),
                options.seccomp,
                options.appArmor,
                options.seLinuxType,
                options.seLinuxUser,
                options.seLinuxRole,
                Setting.unset(),
                Setting.unset());
    }

    /** {@code NAME|UID[:GROUP|GID]}, as Docker reads it. */
    private record User(Setting<Long> uid, Setting<Boolean> nonRoot) {
        static User of(Setting<String> written) {
            return switch (written) {
                case Setting.Unset<String> _ -> new User(Setting.unset(), Setting.unset());
                case Setting.Unknown<String>(String expression) ->
                        new User(Setting.unknown(expression), Setting.unknown(expression));
                case Setting.Of<String>(String text) -> {
                    int colon = text.indexOf(':');
                    yield named(colon < 0 ? text : text.substring(0, colon));
                }
            };
        }

        private static User named(String name) {
            if (name.isEmpty()) {
                return new User(Setting.unset(), Setting.unset());
            }
            if (!name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                boolean root =
                        name.equals("root") || name.equalsIgnoreCase("ContainerAdministrator");
                return new User(
                        name.equals("root") ? Setting.of(0L) : Setting.unset(), Setting.of(!root));
            }
            if (name.length() > 18) {
                String problem = "'" + name + "' is no user id";
                return new User(Setting.unknown(problem), Setting.unknown(problem));
            }
            long uid = Long.parseLong(name);
            return new User(Setting.of(uid), Setting.of(uid != 0));
        }
    }

    /** What {@code dockerSecurityOptions} say, option by option. */
    private static final class Options {
        private Setting<Boolean> escalation = Setting.unset();
        private Setting<String> seccomp = Setting.unset();
        private Setting<String> appArmor = Setting.unset();
        private Setting<String> seLinuxType = Setting.unset();
        private Setting<String> seLinuxUser = Setting.unset();
        private Setting<String> seLinuxRole = Setting.unset();

        /** Docker takes {@code key:value} and {@code key=value}. */
        void add(String option) {
            int at = 0;
            while (at < option.length() && option.charAt(at) != ':' && option.charAt(at) != '=') {
                at++;
            }
            String key = option.substring(0, at);
            String value = at < option.length() ? option.substring(at + 1) : "";
            switch (key) {
                case "no-new-privileges" -> escalation = Setting.of(value.equals("false"));
                case "seccomp" ->
                        seccomp =
                                Setting.of(value.equals("unconfined") ? "Unconfined" : "Localhost");
                case "apparmor" ->
                        appArmor =
                                Setting.of(
                                        switch (value) {
                                            case "unconfined" -> "Unconfined";
                                            case "docker-default" -> "RuntimeDefault";
                                            default -> "Localhost";
                                        });
                case "label" -> label(value);
                default -> {}
            }
        }

        private void label(String label) {
            int colon = label.indexOf(':');
            String value = label.substring(colon + 1);
            switch (colon < 0 ? label : label.substring(0, colon)) {
                case "type" -> seLinuxType = Setting.of(value);
                case "user" -> seLinuxUser = Setting.of(value);
                case "role" -> seLinuxRole = Setting.of(value);
                // SELinux is off for this container: what no allowed type is called.
                case "disable" -> seLinuxType = Setting.of("disable");
                default -> {}
            }
        }

        void unknown(String expression) {
            Setting<String> text = Setting.unknown(expression);
            escalation = escalation.orElse(Setting.unknown(expression));
            seccomp = seccomp.orElse(text);
            appArmor = appArmor.orElse(text);
            seLinuxType = seLinuxType.orElse(text);
            seLinuxUser = seLinuxUser.orElse(text);
            seLinuxRole = seLinuxRole.orElse(text);
        }
    }

    private Options options(Node node) {
        Options options = new Options();
        switch (list(node, "dockerSecurityOptions")) {
            case Setting.Unset<List<Written>> _ -> {}
            case Setting.Unknown<List<Written>>(String expression) -> options.unknown(expression);
            case Setting.Of<List<Written>>(List<Written> written) -> {
                for (Written option : written) {
                    if (text(option) instanceof Setting.Of<String>(String text)) {
                        options.add(text);
                    }
                }
                for (Written option : written) {
                    if (text(option) instanceof Setting.Unknown<String>(String expression)) {
                        options.unknown(expression);
                    }
                }
            }
        }
        return options;
    }

    private List<Port> ports(Node node, Setting<String> mode) {
        return switch (objects(node, "portMappings")) {
            case Setting.Unset<List<Node>> _ -> List.of();
            case Setting.Unknown<List<Node>>(String expression) ->
                    List.of(new Port(Setting.unknown(expression), Setting.unknown(expression)));
            case Setting.Of<List<Node>>(List<Node> mappings) -> {
                List<Port> ports = new ArrayList<>();
                for (Node mapping : mappings) {
                    ports.add(
                            port(
                                    number(mapping, "containerPort"),
                                    number(mapping, "hostPort"),
                                    mode.or("")));
                }
                yield ports;
            }
        };
    }

    private static Port port(Setting<Long> inside, Setting<Long> outside, String mode) {
        return switch (mode) {
            case "host" ->
                    outside.isUnset() || outside.or(1L) == 0
                            ? new Port(inside, inside, true)
                            : new Port(inside, outside);
            case "awsvpc" -> new Port(inside, Setting.unset());
            default -> new Port(inside, outside);
        };
    }

    private List<EnvironmentVariable> environment(Node node) {
        List<EnvironmentVariable> environment = new ArrayList<>();
        switch (list(node, "environment")) {
            case Setting.Unset<List<Written>> _ -> {}
            case Setting.Unknown<List<Written>> _ -> environment.add(unknownVariable(""));
            case Setting.Of<List<Written>>(List<Written> written) -> {
                for (Written element : written) {
                    switch (element) {
                        case Written.Absent _ -> {}
                        case Written.Unknown _ -> environment.add(unknownVariable(""));
                        case Written.Made(String _, Node at) -> throw notAnObject(at);
                        case Written.Known(Node variable) -> {
                            requireObject(variable);
                            String name = text(variable, "name").or("");
                            Setting<String> value = text(variable, "value");
                            environment.add(
                                    value.isUnknown()
                                            ? unknownVariable(name)
                                            : SecretShapes.variable(name, value.or(""), false));
                        }
                    }
                }
            }
        }
        for (Node secret : objects(node, "secrets").or(List.of())) {
            environment.add(SecretShapes.variable(text(secret, "name").or(""), "", true));
        }
        return environment;
    }

    private static EnvironmentVariable unknownVariable(String name) {
        return new EnvironmentVariable(name, EnvironmentVariable.Kind.UNKNOWN, "");
    }

    private List<String> environmentFiles(Node node) {
        List<String> files = new ArrayList<>();
        for (Node file : objects(node, "environmentFiles").or(List.of())) {
            files.add(text(file, "value").or(""));
        }
        return files;
    }

    private List<Mount> mounts(Node node) {
        List<Mount> mounts = new ArrayList<>();
        for (Node mount : objects(node, "mountPoints").or(List.of())) {
            mounts.add(
                    new Mount(
                            text(mount, "sourceVolume").or(""),
                            text(mount, "containerPath"),
                            bool(mount, "readOnly")));
        }
        return mounts;
    }

    private List<Sysctl> systemControls(Node node) {
        return switch (list(node, "systemControls")) {
            case Setting.Unset<List<Written>> _ -> List.of();
            case Setting.Unknown<List<Written>>(String expression) ->
                    List.of(new Sysctl(Setting.unknown(expression), Setting.unknown(expression)));
            case Setting.Of<List<Written>>(List<Written> written) -> {
                List<Sysctl> sysctls = new ArrayList<>();
                for (Written element : written) {
                    switch (element) {
                        // Every element keeps its index, which rules point at.
                        case Written.Absent _ ->
                                sysctls.add(new Sysctl(Setting.unset(), Setting.unset()));
                        case Written.Unknown(String expression) ->
                                sysctls.add(
                                        new Sysctl(
                                                Setting.unknown(expression),
                                                Setting.unknown(expression)));
                        case Written.Made(String _, Node at) -> throw notAnObject(at);
                        case Written.Known(Node control) -> {
                            requireObject(control);
                            sysctls.add(
                                    new Sysctl(text(control, "namespace"), text(control, "value")));
                        }
                    }
                }
                yield sysctls;
            }
        };
    }

    // Values

    private interface Step<T> {
        Setting<T> of(Node node);
    }

    /** What a step finds in an object; unset or unknown as the object is. */
    private static <T> Setting<T> through(Setting<Node> object, Step<T> step) {
        return switch (object) {
            case Setting.Of<Node>(Node node) -> step.of(node);
            case Setting.Unset<Node> _ -> Setting.unset();
            case Setting.Unknown<Node>(String expression) -> Setting.unknown(expression);
        };
    }

    private static Setting<Boolean> is(Setting<String> setting, String word) {
        return switch (setting) {
            case Setting.Of<String>(String value) -> Setting.of(value.equals(word));
            case Setting.Unset<String> _ -> Setting.unset();
            case Setting.Unknown<String>(String expression) -> Setting.unknown(expression);
        };
    }

    private Setting<Node> object(Node holder, String name) {
        return switch (spelling.member(holder, name)) {
            case Written.Absent _ -> Setting.unset();
            case Written.Unknown(String expression) -> Setting.unknown(expression);
            case Written.Made(String _, Node at) -> throw notAnObject(at);
            case Written.Known(Node node) -> {
                requireObject(node);
                yield Setting.of(node);
            }
        };
    }

    private Setting<List<Written>> list(Node holder, String name) {
        return switch (spelling.member(holder, name)) {
            case Written.Absent _ -> Setting.unset();
            case Written.Unknown(String expression) -> Setting.unknown(expression);
            case Written.Made(String _, Node at) -> throw wrongType(at, "a list");
            case Written.Known(Node node) -> {
                if (!node.isArray()) {
                    throw wrongType(node, "a list");
                }
                yield Setting.of(spelling.elements(node));
            }
        };
    }

    /**
     * The objects of a list. Unknown when an element is; elements that are left out are not given.
     */
    private Setting<List<Node>> objects(Node holder, String name) {
        return switch (list(holder, name)) {
            case Setting.Unset<List<Written>> _ -> Setting.unset();
            case Setting.Unknown<List<Written>>(String expression) -> Setting.unknown(expression);
            case Setting.Of<List<Written>>(List<Written> written) -> {
                List<Node> nodes = new ArrayList<>(written.size());
                Setting<List<Node>> result = Setting.of(nodes);
                for (Written element : written) {
                    switch (element) {
                        case Written.Absent _ -> {}
                        case Written.Unknown(String expression) ->
                                result = Setting.unknown(expression);
                        case Written.Made(String _, Node at) -> throw notAnObject(at);
                        case Written.Known(Node node) -> {
                            requireObject(node);
                            nodes.add(node);
                        }
                    }
                }
                yield result;
            }
        };
    }

    private Setting<List<String>> texts(Node holder, String name) {
        return switch (list(holder, name)) {
            case Setting.Unset<List<Written>> _ -> Setting.unset();
            case Setting.Unknown<List<Written>>(String expression) -> Setting.unknown(expression);
            case Setting.Of<List<Written>>(List<Written> written) -> {
                List<String> texts = new ArrayList<>(written.size());
                Setting<List<String>> result = Setting.of(texts);
                for (Written element : written) {
                    switch (text(element)) {
                        case Setting.Of<String>(String text) -> texts.add(text);
                        case Setting.Unset<String> _ -> {}
                        case Setting.Unknown<String>(String expression) ->
                                result = Setting.unknown(expression);
                    }
                }
                yield result;
            }
        };
    }

    private Setting<String> text(Node holder, String name) {
        return text(spelling.member(holder, name));
    }

    private Setting<String> text(Written written) {
        return switch (written) {
            case Written.Absent _ -> Setting.unset();
            case Written.Unknown(String expression) -> Setting.unknown(expression);
            case Written.Made(String text, Node _) -> Setting.of(text);
            case Written.Known(Node node) -> {
                if (!node.isText()
                        && !(spelling.converts() && (node.isNumber() || node.isBoolean()))) {
                    throw wrongType(node, "a text");
                }
                yield Setting.of(node.text());
            }
        };
    }

    private Setting<Boolean> bool(Node holder, String name) {
        return switch (spelling.member(holder, name)) {
            case Written.Absent _ -> Setting.unset();
            case Written.Unknown(String expression) -> Setting.unknown(expression);
            case Written.Made(String text, Node at) -> Setting.of(word(text, at));
            case Written.Known(Node node) ->
                    switch (node.kind()) {
                        case TRUE -> Setting.of(true);
                        case FALSE -> Setting.of(false);
                        case STRING -> Setting.of(word(node.text(), node));
                        case NULL, NUMBER, KEY, ARRAY, OBJECT ->
                                throw wrongType(node, "true or false");
                    };
        };
    }

    private boolean word(String text, Node at) {
        boolean yes = text.equalsIgnoreCase("true");
        if (!spelling.converts() || !yes && !text.equalsIgnoreCase("false")) {
            throw wrongType(at, "true or false");
        }
        return yes;
    }

    private Setting<Long> number(Node holder, String name) {
        return switch (spelling.member(holder, name)) {
            case Written.Absent _ -> Setting.unset();
            case Written.Unknown(String expression) -> Setting.unknown(expression);
            case Written.Made(String text, Node at) -> Setting.of(digits(text, at));
            case Written.Known(Node node) -> {
                if (node.isText()) {
                    yield Setting.of(digits(node.text(), node));
                }
                long number = node.document().asLong(node.index(), Long.MIN_VALUE);
                if (number == Long.MIN_VALUE) {
                    throw wrongType(node, "a whole number");
                }
                yield Setting.of(number);
            }
        };
    }

    private long digits(String text, Node at) {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 18
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!spelling.converts() || !digits) {
            throw wrongType(at, "a whole number");
        }
        return Long.parseLong(text);
    }

    /**
     * CPU units or MiB. ECS takes 0 for nothing.
     *
     * @param texts whether a text is right, as it is for the task itself ({@code "1 vCPU"})
     */
    private Setting<String> quantity(Node holder, String name, boolean texts) {
        return switch (spelling.member(holder, name)) {
            case Written.Absent _ -> Setting.unset();
            case Written.Unknown(String expression) -> Setting.unknown(expression);
            case Written.Made(String text, Node _) -> nonZero(text);
            case Written.Known(Node node) -> {
                if (!node.isNumber() && !(node.isText() && (texts || spelling.converts()))) {
                    throw wrongType(node, "a whole number");
                }
                yield nonZero(node.text());
            }
        };
    }

    private static Setting<String> nonZero(String text) {
        return text.equals("0") || text.isEmpty() ? Setting.unset() : Setting.of(text);
    }

    private void requireObject(Node node) {
        if (!node.isObject()) {
            throw notAnObject(node);
        }
    }

    private InvalidDocument notAnObject(Node node) {
        return wrongType(node, "an object");
    }

    private InvalidDocument wrongType(Node node, String expected) {
        Kind kind = node.kind();
        boolean container = kind == Kind.OBJECT || kind == Kind.ARRAY || kind == Kind.NULL;
        return spelling.refused(
                InvalidDocument.Code.WRONG_TYPE,
                node,
                expected,
                container ? kind.word() : kind.word() + " (" + shortened(node.text()) + ")");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
