package io.pratique.posture.kernel;

import io.pratique.posture.result.Outcome;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.DockerfileView;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.InstanceView;
import io.pratique.posture.view.NodeView;
import io.pratique.posture.view.TaskView;
import java.util.Optional;

/** How a template is judged: on which kind of subject, where it applies, and by which kernel. */
public sealed interface Judgement {
    /** Judges a task definition. */
    @FunctionalInterface
    interface TaskRule {
        Outcome judge(TaskView task, Parameters parameters);
    }

    /** Judges an image. */
    @FunctionalInterface
    interface ImageRule {
        Outcome judge(ImageView image, Parameters parameters);
    }

    /** Judges a Dockerfile. */
    @FunctionalInterface
    interface DockerfileRule {
        Outcome judge(DockerfileView file, Parameters parameters);
    }

    /** Judges a machine of a cluster. */
    @FunctionalInterface
    interface InstanceRule {
        Outcome judge(InstanceView instance, Parameters parameters);
    }

    /** Judges a host. */
    @FunctionalInterface
    interface HostRule {
        Outcome judge(HostView host, Parameters parameters);
    }

    /** Judges a container. */
    @FunctionalInterface
    interface ContainerRule {
        Outcome judge(ContainerView container, Parameters parameters);
    }

    /** Judges a kubelet. */
    @FunctionalInterface
    interface NodeRule {
        Outcome judge(NodeView node, Parameters parameters);
    }

    /** Which launch types a template speaks of (posture.md section 5). */
    enum Launch {
        /** EC2, EXTERNAL and MANAGED_INSTANCES. */
        ECS,
        FARGATE,
        ANY
    }

    /**
     * Judges task definitions.
     *
     * @param linuxOnly true when the control has no meaning on Windows
     * @param alone judges images, and Dockerfiles, that no task definition leads to
     */
    record OnTask(Launch launch, boolean linuxOnly, TaskRule rule, Optional<Alone> alone)
            implements Judgement {}

    /** Judges what a task definition would run, where there is none. */
    record Alone(ImageRule image, Optional<DockerfileRule> file) {}

    /** Judges the machines of a cluster. */
    record OnInstance(InstanceRule rule) implements Judgement {}

    /** Judges hosts that run Docker. */
    record OnHost(HostRule rule) implements Judgement {}

    /** Judges running containers that the platform does not run itself. */
    record OnContainer(ContainerRule rule) implements Judgement {}

    /** Judges images, and Dockerfiles that are not linked to one of them. */
    record OnImage(ImageRule image, DockerfileRule file) implements Judgement {}

    /** Judges kubelets. */
    record OnNode(NodeRule rule) implements Judgement {}
}
