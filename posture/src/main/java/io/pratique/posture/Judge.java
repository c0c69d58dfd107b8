package io.pratique.posture;

import io.pratique.model.LaunchType;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.catalogue.Parameter;
import io.pratique.posture.catalogue.Template;
import io.pratique.posture.evidence.Evidence;
import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.kernel.Judgement;
import io.pratique.posture.kernel.Kernels;
import io.pratique.posture.kernel.Parameters;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.State;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.DockerfileView;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.InstanceView;
import io.pratique.posture.view.NodeView;
import io.pratique.posture.view.TaskView;
import io.pratique.posture.view.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Judges evidence by the templates of a catalogue. Pure: the time comes from the caller. */
public final class Judge {
    private static final Outcome ONLY_FARGATE =
            Outcome.notApplicable("It runs on Fargate only: the Fargate template decides.");
    private static final Outcome NOT_FARGATE = Outcome.notApplicable("Nothing runs it on Fargate.");
    private static final Outcome WINDOWS =
            Outcome.notApplicable("The control has no meaning on Windows.");
    private static final Outcome EXEMPT =
            Outcome.notApplicable("The platform itself runs this container: it is exempt.");
    private static final Outcome STOPPED = Outcome.notApplicable("The container does not run.");
    private static final Outcome NONE_RUNS =
            Outcome.notApplicable("No container runs on the host.");

    private final List<Bound> bound;
    private final Optional<Duration> maxAge;

    private record Bound(Template template, Judgement judgement, Parameters parameters) {}

    /** The end of a finding that is not yet one. */
    private interface Sink {
        void add(SubjectKind kind, Optional<Subject> subject, Outcome outcome);
    }

    /**
     * @param overrides by slug, what is set instead of the profile's defaults
     * @param maxAge evidence that is older decides nothing; empty for any age
     * @throws IllegalArgumentException when an override names no template or none of its parameters
     */
    public Judge(
            Catalogue catalogue,
            Profile profile,
            Map<String, Map<String, List<String>>> overrides,
            Optional<Duration> maxAge) {
        Map<String, Judgement> judgements = new HashMap<>();
        for (Kernels.Entry entry : Kernels.all()) {
            judgements.put(entry.slug(), entry.judgement());
        }
        overrides.forEach((slug, values) -> {
            Template template =
                    catalogue
                            .template(slug)
                            .orElseThrow(() ->
                                    new IllegalArgumentException("there is no template " + slug));
            for (String name : values.keySet()) {
                if (template.parameters().stream().noneMatch(p -> p.name().equals(name))) {
                    throw new IllegalArgumentException(
                            "the template " + slug + " has no parameter " + name);
                }
            }
        });
        List<Bound> all = new ArrayList<>();
        for (Template template : catalogue.templates()) {
            Judgement judgement = judgements.get(template.slug());
            if (judgement == null) {
                throw new IllegalStateException("no kernel judges " + template.slug());
            }
            Map<String, List<String>> values = new LinkedHashMap<>();
            for (Parameter parameter : template.parameters()) {
                values.put(
                        parameter.name(),
                        profile == Profile.STRICT ? parameter.strict() : parameter.values());
            }
            all.add(
                    new Bound(
                            template,
                            judgement,
                            Parameters.of(values)
                                    .with(overrides.getOrDefault(template.slug(), Map.of()))));
        }
        this.bound = List.copyOf(all);
        this.maxAge = maxAge;
    }

    /** Judges all subjects of all documents together. */
    public Report judge(List<Evidence> documents, List<PostureException> exceptions, Instant now) {
        World world = World.of(documents);
        Set<DockerfileView> linked = new HashSet<>();
        for (ImageView image : world.images()) {
            world.dockerfileOf(image).ifPresent(linked::add);
        }
        Reached reached = reached(world, linked);
        List<Finding> findings = new ArrayList<>();
        for (Bound template : bound) {
            Sink sink =
                    (kind, subject, outcome) ->
                            findings.add(
                                    finding(template, kind, subject, outcome, exceptions, now));
            switch (template.judgement) {
                case Judgement.OnTask rule -> tasks(world, reached, template, rule, sink);
                case Judgement.OnInstance rule -> instances(world, template, rule, sink);
                case Judgement.OnHost rule -> hosts(world, template, rule, sink);
                case Judgement.OnContainer rule -> containers(world, template, rule, sink);
                case Judgement.OnImage rule -> images(world, linked, template, rule, sink);
                case Judgement.OnNode rule -> nodes(world, template, rule, sink);
            }
        }
        return new Report(findings, exceptions, now);
    }

    private Finding finding(
            Bound template,
            SubjectKind kind,
            Optional<Subject> subject,
            Outcome outcome,
            List<PostureException> exceptions,
            Instant now) {
        Outcome fresh = subject.map(s -> fresh(s, outcome, now)).orElse(outcome);
        Finding finding = new Finding(template.template, kind, subject, fresh, Optional.empty());
        for (PostureException exception : exceptions) {
            if (exception.accepts(finding, now)) {
                return finding.mutedBy(exception);
            }
        }
        return finding;
    }

    private Outcome fresh(Subject subject, Outcome outcome, Instant now) {
        boolean decided = outcome.state() == State.PASS || outcome.state() == State.FAIL;
        Optional<Instant> collected = subject.evidence().collectedAt();
        boolean old =
                decided
                        && maxAge.isPresent()
                        && collected.map(at -> at.plus(maxAge.get()).isBefore(now)).orElse(true);
        return old
                ? Outcome.noEvidence(
                        new Missing(
                                Reason.STALE,
                                "evidence that is newer than "
                                        + collected.map(Instant::toString).orElse("unknown")))
                : outcome;
    }

    /** What a task definition or an image leads to, and is judged there. */
    private record Reached(Set<ImageView> images, Set<DockerfileView> files) {}

    private static Reached reached(World world, Set<DockerfileView> linked) {
        Set<ImageView> images = new HashSet<>();
        Set<DockerfileView> files = new HashSet<>(linked);
        for (TaskView task : world.definitions()) {
            task.containers()
                    .forEach(container -> {
                        task.image(container).ifPresent(images::add);
                        task.dockerfile(container).ifPresent(files::add);
                    });
        }
        return new Reached(images, files);
    }

    /** A defect of a rule is an ERROR of its finding, not the end of the run. */
    private static Outcome guarded(Supplier<Outcome> rule) {
        try {
            return rule.get();
        } catch (RuntimeException e) {
            return Outcome.error("The rule has a defect: " + e);
        }
    }

    private static void none(World world, SubjectKind kind, Sink sink) {
        sink.add(kind, Optional.empty(), Outcome.noEvidence(world.notCollected(kind)));
    }

    private static void tasks(
            World world, Reached reached, Bound template, Judgement.OnTask rule, Sink sink) {
        List<TaskView> definitions = world.definitions();
        for (TaskView task : definitions) {
            sink.add(
                    SubjectKind.TASK_DEFINITION,
                    Optional.of(task.subject()),
                    guarded(() -> task(task, template, rule)));
        }
        int alone = 0;
        for (ImageView image : world.images()) {
            if (rule.alone().isPresent() && !reached.images.contains(image)) {
                alone++;
                sink.add(
                        SubjectKind.IMAGE,
                        Optional.of(image.subject()),
                        guarded(() -> image(image, template, rule)));
            }
        }
        Optional<Judgement.DockerfileRule> fileRule = rule.alone().flatMap(Judgement.Alone::file);
        for (DockerfileView file : world.dockerfiles()) {
            if (fileRule.isPresent() && !reached.files.contains(file)) {
                alone++;
                sink.add(
                        SubjectKind.DOCKERFILE,
                        Optional.of(file.subject()),
                        guarded(() -> file(file, template, fileRule.get())));
            }
        }
        if (definitions.isEmpty() && alone == 0) {
            none(world, SubjectKind.TASK_DEFINITION, sink);
        }
    }

    private static Outcome image(ImageView image, Bound template, Judgement.OnTask rule) {
        if (image.subject().missing().isPresent()) {
            return Outcome.noEvidence(image.subject().missing().get());
        }
        return rule.linuxOnly() && image.isWindows()
                ? WINDOWS
                : rule.alone().orElseThrow().image().judge(image, template.parameters);
    }

    private static Outcome file(
            DockerfileView file, Bound template, Judgement.DockerfileRule rule) {
        return file.unread().isPresent()
                ? Outcome.noEvidence(file.unread().get())
                : rule.judge(file, template.parameters);
    }

    private static Outcome task(TaskView task, Bound template, Judgement.OnTask rule) {
        if (task.subject().missing().isPresent()) {
            return Outcome.noEvidence(task.subject().missing().get());
        }
        Set<LaunchType> launches = task.launches();
        if (rule.launch() != Judgement.Launch.ANY && task.launchUnknown().isPresent()) {
            return Outcome.noEvidence(task.launchUnknown().get());
        }
        switch (rule.launch()) {
            case ECS -> {
                if (launches.equals(Set.of(LaunchType.FARGATE))) {
                    return ONLY_FARGATE;
                }
            }
            case FARGATE -> {
                if (!launches.contains(LaunchType.FARGATE)) {
                    return NOT_FARGATE;
                }
            }
            case ANY -> {}
        }
        if (rule.linuxOnly() && task.isWindows()) {
            return WINDOWS;
        }
        if (task.unread().isPresent()) {
            return Outcome.noEvidence(task.unread().get());
        }
        return rule.rule().judge(task, template.parameters);
    }

    private static void instances(
            World world, Bound template, Judgement.OnInstance rule, Sink sink) {
        for (InstanceView instance : world.instances()) {
            sink.add(
                    instance.subject().kind(),
                    Optional.of(instance.subject()),
                    guarded(() -> rule.rule().judge(instance, template.parameters)));
        }
        if (!world.instances().isEmpty()) {
            return;
        }
        boolean empty = false;
        for (Subject cluster : world.of(SubjectKind.CLUSTER)) {
            Value count = Value.of(cluster, false).get("registeredContainerInstancesCount");
            if (count.number(-1) == 0) {
                empty = true;
                sink.add(
                        SubjectKind.CLUSTER,
                        Optional.of(cluster),
                        Outcome.notApplicable("The cluster has no container instance."));
            }
        }
        if (!empty) {
            none(world, SubjectKind.CONTAINER_INSTANCE, sink);
        }
    }

    private static void hosts(World world, Bound template, Judgement.OnHost rule, Sink sink) {
        for (HostView host : world.hosts()) {
            sink.add(
                    SubjectKind.HOST,
                    Optional.of(host.subject()),
                    guarded(() -> host(host, template, rule)));
        }
        if (world.hosts().isEmpty()) {
            none(world, SubjectKind.HOST, sink);
        }
    }

    private static Outcome host(HostView host, Bound template, Judgement.OnHost rule) {
        if (host.subject().missing().isPresent()) {
            return Outcome.noEvidence(host.subject().missing().get());
        }
        return host.isOtherRuntime()
                ? Outcome.notApplicable("The host does not run Docker.")
                : rule.rule().judge(host, template.parameters);
    }

    private static void containers(
            World world, Bound template, Judgement.OnContainer rule, Sink sink) {
        Set<String> seen = new HashSet<>();
        int subjects = 0;
        for (HostView host : world.hosts()) {
            subjects++;
            Optional<List<ContainerView>> listed = host.containers();
            if (listed.isEmpty()) {
                sink.add(
                        SubjectKind.HOST,
                        Optional.of(host.subject()),
                        Outcome.noEvidence(host.containersMissing()));
            } else if (listed.get().isEmpty()) {
                sink.add(SubjectKind.HOST, Optional.of(host.subject()), NONE_RUNS);
            } else {
                for (ContainerView container : listed.get()) {
                    seen.add(container.subject().id());
                    add(container, template, rule, sink);
                }
            }
        }
        for (ContainerView container : world.containers()) {
            if (!seen.contains(container.subject().id())) {
                subjects++;
                add(container, template, rule, sink);
            }
        }
        if (subjects == 0) {
            none(world, SubjectKind.HOST, sink);
        }
    }

    private static void add(
            ContainerView container, Bound template, Judgement.OnContainer rule, Sink sink) {
        sink.add(
                SubjectKind.CONTAINER,
                Optional.of(container.subject()),
                guarded(() -> container(container, template, rule)));
    }

    private static Outcome container(
            ContainerView container, Bound template, Judgement.OnContainer rule) {
        if (container.subject().missing().isPresent()) {
            return Outcome.noEvidence(container.subject().missing().get());
        }
        if (container.isExempt()) {
            return EXEMPT;
        }
        return container.isStopped() ? STOPPED : rule.rule().judge(container, template.parameters);
    }

    private static void images(
            World world,
            Set<DockerfileView> linked,
            Bound template,
            Judgement.OnImage rule,
            Sink sink) {
        for (ImageView image : world.images()) {
            sink.add(
                    SubjectKind.IMAGE,
                    Optional.of(image.subject()),
                    guarded(() -> rule.image().judge(image, template.parameters)));
        }
        for (DockerfileView file : world.dockerfiles()) {
            if (!linked.contains(file)) {
                sink.add(
                        SubjectKind.DOCKERFILE,
                        Optional.of(file.subject()),
                        guarded(() -> rule.file().judge(file, template.parameters)));
            }
        }
        if (world.images().isEmpty() && world.dockerfiles().isEmpty()) {
            none(world, SubjectKind.IMAGE, sink);
        }
    }

    private static void nodes(World world, Bound template, Judgement.OnNode rule, Sink sink) {
        for (NodeView node : world.nodes()) {
            sink.add(
                    SubjectKind.NODE,
                    Optional.of(node.subject()),
                    guarded(() -> node(node, template, rule)));
        }
        if (world.nodes().isEmpty()) {
            none(world, SubjectKind.NODE, sink);
        }
    }

    private static Outcome node(NodeView node, Bound template, Judgement.OnNode rule) {
        return node.subject().missing().isPresent()
                ? Outcome.noEvidence(node.subject().missing().get())
                : rule.rule().judge(node, template.parameters);
    }
}
