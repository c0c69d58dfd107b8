package io.pratique.posture.view;

import io.pratique.model.ImageReference;
import io.pratique.model.LaunchType;
import io.pratique.posture.evidence.Coverage;
import io.pratique.posture.evidence.Evidence;
import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.evidence.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All subjects of some evidence documents, joined. Holds what others name and nobody brought too.
 */
public final class World {
    private final Map<SubjectKind, Map<String, Subject>> subjects =
            new EnumMap<>(SubjectKind.class);
    private final List<Coverage> coverage = new ArrayList<>();
    private final Map<String, List<Value>> services = new HashMap<>();
    private final Map<String, List<Value>> tasks = new HashMap<>();
    private final Map<String, List<Value>> tasksByInstance = new HashMap<>();
    private final Map<String, List<ContainerView>> containersByTask = new HashMap<>();
    private final Map<String, ImageView> images = new HashMap<>();
    private final Map<String, DockerfileView> dockerfileByImage = new HashMap<>();
    private final Map<String, ContainerView> containers = new LinkedHashMap<>();
    private final Map<String, HostView> hosts = new LinkedHashMap<>();
    private final Map<String, HostView> hostOfContainer = new HashMap<>();
    private final Map<String, TaskView> definitions = new LinkedHashMap<>();
    private final List<InstanceView> instances = new ArrayList<>();
    private final List<ImageView> imageList = new ArrayList<>();
    private final List<DockerfileView> dockerfiles = new ArrayList<>();
    private final List<NodeView> nodes = new ArrayList<>();

    private World() {}

    public static World of(List<Evidence> documents) {
        World world = new World();
        for (Evidence evidence : documents) {
            world.coverage.addAll(evidence.coverage());
            for (Subject subject : evidence.subjects()) {
                world.subjects
                        .computeIfAbsent(subject.kind(), _ -> new LinkedHashMap<>())
                        // The later document is the newer one, unless it could not read.
                        .merge(
                                subject.id(),
                                subject,
                                (old, fresh) -> fresh.missing().isPresent() ? old : fresh);
            }
        }
        world.join();
        return world;
    }

    private void join() {
        for (Subject image : of(SubjectKind.IMAGE)) {
            ImageView view = new ImageView(this, image);
            imageList.add(view);
            images.put(image.id(), view);
            int at = image.id().indexOf('@');
            if (at >= 0) {
                images.put(image.id().substring(at + 1), view);
            }
            image.relation("references")
                    .orElse(List.of())
                    .forEach(r -> images.put(spelled(r), view));
        }
        for (Subject file : of(SubjectKind.DOCKERFILE)) {
            DockerfileView view = new DockerfileView(file);
            dockerfiles.add(view);
            for (String image : file.relation("images").orElse(List.of())) {
                dockerfileByImage.put(spelled(image), view);
            }
        }
        for (Subject host : of(SubjectKind.HOST)) {
            HostView view = new HostView(this, host);
            hosts.put(host.id(), view);
            host.relation("containers")
                    .orElse(List.of())
                    .forEach(container -> hostOfContainer.put(container, view));
        }
        for (Subject container : of(SubjectKind.CONTAINER)) {
            ContainerView view = new ContainerView(this, container);
            containers.put(container.id(), view);
            String task =
                    container
                            .whole()
                            .flatMap(whole -> whole.present("ecs"))
                            .flatMap(ecs -> ecs.textOf("taskArn"))
                            .or(() ->
                                    container.relation("task").flatMap(t -> t.stream().findFirst()))
                            .orElse("");
            if (!task.isEmpty() && !view.isExempt()) {
                containersByTask.computeIfAbsent(task, _ -> new ArrayList<>()).add(view);
            }
        }
        joinTasks();
        for (Subject node : of(SubjectKind.NODE)) {
            nodes.add(new NodeView(node));
        }
    }

    private void joinTasks() {
        Map<String, Missing> named = new LinkedHashMap<>();
        Map<String, Evidence.Head> by = new HashMap<>();
        for (Subject service : of(SubjectKind.SERVICE)) {
            Value doc = Value.of(service, false);
            String definition = doc.get("taskDefinition").text();
            services.computeIfAbsent(definition, _ -> new ArrayList<>()).add(doc);
            named.put(definition, definitionMissing(definition));
            by.put(definition, service.evidence());
            for (Value set : doc.get("taskSets").elements()) {
                named.put(
                        set.get("taskDefinition").text(),
                        definitionMissing(set.get("taskDefinition").text()));
                by.put(set.get("taskDefinition").text(), service.evidence());
            }
        }
        for (Subject task : of(SubjectKind.TASK)) {
            Value doc = Value.of(task, false);
            String definition = doc.get("taskDefinitionArn").text();
            tasks.computeIfAbsent(definition, _ -> new ArrayList<>()).add(doc);
            named.put(definition, definitionMissing(definition));
            by.put(definition, task.evidence());
            String instance = doc.get("containerInstanceArn").text();
            if (!instance.isEmpty()) {
                tasksByInstance.computeIfAbsent(instance, _ -> new ArrayList<>()).add(doc);
            }
        }
        for (Subject definition : of(SubjectKind.TASK_DEFINITION)) {
            definitions.put(definition.id(), new TaskView(this, definition));
        }
        named.remove("");
        named.forEach((arn, missing) -> {
            Evidence.Head head = by.get(arn);
            if (head != null && !definitions.containsKey(arn)) {
                Subject absent = Subject.absent(SubjectKind.TASK_DEFINITION, arn, head, missing);
                definitions.put(arn, new TaskView(this, absent));
            }
        });
        joinInstances();
    }

    private void joinInstances() {
        List<HostView> alone = new ArrayList<>(hosts.values());
        for (Subject instance : of(SubjectKind.CONTAINER_INSTANCE)) {
            Value doc = Value.of(instance, false);
            String ec2 = doc.get("ec2InstanceId").text();
            Optional<HostView> host =
                    Optional.ofNullable(hosts.get(ec2))
                            .or(() ->
                                    hosts.values().stream()
                                            .filter(h ->
                                                    h.subject()
                                                            .relation("containerInstance")
                                                            .orElse(List.of())
                                                            .contains(instance.id()))
                                            .findFirst());
            host.ifPresent(alone::remove);
            instances.add(
                    new InstanceView(
                            this,
                            instance,
                            instance.missing().isPresent() ? Optional.empty() : Optional.of(doc),
                            host));
        }
        for (HostView host : alone) {
            instances.add(
                    new InstanceView(this, host.subject(), Optional.empty(), Optional.of(host)));
        }
    }

    private Missing definitionMissing(String arn) {
        return failure("DescribeTaskDefinition")
                .map(entry -> new Missing(entry.why(), "ecs:DescribeTaskDefinition " + arn))
                .orElse(new Missing(Reason.NOT_COLLECTED, "ecs:DescribeTaskDefinition " + arn));
    }

    /** A coverage entry of a source that holds a word, and that is not OK. */
    private Optional<Coverage> failure(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        for (Coverage entry : coverage) {
            // Collectors write ecs:DescribeServices or aws ecs describe-services.
            if (entry.status() != Coverage.Status.OK
                    && (entry.source() + ' ' + entry.detail())
                            .replace("-", "")
                            .toLowerCase(Locale.ROOT)
                            .contains(wanted)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** Why a kind of subject was not collected at all. */
    public Missing notCollected(SubjectKind kind) {
        String source =
                switch (kind) {
                    case CLUSTER -> "ecs:DescribeClusters";
                    case SERVICE -> "ecs:DescribeServices";
                    case TASK -> "ecs:DescribeTasks";
                    case TASK_DEFINITION -> "ecs:DescribeTaskDefinition";
                    case CONTAINER_INSTANCE -> "ecs:DescribeContainerInstances";
                    case CAPACITY_PROVIDER -> "ecs:DescribeCapacityProviders";
                    case ACCOUNT_SETTINGS -> "ecs:ListAccountSettings";
                    case SECURITY_GROUP -> "ec2:DescribeSecurityGroups";
                    case NETWORK_INTERFACE -> "ec2:DescribeNetworkInterfaces";
                    case PARAMETER, RECOMMENDED_AMI -> "ssm:DescribeParameters";
                    case ROLE -> "iam:GetRole";
                    case LOG_GROUP -> "logs:DescribeLogGroups";
                    case REPOSITORY -> "ecr:DescribeRepositories";
                    case HOST -> "host: pratique host collect";
                    case CONTAINER -> "docker: GET /containers/{id}/json";
                    case IMAGE -> "image: an archive or a registry";
                    case DOCKERFILE -> "dockerfile: the source tree";
                    case NODE -> "kubelet: /configz, or its file and command line";
                };
        int colon = source.indexOf(':');
        return failure(source.substring(colon + 1))
                .or(() ->
                        kind == SubjectKind.HOST || kind == SubjectKind.NODE
                                ? failure(source.substring(0, colon))
                                : Optional.empty())
                .map(entry -> new Missing(entry.why(), entry.source() + ' ' + entry.detail()))
                .orElse(new Missing(Reason.NOT_COLLECTED, source));
    }

    /** The subjects of a kind, in the order in which they came. */
    public List<Subject> of(SubjectKind kind) {
        return List.copyOf(subjects.getOrDefault(kind, Map.of()).values());
    }

    /** The {@code doc} of a subject; empty when nobody brought it. */
    public Optional<Value> find(SubjectKind kind, String id) {
        return Optional.ofNullable(subjects.getOrDefault(kind, Map.of()).get(id))
                .filter(subject -> subject.missing().isEmpty())
                .map(subject -> Value.of(subject, false));
    }

    public List<TaskView> definitions() {
        return List.copyOf(definitions.values());
    }

    public Optional<TaskView> definition(String arn) {
        return Optional.ofNullable(definitions.get(arn));
    }

    public List<InstanceView> instances() {
        return instances;
    }

    public List<HostView> hosts() {
        return List.copyOf(hosts.values());
    }

    public List<ContainerView> containers() {
        return List.copyOf(containers.values());
    }

    public List<ImageView> images() {
        return imageList;
    }

    public List<DockerfileView> dockerfiles() {
        return dockerfiles;
    }

    public List<NodeView> nodes() {
        return nodes;
    }

    List<Value> servicesOf(Subject definition) {
        return services.getOrDefault(definition.id(), List.of());
    }

    List<Value> tasksOf(Subject definition) {
        return tasks.getOrDefault(definition.id(), List.of());
    }

    List<Value> tasksOn(String instance) {
        return tasksByInstance.getOrDefault(instance, List.of());
    }

    List<ContainerView> containersOf(List<Value> run, Subject definition) {
        if (containersByTask.isEmpty()) {
            return List.of();
        }
        List<ContainerView> found = new ArrayList<>();
        for (Value task : run) {
            found.addAll(containersByTask.getOrDefault(task.subject().id(), List.of()));
        }
        for (String task : definition.relation("tasks").orElse(List.of())) {
            if (run.stream().noneMatch(t -> t.subject().id().equals(task))) {
                found.addAll(containersByTask.getOrDefault(task, List.of()));
            }
        }
        return found;
    }

    List<HostView> hostsOf(List<Value> run) {
        if (hosts.isEmpty()) {
            return List.of();
        }
        List<HostView> found = new ArrayList<>();
        for (Value task : run) {
            String arn = task.get("containerInstanceArn").text();
            for (InstanceView instance : instances) {
                if (instance.subject().id().equals(arn)) {
                    instance.host()
                            .filter(host -> host.subject().missing().isEmpty())
                            .filter(host -> !found.contains(host))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    Optional<HostView> hostOf(Subject container) {
        return container
                .relation("host")
                .flatMap(ids -> ids.stream().findFirst())
                .map(hosts::get)
                .or(() -> Optional.ofNullable(hostOfContainer.get(container.id())));
    }

    ContainerView container(String id, Subject host) {
        ContainerView known = containers.get(id);
        return known != null
                ? known
                : new ContainerView(
                        this,
                        Subject.absent(
                                SubjectKind.CONTAINER,
                                id,
                                host.evidence(),
                                new Missing(
                                        Reason.NOT_COLLECTED, "GET /containers/" + id + "/json")));
    }

    Optional<ImageView> imageOf(Subject container) {
        for (String id : container.relation("image").orElse(List.of())) {
            Optional<ImageView> found = image(id);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The image of an id, a digest or a name under which it was resolved. */
    public Optional<ImageView> image(String name) {
        ImageView exact = images.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        int at = name.indexOf('@');
        return Optional.ofNullable(images.get(at >= 0 ? name.substring(at + 1) : spelled(name)));
    }

    Optional<ImageView> imageOf(TaskView task, ContainerDefinition container) {
        if (images.isEmpty()) {
            return Optional.empty();
        }
        for (Value run : task.tasks()) {
            for (Value part : run.get("containers").elements()) {
                String digest = part.get("imageDigest").text();
                if (part.get("name").text().equals(container.name())
                        && images.containsKey(digest)) {
                    return Optional.ofNullable(images.get(digest));
                }
            }
        }
        return image(container.at("image").text());
    }

    Optional<DockerfileView> dockerfileOf(TaskView task, ContainerDefinition container) {
        if (dockerfileByImage.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(dockerfileByImage.get(spelled(container.at("image").text())))
                .or(() -> imageOf(task, container).flatMap(this::dockerfileOf));
    }

    /** The Dockerfile that is linked to an image. */
    public Optional<DockerfileView> dockerfileOf(ImageView image) {
        return Optional.ofNullable(dockerfileByImage.get(spelled(image.subject().id())));
    }

    private static String spelled(String reference) {
        return switch (ImageReference.parse(reference)) {
            case ImageReference.ParseResult.Valid(ImageReference valid) ->
                    valid.digest()
                            .orElseGet(() -> valid.name() + ':' + valid.effectiveTag().orElse(""));
            case ImageReference.ParseResult.Invalid _ -> reference;
        };
    }

    /** EC2 for a provider that nobody described: the other kinds have to be asked for. */
    LaunchType launchTypeOfProvider(String name) {
        for (Subject provider : of(SubjectKind.CAPACITY_PROVIDER)) {
            Value doc = Value.of(provider, false);
            if ((doc.get("name").text().equals(name) || provider.id().equals(name))
                    && doc.get("managedInstancesProvider").isObject()) {
                return LaunchType.MANAGED_INSTANCES;
            }
        }
        return LaunchType.EC2;
    }

    /** Why subjects that another names are not all known. */
    Optional<Missing> unread(Subject by, String relation, String call) {
        SubjectKind kind = relation.equals("services") ? SubjectKind.SERVICE : SubjectKind.TASK;
        for (String id : by.relation(relation).orElse(List.of())) {
            if (find(kind, id).isEmpty()) {
                return Optional.of(
                        new Missing(
                                failure(call).map(Coverage::why).orElse(Reason.NOT_COLLECTED),
                                "ecs:" + call + ' ' + id));
            }
        }
        return failure(call)
                .map(entry -> new Missing(entry.why(), entry.source() + ' ' + entry.detail()));
    }
}
